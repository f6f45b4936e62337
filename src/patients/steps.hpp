#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "patients/documents.hpp"
#include "patients/records.hpp"
#include "yuyue/core/result.hpp"
#include "yuyue/patients/model.hpp"
#include "yuyue/patients/rules.hpp"

namespace yuyue::patients {

// Steps that several use cases of the service share.

/// A person that may be changed. Refusals: person-unknown, person-merged (person: into whom).
Result<Person> active_person(const Records& records, store::Snapshot& snapshot, PersonId id);
/// Refusal: guardian-unsuitable (unknown, merged, too young, or of unknown age).
Result<Person> suitable_guardian(const Records& records, store::Snapshot& snapshot, PersonId id,
                                 Day today, const Rules& rules);
/// Normal form, or empty for empty. Refusal: phone-invalid.
Result<std::string> optional_phone(std::string_view phone);
/// The baby of this guardian by this name and birth date, if there is one already.
std::optional<PersonId> known_newborn(const Records& records, store::Snapshot& snapshot,
                                      PersonId guardian, std::string_view name, Day birth_date);
void add_documents(const Records& records, store::Transaction& tx, IdMaker& ids, PersonId person,
                   const std::vector<DocumentInput>& documents, Instant now);
/// The single view of the desk: masked, with birth date and guardian's name.
PersonView desk_view(const Records& records, store::Snapshot& snapshot, const Person& person,
                     Day today);

}  // namespace yuyue::patients
