#pragma once
#include <nlohmann/json.hpp>

#include "yuyue/core/person_data.hpp"

namespace yuyue::api {

/// What people say for it is found by its letters, too: "bxygz" and "baoxiao" for 报销要盖章. A
/// kiosk has no other keys, and many type nothing else on a phone.
inline void add_keyword_letters(nlohmann::json& thing, const std::vector<std::string>& keywords) {
  auto& initials = thing["keywordInitials"] = nlohmann::json::array();
  auto& whole = thing["keywordPinyin"] = nlohmann::json::array();
  for (const auto& word : keywords) {
    initials.push_back(pinyin_initials(word));
    whole.push_back(pinyin(word));
  }
}

}  // namespace yuyue::api
