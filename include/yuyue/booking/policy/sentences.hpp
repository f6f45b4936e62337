#pragma once
#include <string>
#include <vector>

#include "yuyue/booking/policy/model.hpp"
#include "yuyue/core/language.hpp"

namespace yuyue::booking::policy {

// What rules mean, in plain sentences.

/// Of one place: what patients need to know.
std::vector<std::string> sentences(const Rules& rules, Language language);

/// A heading ("全院", "专家门诊") and what holds there.
struct Paragraph {
  std::string heading;
  std::vector<std::string> sentences;
};
/// Of the whole policy: the base rules, limits and conduct, then each override with what it says.
std::vector<Paragraph> paragraphs(const Policy& policy, Language language);

}  // namespace yuyue::booking::policy
