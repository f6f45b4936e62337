#include <algorithm>

#include "booking/appointment_records.hpp"
#include "booking/reference_records.hpp"
#include "booking/team/records.hpp"
#include "yuyue/booking/rules.hpp"

namespace yuyue::booking::team {
namespace {

places::Owner owner_of(TeamVisitId id) {
  return {.kind = "team", .id = id.value};
}

Refusal of_slot(Refusal refusal, std::size_t index) {
  refusal.with("visit", std::to_string(index + 1));
  return refusal;
}

/// The slots, if they are several, of different sessions, at one time.
Result<std::vector<booking::rules::Wanted>> together(store::Snapshot& snapshot,
                                                     const std::vector<SlotId>& slots) {
  if (slots.size() < 2 || slots.size() > kMostClinicians) return Refusal("team-times-differ");
  std::vector<booking::rules::Wanted> all;
  for (const auto slot : slots) {
    auto wanted = booking::records::wanted_slot(snapshot, slot);
    if (!wanted) return of_slot(Refusal("not-found").with("what", "slot"), all.size());
    for (const auto& other : all)
      if (other.session.id == wanted->session.id ||
          other.slot.starts_at != wanted->slot.starts_at ||
          other.slot.ends_at != wanted->slot.ends_at)
        return of_slot(Refusal("team-times-differ"), all.size());
    all.push_back(*std::move(wanted));
  }
  return all;
}

}  // namespace

Result<TeamVisit> Teams::book(store::Transaction& tx, const Appointments& appointments,
                              const NewTeamVisit& wanted, const Actor& by, Instant now) const {
  const auto slots = together(tx, wanted.slots);
  if (!slots) return slots.error();
  TeamVisit visit;
  visit.id = env_.ids->next<TeamVisitId>();
  visit.version = 1;
  visit.room = wanted.room;
  visit.day = slots->front().session.day;
  visit.starts_at = slots->front().slot.starts_at;
  visit.ends_at = slots->front().slot.ends_at;
  if (wanted.room) {
    if (!booking::records::exists(tx, *wanted.room))
      return Refusal("unknown-reference").with("name", "roomId").at("/roomId");
    std::vector<SessionId> own;
    for (const auto& slot : *slots) own.push_back(slot.session.id);
    if (records::room_is_taken(tx, *wanted.room, visit.day, visit.starts_at, visit.ends_at, own))
      return Refusal("room-taken").at("/roomId");
  }
  BookingRequest request;
  request.slot = wanted.slots.front();
  request.person = wanted.person;
  request.by = by;
  request.note = wanted.note;
  const auto lead = appointments.book(tx, request, now);
  if (!lead) return of_slot(lead.error(), 0);
  visit.appointment = lead->id;
  records::insert(tx, visit, now);
  if (!wanted.lead_phone.empty())
    records::insert_lead(tx, visit.id,
                         vault_.seal(access::sealed_in("team.lead", visit.id), wanted.lead_phone));
  const auto in_force = env_.policies->at(now);
  for (std::size_t i = 1; i < slots->size(); ++i) {
    const auto& other = (*slots)[i];
    if (auto may = booking::rules::may_be_booked(other, by.channel, *in_force, *env_.time, now);
        !may)
      return of_slot(may.error(), i);
    const auto claim =
        places_.hold(tx, other, by.channel, owner_of(visit.id), other.slot.ends_at, now);
    if (!claim) return of_slot(claim.error(), i);
    records::insert_place(tx, visit.id, static_cast<int>(i), other.slot.id, claim->id);
    visit.others.push_back(other.slot.id);
  }
  if (env_.journal)
    env_.journal->record(
        tx, by,
        {.what = "team-booked",
         .subject = visit.appointment,
         .details = {{"team", to_string(visit.id)}, {"clinicians", std::to_string(slots->size())}},
         .note = {}},
        now);
  return visit;
}

void Teams::release_all(store::Transaction& tx, const TeamVisit& visit, Instant now) const {
  for (const auto& place : records::places_of(tx, visit.id))
    static_cast<void>(places_.release(tx, {place.claim, owner_of(visit.id)}, now));
  let_go(tx, visit.appointment, now);
}

void Teams::cancelled(store::Transaction& tx, const Appointment& now_is, Instant now) {
  const auto visit = booked_team_of(tx, now_is.id);
  if (!visit) return;
  release_all(tx, *visit, now);
  records::release(tx, *visit);
}

// If one of them cannot at the new time, the others are free again: they are asked for anew.
void Teams::rescheduled(store::Transaction& tx, const Appointment&, const Appointment& now_is,
                        Instant now) {
  const auto visit = booked_team_of(tx, now_is.id);
  if (!visit) return;
  if (now_is.starts_at == visit->starts_at) return let_go(tx, now_is.id, now);
  if (!come_along(tx, *visit, now_is, now)) cancelled(tx, now_is, now);
}

}  // namespace yuyue::booking::team
