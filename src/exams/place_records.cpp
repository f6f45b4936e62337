// Taken places: the counters, and whose they are.
#include <map>
#include <numeric>
#include <tuple>

#include "exams/device_records.hpp"

namespace yuyue::exams {
namespace {

TakenPlaces places_from(const store::Row& row) {
  return {.holder = row.integer(0),
          .device = row.id<ExamDeviceId>(1),
          .day = row.day(2),
          .slot = static_cast<int>(row.integer(3)),
          .slots = static_cast<int>(row.integer(4)),
          .source = source_from(row.text(5)).value()};
}

records::SlotCount count_from(const store::Row& row) {
  records::SlotCount count{.slot = static_cast<int>(row.integer(0)),
                           .capacity = static_cast<int>(row.integer(1))};
  for (int n = 0; n < static_cast<int>(count.taken.size()); ++n)
    count.taken[static_cast<std::size_t>(n)] = static_cast<int>(row.integer(2 + n));
  return count;
}

}  // namespace

std::vector<TakenPlaces> taken_places(store::Snapshot& snapshot, const HospitalTime& time,
                                      ExamDeviceId device, Instant from,
                                      std::optional<Instant> to) {
  std::vector<TakenPlaces> list;
  auto rows = snapshot.query(
      "SELECT holder, device_id, day, slot, slots, source FROM exam_place"
      " WHERE device_id = ? AND day >= ? ORDER BY day, slot, holder",
      {device, time.day_of(from)});
  while (rows.next()) {
    const auto places = places_from(rows.row());
    const auto at = [&](int slot) {
      return time.at(places.day, minutes{slot * planner::kSlotMinutes});
    };
    if (to && at(places.slot) >= *to) break;
    if (at(places.slot + places.slots) > from) list.push_back(places);
  }
  return list;
}

std::optional<TakenPlaces> places_of(store::Snapshot& snapshot, std::int64_t holder) {
  auto rows = snapshot.query(
      "SELECT holder, device_id, day, slot, slots, source FROM exam_place WHERE holder = ?",
      {holder});
  if (!rows.next()) return std::nullopt;
  return places_from(rows.row());
}

std::vector<std::string> check_exam_places(store::Snapshot& snapshot) {
  std::map<std::tuple<ExamDeviceId, Day, int, Source>, int> differences;
  auto places =
      snapshot.query("SELECT holder, device_id, day, slot, slots, source FROM exam_place");
  while (places.next()) {
    const auto one = places_from(places.row());
    for (int slot = one.slot; slot < one.slot + one.slots; ++slot)
      ++differences[{one.device, one.day, slot, one.source}];
  }
  auto counts = snapshot.query(
      "SELECT slot, capacity, outpatient, ward, emergency, check_up, device_id, day"
      " FROM exam_device_slot");
  while (counts.next()) {
    const auto count = count_from(counts.row());
    for (const auto source : kSources)
      differences[{counts->id<ExamDeviceId>(6), counts->day(7), count.slot, source}] -=
          count.taken[static_cast<std::size_t>(source)];
  }
  std::vector<std::string> problems;
  for (const auto& [key, by] : differences)
    if (by != 0) {
      const auto& [device, day, slot, source] = key;
      problems.push_back("exam places: " + to_string(device) + " " + format_day(day) + " slot " +
                         std::to_string(slot) + " " + std::string(name_of(source)) +
                         ": rows and counter differ by " + std::to_string(by));
    }
  return problems;
}

namespace records {

int SlotCount::all() const {
  return std::accumulate(taken.begin(), taken.end(), 0);
}

std::map<Day, std::vector<SlotCount>> slot_counts(store::Snapshot& snapshot, ExamDeviceId device,
                                                  Day from, Day to) {
  std::map<Day, std::vector<SlotCount>> days;
  auto rows = snapshot.query(
      "SELECT slot, capacity, outpatient, ward, emergency, check_up, day FROM exam_device_slot"
      " WHERE device_id = ? AND day BETWEEN ? AND ?",
      {device, from, to});
  while (rows.next()) days[rows->day(6)].push_back(count_from(rows.row()));
  return days;
}

bool count(store::Transaction& tx, ExamDeviceId device, Day day, int slot, int capacity,
           Source source, int by) {
  if (by > 0)
    tx.execute(
        "INSERT INTO exam_device_slot (device_id, day, slot, capacity) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        {device, day, slot, capacity});
  const auto of = [&](Source one) {
    return one == source ? by : 0;
  };
  return tx.execute(
             "UPDATE exam_device_slot SET outpatient = outpatient + ?, ward = ward + ?,"
             " emergency = emergency + ?, check_up = check_up + ?"
             " WHERE device_id = ? AND day = ? AND slot = ?"
             " AND outpatient + ward + emergency + check_up + ? <= capacity",
             {of(Source::outpatient), of(Source::ward), of(Source::emergency), of(Source::check_up),
              device, day, slot, by}) == 1;
}

std::vector<std::pair<Day, int>> counted_slots(store::Snapshot& snapshot, ExamDeviceId device,
                                               Day from) {
  std::vector<std::pair<Day, int>> slots;
  auto rows = snapshot.query(
      "SELECT day, slot FROM exam_device_slot WHERE device_id = ? AND day >= ?", {device, from});
  while (rows.next()) slots.emplace_back(rows->day(0), static_cast<int>(rows->integer(1)));
  return slots;
}

void refit(store::Transaction& tx, ExamDeviceId device, Day day, int slot, int capacity) {
  tx.execute(
      "UPDATE exam_device_slot SET capacity = max(?, outpatient + ward + emergency + check_up)"
      " WHERE device_id = ? AND day = ? AND slot = ?",
      {capacity, device, day, slot});
}

void insert(store::Transaction& tx, const TakenPlaces& places) {
  tx.execute(
      "INSERT INTO exam_place (holder, device_id, day, slot, slots, source)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      {places.holder, places.device, places.day, places.slot, places.slots,
       name_of(places.source)});
}
void remove(store::Transaction& tx, const TakenPlaces& places) {
  tx.execute("DELETE FROM exam_place WHERE holder = ?", {places.holder});
}

}  // namespace records
}  // namespace yuyue::exams
