#include "app/demo_clinician.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "yuyue/booking/availability.hpp"

namespace yuyue::app {
namespace {

struct Work {
  int today = 0;
  bool beside_ordinary = false;
  int week = 0;
  std::set<DepartmentId> departments{};
  auto rank() const { return std::tuple(today, beside_ordinary, week); }
};

}  // namespace

std::optional<PractitionerId> demo_clinician(store::Snapshot& snapshot,
                                             const booking::Environment& environment, Instant now) {
  std::map<PractitionerId, Work> people;
  std::set<DepartmentId> with_ordinary;
  const auto today = environment.time->day_of(now);
  for (int ahead = 0; ahead < 7; ++ahead) {
    const auto page =
        booking::session_page(snapshot, environment, today + std::chrono::days{ahead}, now);
    for (const auto& view : page.sessions) {
      const auto& session = view.session;
      if (!session.practitioner) {
        if (view.rooms.size() > 1) with_ordinary.insert(session.department);
        continue;
      }
      auto& work = people[*session.practitioner];
      work.today += ahead == 0 && !session.remote;
      ++work.week;
      work.departments.insert(session.department);
    }
  }
  for (auto& [id, work] : people)
    work.beside_ordinary = std::ranges::any_of(
        work.departments, [&](DepartmentId one) { return with_ordinary.contains(one); });
  const auto busiest =
      std::ranges::max_element(people, {}, [](const auto& one) { return one.second.rank(); });
  if (busiest == people.end()) return std::nullopt;
  return busiest->first;
}

}  // namespace yuyue::app
