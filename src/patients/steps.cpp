#include "patients/steps.hpp"

#include "patients/views.hpp"

namespace yuyue::patients {

Result<Person> active_person(const Records& records, store::Snapshot& snapshot, PersonId id) {
  auto person = records.find(snapshot, id);
  if (!person) return Refusal("person-unknown");
  if (person->state == PersonState::merged) {
    return Refusal("person-merged").with("person", to_string(*person->merged_into));
  }
  return std::move(*person);
}

Result<Person> suitable_guardian(const Records& records, store::Snapshot& snapshot, PersonId id,
                                 Day today, const Rules& rules) {
  auto guardian = records.find(snapshot, id);
  if (!guardian || guardian->state != PersonState::active || !guardian->birth_date ||
      age_on(*guardian->birth_date, today) < rules.guardian_age) {
    return Refusal("guardian-unsuitable")
        .with("age", std::to_string(rules.guardian_age))
        .at("/guardianId");
  }
  return std::move(*guardian);
}

Result<std::string> optional_phone(std::string_view phone) {
  if (phone.empty()) return std::string();
  auto checked = check_phone(phone);
  if (checked || !checked.error().field.empty()) return checked;
  return Refusal(checked.error()).at("/phone");
}

std::optional<PersonId> known_newborn(const Records& records, store::Snapshot& snapshot,
                                      PersonId guardian, std::string_view name, Day birth_date) {
  for (const PersonId id : records.children_of(snapshot, guardian)) {
    const auto child = records.find(snapshot, id);
    if (child->state == PersonState::active && child->birth_date == birth_date &&
        name_key(child->name) == name_key(name)) {
      return id;
    }
  }
  return std::nullopt;
}

void add_documents(const Records& records, store::Transaction& tx, IdMaker& ids, PersonId person,
                   const std::vector<DocumentInput>& documents, Instant now) {
  for (const DocumentInput& document : documents) {
    records.add_identifier(
        tx, {ids.next<IdentifierId>(), person, document.type, document.number, document.issuer},
        now);
  }
}

PersonView desk_view(const Records& records, store::Snapshot& snapshot, const Person& person,
                     Day today) {
  PersonView view = masked_view(person, records.identifiers(snapshot, person.id), today);
  view.birth_date = person.birth_date;
  if (person.guardian) {
    if (const auto guardian = records.find(snapshot, *person.guardian)) {
      view.guardian_name = mask_name(guardian->name);
    }
  }
  return view;
}

}  // namespace yuyue::patients
