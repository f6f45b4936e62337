#include "app/centre_adapters.hpp"

#include "yuyue/booking/clinic/clinic_day.hpp"

namespace yuyue::app {

queue::LineRules CentreRules::operator()(Instant now) const {
  auto rules =
      booking::clinic::line_rules(policies_->at(now)->policy.base, std::chrono::minutes{5});
  rules.near_room = 0;  // a room's: windows have no place before them
  return rules;
}

Result<void> MergedVisits::merging(store::Transaction& tx, PersonId from, PersonId into, Instant) {
  visits_.move_person(tx, from, into);
  return {};
}

}  // namespace yuyue::app
