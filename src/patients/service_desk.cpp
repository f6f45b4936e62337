// What the desk does with one person: registering, changing, numbers.
#include <algorithm>

#include "patients/steps.hpp"
#include "patients/views.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::patients {
namespace {

/// Refusal: document-known.
Result<void> check_unowned(const Records& records, store::Snapshot& snapshot,
                           const std::vector<DocumentInput>& documents) {
  for (const DocumentInput& document : documents) {
    if (const auto owner =
            records.owner(snapshot, document.type, document.number, document.issuer)) {
      return Refusal("document-known")
          .with("person", to_string(*owner))
          .with("type", name_of(document.type))
          .at("/documents");
    }
  }
  return {};
}

/// The birth date that the person's own documents tell.
std::optional<Day> told_birth_date(const std::vector<Identifier>& identifiers) {
  for (const Identifier& identifier : identifiers) {
    const auto facts = check_document(identifier.type, identifier.number);
    if (facts && facts->birth_date) return facts->birth_date;
  }
  return std::nullopt;
}

Result<Day> birth_date_of(const NewPerson& person, const CheckedDocuments& documents, Day today,
                          const Rules& rules) {
  if (documents.any_identity_document) {
    return settle_birth_date(documents.birth_date, person.birth_date, today);
  }
  if (!person.newborn) return Refusal("document-required").at("/documents");
  return check_newborn(person.birth_date, today, rules);
}

}  // namespace

Result<PersonView> Service::register_person(store::Transaction& tx, const access::Principal& by,
                                            const NewPerson& input, Instant now) const {
  const Records records(vault_);
  const Day today = time_.day_of(now);
  const Rules rules = read_rules(tx);
  auto name = check_name(input.name);
  if (!name) return name.error();
  auto phone = optional_phone(input.phone);
  if (!phone) return phone.error();
  auto needs = check_needs(input.needs);
  if (!needs) return needs.error();
  auto documents = check_documents(input.documents);
  if (!documents) return documents.error();
  auto birth_date = birth_date_of(input, *documents, today, rules);
  if (!birth_date) return birth_date.error();
  if (auto unowned = check_unowned(records, tx, documents->documents); !unowned) {
    return unowned.error();
  }
  const bool without_document = !documents->any_identity_document;
  if (!input.guardian && (without_document || needs_guardian(*birth_date, today, rules))) {
    return Refusal("guardian-required")
        .with("age", std::to_string(rules.guardian_until))
        .at("/guardianId");
  }
  if (input.guardian) {
    auto guardian = suitable_guardian(records, tx, *input.guardian, today, rules);
    if (!guardian) return guardian.error();
    const auto known = known_newborn(records, tx, guardian->id, *name, *birth_date);
    if (without_document && known) {
      return Refusal("newborn-known").with("person", to_string(*known));
    }
    // Where messages about the child go, as for those whom members add.
    if (phone->empty()) *phone = guardian->phone;
  }
  Person person;
  person.id = ids_.next<PersonId>();
  person.name = *name;
  person.phone = *phone;
  person.birth_date = *birth_date;
  person.sex = documents->sex == Sex::unknown ? input.sex : documents->sex;
  person.needs = *needs;
  person.guardian = input.guardian;
  records.insert(tx, person, now);
  add_documents(records, tx, ids_, person.id, documents->documents, now);
  audit_.record(tx, by, {"person-registered", person.id, {}, {}}, now);
  return desk_view(records, tx, person, today);
}

