#pragma once
#include <vector>

#include "patients/records.hpp"
#include "yuyue/patients/model.hpp"

namespace yuyue::patients {

/// What a screen shows that does not need the whole: no birth date, everything masked.
PersonView masked_view(const Person& person, const std::vector<Identifier>& identifiers, Day today);
/// One's own people: the whole name and the birth date.
PersonView own_view(const Person& person, const std::vector<Identifier>& identifiers,
                    const Link& link, Day today);

}  // namespace yuyue::patients
