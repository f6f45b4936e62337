#pragma once
#include <string_view>

namespace yuyue {

/// A file compiled into the binary (cmake/EmbedText.cmake).
struct EmbeddedText {
  std::string_view name;
  std::string_view text;
};

}  // namespace yuyue
