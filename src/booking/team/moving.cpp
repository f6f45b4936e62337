// A team at another time: when all can, their places kept while the patient decides, moved with the
// patient's appointment.
#include <algorithm>

#include "booking/appointment_records.hpp"
#include "booking/team/records.hpp"
#include "yuyue/booking/rules.hpp"

namespace yuyue::booking::team {
namespace {

places::Owner owner_of(TeamVisitId id) {
  return {.kind = "team", .id = id.value};
}

/// The pools are tried in this order: the place is wanted by the hospital, any pool will do.
constexpr Channel kWays[] = {Channel::desk, Channel::web, Channel::clinician};

Result<places::Claim> hold(const places::Places& places, store::Transaction& tx, SlotId slot,
                           TeamVisitId team, Instant now) {
  const auto wanted = booking::records::wanted_slot(tx, slot);
  if (!wanted) return Refusal("not-found").with("what", "slot");
  Result<places::Claim> claim = Refusal("slot-full");
  for (const auto channel : kWays)
    if (claim = places.hold(tx, *wanted, channel, owner_of(team), wanted->slot.ends_at, now); claim)
      break;
  return claim;
}

struct Open {
  Session session;
  std::vector<Slot> slots;
};

/// A session's slots that have a free place and can be booked now.
Result<Open> open_slots(store::Snapshot& snapshot, const Environment& env, SessionId id,
                        Channel channel, const policy::InForce& in_force, Instant now) {
  auto session = find_session(snapshot, id);
  if (!session) return Refusal("not-found").with("what", "session");
  Open open{.session = *std::move(session), .slots = {}};
  for (auto& slot : slots_of(snapshot, id)) {
    if (slot.free() < 1) continue;
    const auto wanted = booking::records::wanted_slot(snapshot, slot.id);
    if (wanted && booking::rules::may_be_booked(*wanted, channel, in_force, *env.time, now))
      open.slots.push_back(std::move(slot));
  }
  return open;
}

}  // namespace

Result<std::vector<TeamTime>> times_together(store::Snapshot& snapshot, const Environment& env,
                                             const std::vector<SessionId>& sessions,
                                             Channel channel, Instant now) {
  if (sessions.size() < 2 || sessions.size() > kMostClinicians) return Refusal("team-times-differ");
  const auto in_force = env.policies->at(now);
  std::vector<Open> all;
  for (const auto id : sessions) {
    auto open = open_slots(snapshot, env, id, channel, *in_force, now);
    if (!open) return open.error();
    all.push_back(*std::move(open));
  }
  const auto near = records::rooms_near(snapshot, sessions.front());
  std::vector<TeamTime> times;
  for (const auto& first : all.front().slots) {
    TeamTime time{.slots = {first.id},
                  .day = all.front().session.day,
                  .starts_at = first.starts_at,
                  .ends_at = first.ends_at,
                  .rooms = {}};
    for (std::size_t i = 1; i < all.size(); ++i) {
      const auto same = std::ranges::find(all[i].slots, first.starts_at, &Slot::starts_at);
      if (same == all[i].slots.end() || same->ends_at != first.ends_at) break;
      time.slots.push_back(same->id);
    }
    if (time.slots.size() != all.size()) continue;
    for (const auto room : near)
      if (!records::room_is_taken(snapshot, room, time.day, time.starts_at, time.ends_at, sessions))
        time.rooms.push_back(room);
    times.push_back(std::move(time));
  }
  return times;
}

std::optional<std::vector<SlotId>> others_at(store::Snapshot& snapshot, const TeamVisit& visit,
                                             SessionId lead, Day day, Instant starts_at,
                                             Stand stand) {
  std::vector<SessionId> used{lead};
  std::vector<SlotId> slots;
  for (const auto was : visit.others) {
    const auto list =
        records::stand_ins(snapshot, was, day, starts_at, stand == Stand::or_colleagues);
    const auto found = std::ranges::find_if(list, [&](const records::StandIn& one) {
      return std::ranges::find(used, one.session) == used.end();
    });
    if (found == list.end()) return std::nullopt;
    used.push_back(found->session);
    slots.push_back(found->slot);
  }
  const auto ends_at = starts_at + (visit.ends_at - visit.starts_at);
  if (visit.room &&
      records::room_is_taken(snapshot, *visit.room, day, starts_at, ends_at, used, visit.id))
    return std::nullopt;
  return slots;
}

Result<void> Teams::keep(store::Transaction& tx, const TeamVisit& visit, SlotId lead,
                         Instant now) const {
  let_go(tx, visit.appointment, now);
  const auto wanted = booking::records::wanted_slot(tx, lead);
  if (!wanted) return Refusal("not-found").with("what", "slot");
  const auto slots = others_at(tx, visit, wanted->session.id, wanted->session.day,
                               wanted->slot.starts_at, Stand::or_colleagues);
  if (!slots) return Refusal("slot-full");
  int position = 0;
  for (const auto slot : *slots) {
    const auto claim = hold(places_, tx, slot, visit.id, now);
    if (!claim) {
      let_go(tx, visit.appointment, now);
      return claim.error();
    }
    records::insert_kept(tx, visit.id, {++position, slot, claim->id});
  }
  return {};
}

bool Teams::is_kept(store::Snapshot& snapshot, const TeamVisit& visit, SlotId lead) const {
  const auto kept = records::kept_for(snapshot, visit.id);
  if (kept.empty()) return false;
  const auto there = booking::records::wanted_slot(snapshot, kept.front().slot);
  const auto wanted = booking::records::wanted_slot(snapshot, lead);
  return there && wanted && there->slot.starts_at == wanted->slot.starts_at;
}

void Teams::let_go(store::Transaction& tx, AppointmentId appointment, Instant now) const {
  const auto visit = team_of(tx, appointment);
  if (!visit) return;
  for (const auto& kept : records::kept_for(tx, visit->id))
    static_cast<void>(places_.release(tx, {kept.claim, owner_of(visit->id)}, now));
  records::forget_kept(tx, visit->id);
}

bool Teams::come_along(store::Transaction& tx, const TeamVisit& visit, const Appointment& now_is,
                       Instant now) const {
  if (!is_kept(tx, visit, now_is.slot)) {
    // The patient or the desk moves it: only with the same clinicians.
    const auto slots =
        others_at(tx, visit, now_is.session, now_is.day, now_is.starts_at, Stand::themselves);
    if (!slots || !keep(tx, visit, now_is.slot, now)) return false;
  }
  for (const auto& place : records::places_of(tx, visit.id))
    static_cast<void>(places_.release(tx, {place.claim, owner_of(visit.id)}, now));
  records::adopt_kept(tx, visit.id);
  auto moved = visit;
  moved.day = now_is.day;
  moved.starts_at = now_is.starts_at;
  moved.ends_at = now_is.ends_at;
  records::move(tx, moved);
  return true;
}

Result<void> Teams::replace(store::Transaction& tx, const TeamVisit& visit, SessionId was,
                            SlotId slot, Instant now) const {
  for (auto place : records::places_of(tx, visit.id)) {
    const auto there = booking::records::wanted_slot(tx, place.slot);
    if (!there || there->session.id != was) continue;
    const auto claim = hold(places_, tx, slot, visit.id, now);
    if (!claim) return claim.error();
    static_cast<void>(places_.release(tx, {place.claim, owner_of(visit.id)}, now));
    place.slot = slot;
    place.claim = claim->id;
    records::replace_place(tx, visit.id, place);
    return {};
  }
  return Refusal("not-found").with("what", "slot");
}

std::string Teams::lead_phone(store::Snapshot& snapshot, TeamVisitId id) const {
  const auto sealed = records::lead(snapshot, id);
  return sealed ? vault_.open(access::sealed_in("team.lead", id), *sealed) : std::string();
}

}  // namespace yuyue::booking::team
