#include "yuyue/booking/admission/rules.hpp"

#include <algorithm>
#include <tuple>

namespace yuyue::booking::admission::rules {

std::optional<State> next(State state, Step step) {
  if (!is_open(state)) return std::nullopt;
  switch (step) {
    case Step::offer:  // again, for one that has a day: the day is changed
      return State::offered;
    case Step::accept:
      if (state != State::offered) return std::nullopt;
      return State::accepted;
    case Step::ask_another:
      if (state == State::waiting) return std::nullopt;
      return State::waiting;
    case Step::lapse:
      if (state != State::offered) return std::nullopt;
      return State::waiting;
    case Step::finish:
      if (state != State::accepted) return std::nullopt;
      return State::done;
    case Step::decline:
      return State::declined;
    case Step::cancel:
      return State::cancelled;
  }
  return std::nullopt;
}

bool is_open(State state) {
  return state == State::waiting || state == State::offered || state == State::accepted;
}

bool holds_day(State state) {
  return state == State::offered || state == State::accepted || state == State::done;
}

bool comes_before(const InLine& a, const InLine& b) {
  return std::tie(a.urgency, a.requested_at, a.id) < std::tie(b.urgency, b.requested_at, b.id);
}

bool wished(const InLine& request, Day day) {
  return (!request.wish_from || *request.wish_from <= day) &&
         (!request.wish_to || day <= *request.wish_to);
}

std::optional<AdmissionId> first_for(std::span<const InLine> waiting, Day day) {
  const InLine* first = nullptr;
  for (const auto& request : waiting)
    if (wished(request, day) && (!first || comes_before(request, *first))) first = &request;
  if (!first) return std::nullopt;
  return first->id;
}

int weekly_capacity(const AdmissionList& list, Day day,
                    const std::optional<CalendarDay>& calendar) {
  int weekday = iso_weekday(day);
  if (calendar) {
    if (calendar->kind == CalendarKind::holiday && !list.on_holidays) return 0;
    if (calendar->kind == CalendarKind::workday && calendar->as_weekday)
      weekday = *calendar->as_weekday;
  }
  return list.weekly.at(static_cast<std::size_t>(weekday - 1));
}

Instant answer_by(const AdmissionList& list, Day day, const HospitalTime& time, Instant now) {
  constexpr std::chrono::hours kAtLeast{1};
  const auto wanted = now + std::chrono::hours{list.answer_hours};
  const auto day_begins = time.at(day, MinuteOfDay{0});
  if (now + kAtLeast > day_begins) return time.at(day, MinuteOfDay{24 * 60});
  return std::min(wanted, day_begins);
}

Result<void> may_offer(const Admission& admission, Day day, Day today) {
  if (!next(admission.state, Step::offer))
    return Refusal("admission-state").with("state", name_of(admission.state));
  if (day < today) return Refusal("day-past").with("date", format_day(day)).at("/date");
  if (admission.day == day) return Refusal("same-day").with("date", format_day(day)).at("/date");
  return {};
}

Result<void> may_finish(const Admission& admission, std::span<const Check> checks, Day today) {
  if (!next(admission.state, Step::finish))
    return Refusal("admission-state").with("state", name_of(admission.state));
  if (admission.day && today < *admission.day)
    return Refusal("day-not-come").with("date", format_day(*admission.day));
  std::string open;
  for (const auto& check : checks) {
    if (check.state != CheckState::open) continue;
    if (!open.empty()) open += "、";
    open += check.name;
  }
  if (!open.empty()) return Refusal("checklist-open").with("items", open);
  return {};
}

}  // namespace yuyue::booking::admission::rules
