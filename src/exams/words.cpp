// How the module's enumerations are written, in the API and in the file.
#include "yuyue/core/words.hpp"

#include "yuyue/exams/model.hpp"

namespace yuyue::exams {
namespace {

constexpr Words<3> kBladders{"any", "full", "empty"};
constexpr Words<5> kRuleKinds{"before", "separate", "same-day", "not-same-day", "same-day-order"};
constexpr Words<2> kQuestionKinds{"yes-no", "number"};
constexpr Words<4> kWhens{"yes", "no", "below", "at-least"};
constexpr Words<4> kWhats{"bars", "delays", "adds", "warns"};
constexpr Words<4> kTimes{"booking", "before", "day", "after"};
constexpr Words<4> kSourceNames{"outpatient", "ward", "emergency", "check-up"};
constexpr Words<3> kClosureKinds{"closed", "maintenance", "broken"};

}  // namespace

std::string_view name_of(Bladder bladder) {
  return word_of(kBladders, bladder);
}
std::optional<Bladder> bladder_from(std::string_view name) {
  return from_word<Bladder>(kBladders, name);
}
std::string_view name_of(RuleKind kind) {
  return word_of(kRuleKinds, kind);
}
std::optional<RuleKind> rule_kind_from(std::string_view name) {
  return from_word<RuleKind>(kRuleKinds, name);
}
std::string_view name_of(Question::Kind kind) {
  return word_of(kQuestionKinds, kind);
}
std::optional<Question::Kind> question_kind_from(std::string_view name) {
  return from_word<Question::Kind>(kQuestionKinds, name);
}
std::string_view name_of(Effect::When when) {
  return word_of(kWhens, when);
}
std::optional<Effect::When> effect_when_from(std::string_view name) {
  return from_word<Effect::When>(kWhens, name);
}
std::string_view name_of(Effect::What what) {
  return word_of(kWhats, what);
}
std::optional<Effect::What> effect_what_from(std::string_view name) {
  return from_word<Effect::What>(kWhats, name);
}
std::string_view name_of(Instruction::When when) {
  return word_of(kTimes, when);
}
std::optional<Instruction::When> instruction_when_from(std::string_view name) {
  return from_word<Instruction::When>(kTimes, name);
}
std::string_view name_of(Source source) {
  return word_of(kSourceNames, source);
}
std::optional<Source> source_from(std::string_view name) {
  return from_word<Source>(kSourceNames, name);
}
std::string_view name_of(Closure::Kind kind) {
  return word_of(kClosureKinds, kind);
}
std::optional<Closure::Kind> closure_kind_from(std::string_view name) {
  return from_word<Closure::Kind>(kClosureKinds, name);
}

}  // namespace yuyue::exams
