// Two records found to be one person.
#include "patients/steps.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::patients {
namespace {

/// What `into` does not know yet, it learns from `from`.
void take_over(Person& into, const Person& from) {
  if (into.phone.empty()) into.phone = from.phone;
  if (!into.birth_date) into.birth_date = from.birth_date;
  if (into.sex == Sex::unknown) into.sex = from.sex;
  if (!into.guardian && from.guardian != into.id) into.guardian = from.guardian;
  if (into.guardian == from.id) into.guardian.reset();
  std::vector<std::string> needs;
  for (const std::string& need : known_needs()) {
    const auto has = [&](const Person& person) {
      for (const std::string& own : person.needs) {
        if (own == need) return true;
      }
      return false;
    };
    if (has(into) || has(from)) needs.push_back(need);
  }
  into.needs = std::move(needs);
}

/// Members who acted for `from` act for `into`. Nobody acts twice for one person.
std::vector<MemberId> move_links(const Records& records, store::Transaction& tx, PersonId from,
                                 PersonId into, Instant now) {
  std::vector<MemberId> moved;
  for (Link link : records.links_to(tx, from)) {
    records.end_link(tx, link.member, from, now);
    moved.push_back(link.member);
    const auto other = records.link(tx, link.member, into);
    if (other) {
      // Which of the two said more: being oneself, and being the guardian.
      if (link.relation != Relation::self) link.relation = other->relation;
      link.is_guardian = link.is_guardian || other->is_guardian;
      records.end_link(tx, link.member, into, now);
    }
    link.person = into;
    records.add_link(tx, link, now);
  }
  return moved;
}

}  // namespace

Result<PersonView> Service::merge(store::Transaction& tx, const access::Principal& by,
                                  PersonId from_id, PersonId into_id, std::string_view reason,
                                  Instant now) const {
  const Records records(vault_);
  auto why = check_reason(reason);
  if (!why) return why.error();
  if (from_id == into_id) return Refusal("same-person").at("/intoId");
  auto from = active_person(records, tx, from_id);
  if (!from) return from.error();
  auto into = active_person(records, tx, into_id);
  if (!into) return Refusal(into.error()).at("/intoId");
  if (from->birth_date && into->birth_date && *from->birth_date != *into->birth_date) {
    return Refusal("merge-contradiction");
  }
  for (MergeListener* listener : listeners_) {
    if (auto moved = listener->merging(tx, from_id, into_id, now); !moved) return moved.error();
  }

  MergeTrace trace;
  trace.from = from_id;
  trace.into = into_id;
  trace.by_kind = access::name_of(by.kind);
  trace.by_id = by.id;
  trace.reason = *why;
  for (const Identifier& identifier : records.identifiers(tx, from_id)) {
    trace.identifiers.push_back(identifier.id);
  }
  trace.children = records.children_of(tx, from_id);
  take_over(*into, *from);
  ++into->version;
  records.update(tx, *into, now);
  records.move_identifiers(tx, from_id, into_id);
  records.move_children(tx, from_id, into_id);
  trace.members = move_links(records, tx, from_id, into_id, now);

  from->state = PersonState::merged;
  from->merged_into = into_id;
  from->guardian.reset();
  ++from->version;
  records.update(tx, *from, now);
  records.shorten_merges(tx, from_id, into_id);
  records.trace(tx, ids_.next_value(), trace, now);
  const access::AuditDetails details{{"from", to_string(from_id)}, {"into", to_string(into_id)}};
  audit_.record(tx, by, {"person-merged", from_id, details, *why}, now);
  audit_.record(tx, by, {"person-merged", into_id, details, *why}, now);
  return desk_view(records, tx, *into, time_.day_of(now));
}

}  // namespace yuyue::patients
