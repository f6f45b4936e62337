#pragma once
#include <optional>
#include <span>

#include "yuyue/booking/admission/model.hpp"
#include "yuyue/booking/reference.hpp"

// What may be done with a request and who is next. Pure.
namespace yuyue::booking::admission::rules {

enum class Step { offer, accept, ask_another, decline, lapse, cancel, finish };
inline constexpr Step kSteps[] = {Step::offer, Step::accept, Step::ask_another, Step::decline,
                                  Step::lapse, Step::cancel, Step::finish};

/// Where a step leads; nullopt: it cannot be done from there.
std::optional<State> next(State state, Step step);
/// Not over: waiting, offered, accepted.
bool is_open(State state);
/// Counts among its day's: offered, accepted, done.
bool holds_day(State state);

/// A request as the line sees it.
struct InLine {
  AdmissionId id;
  Urgency urgency = Urgency::routine;
  Instant requested_at{};
  std::optional<Day> wish_from, wish_to;
};
/// Urgency, then the time of the request, then its id.
bool comes_before(const InLine& a, const InLine& b);
/// Whether the patient wished for that day (those who wished nothing take any).
bool wished(const InLine& request, Day day);
/// Whose turn it is for a place on that day: the first in line who wished for it.
std::optional<AdmissionId> first_for(std::span<const InLine> waiting, Day day);

/// How many may come by the weekly pattern. `calendar`: what the day is instead of its weekday.
int weekly_capacity(const AdmissionList& list, Day day, const std::optional<CalendarDay>& calendar);

/// Until when an offered day waits for an answer: the list's hours, but not into the day itself;
/// a day offered that late is answered until its end.
Instant answer_by(const AdmissionList& list, Day day, const HospitalTime& time, Instant now);

/// Refusal: day-past (the offered day, or the one it would be moved from, is over).
Result<void> may_offer(const Admission& admission, Day day, Day today);
/// Refusals: admission-state, checklist-open (params: items), day-not-come (params: date).
Result<void> may_finish(const Admission& admission, std::span<const Check> checks, Day today);

}  // namespace yuyue::booking::admission::rules
