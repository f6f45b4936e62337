// The words by which enumerations are known in JSON, CSV and the file.
#include <array>

#include "yuyue/booking/appointments.hpp"
#include "yuyue/booking/availability.hpp"

namespace yuyue::booking {
namespace {

template <std::size_t N>
using Words = std::array<std::string_view, N>;

constexpr Words<6> kChannels{"web", "desk", "kiosk", "phone", "partner", "clinician"};
constexpr Words<2> kCalendarKinds{"holiday", "workday"};
constexpr Words<3> kDayParts{"morning", "afternoon", "evening"};
constexpr Words<3> kWeeks{"every", "odd", "even"};
constexpr Words<3> kSessionStates{"open", "stopped", "withdrawn"};
constexpr Words<6> kAppointmentStates{"pending",   "booked", "arrived",
                                      "fulfilled", "noshow", "cancelled"};
constexpr Words<4> kCancelCauses{"patient", "hospital", "unpaid", "mistake"};
constexpr Words<4> kFilters{"all", "upcoming", "past", "cancelled"};
constexpr Words<4> kSlotStates{"free", "full", "past", "not-released"};
constexpr Words<5> kViewStates{"open", "stopped", "withdrawn", "not-released", "past"};
constexpr Words<4> kDayStates{"open", "full", "not-released", "closed"};

template <class E, std::size_t N>
std::optional<E> find(const std::array<std::string_view, N>& words, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i)
    if (words[i] == name) return static_cast<E>(i);
  return std::nullopt;
}

}  // namespace

std::string_view name_of(Channel v) {
  return kChannels.at(static_cast<std::size_t>(v));
}
std::optional<Channel> channel_from(std::string_view n) {
  return find<Channel>(kChannels, n);
}

std::string_view name_of(CalendarKind v) {
  return kCalendarKinds.at(static_cast<std::size_t>(v));
}
std::optional<CalendarKind> calendar_kind(std::string_view n) {
  return find<CalendarKind>(kCalendarKinds, n);
}

std::string_view name_of(DayPart v) {
  return kDayParts.at(static_cast<std::size_t>(v));
}
std::optional<DayPart> day_part(std::string_view n) {
  return find<DayPart>(kDayParts, n);
}

std::string_view name_of(Weeks v) {
  return kWeeks.at(static_cast<std::size_t>(v));
}
std::optional<Weeks> weeks_from(std::string_view n) {
  return find<Weeks>(kWeeks, n);
}

std::string_view name_of(SessionState v) {
  return kSessionStates.at(static_cast<std::size_t>(v));
}
std::optional<SessionState> session_state(std::string_view n) {
  return find<SessionState>(kSessionStates, n);
}

std::string_view name_of(AppointmentState v) {
  return kAppointmentStates.at(static_cast<std::size_t>(v));
}
std::optional<AppointmentState> appointment_state(std::string_view n) {
  return find<AppointmentState>(kAppointmentStates, n);
}

std::string_view name_of(CancelCause v) {
  return kCancelCauses.at(static_cast<std::size_t>(v));
}
std::optional<CancelCause> cancel_cause(std::string_view n) {
  return find<CancelCause>(kCancelCauses, n);
}

std::optional<AppointmentFilter> appointment_filter(std::string_view n) {
  return find<AppointmentFilter>(kFilters, n);
}

std::string_view name_of(SlotState v) {
  return kSlotStates.at(static_cast<std::size_t>(v));
}
std::string_view name_of(SessionViewState v) {
  return kViewStates.at(static_cast<std::size_t>(v));
}
std::string_view name_of(DayState v) {
  return kDayStates.at(static_cast<std::size_t>(v));
}

}  // namespace yuyue::booking
