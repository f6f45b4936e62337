#include "api/people_shown.hpp"

namespace yuyue::api {

PeopleShown::PeopleShown(const Services& services, store::Snapshot& snapshot, const Call& call,
                         const std::vector<PersonId>& ids) {
  if (call.principal.member()) {
    for (const auto id : ids) {
      const auto person = services.patients.person(snapshot, id);
      known_[id] = {{"id", to_string(id)}, {"name", person ? person->name : ""}};
    }
    return;
  }
  for (const auto& view : services.patients.views(snapshot, ids, call.now)) {
    Json person{{"id", to_string(view.id)},
                {"name", view.name},
                {"sex", name_of(view.sex)},
                {"phone", view.phone},
                {"needs", view.needs}};
    if (view.age) person["age"] = *view.age;
    known_[view.id] = std::move(person);
  }
}

Json PeopleShown::of(PersonId id) const {
  const auto found = known_.find(id);
  return found == known_.end() ? Json{{"id", to_string(id)}, {"name", ""}} : found->second;
}

}  // namespace yuyue::api
