#pragma once
#include <vector>

#include "yuyue/centre/catalogue.hpp"

namespace yuyue {
struct PaperSheetKind {
  static constexpr std::string_view kPrefix = "psh";
};
using PaperSheetId = Id<PaperSheetKind>;  ///< numbers printed for an outage
}  // namespace yuyue

// The centre on paper: numbers that are printed beforehand, so that it can go on when the server
// cannot be reached. What happened then is entered afterwards (Visits::enter).
namespace yuyue::centre {

struct PaperNumbers {
  ServiceGroup group;
  std::int64_t first = 0, last = 0;
};
struct PaperSheet {
  PaperSheetId id;
  Day day{};
  Instant made_at{};
  std::vector<PaperNumbers> numbers{};  ///< by group
};

/// Of each group's numbers some, far above those that are given in turn, which pass over them:
/// whoever has one on paper is never mistaken. Refusals: field-invalid (day: over, or more than a
/// week ahead), too-many-paper-sheets (limit).
Result<PaperSheet> make_paper_sheet(store::Transaction& tx, const Environment& env, Day day,
                                    AccountId account, const access::Actor& by, Instant now);
std::optional<PaperSheet> find_paper_sheet(store::Snapshot& snapshot, PaperSheetId id);

}  // namespace yuyue::centre
