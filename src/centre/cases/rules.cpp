// What may be done with a case, by whom, and until when.
#include <stdexcept>

#include "yuyue/centre/cases/model.hpp"

namespace yuyue::centre::cases::rules {
namespace {

/// A calendar with no working day in this time is broken.
constexpr int kLongestBreak = 60;

bool at_window(State state) {
  return state == State::received || state == State::waiting_for_papers || state == State::returned;
}
bool at_office(State state) {
  return state == State::in_review || state == State::to_sign;
}

}  // namespace

std::optional<State> next(State state, Step step, const CaseForm& form) {
  const auto after_review = form.signature ? State::to_sign : State::ready;
  const auto only_if = [](bool may, State then) {
    return may ? std::optional(then) : std::nullopt;
  };
  switch (step) {
    case Step::ask_for_papers:
      return only_if(at_window(state) && state != State::waiting_for_papers,
                     State::waiting_for_papers);
    case Step::submit:
      return only_if(at_window(state), form.review ? State::in_review : after_review);
    case Step::accept:
      return only_if(state == State::in_review, after_review);
    case Step::give_back:
      return only_if(at_office(state), State::returned);
    case Step::refuse:
      return only_if(at_office(state), State::refused);
    case Step::sign:
      return only_if(state == State::to_sign, State::ready);
    case Step::hand_over:
      return only_if(state == State::ready, State::handed_over);
    case Step::withdraw:
      return only_if(is_open(state), State::withdrawn);
  }
  return std::nullopt;
}

bool is_open(State state) {
  return state != State::handed_over && state != State::refused && state != State::withdrawn;
}

bool is_at_work(State state) {
  return state == State::received || state == State::returned || at_office(state);
}

bool is_decision(Step step) {
  return step == Step::accept || step == Step::give_back || step == Step::refuse ||
         step == Step::sign;
}

bool needs_reason(Step step) {
  return step == Step::give_back || step == Step::refuse || step == Step::withdraw;
}

std::string_view past_of(Step step) {
  switch (step) {
    case Step::ask_for_papers:
      return "papers-asked";
    case Step::submit:
      return "submitted";
    case Step::accept:
      return "accepted";
    case Step::give_back:
      return "returned";
    case Step::refuse:
      return "refused";
    case Step::sign:
      return "signed";
    case Step::hand_over:
      return "handed-over";
    case Step::withdraw:
      return "withdrawn";
  }
  return {};
}

std::string case_number(int year, std::int64_t number) {
  const auto digits = std::to_string(number);
  const std::string zeros(digits.size() < 5 ? 5 - digits.size() : 0, '0');
  return std::to_string(year) + "-" + zeros + digits;
}

Day add_working_days(Day from, int days, const std::function<bool(Day)>& is_working_day) {
  const auto next_working = [&](Day day) {
    for (int i = 0; i < kLongestBreak; ++i, day += date::days{1})
      if (is_working_day(day)) return day;
    throw std::runtime_error("the calendar has no working day after " + format_day(from));
  };
  if (days == 0) return next_working(from);
  auto day = from;
  for (int i = 0; i < days; ++i) day = next_working(day + date::days{1});
  return day;
}

}  // namespace yuyue::centre::cases::rules
