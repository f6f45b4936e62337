#include "booking/policy/conduct_records.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "booking/policy/words.hpp"

namespace yuyue::booking::policy {
namespace {

ConductKind kind_from(const std::string& word) {
  const auto kind = kConduct(word);
  if (!kind) throw std::runtime_error("unknown word in the file: " + word);
  return *kind;
}

std::string channels_text(const std::set<Channel>& channels) {
  std::string text;
  for (const auto channel : channels)
    text += (text.empty() ? "" : " ") + std::string(name_of(channel));
  return text;
}

std::set<Channel> channels_from(const std::string& text) {
  std::set<Channel> channels;
  std::istringstream words(text);
  for (std::string word; words >> word;)
    if (const auto channel = channel_from(word)) channels.insert(*channel);
  return channels;
}

constexpr std::string_view kBars =
    "SELECT b.id, b.person_id, b.because, b.from_at, b.until_at, coalesce(c.name, ''), b.channels,"
    " b.walk_in, b.needed, b.lifted_at, b.lifted_because FROM bar b"
    " LEFT JOIN campus c ON c.id = b.campus_id WHERE ";

BarEntry bar_from(store::Snapshot& snapshot, const store::Row& row) {
  BarEntry entry;
  entry.id = row.id<BarId>(0);
  entry.person = row.id<PersonId>(1);
  auto& bar = entry.bar;
  bar.id = entry.id.value;
  bar.because = kind_from(row.text(2));
  bar.from = row.instant(3);
  bar.until = row.instant(4);
  bar.campus = row.text(5);
  bar.channels = channels_from(row.text(6));
  bar.walk_in = row.flag(7);
  bar.needed = static_cast<int>(row.integer(8));
  entry.lifted_at = row.maybe_instant(9);
  entry.lifted_because = row.text(10);
  bar.lifted = entry.lifted_at.has_value();
  auto linked = snapshot.query(
      "SELECT conduct_id FROM bar_conduct WHERE bar_id = ? ORDER BY conduct_id", {entry.id});
  while (linked.next()) bar.records.push_back(linked->integer(0));
  return entry;
}

std::vector<BarEntry> bars_of(store::Snapshot& snapshot, PersonId person) {
  static const std::string kSql = std::string(kBars) + "b.person_id = ? ORDER BY b.from_at DESC";
  std::vector<BarEntry> list;
  auto rows = snapshot.query(kSql, {person});
  while (rows.next()) list.push_back(bar_from(snapshot, rows.row()));
  return list;
}

bool during(const Outage& outage, Instant at, const std::string& campus) {
  return at >= outage.from && at < outage.to && (outage.campus.empty() || outage.campus == campus);
}

}  // namespace

namespace records {

void insert(store::Transaction& tx, const NewConduct& e) {
  tx.execute(
      "INSERT INTO conduct (id, person_id, appointment_id, kind, at, visit_day, campus_id, excused)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {e.id, e.person, e.appointment, kConduct.name(e.kind), e.at, e.visit_day, e.campus,
       e.excused});
}

void insert(store::Transaction& tx, BarId id, PersonId person, const Bar& bar) {
  tx.execute(
      "INSERT INTO bar (id, person_id, because, from_at, until_at, campus_id, channels, walk_in,"
      " needed) VALUES (?, ?, ?, ?, ?, (SELECT id FROM campus WHERE name = ?), ?, ?, ?)",
      {id, person, kConduct.name(bar.because), bar.from, bar.until, bar.campus,
       channels_text(bar.channels), bar.walk_in, bar.needed});
  for (const auto record : bar.records)
    tx.execute("INSERT INTO bar_conduct (bar_id, conduct_id) VALUES (?, ?)", {id, record});
}

void insert(store::Transaction& tx, const DeclaredOutage& o) {
  tx.execute(
      "INSERT INTO outage (id, from_at, to_at, campus_id, reason, declared_at, declared_by)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)",
      {o.id, o.from, o.to, o.campus, o.reason, o.declared_at, o.declared_by});
}

std::vector<ConductRecord> all_conduct(store::Snapshot& snapshot, PersonId person) {
  std::vector<ConductRecord> list;
  auto rows = snapshot.query(
      "SELECT k.id, k.kind, k.at, k.visit_day, c.name, k.excused FROM conduct k"
      " JOIN campus c ON c.id = k.campus_id WHERE k.person_id = ? ORDER BY k.at, k.id",
      {person});
  while (rows.next())
    list.push_back({.id = rows->integer(0),
                    .kind = kind_from(rows->text(1)),
                    .at = rows->instant(2),
                    .visit_day = rows->day(3),
                    .campus = rows->text(4),
                    .excused = !rows->text(5).empty()});
  return list;
}

std::vector<Bar> all_bars(store::Snapshot& snapshot, PersonId person) {
  std::vector<Bar> list;
  for (auto& entry : bars_of(snapshot, person)) {
    if (entry.lifted_because == "excused" || entry.lifted_because == "outage")
      entry.bar.records.clear();
    list.push_back(std::move(entry.bar));
  }
  return list;
}

std::vector<Outage> all_outages(store::Snapshot& snapshot) {
  std::vector<Outage> list;
  auto rows = snapshot.query(
      "SELECT o.from_at, o.to_at, coalesce(c.name, '') FROM outage o"
      " LEFT JOIN campus c ON c.id = o.campus_id");
  while (rows.next()) list.push_back({rows->instant(0), rows->instant(1), rows->text(2)});
  return list;
}

std::optional<BarEntry> find_bar(store::Snapshot& snapshot, BarId id) {
  static const std::string kSql = std::string(kBars) + "b.id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return bar_from(snapshot, rows.row());
}

std::optional<Counted> find_conduct(store::Snapshot& snapshot, ConductId id) {
  auto rows = snapshot.query("SELECT person_id, excused FROM conduct WHERE id = ?", {id});
  if (!rows.next()) return std::nullopt;
  return Counted{rows->id<PersonId>(0), rows->text(1)};
}

void excuse(store::Transaction& tx, ConductId id, std::string_view why) {
  tx.execute("UPDATE conduct SET excused = ? WHERE id = ?", {why, id});
}

void excuse_missed(store::Transaction& tx, AppointmentId appointment, std::string_view why) {
  tx.execute(
      "UPDATE conduct SET excused = ? WHERE appointment_id = ? AND kind = 'no-show'"
      " AND excused = ''",
      {why, appointment});
}

void lift(store::Transaction& tx, BarId id, std::string_view why, Instant now) {
  tx.execute("UPDATE bar SET lifted_at = ?, lifted_because = ? WHERE id = ?", {now, why, id});
}

std::vector<BarId> bars_resting_on(store::Snapshot& snapshot, Instant from, Instant to,
                                   std::optional<PersonId> person, Instant now) {
  std::vector<BarId> list;
  auto rows = snapshot.query(
      "SELECT DISTINCT b.id FROM conduct k JOIN bar_conduct l ON l.conduct_id = k.id"
      " JOIN bar b ON b.id = l.bar_id WHERE k.at >= ? AND k.at < ? AND b.lifted_at IS NULL"
      " AND b.until_at > ? AND (? IS NULL OR b.person_id = ?)",
      {from, to, now, person, person});
  while (rows.next()) list.push_back(rows->id<BarId>(0));
  return list;
}

std::optional<MemberId> account_behind(store::Snapshot& snapshot, BarId bar) {
  auto rows = snapshot.query(
      "SELECT a.member_id FROM bar_conduct l JOIN conduct k ON k.id = l.conduct_id"
      " JOIN appointment a ON a.id = k.appointment_id"
      " WHERE l.bar_id = ? AND a.member_id IS NOT NULL ORDER BY k.at DESC, k.id DESC LIMIT 1",
      {bar});
  if (!rows.next()) return std::nullopt;
  return rows->maybe_id<MemberId>(0);
}

void move(store::Transaction& tx, PersonId from, PersonId into) {
  tx.execute("UPDATE conduct SET person_id = ? WHERE person_id = ?", {into, from});
  tx.execute("UPDATE bar SET person_id = ? WHERE person_id = ?", {into, from});
}

bool is_campus(store::Snapshot& snapshot, CampusId id) {
  return snapshot.integer("SELECT 1 FROM campus WHERE id = ?", {id}).has_value();
}

}  // namespace records

