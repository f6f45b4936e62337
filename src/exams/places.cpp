// The places of devices: which are free, who takes them. What keeps them from being sold twice is
// the counter's conditional update and the CHECK behind it.
#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "exams/device_records.hpp"
#include "yuyue/exams/rules.hpp"

namespace yuyue::exams {
namespace {

using planner::kSlotsPerDay;

MinuteOfDay minute_of(int slot) {
  return minutes{slot * planner::kSlotMinutes};
}

bool closed_at(const std::vector<Closure>& closed, ExamDeviceId device, Instant starts,
               Instant ends) {
  return std::ranges::any_of(closed, [&](const Closure& one) {
    return one.device == device && one.from < ends && (!one.until() || *one.until() > starts);
  });
}

/// What a source may still take of a half hour: what is free, but for what is kept for others.
int free_for(const Device& device, Source source, const records::SlotCount& count, Instant starts,
             Instant now) {
  int free = count.capacity - count.all();
  for (const auto other : kSources)
    if (other != source)
      free -= std::max(0, rules::kept_for(device, other, starts, now) -
                              count.taken[static_cast<std::size_t>(other)]);
  return std::max(0, free);
}

}  // namespace

DayPlaces Devices::free_on(const Device& device, const std::vector<Closure>& closed, Source source,
                           int weekday, const DayStarts& starts,
                           const std::vector<records::SlotCount>& counts, Instant now) {
  DayPlaces places{};
  for (std::size_t slot = 0; slot < places.size(); ++slot) {
    const int number = static_cast<int>(slot);
    const int capacity = rules::capacity_at(device, weekday, number);
    const auto at = starts[slot];
    if (capacity == 0 || at < now || closed_at(closed, device.id, at, at + kSlotLength)) continue;
    const auto row = std::ranges::find(counts, number, &records::SlotCount::slot);
    places[slot] = free_for(
        device, source, row == counts.end() ? records::SlotCount{number, capacity} : *row, at, now);
  }
  return places;
}

Devices::DayStarts Devices::starts_on(Day day) const {
  DayStarts starts;
  for (std::size_t slot = 0; slot < starts.size(); ++slot)
    starts[slot] = env_.time->at(day, minute_of(static_cast<int>(slot)));
  return starts;
}

FreePlaces Devices::free_places(store::Snapshot& snapshot, Source source, Day from, int days,
                                Instant now) const {
  FreePlaces free{.from = from, .devices = devices(snapshot), .places = {}};
  std::erase_if(free.devices, [](const Device& device) { return !device.active; });
  std::ranges::sort(free.devices, {}, &Device::id);
  const auto closed = closures(snapshot, now);
  struct OneDay {
    int weekday;
    DayStarts starts;
  };
  std::vector<OneDay> calendar;
  for (int n = 0; n < days; ++n) {
    const auto day = from + date::days{n};
    calendar.push_back({open_days_(snapshot, day), starts_on(day)});
  }
  for (const auto& device : free.devices) {
    const auto counts =
        records::slot_counts(snapshot, device.id, from, from + date::days{days - 1});
    auto& places = free.places.emplace_back();
    for (int n = 0; n < days; ++n) {
      const auto& [weekday, starts] = calendar[static_cast<std::size_t>(n)];
      const auto of_day = counts.find(from + date::days{n});
      static const std::vector<records::SlotCount> kNone;
      places.push_back(free_on(device, closed, source, weekday, starts,
                               of_day == counts.end() ? kNone : of_day->second, now));
    }
  }
  return free;
}

std::vector<ThirdFree> third_free(const FreePlaces& places) {
  std::map<std::string, std::vector<int>> by_modality;
  for (std::size_t device = 0; device < places.devices.size(); ++device) {
    auto& days = by_modality[places.devices[device].modality];
    days.resize(places.places[device].size());
    for (std::size_t day = 0; day < days.size(); ++day)
      days[day] = std::accumulate(places.places[device][day].begin(),
                                  places.places[device][day].end(), days[day]);
  }
  std::vector<ThirdFree> list;
  for (const auto& [modality, days] : by_modality) {
    auto& one = list.emplace_back(ThirdFree{modality, std::nullopt});
    int free = 0;
    for (std::size_t day = 0; day < days.size() && free < 3; ++day)
      if ((free += days[day]) >= 3) one.days = static_cast<int>(day);
  }
  return list;
}

std::vector<planner::Offer> offers_of(const Exam& exam, int item, const FreePlaces& places,
                                      const HospitalTime& time, Instant now, int first_day,
                                      int last_day) {
  std::vector<planner::Offer> offers;
  const int slots = rules::slots_of(exam);
  const auto today = time.day_of(now);
  for (int day = first_day; day <= last_day; ++day) {
    if (places.from + date::days{day} < today + date::days{exam.lead_days}) continue;
    for (int slot = 0; slot + slots <= kSlotsPerDay; ++slot) {
      const auto starts = minute_of(slot);
      if (starts < exam.earliest || starts + exam.length > exam.latest) continue;
      for (std::size_t device = 0; device < places.devices.size(); ++device) {
        if (!rules::does(places.devices[device], exam)) continue;
        const auto& free = places.places[device].at(static_cast<std::size_t>(day));
        if (std::all_of(free.begin() + slot, free.begin() + slot + slots,
                        [](int n) { return n > 0; }))
          offers.push_back({item, day, slot, static_cast<int>(device)});
      }
    }
  }
  return offers;
}

std::vector<DayLoad> Devices::load(store::Snapshot& snapshot, Day day) const {
  std::vector<DayLoad> list;
  const auto closed = closures(snapshot, env_.time->at(day, minutes{0}));
  const int weekday = open_days_(snapshot, day);
  const auto starts = starts_on(day);
  for (const auto& device : devices(snapshot)) {
    DayLoad load{.device = device};
    for (std::size_t slot = 0; slot < starts.size(); ++slot)
      if (device.active && !closed_at(closed, device.id, starts[slot], starts[slot] + kSlotLength))
        load.capacity[slot] = rules::capacity_at(device, weekday, static_cast<int>(slot));
    for (const auto& [counted, rows] : records::slot_counts(snapshot, device.id, day, day))
      for (const auto& row : rows) load.taken[static_cast<std::size_t>(row.slot)] = row.all();
    list.push_back(std::move(load));
  }
  return list;
}

Result<void> Devices::take_places(store::Transaction& tx, std::vector<TakenPlaces> wanted,
                                  Instant now) const {
  // One order for all: the refusal names the same half hour every time.
  std::ranges::sort(wanted, {}, [](const TakenPlaces& one) {
    return std::tuple(one.day, one.slot, one.device, one.holder);
  });
  const auto closed = closures(tx, now);
  struct Needed {
    int places = 0;
    int capacity = 0;
  };
  std::map<std::tuple<Day, int, ExamDeviceId, Source>, Needed> needed;
  for (const auto& one : wanted) {
    const auto device = find_device(tx, one.device);
    if (!device) return Refusal("not-found").with("what", "exam-device");
    const int weekday = open_days_(tx, one.day);
    const auto counts = records::slot_counts(tx, one.device, one.day, one.day)[one.day];
    const auto free =
        free_on(*device, closed, one.source, weekday, starts_on(one.day), counts, now);
    for (int slot = one.slot; slot < one.slot + one.slots; ++slot) {
      auto& need = needed[{one.day, slot, one.device, one.source}];
      need.capacity = rules::capacity_at(*device, weekday, slot);
      if (!device->active || ++need.places > free.at(static_cast<std::size_t>(slot)))
        return Refusal("exam-place-gone")
            .with("device", device->name)
            .with("date", format_day(one.day))
            .with("time", format_minute(minute_of(slot)));
    }
  }
  for (const auto& [key, need] : needed) {
    const auto& [day, slot, device, source] = key;
    for (int n = 0; n < need.places; ++n)
      if (!records::count(tx, device, day, slot, need.capacity, source, +1))
        throw std::logic_error("exam places: the counters disagree with what was free");
  }
  for (const auto& one : wanted) records::insert(tx, one);
  return {};
}

bool Devices::give_places_back(store::Transaction& tx, std::int64_t holder) const {
  const auto places = places_of(tx, holder);
  if (!places) return false;
  const auto device = find_device(tx, places->device).value();
  const int weekday = open_days_(tx, places->day);
  for (int slot = places->slot; slot < places->slot + places->slots; ++slot) {
    records::count(tx, places->device, places->day, slot, 0, places->source, -1);
    records::refit(tx, device.id, places->day, slot, rules::capacity_at(device, weekday, slot));
  }
  records::remove(tx, *places);
  return true;
}

void Devices::refit_slots(store::Transaction& tx, const Device& device, Instant now) const {
  std::map<Day, int> weekdays;
  for (const auto& [day, slot] : records::counted_slots(tx, device.id, env_.time->day_of(now))) {
    const auto weekday = weekdays.try_emplace(day, open_days_(tx, day)).first->second;
    records::refit(tx, device.id, day, slot, rules::capacity_at(device, weekday, slot));
  }
}

}  // namespace yuyue::exams
