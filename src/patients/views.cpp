#include "patients/views.hpp"

namespace yuyue::patients {

PersonView masked_view(const Person& person, const std::vector<Identifier>& identifiers,
                       Day today) {
  PersonView view;
  view.id = person.id;
  view.name = mask_name(person.name);
  for (const Identifier& identifier : identifiers) {
    DocumentView document{identifier.id, identifier.type, mask_number(identifier.number),
                          identifier.issuer};
    if (!view.document && is_identity_document(identifier.type)) view.document = document;
    view.identifiers.push_back(std::move(document));
  }
  if (!person.phone.empty()) view.phone = mask_phone(person.phone);
  if (person.birth_date) view.age = age_on(*person.birth_date, today);
  view.sex = person.sex;
  view.needs = person.needs;
  view.guardian = person.guardian;
  view.state = person.state;
  view.merged_into = person.merged_into;
  view.version = person.version;
  return view;
}

PersonView own_view(const Person& person, const std::vector<Identifier>& identifiers,
                    const Link& link, Day today) {
  PersonView view = masked_view(person, identifiers, today);
  view.name = person.name;
  view.birth_date = person.birth_date;
  view.relation = link.relation;
  view.is_guardian = link.is_guardian;
  return view;
}

}  // namespace yuyue::patients
