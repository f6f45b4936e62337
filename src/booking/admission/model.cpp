// The words by which enumerations are known in JSON and in the file.
#include "yuyue/booking/admission/model.hpp"

#include "yuyue/core/words.hpp"

namespace yuyue::booking::admission {
namespace {

constexpr Words<5> kKinds{"admission", "elective-surgery", "day-surgery", "transfer",
                          "treatment-bed"};
constexpr Words<3> kUrgencies{"urgent", "soon", "routine"};
constexpr Words<6> kStates{"waiting", "offered", "accepted", "done", "declined", "cancelled"};
constexpr Words<2> kListKinds{"ward", "theatre"};
constexpr Words<3> kCheckStates{"open", "done", "waived"};

}  // namespace

std::string_view name_of(Kind v) {
  return word_of(kKinds, v);
}
std::optional<Kind> kind_from(std::string_view n) {
  return from_word<Kind>(kKinds, n);
}

std::string_view name_of(Urgency v) {
  return word_of(kUrgencies, v);
}
std::optional<Urgency> urgency_from(std::string_view n) {
  return from_word<Urgency>(kUrgencies, n);
}

std::string_view name_of(State v) {
  return word_of(kStates, v);
}
std::optional<State> state_from(std::string_view n) {
  return from_word<State>(kStates, n);
}

std::string_view name_of(ListKind v) {
  return word_of(kListKinds, v);
}
std::optional<ListKind> list_kind(std::string_view n) {
  return from_word<ListKind>(kListKinds, n);
}

std::string_view name_of(CheckState v) {
  return word_of(kCheckStates, v);
}
std::optional<CheckState> check_state(std::string_view n) {
  return from_word<CheckState>(kCheckStates, n);
}

}  // namespace yuyue::booking::admission
