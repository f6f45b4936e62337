#include "yuyue/centre/kiosks/kiosks.hpp"

#include "yuyue/core/words.hpp"

namespace yuyue::centre::kiosks {
namespace {

constexpr Words<4> kPapers{"ok", "low", "out", "unknown"};

bool is_kiosk(const access::Actor& who) {
  return who.kind == "device" || who.kind == "key";
}

}  // namespace

std::string_view name_of(Paper paper) {
  return word_of(kPapers, paper);
}
std::optional<Paper> paper_from(std::string_view name) {
  return from_word<Paper>(kPapers, name);
}

Result<void> Kiosks::report(store::Transaction& tx, const access::Actor& kiosk, Paper paper,
                            const std::string& version, Instant now) const {
  if (!is_kiosk(kiosk)) return Refusal("forbidden");
  tx.execute(
      "INSERT INTO kiosk_state (kind, id, paper, paper_since, version, seen_at)"
      " VALUES (?1, ?2, ?3, ?5, ?4, ?5)"
      " ON CONFLICT (kind, id) DO UPDATE SET"
      " paper_since = CASE WHEN paper = ?3 THEN paper_since ELSE ?5 END,"
      " paper = ?3, version = ?4, seen_at = ?5",
      {kiosk.kind, kiosk.id, name_of(paper), version, now});
  return {};
}

int Kiosks::print(store::Transaction& tx, const access::Actor& kiosk, const Subject& subject,
                  Instant now) const {
  const auto copy = tx.integer(
                          "SELECT coalesce(max(copy), 0) + 1 FROM kiosk_print"
                          " WHERE subject_kind = ? AND subject_id = ?",
                          {subject.kind, subject.id})
                        .value();
  tx.execute(
      "INSERT INTO kiosk_print (id, at, kiosk_kind, kiosk_id, subject_kind, subject_id, copy)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)",
      {env_.ids->next<SlipPrintId>(), now, kiosk.kind, kiosk.id, subject.kind, subject.id, copy});
  if (copy > 1 && env_.journal)
    env_.journal->record(tx, kiosk,
                         {.what = "slip-reprinted",
                          .subject = {subject.kind, subject.id},
                          .details = {{"copy", std::to_string(copy)}}},
                         now);
  return static_cast<int>(copy);
}

std::vector<Kiosk> Kiosks::list(store::Snapshot& snapshot, Instant now) const {
  const auto midnight = env_.time->at(env_.time->day_of(now), MinuteOfDay{});
  auto rows = snapshot.query(
      "SELECT k.kind, k.id, k.paper, k.paper_since, k.version, k.seen_at, count(p.id),"
      " coalesce(sum(p.copy > 1), 0)"
      " FROM kiosk_state k LEFT JOIN kiosk_print p"
      " ON p.kiosk_kind = k.kind AND p.kiosk_id = k.id AND p.at >= ?"
      " GROUP BY k.kind, k.id ORDER BY k.kind, k.id",
      {midnight});
  std::vector<Kiosk> list;
  while (rows.next())
    list.push_back({.kind = rows->text(0),
                    .id = rows->integer(1),
                    .paper = paper_from(rows->text(2)).value_or(Paper::unknown),
                    .paper_since = rows->instant(3),
                    .version = rows->text(4),
                    .seen_at = rows->instant(5),
                    .prints = static_cast<int>(rows->integer(6)),
                    .reprints = static_cast<int>(rows->integer(7))});
  return list;
}

Placement placement_of(store::Snapshot& snapshot, DeviceId device) {
  auto rows = snapshot.query(
      "SELECT campus_id, zone_id, paper_mm FROM centre_device WHERE device_id = ?", {device});
  if (!rows.next()) return {};
  return {.centre = rows->maybe_id<CampusId>(0),
          .zone = rows->maybe_id<ZoneId>(1),
          .paper_mm = static_cast<int>(rows->integer(2))};
}

void place(store::Transaction& tx, DeviceId device, const Placement& placement) {
  tx.execute(
      "INSERT INTO centre_device (device_id, campus_id, zone_id, paper_mm) VALUES (?1, ?2, ?3, ?4)"
      " ON CONFLICT (device_id) DO UPDATE SET campus_id = ?2, zone_id = ?3, paper_mm = ?4",
      {device, placement.centre, placement.zone, placement.paper_mm});
}

}  // namespace yuyue::centre::kiosks
