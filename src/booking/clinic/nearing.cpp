#include "yuyue/booking/clinic/nearing.hpp"

#include "yuyue/access/settings.hpp"
#include "yuyue/booking/clinic/clinic_day.hpp"

namespace yuyue::booking::clinic {
namespace {

std::string room_name(store::Snapshot& snapshot, SessionId session, queue::Station station) {
  for (const auto& room : rooms_of(snapshot, session))
    if (room.id.value == station.value) return room.name;
  return "";
}

Appointment appointment_in(store::Snapshot& snapshot, const queue::KeptLine& line,
                           const queue::Ticket& ticket) {
  return find_appointment(snapshot, appointment_of(line.subjects.at(ticket.id))).value();
}

}  // namespace

int few_ahead_setting(store::Snapshot& snapshot) {
  return static_cast<int>(access::setting_integer(snapshot, kFewAhead, kFewAheadUsually));
}

void Nearing::few_ahead(store::Transaction& tx, const queue::KeptLine& line,
                        const queue::Ticket& ticket, int ahead, Instant now) {
  messages_.few_ahead(tx, appointment_in(tx, line, ticket), ticket, ahead, now);
}

void Nearing::called(store::Transaction& tx, const queue::KeptLine& line,
                     const queue::Ticket& ticket, Instant now) {
  const auto appointment = appointment_in(tx, line, ticket);
  messages_.called(tx, appointment, ticket,
                   room_name(tx, appointment.session, ticket.station.value()), now);
}

}  // namespace yuyue::booking::clinic
