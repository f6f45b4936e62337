// Looking people up. Whoever is shown is in the audit, one entry a person.
#include "patients/steps.hpp"
#include "patients/views.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::patients {
namespace {

struct Hits {
  std::vector<PersonId> people;
  MatchedBy by = MatchedBy::nothing;
};

/// The most telling reading of the text that finds anybody.
Hits search(const Records& records, store::Snapshot& snapshot, std::string_view text) {
  constexpr int kOneMore = kFindLimit + 1;
  const SearchText asked = understand(text);
  Hits hits;
  const auto found = [&](std::vector<PersonId> people, MatchedBy by) {
    if (people.empty()) return false;
    hits = {std::move(people), by};
    return true;
  };
  if (!asked.number.empty() &&
      found(records.by_numbers(snapshot, asked.number, kOneMore), MatchedBy::document)) {
    return hits;
  }
  if (!asked.phone.empty() &&
      found(records.by_phone(snapshot, asked.phone, kOneMore), MatchedBy::phone)) {
    return hits;
  }
  if (!asked.tail.empty()) {
    found(records.by_tail_and_name(snapshot, asked.tail, asked.name, kOneMore),
          MatchedBy::phone_tail_and_name);
    return hits;
  }
  if (!asked.name.empty() &&
      found(records.by_name(snapshot, asked.name, kOneMore), MatchedBy::name)) {
    return hits;
  }
  if (!asked.letters.empty() &&
      (found(records.by_initials(snapshot, asked.letters, kOneMore), MatchedBy::pinyin) ||
       found(records.by_pinyin(snapshot, asked.letters, kOneMore), MatchedBy::pinyin))) {
    return hits;
  }
  return hits;
}

}  // namespace

FoundPeople Service::find(store::Transaction& tx, const access::Principal& by,
                          std::string_view text, Instant now) const {
  const Records records(vault_);
  Hits hits = search(records, tx, text);
  FoundPeople found;
  found.matched_by = hits.by;
  found.more = hits.people.size() > static_cast<std::size_t>(kFindLimit);
  if (found.more) hits.people.resize(static_cast<std::size_t>(kFindLimit));
  found.items = views(tx, hits.people, now);
  audit_.record(
      tx, by,
      {"people-searched",
       {},
       {{"by", std::string(name_of(hits.by))}, {"found", std::to_string(found.items.size())}},
       {}},
      now);
  for (const PersonView& view : found.items) {
    audit_.record(tx, by, {"person-found", view.id, {}, {}}, now);
  }
  return found;
}

Result<PersonView> Service::look(store::Transaction& tx, const access::Principal& by, PersonId id,
                                 Instant now) const {
  const Records records(vault_);
  const auto person = records.find(tx, id);
  if (!person) return Refusal("person-unknown");
  audit_.record(tx, by, {"person-looked-at", id, {}, {}}, now);
  return desk_view(records, tx, *person, time_.day_of(now));
}

Result<RevealedPerson> Service::reveal(store::Transaction& tx, const access::Principal& by,
                                       PersonId id, std::string_view reason, Instant now) const {
  const Records records(vault_);
  auto why = check_reason(reason);
  if (!why) return why.error();
  const auto person = records.find(tx, id);
  if (!person) return Refusal("person-unknown");
  audit_.record(tx, by, {"person-revealed", id, {}, *why}, now);
  return RevealedPerson{person->name, person->phone, records.identifiers(tx, id)};
}

Result<std::vector<PossibleDuplicate>> Service::duplicates(store::Transaction& tx,
                                                           const access::Principal& by, PersonId id,
                                                           Instant now) const {
  constexpr int kNamesakes = 200;
  const Records records(vault_);
  auto person = active_person(records, tx, id);
  if (!person) return person.error();
  const Day today = time_.day_of(now);
  std::vector<PossibleDuplicate> found;
  for (const PersonId other_id : records.by_name(tx, person->name, kNamesakes)) {
    if (other_id == id) continue;
    const Person other = *records.find(tx, other_id);
    std::string why;
    if (person->birth_date && person->birth_date == other.birth_date) {
      why = "same-name-and-birth-date";
    } else if (!person->phone.empty() && person->phone == other.phone) {
      why = "same-name-and-phone";
    } else {
      continue;
    }
    found.push_back({masked_view(other, records.identifiers(tx, other_id), today), why});
    if (static_cast<int>(found.size()) == kFindLimit) break;
  }
  audit_.record(tx, by, {"duplicates-searched", id, {{"found", std::to_string(found.size())}}, {}},
                now);
  for (const PossibleDuplicate& duplicate : found) {
    audit_.record(tx, by, {"person-found", duplicate.person.id, {}, {}}, now);
  }
  return found;
}

std::optional<Person> Service::person(store::Snapshot& snapshot, PersonId id) const {
  const Records records(vault_);
  auto person = records.find(snapshot, id);
  while (person && person->merged_into) person = records.find(snapshot, *person->merged_into);
  return person;
}

std::vector<PersonView> Service::views(store::Snapshot& snapshot, std::span<const PersonId> ids,
                                       Instant now) const {
  const Records records(vault_);
  const Day today = time_.day_of(now);
  std::vector<PersonView> found;
  for (const PersonId id : ids) {
    const auto person = records.find(snapshot, id);
    if (!person || person->state == PersonState::merged) continue;
    found.push_back(masked_view(*person, records.identifiers(snapshot, id), today));
  }
  return found;
}

std::set<IdentifierType> Service::number_kinds(store::Snapshot& snapshot, PersonId id) const {
  std::set<IdentifierType> kinds;
  for (const auto& identifier : Records(vault_).identifiers(snapshot, id))
    kinds.insert(identifier.type);
  return kinds;
}

std::vector<NumberTime> Service::number_history(store::Snapshot& snapshot, PersonId id) const {
  return Records(vault_).number_times(snapshot, id);
}

std::vector<PersonId> Service::by_number(store::Snapshot& snapshot, std::string_view number) const {
  return Records(vault_).by_numbers(snapshot, understand(number).number, kFindLimit);
}

std::optional<PersonId> Service::by_document(store::Snapshot& snapshot, IdentifierType type,
                                             std::string_view number) const {
  return Records(vault_).owner(snapshot, type, normalise_number(number), {});
}

}  // namespace yuyue::patients
