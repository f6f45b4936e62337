#pragma once
#include "api/answers.hpp"
#include "api/people_shown.hpp"
#include "yuyue/booking/clinic/clinic_day.hpp"

// How a waiting line and its tickets are shown.
namespace yuyue::api {

/// What is needed to show a line's tickets.
struct Board {
  const Services& services;
  std::vector<booking::clinic::ClinicRoom> rooms;
  Instant now;

  Json room(const std::optional<queue::Station>& station) const;
  Json ticket(const queue::Ticket& ticket, AppointmentId appointment, Json person) const;
};

/// A class is named as the hospital calls it, in `class` and `classEn`.
Json reasons_json(const Services& services, const std::vector<queue::Reason>& reasons, Instant now);
Json rooms_json(const std::vector<booking::clinic::ClinicRoom>& rooms);

/// Those who wait in their order; then the others, as they were called.
std::vector<const queue::Ticket*> in_order(const queue::Line& line);
/// A line with all its open tickets, each with its person and why it stands where it stands.
Json line_json(const Services& services, store::Snapshot& snapshot, const Call& call,
               const queue::KeptLine& kept, std::vector<booking::clinic::ClinicRoom> rooms);
/// The same with the session's rooms, what is announced, and where patients can be handed to.
Json session_line_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                       SessionId session);
/// One ticket as it has become, without its place in the line.
Json changed_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                  const queue::KeptTicket& kept);

}  // namespace yuyue::api
