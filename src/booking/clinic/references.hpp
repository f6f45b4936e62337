#pragma once
// How the queue module names what is the clinic's.
#include <string>

#include "yuyue/booking/clinic/clinic_day.hpp"

namespace yuyue::booking::clinic {

inline constexpr std::string_view kAppointment = "appointment";
inline constexpr std::string_view kSession = "session";

inline queue::Reference owner_of(SessionId session) {
  return {std::string(kSession), session.value};
}
inline queue::Reference subject_of(AppointmentId appointment) {
  return {std::string(kAppointment), appointment.value};
}
inline queue::Reference reference(const Actor& by) {
  return {by.kind, by.id};
}
inline queue::Station station_of(RoomId room) {
  return {room.value};
}
inline Refusal not_found(std::string_view what) {
  return Refusal("not-found").with("what", what);
}
/// Refusal: unknown-reference.
Result<void> is_room_of(store::Snapshot& snapshot, SessionId session, RoomId room);

}  // namespace yuyue::booking::clinic
