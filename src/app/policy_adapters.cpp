#include "app/policy_adapters.hpp"

namespace yuyue::app {

booking::policy::People::Facts PeopleForPolicy::facts(store::Snapshot& snapshot,
                                                      PersonId person) const {
  Facts facts;
  if (const auto found = patients_.person(snapshot, person)) {
    facts.birth_date = found->birth_date;
    facts.needs = {found->needs.begin(), found->needs.end()};
  }
  facts.documents = patients_.number_kinds(snapshot, person);
  return facts;
}

booking::policy::People::Past PeopleForPolicy::past(store::Snapshot& snapshot,
                                                    PersonId person) const {
  Past past;
  if (const auto found = patients_.person(snapshot, person)) past.birth_date = found->birth_date;
  for (const auto& number : patients_.number_history(snapshot, person))
    past.numbers.push_back({number.type, number.since, number.until});
  return past;
}

Result<void> MergedConduct::merging(store::Transaction& tx, PersonId from, PersonId into,
                                    Instant now) {
  conduct_.move_person(tx, from, into, now);
  return {};
}

}  // namespace yuyue::app
