#include "yuyue/exams/next_stop.hpp"

#include <algorithm>

#include "exams/planning_pairs.hpp"
#include "yuyue/core/words.hpp"
#include "yuyue/exams/rules.hpp"

namespace yuyue::exams {
namespace {

using planner::kSlotMinutes;
using planning::Spot;

constexpr Words<4> kWhys{"only", "planned", "shorter", "late"};
/// A light meal before what is not done fasting.
constexpr int kLightMeal = 30;

/// When somebody is prepared: what they were told holds, and beyond it nothing is asked of them
/// before the time that was booked.
int prepared(const Left& one, int now) {
  const auto& item = one.item;
  if (one.booked <= now) return now;
  int from = now;
  if (item.fasting > 0) from = std::max(from, one.fasts_since.value_or(now) + item.fasting);
  if (item.water_stop > 0) from = std::max(from, one.dry_since.value_or(now) + item.water_stop);
  if (item.bladder == Bladder::full)
    from = std::max(from, now + static_cast<int>(rules::kBladderFill.count()));
  const bool told_to_eat = one.booked - static_cast<int>(rules::kMeal.count()) <= now;
  if (item.needs_meal && !told_to_eat) from = std::max(from, now + kLightMeal);
  return std::min(from, one.booked);
}

int walk(const DayNow& day, std::optional<int> from, int to_device) {
  const auto& planning = day.basis.planning;
  const auto to = static_cast<std::size_t>(planning.places[to_device].site);
  return from ? planning.walk[static_cast<std::size_t>(*from)][to] : 0;
}

/// Whether going to `first` at that minute lets all others be, and be in time.
bool permissible(const DayNow& day, const Left& first, int begins) {
  const auto& planning = day.basis.planning;
  if (begins + first.item.minutes > first.to) return false;
  const auto spot = [&](const Left& one, int start) {
    return Spot{&one.item, one.exam, start, planning.places[one.device].site};
  };
  // The others follow in their order, each until the end of its half hour: so long a line keeps
  // their turn. What they are late for now, they are late for anyway.
  std::vector<Spot> all{spot(first, begins)};
  int free = all.front().release(), at = first.device;
  for (const auto& one : day.left) {
    if (one.place == first.place) continue;
    const int arrives = free + walk(day, planning.places[at].site, one.device);
    const bool late = one.booked <= planning.now;
    const int start = late ? arrives : std::max(one.booked, arrives);
    if (!late && start >= one.booked + kSlotMinutes) return false;
    all.push_back(spot(one, start));
    free = start + one.item.stay();
    at = one.device;
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j)
      if (!planning::broken_by(planning, all[i], all[j]).empty()) return false;
    for (const auto& standing : day.standing)
      if (!planning::broken_by(planning, all[i], planning::spot_of(standing)).empty()) return false;
  }
  return true;
}

std::vector<Arranged> with(const DayNow& day, const Arranged& moved) {
  std::vector<Arranged> out;
  for (const auto& wanted : day.basis.planning.wanted) {
    const ExamOrderId order{wanted.order};
    if (order == moved.order) out.push_back(moved);
    for (const auto& one : day.booked)
      if (one.order == order && order != moved.order) out.push_back(one);
  }
  return out;
}

/// The first half hour before the booked one that has a place, on the same device if it has one.
std::optional<Arranged> earlier_place(const DayNow& day, const Left& one, int there) {
  const auto& planning = day.basis.planning;
  const auto wanted = std::ranges::find(planning.wanted, one.order.value, &planning::Wanted::order);
  if (wanted == planning.wanted.end()) return std::nullopt;
  // Whoever is late has other worries.
  if (!day.left.empty() && day.left.front().booked <= planning.now) return std::nullopt;
  auto places = wanted->places;
  std::ranges::stable_partition(places, [&](int place) { return place == one.device; });
  const int first = (there + kSlotMinutes - 1) / kSlotMinutes;
  for (int slot = first; slot * kSlotMinutes < one.booked; ++slot)
    for (const int place : places) {
      if (walk(day, day.here, place) + planning.now > slot * kSlotMinutes) continue;
      const Arranged to{one.order, ExamDeviceId{planning.places[place].device}, planning.today,
                        MinuteOfDay{slot * kSlotMinutes}};
      const auto at = day.basis.assignments(with(day, to));
      if (at && planning::broken(planning, *at).empty()) return to;
    }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(NextStop::Why why) {
  return word_of(kWhys, why);
}

// The line's own rule, played forward: whoever is there and due first goes first.
int turn_at(const DeviceNow& device, int due, int comes) {
  auto others = device.others;
  int time = device.free_from;
  for (;;) {
    auto next = others.end();
    for (auto one = others.begin(); one != others.end(); ++one)
      if (one->comes <= time && (next == others.end() || one->due < next->due)) next = one;
    if (comes <= time && (next == others.end() || due < next->due)) return time;
    if (next != others.end()) {
      time += std::max(1, next->length);
      others.erase(next);
      continue;
    }
    int arrives = comes;
    for (const auto& one : others) arrives = std::min(arrives, one.comes);
    time = std::max(time, arrives);
  }
}

std::vector<NextStop> next_stops(const DayNow& day) {
  const auto& planning = day.basis.planning;
  std::vector<NextStop> out;
  std::optional<NextStop> planned;
  for (const auto& one : day.left) {
    NextStop stop{.left = one, .walk = walk(day, day.here, one.device)};
    stop.there = std::max({planning.now + stop.walk, prepared(one, planning.now), one.from});
    stop.begins =
        turn_at(day.devices[static_cast<std::size_t>(one.device)], one.booked, stop.there);
    stop.earlier = earlier_place(day, one, stop.there);
    const bool fine = permissible(day, one, stop.begins);
    stop.why = day.left.size() == 1 ? NextStop::Why::only : NextStop::Why::planned;
    if (!planned) planned = stop;
    if (fine) out.push_back(std::move(stop));
  }
  std::ranges::stable_sort(out, {}, &NextStop::begins);
  if (out.empty() && planned) {
    if (day.left.size() > 1) planned->why = NextStop::Why::late;
    out.push_back(*planned);
  }
  for (auto& stop : out)
    if (stop.left.place != day.left.front().place) stop.why = NextStop::Why::shorter;
  return out;
}

std::optional<std::vector<Arranged>> moved_earlier(const DayNow& day, ExamPlaceId place,
                                                   const Arranged& to) {
  for (const auto& stop : next_stops(day))
    if (stop.left.place == place && stop.earlier == to) return with(day, to);
  return std::nullopt;
}

}  // namespace yuyue::exams
