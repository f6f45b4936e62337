#include "yuyue/centre/reports/reports.hpp"

#include <nlohmann/json.hpp>

#include "yuyue/core/words.hpp"

namespace yuyue::centre::reports {
namespace {

using Json = nlohmann::json;

constexpr Words<7> kKinds{"laboratory", "imaging",           "ultrasound", "endoscopy",
                          "pathology",  "electrophysiology", "other"};
constexpr Words<4> kStatuses{"preliminary", "final", "corrected", "withdrawn"};

constexpr minutes kClocksApart{10};  ///< another system's and this one's

constexpr const char* kReports =
    "SELECT r.id, r.person_id, r.number, r.kind, r.at, r.status, r.source, r.brought_at, r.told_at,"
    " r.details_sealed, d.report_id IS NOT NULL"
    " FROM report r LEFT JOIN report_document d ON d.report_id = r.id";

Report report_from(const access::Vault& vault, const store::Row& row) {
  Report report{.id = row.id<ReportId>(0),
                .person = row.id<PersonId>(1),
                .number = row.text(2),
                .kind = from_word<Kind>(kKinds, row.text(3)).value(),
                .at = row.instant(4),
                .status = from_word<Status>(kStatuses, row.text(5)).value(),
                .source = row.text(6),
                .brought_at = row.instant(7),
                .told_at = row.maybe_instant(8),
                .has_document = row.flag(10)};
  const auto details =
      Json::parse(vault.open(access::sealed_in("report.details", report.id), row.blob(9)));
  report.title = details.at("title").get<std::string>();
  report.department = details.at("department").get<std::string>();
  report.link = details.at("link").get<std::string>();
  return report;
}

std::optional<Report> numbered(store::Snapshot& snapshot, const access::Vault& vault,
                               const std::string& number) {
  static const std::string kSql = std::string(kReports) + " WHERE r.number = ?";
  auto rows = snapshot.query(kSql, {number});
  if (!rows.next()) return std::nullopt;
  return report_from(vault, rows.row());
}

void put(store::Transaction& tx, const access::Vault& vault, const Report& r) {
  const auto sealed =
      vault.seal(access::sealed_in("report.details", r.id),
                 Json{{"title", r.title}, {"department", r.department}, {"link", r.link}}.dump());
  tx.execute(
      "INSERT INTO report (id, person_id, number, kind, at, status, source, brought_at, told_at,"
      " details_sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
      " ON CONFLICT (id) DO UPDATE SET kind = ?4, at = ?5, status = ?6, source = ?7,"
      " brought_at = ?8, told_at = ?9, details_sealed = ?10",
      {r.id, r.person, r.number, name_of(r.kind), r.at, name_of(r.status), r.source, r.brought_at,
       r.told_at, store::Blob{sealed}});
}

Result<void> check(const Report& report, Instant now) {
  if (report.number.empty()) return Refusal("required").with("name", "number").at("/number");
  if (report.title.empty()) return Refusal("required").with("name", "title").at("/title");
  const std::string_view link = report.link;
  if (!link.empty() && !link.starts_with("https://") && !link.starts_with("http://"))
    return Refusal("field-invalid").with("name", "link").at("/link");
  if (report.at > now + kClocksApart) return Refusal("field-invalid").with("name", "at").at("/at");
  return {};
}

}  // namespace

std::string_view name_of(Kind kind) {
  return word_of(kKinds, kind);
}
std::optional<Kind> kind_from(std::string_view name) {
  return from_word<Kind>(kKinds, name);
}
std::string_view name_of(Status status) {
  return word_of(kStatuses, status);
}
std::optional<Status> status_from(std::string_view name) {
  return from_word<Status>(kStatuses, name);
}

Result<Report> Reports::bring(store::Transaction& tx, Report report, const access::Actor& by,
                              Instant now) const {
  if (auto fine = check(report, now); !fine) return fine.error();
  const auto before = numbered(tx, *env_.vault, report.number);
  if (before && before->person != report.person)
    return Refusal("report-of-another").with("number", report.number);
  report.id = before ? before->id : env_.ids->next<ReportId>();
  report.brought_at = now;
  report.told_at = before ? before->told_at : std::nullopt;
  const bool readable = report.status == Status::final_ || report.status == Status::corrected;
  const bool tells = readable && !report.told_at;
  if (tells) report.told_at = now;
  report.has_document = before && before->has_document && before->status == report.status;
  put(tx, *env_.vault, report);
  if (!report.has_document)
    tx.execute("DELETE FROM report_document WHERE report_id = ?", {report.id});
  if (listener_ && tells) listener_->report_ready(tx, report, now);
  if (listener_ && !tells) listener_->report_changed(tx, report, now);
  if (env_.journal)
    env_.journal->record(tx, by,
                         {.what = before ? "report-changed" : "report-brought",
                          .subject = report.person,
                          .details = {{"report", to_string(report.id)},
                                      {"status", std::string(name_of(report.status))}}},
                         now);
  return report;
}

std::vector<Report> Reports::of(store::Snapshot& snapshot, PersonId person) const {
  static const std::string kSql = std::string(kReports) +
                                  " WHERE r.person_id = ? AND r.status <> 'withdrawn'"
                                  " ORDER BY r.at DESC, r.id DESC LIMIT ?";
  std::vector<Report> list;
  for (auto rows = snapshot.query(kSql, {person, kMost}); rows.next();)
    list.push_back(report_from(*env_.vault, rows.row()));
  return list;
}

std::optional<Report> Reports::find(store::Snapshot& snapshot, ReportId id) const {
  static const std::string kSql = std::string(kReports) + " WHERE r.id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return report_from(*env_.vault, rows.row());
}

void Reports::move_person(store::Transaction& tx, PersonId from, PersonId into) const {
  tx.execute("UPDATE report SET person_id = ? WHERE person_id = ?", {into, from});
}

}  // namespace yuyue::centre::reports
