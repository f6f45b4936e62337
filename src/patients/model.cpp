#include "yuyue/patients/model.hpp"

#include <array>
#include <utility>

namespace yuyue::patients {
namespace {

constexpr std::array<std::pair<Relation, std::string_view>, 5> kRelations = {{
    {Relation::self, "self"},
    {Relation::child, "child"},
    {Relation::parent, "parent"},
    {Relation::spouse, "spouse"},
    {Relation::other, "other"},
}};

}  // namespace

std::string_view name_of(Relation relation) {
  for (const auto& [value, name] : kRelations) {
    if (value == relation) return name;
  }
  return {};
}

std::optional<Relation> relation_from(std::string_view name) {
  for (const auto& [value, text] : kRelations) {
    if (text == name) return value;
  }
  return std::nullopt;
}

const std::vector<std::string>& known_needs() {
  static const std::vector<std::string> names = {
      "wheelchair", "stretcher", "mobility", "sight",     "hearing",   "speech",
      "language",   "cognition", "elderly",  "pregnancy", "companion", "other"};
  return names;
}

std::string_view name_of(MatchedBy matched) {
  switch (matched) {
    case MatchedBy::nothing:
      return "nothing";
    case MatchedBy::document:
      return "document";
    case MatchedBy::phone:
      return "phone";
    case MatchedBy::phone_tail_and_name:
      return "phone-tail-and-name";
    case MatchedBy::name:
      return "name";
    case MatchedBy::pinyin:
      return "pinyin";
  }
  return {};
}

}  // namespace yuyue::patients
