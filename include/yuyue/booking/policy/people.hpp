#pragma once
#include <optional>
#include <set>

#include "yuyue/core/ids.hpp"
#include "yuyue/core/person_data.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::booking::policy {

/// What the rules ask about people; their data belongs to another module. Only asked where a rule
/// needs it.
class People {
 public:
  struct Facts {
    std::optional<Day> birth_date;
    std::set<IdentifierType> documents;  ///< kinds of all their numbers, cards too
  };
  virtual ~People() = default;
  virtual Facts facts(store::Snapshot& snapshot, PersonId person) const = 0;
};

}  // namespace yuyue::booking::policy
