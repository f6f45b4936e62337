// Reports as PDF: the hospital's systems bring them; whoever may read a report may read its PDF.
#include <charconv>

#include "api/files_shown.hpp"
#include "api/report_json.hpp"
#include "yuyue/centre/cases/cases.hpp"

namespace yuyue::api {

namespace reports = centre::reports;

namespace {

constexpr std::string_view kPdf = "application/pdf";
constexpr std::string_view kPurpose = "report-document";
constexpr std::chrono::minutes kKeyHolds{10};

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::string key_words(const access::Principal& reader, ReportId report, std::int64_t until) {
  return std::string(access::name_of(reader.kind)) + " " + std::to_string(reader.id) + " " +
         to_string(report) + " " + std::to_string(until);
}

/// "1790000000000.5f3c…": until when, and that it was given.
std::string key_until(const Services& services, const access::Principal& reader, ReportId report,
                      std::int64_t until) {
  return std::to_string(until) + "." +
         hex(services.vault.token_hash(kPurpose, key_words(reader, report, until)));
}

std::int64_t milliseconds(Instant at) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
}

bool is_key(const Services& services, const Call& call, ReportId report) {
  const auto given = call.request.header("yuyue-report-key");
  const auto dot = given.find('.');
  std::int64_t until = 0;
  if (dot == std::string_view::npos ||
      std::from_chars(given.data(), given.data() + dot, until).ec != std::errc())
    return false;
  return until >= milliseconds(call.now) &&
         access::equal_secret(key_until(services, call.principal, report, until), given);
}

/// By how they have shown who they are, as for the list of reports.
std::optional<std::string> reader_of(const Services& services, store::Snapshot& snapshot,
                                     const Call& call, const reports::Report& report) {
  if (const auto member = call.principal.member()) {
    if (services.patients.acts_for(snapshot, *member, report.person)) return "own";
    return std::nullopt;
  }
  if (call.principal.permissions.has(access::Permission::read_reports))
    return call.principal.kind == access::PrincipalKind::key ? "reader" : "desk";
  if (is_key(services, call, report.id)) return "code";
  return std::nullopt;
}

}  // namespace

std::string report_key(const Services& services, const access::Principal& reader, ReportId report,
                       Instant now) {
  return key_until(services, reader, report, milliseconds(now + kKeyHolds));
}

LaterAnswer bring_report_document(const Services& services, const Call& call) {
  const auto id = call.id<ReportId>("report");
  const auto& bytes = call.request.body;
  if (centre::cases::type_of(bytes) != kPdf) co_return Refusal("report-not-pdf");
  const auto known = services.database.read(
      [&](store::Snapshot& snapshot) { return services.reports.find(snapshot, id).has_value(); });
  if (!known) co_return Refusal("not-found").with("what", "report");
  // Before its row: a row without its file must not be, a file without a row is swept away.
  access::SealedFiles::Kept kept;
  std::function<void()> keep = [&] {
    kept = services.cases.files().put(bytes);
  };
  co_await on_worker(services, keep);
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto report = services.reports.bring_document(
        tx, id, kept, static_cast<std::int64_t>(bytes.size()), call.actor(), call.now);
    if (!report) return report.error();
    return report_json(services, *report);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer show_report_document(const Services& services, const Call& call) {
  std::optional<reports::Document> document;
  auto look = [&](store::Transaction& tx) -> Result<bool> {
    document = services.reports.document(tx, call.id<ReportId>("report"));
    const auto by = document ? reader_of(services, tx, call, document->report) : std::nullopt;
    // Whoever may not read it does not learn that it is there.
    if (!by) return Refusal("not-found").with("what", "report");
    services.audit.record(tx, call.principal,
                          {.action = "report-document-seen",
                           .subject = document->report.person,
                           .details = {{"by", *by}, {"report", to_string(document->report.id)}},
                           .note = {}},
                          call.now);
    return true;
  };
  const auto seen = co_await services.database.write(call.lane(), look);
  if (!seen) co_return seen.error();
  FileShown shown{.file = document->file,
                  .key = document->key,
                  .type = std::string(kPdf),
                  .name = "report-" + document->report.number + ".pdf",
                  .download = true};
  co_return co_await file_answer(services, std::move(shown));
}

}  // namespace yuyue::api
