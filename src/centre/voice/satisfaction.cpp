#include "yuyue/centre/voice/satisfaction.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "yuyue/core/words.hpp"

namespace yuyue::centre::voice {
namespace {

using access::sealed_in;

constexpr Words<3> kAskedAt{"phone", "kiosk", "desk"};
constexpr int kMostUnmarked = 5;

Refusal unknown(std::string_view what) {
  return Refusal("not-found").with("what", what);
}

/// A visit's day, and whether it is over. Nothing: there is no such visit.
struct Visited {
  Day day{};
  bool over = false;
};

std::optional<Visited> visited(store::Snapshot& snapshot, const Subject& subject) {
  auto rows =
      subject.kind == VisitKind::kPrefix
          ? snapshot.query("SELECT day, state = 'done' FROM visit WHERE id = ?", {subject.id})
          : snapshot.query("SELECT day, state = 'fulfilled' FROM appointment WHERE id = ?",
                           {subject.id});
  if (!rows.next()) return std::nullopt;
  return Visited{rows->day(0), rows->flag(1)};
}

Mark mark_from(const access::Vault& vault, const store::Row& row) {
  Mark mark{.id = row.id<SatisfactionId>(0),
            .subject = {row.text(1), row.integer(2)},
            .day = row.day(3),
            .mark = static_cast<int>(row.integer(4)),
            .how = from_word<AskedAt>(kAskedAt, row.text(6)).value(),
            .given_at = row.instant(7),
            .complaint = row.maybe_id<ComplaintId>(8)};
  if (!row.is_null(5))
    mark.remark = vault.open(sealed_in("satisfaction.remark", mark.id), row.blob(5));
  return mark;
}

constexpr const char* kMark =
    "SELECT id, subject_kind, subject_id, day, mark, remark_sealed, how, given_at, complaint_id"
    " FROM satisfaction";

}  // namespace

std::string_view name_of(AskedAt where) {
  return word_of(kAskedAt, where);
}

int Summary::count() const {
  return std::accumulate(marks.begin(), marks.end(), 0);
}

Result<Mark> Satisfaction::give(store::Transaction& tx, const Subject& subject, int value,
                                const std::string& remark, AskedAt how, const access::Actor& by,
                                Instant now) const {
  const auto seen = visited(tx, subject);
  if (!seen) return unknown(subject.kind == VisitKind::kPrefix ? "visit" : "appointment");
  if (value < 1 || value > 5)
    return Refusal("field-invalid").with("name", "mark").with("expected", "1–5").at("/mark");
  if (!seen->over) return Refusal("visit-not-over");
  const auto today = env_.time->day_of(now);
  if (seen->day + date::days{load_settings(tx).ask_days} < today)
    return Refusal("too-late-to-rate");
  Mark mark{.id = env_.ids->next<SatisfactionId>(),
            .subject = subject,
            .day = seen->day,
            .mark = value,
            .remark = remark,
            .how = how,
            .given_at = now};
  const auto sealed = remark.empty()
                          ? store::Bytes()
                          : env_.vault->seal(sealed_in("satisfaction.remark", mark.id), remark);
  try {
    tx.execute(
        "INSERT INTO satisfaction (id, subject_kind, subject_id, day, mark, remark_sealed, how,"
        " given_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        {mark.id, subject.kind, subject.id, mark.day, value,
         sealed.empty() ? store::Value(nullptr) : store::Value(store::Blob{sealed}), name_of(how),
         now});
  } catch (const store::UniqueViolation&) {
    return Refusal("already-rated");
  }
  if (env_.journal)
    env_.journal->record(tx, by,
                         {.what = "visit-rated",
                          .subject = access::AuditSubject(subject.kind, subject.id),
                          .details = {{"mark", std::to_string(value)}},
                          .note = {}},
                         now);
  return mark;
}

std::vector<Unmarked> Satisfaction::unmarked(store::Snapshot& snapshot,
                                             const std::vector<PersonId>& people,
                                             Instant now) const {
  const auto since = env_.time->day_of(now) - date::days{load_settings(snapshot).ask_days};
  std::vector<Unmarked> found;
  const auto add = [&](const char* kind, PersonId person, store::Rows rows) {
    while (rows.next())
      found.push_back(
          {{kind, rows->integer(0)}, person, rows->day(1), rows->text(2), rows->text(3)});
  };
  for (const auto person : people) {
    add("apt", person,
        snapshot.query(
            "SELECT a.id, a.day, d.name, d.name_en FROM appointment a"
            " JOIN department d ON d.id = a.department_id"
            " WHERE a.person_id = ? AND a.state = 'fulfilled' AND a.day >= ? AND NOT EXISTS"
            " (SELECT 1 FROM satisfaction s WHERE s.subject_kind = 'apt' AND s.subject_id = a.id)",
            {person, since}));
    add("vis", person,
        snapshot.query(
            "SELECT v.id, v.day, s.name, s.name_en FROM visit v"
            " JOIN errand e ON e.visit_id = v.id AND e.position = 0"
            " JOIN service s ON s.id = e.service_id"
            " WHERE v.person_id = ? AND v.state = 'done' AND v.day >= ? AND NOT EXISTS"
            " (SELECT 1 FROM satisfaction m WHERE m.subject_kind = 'vis' AND m.subject_id = v.id)",
            {person, since}));
  }
  std::ranges::stable_sort(found, std::greater(), &Unmarked::day);
  if (found.size() > kMostUnmarked) found.resize(kMostUnmarked);
  return found;
}

