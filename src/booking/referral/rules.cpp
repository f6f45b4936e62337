#include "yuyue/booking/referral/rules.hpp"

#include <tuple>

namespace yuyue::booking::referral::rules {

Side sender(Direction direction) {
  return direction == Direction::up ? Side::partner : Side::hospital;
}

bool is_open(State state) {
  return state == State::sent || state == State::accepted || state == State::booked;
}

std::optional<State> next(State state, Direction direction, Step step) {
  if (!is_open(state)) return std::nullopt;
  switch (step) {
    case Step::accept:
      if (state != State::sent) return std::nullopt;
      return State::accepted;
    case Step::redirect:  // within the hospital
      if (state != State::sent || direction != Direction::up) return std::nullopt;
      return State::sent;
    case Step::refuse:
      if (state != State::sent) return std::nullopt;
      return State::refused;
    case Step::book:
      if (state == State::sent || direction != Direction::up) return std::nullopt;
      return State::booked;
    case Step::report:
      if (state == State::sent) return std::nullopt;
      return State::reported;
    case Step::withdraw:
      return State::withdrawn;
    case Step::ask:
    case Step::answer:
      return state;
  }
  return std::nullopt;
}

bool may_take(Side side, Direction direction, Step step) {
  switch (step) {
    case Step::book:
      return true;
    case Step::withdraw:
    case Step::answer:
      return side == sender(direction);
    case Step::accept:
    case Step::redirect:
    case Step::refuse:
    case Step::report:
    case Step::ask:
      return side != sender(direction);
  }
  return false;
}

Result<State> take(const Referral& referral, Side side, Step step) {
  if (!may_take(side, referral.direction, step)) return Refusal("referral-not-yours");
  const auto to = next(referral.state, referral.direction, step);
  if (!to) return Refusal("referral-state").with("state", name_of(referral.state));
  return *to;
}

bool comes_before(const Referral& a, const Referral& b) {
  return std::tuple(!a.urgent, a.created_at, a.id) < std::tuple(!b.urgent, b.created_at, b.id);
}

}  // namespace yuyue::booking::referral::rules
