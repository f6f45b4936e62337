#include "api/person_json.hpp"

namespace yuyue::api {

using Json = nlohmann::json;

Json identifier_json(const patients::DocumentView& identifier) {
  Json out = {{"id", to_string(identifier.id)},
              {"type", name_of(identifier.type)},
              {"number", identifier.number}};
  if (!identifier.issuer.empty()) out["issuer"] = identifier.issuer;
  return out;
}

Json person_json(const patients::PersonView& person) {
  Json out = {{"id", to_string(person.id)},
              {"name", person.name},
              {"document", nullptr},
              {"phone", person.phone},
              {"sex", name_of(person.sex)},
              {"needs", person.needs},
              {"version", person.version},
              {"age", nullptr},
              {"state", person.state == patients::PersonState::merged ? "merged" : "active"}};
  if (person.document) out["document"] = identifier_json(*person.document);
  if (person.age) out["age"] = *person.age;
  if (person.birth_date) out["birthDate"] = format_day(*person.birth_date);
  if (person.relation) {
    out["relation"] = name_of(*person.relation);
    out["guardian"] = person.is_guardian;
  }
  // Only newborns are registered without a document, and only for a while.
  if (!person.document && person.age == 0) out["newborn"] = true;
  if (person.merged_into) out["mergedInto"] = to_string(*person.merged_into);
  return out;
}

}  // namespace yuyue::api