std::string shown_as(store::Snapshot& snapshot, const Subject& subject) {
  if (subject.kind == VisitKind::kPrefix) {
    const auto visit = find_visit(snapshot, VisitId{subject.id});
    return visit ? visit->number : "";
  }
  const auto code = snapshot.integer("SELECT code FROM appointment WHERE id = ?", {subject.id});
  return code ? std::to_string(*code) : "";
}

std::optional<Subject> Satisfaction::shown(store::Snapshot& snapshot, std::string_view number,
                                           Instant now) const {
  const auto today = env_.time->day_of(now);
  if (const auto visit = find_visit(snapshot, today, number))
    return Subject{std::string(VisitKind::kPrefix), visit->id.value};
  std::string digits;
  for (const char c : number)
    if (c >= '0' && c <= '9') digits += c;
  if (digits.size() != 9) return std::nullopt;
  const auto id = snapshot.integer("SELECT id FROM appointment WHERE code = ?",
                                   {static_cast<std::int64_t>(std::stoll(digits))});
  if (!id) return std::nullopt;
  return Subject{"apt", *id};
}

std::vector<Summary> Satisfaction::summary(store::Snapshot& snapshot, Day from, Day to) const {
  std::vector<Summary> list;
  const auto add = [&](const char* kind, store::Rows rows) {
    while (rows.next()) {
      if (list.empty() || list.back().kind != kind || list.back().day != rows->day(0) ||
          list.back().name != rows->text(1))
        list.push_back({rows->day(0), kind, rows->text(1), rows->text(2), {}});
      list.back().marks.at(static_cast<std::size_t>(rows->integer(3) - 1)) =
          static_cast<int>(rows->integer(4));
    }
  };
  add("department",
      snapshot.query("SELECT s.day, d.name, d.name_en, s.mark, count(*) FROM satisfaction s"
                     " JOIN appointment a ON a.id = s.subject_id"
                     " JOIN department d ON d.id = a.department_id"
                     " WHERE s.subject_kind = 'apt' AND s.day BETWEEN ? AND ?"
                     " GROUP BY s.day, d.id, s.mark ORDER BY s.day, d.name, d.id, s.mark",
                     {from, to}));
  // A visit with several errands speaks of each service that it was for.
  add("service",
      snapshot.query("SELECT s.day, v.name, v.name_en, s.mark, count(*) FROM satisfaction s"
                     " JOIN errand e ON e.visit_id = s.subject_id AND e.state = 'done'"
                     " JOIN service v ON v.id = e.service_id"
                     " WHERE s.subject_kind = 'vis' AND s.day BETWEEN ? AND ?"
                     " GROUP BY s.day, v.id, s.mark ORDER BY s.day, v.name, v.id, s.mark",
                     {from, to}));
  std::ranges::stable_sort(list, {}, &Summary::day);
  return list;
}

std::vector<Mark> Satisfaction::low(store::Snapshot& snapshot, Day from, Day to) const {
  static const std::string kSql =
      std::string(kMark) +
      " WHERE day BETWEEN ? AND ? AND mark <= 2 ORDER BY given_at DESC, id DESC LIMIT 200";
  std::vector<Mark> list;
  auto rows = snapshot.query(kSql, {from, to});
  while (rows.next()) list.push_back(mark_from(*env_.vault, rows.row()));
  return list;
}

std::optional<Mark> Satisfaction::find(store::Snapshot& snapshot, SatisfactionId id) const {
  static const std::string kSql = std::string(kMark) + " WHERE id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return mark_from(*env_.vault, rows.row());
}

std::string Satisfaction::place(store::Snapshot& snapshot, const Subject& subject) const {
  const auto name =
      subject.kind == VisitKind::kPrefix
          ? snapshot.text(
                "SELECT group_concat(s.name, '、') FROM errand e"
                " JOIN service s ON s.id = e.service_id WHERE e.visit_id = ?",
                {subject.id})
          : snapshot.text(
                "SELECT d.name FROM appointment a JOIN department d ON d.id = a.department_id"
                " WHERE a.id = ?",
                {subject.id});
  return name.value_or("");
}

Result<Complaint> Satisfaction::complain(store::Transaction& tx, SatisfactionId id,
                                         const Complaints& complaints, const access::Actor& by,
                                         Instant now) const {
  const auto mark = find(tx, id);
  if (!mark) return unknown("satisfaction");
  if (mark->complaint) return Refusal("already-complaint");
  if (mark->mark > 2) return Refusal("mark-not-low");
  NewComplaint wanted{.way = mark->how == AskedAt::phone ? Way::page : Way::desk,
                      .text = format_day(mark->day) + " " + place(tx, mark->subject) + "：" +
                              std::to_string(mark->mark) + "/5"};
  if (!mark->remark.empty()) wanted.text += "\n" + mark->remark;
  const auto received = complaints.receive(tx, wanted, by, now);
  if (!received) return received.error();
  tx.execute("UPDATE satisfaction SET complaint_id = ? WHERE id = ?", {received->complaint.id, id});
  return received->complaint;
}

}  // namespace yuyue::centre::voice
