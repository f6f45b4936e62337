#pragma once
#include <optional>
#include <string>
#include <vector>

#include "yuyue/centre/model.hpp"
#include "yuyue/core/result.hpp"
#include "yuyue/store/transaction.hpp"

// Rights to go first that a desk has seen a certificate of: seen once, known from then on.
namespace yuyue::centre {

struct SeenClass {
  PersonId person;
  std::string code;   ///< of the hospital's rules
  std::string proof;  ///< what was shown
  Instant seen_at{};
  AccountId seen_by{};
  std::optional<Day> until{};  ///< the certificate's last day; none: it does not end
};

/// Takes the place of one of the same class. Refusals: required (proof), field-invalid (until:
/// over).
Result<SeenClass> remember_class(store::Transaction& tx, const Environment& env, SeenClass seen,
                                 const access::Actor& by, Instant now);
/// False: there was none.
bool forget_class(store::Transaction& tx, const Environment& env, PersonId person,
                  const std::string& code, const access::Actor& by, Instant now);
/// Those that hold on a day.
std::vector<SeenClass> seen_classes(store::Snapshot& snapshot, PersonId person, Day day);

}  // namespace yuyue::centre
