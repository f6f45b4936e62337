#include "yuyue/api/planning_gate.hpp"

#include <algorithm>
#include <thread>

namespace yuyue::api {
namespace {

constexpr std::chrono::minutes kWindow{1};
constexpr std::size_t kMostRemembered = 10'000;

}  // namespace

PlanningGate::Limits PlanningGate::usual() {
  const auto processors = static_cast<int>(std::thread::hardware_concurrency());
  return {.at_once = std::max(1, processors / 2)};
}

Result<void> PlanningGate::ask(const std::string& who, bool patient, Instant now) {
  const auto moment = std::chrono::steady_clock::now();
  const auto most =
      static_cast<std::size_t>(patient ? limits_.of_a_patient : limits_.of_anybody_else);
  const std::lock_guard lock(mutex_);
  if (asked_.size() > kMostRemembered) forget(moment);
  auto& times = asked_[who];
  while (!times.empty() && times.front() <= moment - kWindow) times.pop_front();
  if (times.size() >= most) {
    const auto wait = std::chrono::ceil<std::chrono::seconds>(times.front() + kWindow - moment);
    return Refusal("too-many-plans").until(now + wait);
  }
  times.push_back(moment);
  return {};
}

void PlanningGate::forget(Time now) {
  std::erase_if(asked_, [&](const auto& one) { return one.second.back() <= now - kWindow; });
}

}  // namespace yuyue::api
