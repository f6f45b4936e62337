#include "yuyue/booking/open_places.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "yuyue/booking/rules.hpp"

namespace yuyue::booking {
namespace {

constexpr std::size_t kOffers = 5;
constexpr int kPerSession = 2;

/// An open place by how near it is to what was wanted.
struct Near {
  int tier = 0;
  std::chrono::milliseconds distance{};
  const OpenPlace* place = nullptr;
  auto key() const { return std::tuple(tier, distance, place->offer.slot); }
};

int tier_of(const WantedPlace& wanted, const OpenPlace& place) {
  if (place.session == wanted.session) return 0;
  if (place.practitioner.value != 0 && place.practitioner == wanted.practitioner) return 1;
  return place.offer.day == wanted.day ? 2 : 3;
}

}  // namespace

OpenDay open_places(const SessionPage& page, const Department& department) {
  OpenDay open;
  for (const auto& view : page.sessions) {
    for (const auto& slot : view.slots) {
      if (slot.free == 0) continue;
      OpenPlace place;
      place.session = view.session.id;
      place.practitioner = view.practitioner;
      auto& offer = place.offer;
      offer.slot = slot.id;
      offer.day = view.session.day;
      offer.start = slot.start;
      offer.end = slot.end;
      offer.starts_at = slot.starts_at;
      offer.department = department.name;
      offer.department_en = department.name_en;
      offer.practitioner = view.practitioner_name;
      offer.practitioner_en = view.practitioner_name_en;
      offer.kind = view.kind;
      offer.kind_en = view.kind_en;
      offer.free = slot.free;
      open.push_back(std::move(place));
    }
  }
  return open;
}

std::optional<WantedPlace> wanted_place(store::Snapshot& snapshot, SlotId slot) {
  auto rows = snapshot.query(
      "SELECT s.id, s.department_id, s.practitioner_id, s.day, l.starts_at FROM slot l"
      " JOIN session s ON s.id = l.session_id WHERE l.id = ?",
      {slot});
  if (!rows.next()) return std::nullopt;
  return WantedPlace{.slot = slot,
                     .session = rows->id<SessionId>(0),
                     .department = rows->id<DepartmentId>(1),
                     .practitioner = rows->maybe_id<PractitionerId>(2).value_or(PractitionerId{}),
                     .day = rows->day(3),
                     .starts_at = rows->instant(4)};
}

std::vector<Day> open_days(const Environment& env, Instant now) {
  std::vector<Day> days;
  const auto last = rules::last_released_day(*env.policies->at(now), *env.time, now);
  for (auto day = env.time->day_of(now); day <= last; day += date::days{1}) days.push_back(day);
  return days;
}

// Only the nearest are put in order: a department may have a thousand open places, and in a rush
// many ask at once.
std::vector<SlotOffer> nearest(const WantedPlace& wanted,
                               std::span<const std::shared_ptr<const OpenDay>> days) {
  std::vector<Near> list;
  for (const auto& day : days)
    for (const auto& place : *day)
      if (place.offer.slot != wanted.slot)
        list.push_back({tier_of(wanted, place),
                        std::chrono::abs(place.offer.starts_at - wanted.starts_at), &place});
  const auto farther = [](const Near& a, const Near& b) {
    return a.key() > b.key();
  };
  std::ranges::make_heap(list, farther);
  std::vector<SlotOffer> offers;
  std::unordered_map<SessionId, int> used;
  while (!list.empty() && offers.size() < kOffers) {
    std::ranges::pop_heap(list, farther);
    const auto& place = *list.back().place;
    list.pop_back();
    if (used[place.session]++ < kPerSession) offers.push_back(place.offer);
  }
  return offers;
}

std::optional<Audience> audience_of(Channel channel) {
  switch (channel) {
    case Channel::web:
      return Audience::patients;
    case Channel::desk:
      return Audience::staff;
    case Channel::partner:
      return Audience::partners;
    default:
      return std::nullopt;
  }
}

}  // namespace yuyue::booking