ConductView conduct_of(store::Snapshot& snapshot, PersonId person) {
  ConductView view;
  const auto outages = records::all_outages(snapshot);
  auto rows = snapshot.query(
      "SELECT k.id, k.appointment_id, a.code, k.kind, k.at, k.visit_day, k.campus_id, c.name,"
      " d.name, k.excused FROM conduct k JOIN appointment a ON a.id = k.appointment_id"
      " JOIN campus c ON c.id = k.campus_id JOIN department d ON d.id = a.department_id"
      " WHERE k.person_id = ? ORDER BY k.at DESC, k.id DESC LIMIT 200",
      {person});
  while (rows.next()) {
    ConductEntry entry{.id = rows->id<ConductId>(0),
                       .appointment = rows->id<AppointmentId>(1),
                       .appointment_code = std::to_string(rows->integer(2)),
                       .kind = kind_from(rows->text(3)),
                       .at = rows->instant(4),
                       .visit_day = rows->day(5),
                       .campus = rows->id<CampusId>(6),
                       .campus_name = rows->text(7),
                       .department = rows->text(8),
                       .excused = rows->text(9)};
    if (entry.excused.empty() && std::ranges::any_of(outages, [&](const Outage& o) {
          return during(o, entry.at, entry.campus_name);
        }))
      entry.excused = "outage";
    view.entries.push_back(std::move(entry));
  }
  view.bars = bars_of(snapshot, person);
  return view;
}

// Most people have none: one look into an index.
std::vector<Bar> bars_against(store::Snapshot& snapshot, PersonId person, Instant now) {
  static const std::string kSql =
      std::string(kBars) + "b.person_id = ? AND b.until_at > ? AND b.lifted_at IS NULL";
  std::vector<Bar> list;
  auto rows = snapshot.query(kSql, {person, now});
  while (rows.next()) list.push_back(bar_from(snapshot, rows.row()).bar);
  return list;
}

std::vector<DeclaredOutage> outages(store::Snapshot& snapshot) {
  std::vector<DeclaredOutage> list;
  auto rows = snapshot.query(
      "SELECT id, from_at, to_at, campus_id, reason, declared_at, declared_by FROM outage"
      " ORDER BY from_at DESC, id DESC");
  while (rows.next())
    list.push_back({.id = rows->id<OutageId>(0),
                    .from = rows->instant(1),
                    .to = rows->instant(2),
                    .campus = rows->maybe_id<CampusId>(3),
                    .reason = rows->text(4),
                    .declared_at = rows->instant(5),
                    .declared_by = rows->text(6)});
  return list;
}

}  // namespace yuyue::booking::policy
