#include "yuyue/queue/model.hpp"

#include "yuyue/core/words.hpp"

namespace yuyue::queue {
namespace {

constexpr Words<8> kStates{"waiting", "near", "called", "serving",
                           "missed",  "away", "done",   "left"};
constexpr Words<7> kDue{"slot", "late", "walk-in", "priority", "missed", "postponed", "decision"};
constexpr Words<18> kWhat{"joined",   "beckoned", "called",    "recalled",  "started",   "finished",
                          "missed",   "returned", "sent-away", "came-back", "postponed", "moved",
                          "assigned", "left",     "undone",    "closing",   "reopened",  "closed"};

}  // namespace

std::string_view name_of(State state) {
  return word_of(kStates, state);
}
std::optional<State> state_from(std::string_view name) {
  return from_word<State>(kStates, name);
}
bool is_open(State state) {
  return state != State::done && state != State::left;
}
std::string_view name_of(Due due) {
  return word_of(kDue, due);
}
std::optional<Due> due_from(std::string_view name) {
  return from_word<Due>(kDue, name);
}
std::string_view name_of(What what) {
  return word_of(kWhat, what);
}
std::optional<What> what_from(std::string_view name) {
  return from_word<What>(kWhat, name);
}

}  // namespace yuyue::queue
