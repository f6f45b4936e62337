#include "booking/policy/person_facts.hpp"

#include "booking/appointment_records.hpp"
#include "yuyue/booking/policy/people.hpp"

namespace yuyue::booking::policy {
namespace {

bool asks_for_person(const Rules& rules) {
  return rules.ages != Ages{} || rules.first_visit != FirstVisit{};
}

// Somebody who has been seen here, or whom the hospital has given a number of its own.
bool has_been_here(store::Snapshot& snapshot, PersonId person,
                   const std::set<IdentifierType>& documents) {
  if (documents.contains(IdentifierType::hospital_card) ||
      documents.contains(IdentifierType::record_number))
    return true;
  return booking::records::has_been_seen(snapshot, person);
}

}  // namespace

Result<void> may_person_book(store::Snapshot& snapshot, const Environment& env,
                             const BookingRequest& request, const booking::rules::Wanted& wanted,
                             const InForce& in_force) {
  const auto channel = request.by.channel;
  const auto rules = in_force.rules(wanted.place);
  if (rules.exempt.contains(channel)) return {};
  PersonFacts person;
  person.answers = request.answers;
  if (env.people && asks_for_person(rules)) {
    auto facts = env.people->facts(snapshot, request.person);
    person.birth_date = facts.birth_date;
    person.first_visit = !has_been_here(snapshot, request.person, facts.documents);
    person.documents = std::move(facts.documents);
  }
  return may_person_book(rules, person, wanted.session.day, channel);
}

}  // namespace yuyue::booking::policy
