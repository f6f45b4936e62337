#pragma once
#include <string>
#include <string_view>

namespace yuyue {

/// Languages people are answered in; Chinese is the default everywhere.
enum class Language { zh, en };

/// From an HTTP Accept-Language value ("en-GB,en;q=0.8"); anything unknown is Chinese.
Language preferred_language(std::string_view accept_language);
constexpr std::string_view tag(Language language) {
  return language == Language::en ? "en" : "zh-CN";
}

}  // namespace yuyue
