#include "app/demo_data.hpp"

#include <algorithm>
#include <span>

#include "yuyue/core/embedded_text.hpp"

namespace yuyue::app {

std::span<const EmbeddedText> demo_files();  // generated from sql/demo

namespace demo_data {

std::string_view file(std::string_view name) {
  const auto found = std::ranges::find(demo_files(), name, &EmbeddedText::name);
  if (found == demo_files().end()) throw std::logic_error("not embedded: " + std::string(name));
  return found->text;
}

toml::table read(std::string_view name) {
  return toml::parse(file(name));
}

}  // namespace demo_data
}  // namespace yuyue::app
