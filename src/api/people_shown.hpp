#pragma once
#include <unordered_map>
#include <vector>

#include "api/answers.hpp"

namespace yuyue::api {

/// The people of a list as this reader may see them: members see their own people's names, staff
/// see masked ones with what they need to know to receive them.
class PeopleShown {
 public:
  PeopleShown(const Services& services, store::Snapshot& snapshot, const Call& call,
              const std::vector<PersonId>& ids);
  Json of(PersonId id) const;

 private:
  std::unordered_map<PersonId, Json> known_;
};

}  // namespace yuyue::api
