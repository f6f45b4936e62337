#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "yuyue/booking/appointments.hpp"

namespace yuyue::booking {

/// How long before a remote visit its link is shown.
inline constexpr std::chrono::minutes kJoinEarly{15};
/// How long after its slot it can still be used: clinics run late.
inline constexpr std::chrono::minutes kJoinLate{60};

/// Whether the visit can be joined now: a remote session's, booked or arrived, and about its time.
bool may_join(const AppointmentView& view, Instant now);

/// The hospital's template ("https://meet.example.org/{token}") with the visit's own token, which
/// only those who may see the appointment get to know. Empty without a template.
std::string join_link(std::string_view link_template, std::string_view token);

}  // namespace yuyue::booking
