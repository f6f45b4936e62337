#include <array>
#include <utility>

#include "yuyue/booking/disruption/model.hpp"

namespace yuyue::booking::disruption {
namespace {

template <class Word, std::size_t size>
using Names = std::array<std::pair<Word, std::string_view>, size>;

template <class Word, std::size_t size>
std::string_view name_in(const Names<Word, size>& names, Word word) {
  for (const auto& [value, name] : names)
    if (value == word) return name;
  return {};
}
template <class Word, std::size_t size>
std::optional<Word> word_in(const Names<Word, size>& names, std::string_view text) {
  for (const auto& [value, name] : names)
    if (name == text) return value;
  return std::nullopt;
}

constexpr Names<Kind, 5> kKinds{{{Kind::stop, "stop"},
                                 {Kind::shrink, "shrink"},
                                 {Kind::move, "move"},
                                 {Kind::room, "room"},
                                 {Kind::substitute, "substitute"}}};
constexpr Names<State, 5> kStates{{{State::listing, "listing"},
                                   {State::open, "open"},
                                   {State::closed, "closed"},
                                   {State::taking_back, "taking-back"},
                                   {State::taken_back, "taken-back"}}};
constexpr Names<Otherwise, 2> kOtherwise{
    {{Otherwise::move, "move"}, {Otherwise::cancel, "cancel"}}};
constexpr Names<Choice, 2> kChoices{{{Choice::move, "move"}, {Choice::cancel, "cancel"}}};
constexpr Names<Outcome, 5> kOutcomes{{{Outcome::kept, "kept"},
                                       {Outcome::moved, "moved"},
                                       {Outcome::cancelled, "cancelled"},
                                       {Outcome::gone, "gone"},
                                       {Outcome::taken_back, "taken-back"}}};
constexpr Names<Settler, 4> kSettlers{{{Settler::patient, "patient"},
                                       {Settler::desk, "desk"},
                                       {Settler::deadline, "deadline"},
                                       {Settler::hospital, "hospital"}}};
constexpr Names<Fit, 5> kFits{{{Fit::same_place, "same-place"},
                               {Fit::substitute, "substitute"},
                               {Fit::clinician, "clinician"},
                               {Fit::department, "department"},
                               {Fit::elsewhere, "elsewhere"}}};

}  // namespace

std::string_view name_of(Kind kind) {
  return name_in(kKinds, kind);
}
std::optional<Kind> kind_from(std::string_view name) {
  return word_in(kKinds, name);
}
std::string_view name_of(State state) {
  return name_in(kStates, state);
}
std::optional<State> state_from(std::string_view name) {
  return word_in(kStates, name);
}
std::string_view name_of(Otherwise otherwise) {
  return name_in(kOtherwise, otherwise);
}
std::optional<Otherwise> otherwise_from(std::string_view name) {
  return word_in(kOtherwise, name);
}
std::string_view name_of(Choice choice) {
  return name_in(kChoices, choice);
}
std::optional<Choice> choice_from(std::string_view name) {
  return word_in(kChoices, name);
}
std::string_view name_of(Outcome outcome) {
  return name_in(kOutcomes, outcome);
}
std::optional<Outcome> outcome_from(std::string_view name) {
  return word_in(kOutcomes, name);
}
std::string_view name_of(Settler settler) {
  return name_in(kSettlers, settler);
}
std::optional<Settler> settler_from(std::string_view name) {
  return word_in(kSettlers, name);
}
std::string_view name_of(Fit fit) {
  return name_in(kFits, fit);
}
std::optional<Fit> fit_from(std::string_view name) {
  return word_in(kFits, name);
}

}  // namespace yuyue::booking::disruption