Result<PersonView> Service::change_person(store::Transaction& tx, const access::Principal& by,
                                          PersonId id, const PersonChange& change,
                                          Instant now) const {
  const Records records(vault_);
  const Day today = time_.day_of(now);
  const Rules rules = read_rules(tx);
  auto found = active_person(records, tx, id);
  if (!found) return found.error();
  Person& person = *found;
  if (change.version != person.version) {
    return Refusal("changed-meanwhile").with("version", std::to_string(person.version));
  }
  std::string fields;
  const auto changed = [&](std::string_view field) {
    if (!fields.empty()) fields += ' ';
    fields += field;
  };
  if (change.name) {
    auto name = check_name(*change.name);
    if (!name) return name.error();
    person.name = *name;
    changed("name");
  }
  if (change.phone) {
    auto phone = optional_phone(*change.phone);
    if (!phone) return phone.error();
    person.phone = *phone;
    changed("phone");
  }
  if (change.needs) {
    auto needs = check_needs(*change.needs);
    if (!needs) return needs.error();
    person.needs = *needs;
    changed("needs");
  }
  if (change.sex) {
    person.sex = *change.sex;
    changed("sex");
  }
  if (change.guardian) {
    auto guardian = suitable_guardian(records, tx, *change.guardian, today, rules);
    if (!guardian) return guardian.error();
    if (guardian->id == id) {
      return Refusal("guardian-unsuitable")
          .with("age", std::to_string(rules.guardian_age))
          .at("/guardianId");
    }
    person.guardian = guardian->id;
    changed("guardian");
  }
  if (change.birth_date) {
    auto birth_date =
        settle_birth_date(told_birth_date(records.identifiers(tx, id)), change.birth_date, today);
    if (!birth_date) return birth_date.error();
    if (needs_guardian(*birth_date, today, rules) && !person.guardian) {
      return Refusal("guardian-required")
          .with("age", std::to_string(rules.guardian_until))
          .at("/birthDate");
    }
    person.birth_date = *birth_date;
    changed("birth-date");
  }
  ++person.version;
  records.update(tx, person, now);
  audit_.record(tx, by, {"person-changed", id, {{"fields", fields}}, {}}, now);
  return desk_view(records, tx, person, today);
}

Result<PersonView> Service::add_identifier(store::Transaction& tx, const access::Principal& by,
                                           PersonId id, const DocumentInput& document,
                                           Instant now) const {
  const Records records(vault_);
  const Day today = time_.day_of(now);
  auto person = active_person(records, tx, id);
  if (!person) return person.error();
  auto checked = check_documents({document});
  if (!checked) {
    Refusal refusal = checked.error();
    refusal.field = "/number";
    return refusal;
  }
  if (auto unowned = check_unowned(records, tx, checked->documents); !unowned) {
    Refusal refusal = unowned.error();
    refusal.field = "/number";
    return refusal;
  }
  if (checked->birth_date) {
    auto birth_date = settle_birth_date(checked->birth_date, person->birth_date, today);
    if (!birth_date) {
      Refusal refusal = birth_date.error();
      refusal.field = "/number";
      return refusal;
    }
    person->birth_date = *birth_date;
  }
  add_documents(records, tx, ids_, id, checked->documents, now);
  ++person->version;
  records.update(tx, *person, now);
  audit_.record(tx, by,
                {"identifier-added", id, {{"type", std::string(name_of(document.type))}}, {}}, now);
  return desk_view(records, tx, *person, today);
}

Result<PersonView> Service::remove_identifier(store::Transaction& tx, const access::Principal& by,
                                              PersonId id, IdentifierId identifier,
                                              Instant now) const {
  const Records records(vault_);
  auto person = active_person(records, tx, id);
  if (!person) return person.error();
  const auto all = records.identifiers(tx, id);
  const auto it = std::find_if(all.begin(), all.end(),
                               [&](const Identifier& other) { return other.id == identifier; });
  if (it == all.end()) return Refusal("identifier-unknown");
  const auto is_other_document = [&](const Identifier& other) {
    return other.id != identifier && is_identity_document(other.type);
  };
  if (is_identity_document(it->type) && std::none_of(all.begin(), all.end(), is_other_document)) {
    return Refusal("last-document");
  }
  records.remove_identifier(tx, identifier, now);
  ++person->version;
  records.update(tx, *person, now);
  audit_.record(tx, by,
                {"identifier-removed",
                 id,
                 {{"type", std::string(name_of(it->type))}, {"identifier", to_string(identifier)}},
                 {}},
                now);
  return desk_view(records, tx, *person, time_.day_of(now));
}

}  // namespace yuyue::patients
