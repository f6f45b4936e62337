#include "app/policy_adapters.hpp"

namespace yuyue::app {

booking::policy::People::Facts PeopleForPolicy::facts(store::Snapshot& snapshot,
                                                      PersonId person) const {
  Facts facts;
  if (const auto found = patients_.person(snapshot, person)) facts.birth_date = found->birth_date;
  facts.documents = patients_.number_kinds(snapshot, person);
  return facts;
}

Result<void> MergedConduct::merging(store::Transaction& tx, PersonId from, PersonId into,
                                    Instant now) {
  conduct_.move_person(tx, from, into, now);
  return {};
}

}  // namespace yuyue::app
