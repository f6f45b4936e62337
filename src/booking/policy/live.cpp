#include "yuyue/booking/policy/live.hpp"

#include <algorithm>
#include <stdexcept>

#include "yuyue/booking/policy/text.hpp"

namespace yuyue::booking::policy {

Day InForce::horizon_end(const HospitalTime& time, Day today,
                         const std::string& department_code) const {
  auto last = policy::horizon_end(policy.base.opening, civil(time), today);
  for (const auto& o : policy.overrides) {
    const bool here =
        department_code.empty() || o.departments.empty() || o.departments.contains(department_code);
    if (o.opening && here)
      last = std::max(last, policy::horizon_end(*o.opening, civil(time), today));
  }
  return last;
}

int InForce::max_to_days() const {
  int most = policy.base.opening.to_days;
  for (const auto& o : policy.overrides)
    if (o.opening) most = std::max(most, o.opening->to_days);
  return most;
}

LivePolicy::LivePolicy()
    : versions_(std::make_shared<const Versions>(Versions{std::make_shared<const InForce>()})) {}

std::shared_ptr<const LivePolicy::Versions> LivePolicy::current() const {
  const std::scoped_lock lock(mutex_);
  return versions_;
}

void LivePolicy::replace(Versions versions) {
  auto kept = std::make_shared<const Versions>(std::move(versions));
  const std::scoped_lock lock(mutex_);
  versions_ = std::move(kept);
}

std::shared_ptr<const InForce> LivePolicy::at(Instant now) const {
  const auto list = current();
  auto found = list->front();
  for (const auto& version : *list)
    if (version->from <= now) found = version;
  return found;
}

Day LivePolicy::furthest_day(const HospitalTime& time, Instant now) const {
  const auto today = time.day_of(now);
  auto last = at(now)->horizon_end(time, today);
  for (const auto& version : *current())
    if (version->from > now && version->from <= now + std::chrono::hours{48})
      last = std::max(last, version->horizon_end(time, today));
  return last;
}

LivePolicy::Versions LivePolicy::read(store::Snapshot& snapshot) {
  const auto days = load_days(snapshot);
  std::vector<std::shared_ptr<InForce>> list;
  auto defaults = std::make_shared<InForce>();
  defaults->days = days;
  list.push_back(std::move(defaults));
  auto stored = versions(snapshot);
  std::ranges::reverse(stored);
  for (const auto& version : stored) {
    auto policy = from_text(version.document);
    if (!policy)
      throw std::runtime_error("the stored policy " + to_string(version.id) + " is broken");
    // Of several from the same moment the last one made is in force.
    if (list.size() > 1 && list.back()->from == version.effective_from) list.pop_back();
    list.back()->until = version.effective_from;
    auto in_force = std::make_shared<InForce>();
    in_force->version = version.id;
    in_force->from = version.effective_from;
    in_force->policy = std::move(*policy);
    in_force->days = days;
    list.push_back(std::move(in_force));
  }
  return {list.begin(), list.end()};
}

void LivePolicy::load(store::Snapshot& snapshot) {
  replace(read(snapshot));
}

void LivePolicy::load_after_commit(store::Transaction& tx) {
  tx.after_commit([this, kept = std::make_shared<Versions>(read(tx))] { replace(*kept); });
}

}  // namespace yuyue::booking::policy
