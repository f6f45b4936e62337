#include "yuyue/booking/remote.hpp"

namespace yuyue::booking {

bool may_join(const AppointmentView& view, Instant now) {
  const auto& a = view.appointment;
  if (!view.remote) return false;
  if (a.state != AppointmentState::booked && a.state != AppointmentState::arrived) return false;
  return a.starts_at - kJoinEarly <= now && now < a.ends_at + kJoinLate;
}

std::string join_link(std::string_view link_template, std::string_view token) {
  constexpr std::string_view kMark = "{token}";
  std::string link(link_template);
  if (const auto at = link.find(kMark); at != std::string::npos)
    link.replace(at, kMark.size(), token);
  return link;
}

}  // namespace yuyue::booking
