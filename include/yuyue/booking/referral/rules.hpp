#pragma once
#include "yuyue/booking/referral/model.hpp"
#include "yuyue/core/result.hpp"

// What may be done with a referral, and by whom. Pure.
namespace yuyue::booking::referral::rules {

/// Where somebody stands who handles a referral.
enum class Side { hospital, partner };
enum class Step { accept, redirect, refuse, book, report, withdraw, ask, answer };
inline constexpr Step kSteps[] = {Step::accept, Step::redirect, Step::refuse, Step::book,
                                  Step::report, Step::withdraw, Step::ask,    Step::answer};

/// Who sent it; the other side receives it.
Side sender(Direction direction);
/// Where a step leads; nullopt: it cannot be done from there. Booking again is for those whose
/// appointment was cancelled.
std::optional<State> next(State state, Direction direction, Step step);
/// The receiver accepts, redirects, refuses, asks and reports; the sender answers and withdraws;
/// both may book.
bool may_take(Side side, Direction direction, Step step);
/// Not over: sent, accepted, booked.
bool is_open(State state);
/// Refusals: referral-not-yours (the other side's to do), referral-state (params: state).
Result<State> take(const Referral& referral, Side side, Step step);
/// Urgent ones first, then as they came.
bool comes_before(const Referral& a, const Referral& b);

}  // namespace yuyue::booking::referral::rules
