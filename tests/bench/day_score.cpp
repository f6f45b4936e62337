#include "bench/day_score.hpp"

#include <algorithm>

namespace yuyue::bench::day {
namespace {

using namespace std::chrono_literals;

constexpr Moment kSoon = 30min;

Group group_of(const Visit& visit, const Wait& wait) {
  if (wait.decision) return Group::urgent;
  if (wait.after == Wait::After::examination) return Group::returner;
  return static_cast<Group>(visit.coming);
}

}  // namespace

std::string_view name_of(Group group) {
  constexpr std::array<std::string_view, kGroups.size()> kNames{
      "booked, on time", "booked, early",         "booked, late", "without a booking",
      "priority class",  "back from examination", "urgent"};
  return kNames[static_cast<std::size_t>(group)];
}

void Score::Waits::add(Moment wait) {
  const double took = std::chrono::duration<double, std::ratio<60>>(wait).count();
  ++count;
  if (wait <= kSoon) ++soon;
  minutes += took;
  longest = std::max(longest, took);
}

void Score::add(const Day& day, const Played& played,
                const std::vector<std::chrono::minutes>& promises) {
  broken_ += broken_promises(day, played, promises);
  for (const auto& wait : played.waits) {
    // Who was not at the door has waited for that, too, and is counted with the first wait.
    if (wait.after == Wait::After::missed) continue;
    const auto& visit = day.visits[wait.visit];
    const auto group = group_of(visit, wait);
    by_group_[group].add(wait.called - wait.from);
    all_.add(wait.called - wait.from);
    if (group == Group::on_time || group == Group::early)
      after_slot_.add(std::max(Moment{0}, wait.called - *visit.slot));
  }
  for (std::size_t i = 0; i < day.sessions.size(); ++i)
    overtime_.add(std::max(Moment{0}, played.ended[i] - day.sessions[i].ends));
}

int broken_promises(const Day& day, const Played& played,
                    const std::vector<std::chrono::minutes>& promises) {
  int broken = 0;
  std::vector<Moment> arrived(day.visits.size());  // first, or on the return after a missed call
  for (auto me = played.waits.begin(); me != played.waits.end(); ++me) {
    if (me->after != Wait::After::examination) arrived[me->visit] = me->from;
    const auto session = day.visits[me->visit].session;
    const bool is_passed = std::any_of(played.waits.begin(), me, [&](const Wait& other) {
      return day.visits[other.visit].session == session && !other.decision &&
             arrived[other.visit] > me->from + promises[session];
    });
    if (is_passed) ++broken;
  }
  return broken;
}

}  // namespace yuyue::bench::day
