#pragma once
#include <optional>
#include <set>
#include <vector>

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
    std::set<std::string> needs;         ///< special needs that are on record
  };
  /// The same over time, for what was booked in the past.
  struct Past {
    struct Number {
      IdentifierType type = IdentifierType::resident_card;
      Instant since{};
      std::optional<Instant> until;  ///< it was removed
    };
    std::optional<Day> birth_date;
    std::vector<Number> numbers;
  };
  virtual ~People() = default;
  virtual Facts facts(store::Snapshot& snapshot, PersonId person) const = 0;
  virtual Past past(store::Snapshot& snapshot, PersonId person) const = 0;
};

}  // namespace yuyue::booking::policy
