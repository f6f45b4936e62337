#include "yuyue/centre/cases/model.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace yuyue::centre::cases {
namespace {

template <class Word, std::size_t N>
using Names = std::array<std::pair<Word, std::string_view>, N>;

constexpr Names<State, 9> kStateNames{{{State::received, "received"},
                                       {State::waiting_for_papers, "waiting-for-papers"},
                                       {State::in_review, "in-review"},
                                       {State::returned, "returned"},
                                       {State::to_sign, "to-sign"},
                                       {State::ready, "ready"},
                                       {State::handed_over, "handed-over"},
                                       {State::refused, "refused"},
                                       {State::withdrawn, "withdrawn"}}};
constexpr Names<Step, 8> kStepNames{{{Step::ask_for_papers, "ask-for-papers"},
                                     {Step::submit, "submit"},
                                     {Step::accept, "accept"},
                                     {Step::give_back, "return"},
                                     {Step::refuse, "refuse"},
                                     {Step::sign, "sign"},
                                     {Step::hand_over, "hand-over"},
                                     {Step::withdraw, "withdraw"}}};
constexpr Names<Item::State, 3> kItemNames{{{Item::State::missing, "missing"},
                                            {Item::State::there, "there"},
                                            {Item::State::not_needed, "not-needed"}}};

template <class Word, std::size_t N>
std::string_view name_in(const Names<Word, N>& names, Word word) {
  return std::ranges::find(names, word, &std::pair<Word, std::string_view>::first)->second;
}
template <class Word, std::size_t N>
std::optional<Word> word_in(const Names<Word, N>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name, &std::pair<Word, std::string_view>::second);
  return found == names.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace

std::string_view name_of(State state) {
  return name_in(kStateNames, state);
}
std::optional<State> state_from(std::string_view name) {
  return word_in(kStateNames, name);
}
std::string_view name_of(Step step) {
  return name_in(kStepNames, step);
}
std::optional<Step> step_from(std::string_view name) {
  return word_in(kStepNames, name);
}
std::string_view name_of(Item::State state) {
  return name_in(kItemNames, state);
}
std::optional<Item::State> item_state_from(std::string_view name) {
  return word_in(kItemNames, name);
}

}  // namespace yuyue::centre::cases
