#include "yuyue/booking/clinic/nearing.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "booking/clinic/waits_records.hpp"
#include "yuyue/access/settings.hpp"
#include "yuyue/booking/clinic/clinic_day.hpp"

namespace yuyue::booking::clinic {
namespace {

using Row = std::vector<const queue::Ticket*>;

/// Those who wait with so few before them; each line and each room is ordered only once.
std::map<TicketId, int> nearly_there(const queue::Line& line, int few) {
  std::map<TicketId, int> found;
  std::set<queue::Station> assigned_to;
  const auto add = [&](const Row& row, std::optional<queue::Station> room) {
    auto ahead = static_cast<int>(std::ranges::count_if(line.tickets(), [&](const auto& ticket) {
      return ticket.state == queue::State::near && (!room || ticket.station == room);
    }));
    for (const auto* ticket : row) {
      if (ahead > few) return;
      if (ticket->assigned == room) found.emplace(ticket->id, ahead);
      ++ahead;
    }
  };
  for (const auto& ticket : line.tickets())
    if (ticket.state == queue::State::waiting && ticket.assigned)
      assigned_to.insert(*ticket.assigned);
  add(line.order(), std::nullopt);
  for (const auto room : assigned_to) add(line.order(room), room);
  return found;
}

std::string room_name(store::Snapshot& snapshot, SessionId session, queue::Station station) {
  for (const auto& room : rooms_of(snapshot, session))
    if (room.id.value == station.value) return room.name;
  return "";
}

}  // namespace

void Nearing::happening(store::Transaction& tx, const queue::KeptLine& line,
                        const queue::Happening& what) {
  const auto& event = what.event;
  const bool called = event.what == queue::What::called;
  if (!called && event.what != queue::What::beckoned) return;
  if (called) {
    const auto appointment = find_appointment(tx, appointment_of(what.subject)).value();
    messages_.called(tx, appointment, what.ticket,
                     room_name(tx, appointment.session, event.station.value()), event.at);
  }
  const auto few = static_cast<int>(access::setting_integer(tx, kFewAhead, kFewAheadUsually));
  if (few <= 0) return;
  for (const auto& [ticket, ahead] : nearly_there(line.line, few))
    tell(tx, line, ticket, ahead, event.at);
}

void Nearing::tell(store::Transaction& tx, const queue::KeptLine& line, TicketId ticket, int ahead,
                   Instant now) const {
  if (!records::note_nearing(tx, ticket, now)) return;
  const auto appointment = find_appointment(tx, appointment_of(line.subjects.at(ticket))).value();
  messages_.few_ahead(tx, appointment, *line.line.find(ticket), ahead, now);
}

int Nearing::purge(store::Transaction& tx, Instant now) const {
  return records::purge_nearing(tx, now - date::days{60}, 500);
}

}  // namespace yuyue::booking::clinic
