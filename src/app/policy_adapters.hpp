#pragma once
// What booking rules ask about people, and what merged people bring along of their conduct.
#include "yuyue/booking/policy/conduct.hpp"
#include "yuyue/booking/policy/people.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::app {

class PeopleForPolicy final : public booking::policy::People {
 public:
  explicit PeopleForPolicy(const patients::Service& patients) : patients_(patients) {}
  Facts facts(store::Snapshot& snapshot, PersonId person) const override;
  Past past(store::Snapshot& snapshot, PersonId person) const override;

 private:
  const patients::Service& patients_;
};

/// To be told after the appointments, which it looks at.
class MergedConduct final : public patients::MergeListener {
 public:
  explicit MergedConduct(const booking::policy::Conduct& conduct) : conduct_(conduct) {}
  Result<void> merging(store::Transaction& tx, PersonId from, PersonId into, Instant now) override;

 private:
  const booking::policy::Conduct& conduct_;
};

}  // namespace yuyue::app
