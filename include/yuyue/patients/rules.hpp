#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/core/result.hpp"
#include "yuyue/patients/model.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::patients {

/// The hospital's numbers; setting names are "patients.family-limit" and so on.
struct Rules {
  int family_limit = 5;     ///< people a member may act for at one time
  int family_changes = 10;  ///< people a member may add within 30 days
  int guardian_until = 14;  ///< under this age a guardian acts
  int guardian_age = 18;    ///< who is a guardian is at least this old
  int newborn_days = 180;   ///< without a document until then
};
Rules read_rules(store::Snapshot& snapshot);

inline constexpr std::size_t kLongestName = 60;     ///< characters
inline constexpr std::size_t kLongestReason = 200;  ///< characters
inline constexpr int kFindLimit = 20;

/// The name as it is kept (outer and repeated white space gone). Refusal: name-invalid.
Result<std::string> check_name(std::string_view name);
/// Names are equal if these are.
std::string name_key(std::string_view name);
/// Known and without repetitions. Refusal: need-unknown (need).
Result<std::vector<std::string>> check_needs(const std::vector<std::string>& needs);
/// Not empty, not too long. Refusal: reason-required.
Result<std::string> check_reason(std::string_view reason);

/// What a person's documents and the given data say together. Refusals: birth-date-mismatch,
/// birth-date-required, birth-date-invalid (in the future, or over 130 years ago).
Result<Day> settle_birth_date(const std::optional<Day>& from_documents,
                              const std::optional<Day>& given, Day today);
/// A baby without a document. Refusals: birth-date-required, newborn-too-old (days).
Result<Day> check_newborn(const std::optional<Day>& birth_date, Day today, const Rules& rules);
bool needs_guardian(Day birth_date, Day today, const Rules& rules);

/// What a document's lookup is made of. The 18-digit forms are one number space, whatever type the
/// clerk picked; other types have one each.
std::string identifier_scope(IdentifierType type, std::string_view normal_number);

/// What a search text may mean, most telling first.
struct SearchText {
  std::string number;  ///< as a document or card number; empty: cannot be one
  std::string phone;   ///< normal form
  std::string tail;    ///< last four of the phone, with `name`
  std::string name;
  std::string letters;  ///< pinyin or its initials, lower case
};
SearchText understand(std::string_view text);

}  // namespace yuyue::patients
