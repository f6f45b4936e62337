// Helping those who come away empty-handed to the next visit.
#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "booking/appointment_records.hpp"
#include "booking/disruption/records.hpp"

namespace yuyue::booking::disruption {
namespace {

constexpr int kPerSession = 2;

struct Candidate {
  std::size_t place = 0;
  int tier = 0;  // the clinician, the department, the specialty elsewhere
  std::chrono::milliseconds distance{};
};

/// What somebody loses, or cannot have.
struct Lost {
  SlotId slot;
  DepartmentId department;
  std::optional<PractitionerId> practitioner;
  Instant starts_at{};
  std::optional<PersonId> person;
  std::optional<AppointmentId> appointment;
};

int tier_of(const Lost& lost, const rules::Clinic& clinic) {
  if (clinic.department != lost.department) return 2;
  return lost.practitioner && clinic.practitioner == lost.practitioner ? 0 : 1;
}

std::vector<PlaceView> offers_for(store::Snapshot& snapshot, const Environment& env,
                                  const Lost& lost, Channel channel, std::size_t limit,
                                  Instant now) {
  const auto in_force = env.policies->at(now);
  const auto last = booking::rules::last_released_day(*in_force, *env.time, now);
  const auto earliest = is_staff(channel) ? now - kSlotLength : now;
  rules::Market market;
  for (const auto department : records::related(snapshot, lost.department))
    records::read_market(snapshot, department, env.time->day_of(now), last, earliest, market);
  std::vector<Candidate> list;
  for (std::size_t i = 0; i < market.places.size(); ++i) {
    const auto& place = market.places[i];
    // Soonest after the time that was lost or, if that is over, after now.
    list.push_back({i, tier_of(lost, market.clinics[place.clinic]),
                    std::chrono::abs(place.starts_at - std::max(lost.starts_at, now))});
  }
  std::ranges::sort(list, [](const Candidate& a, const Candidate& b) {
    return std::tie(a.tier, a.distance, a.place) < std::tie(b.tier, b.distance, b.place);
  });
  std::vector<booking::rules::Held> held;
  if (lost.person) held = booking::records::held_by(snapshot, *lost.person, now, *env.time);
  const auto may_be_booked = [&](SlotId slot) {
    const auto wanted = booking::records::wanted_slot(snapshot, slot);
    return wanted &&
           booking::rules::may_be_booked(*wanted, channel, *in_force, *env.time, now).has_value();
  };
  std::vector<const Candidate*> chosen;
  std::unordered_map<SessionId, int> of_session;
  std::unordered_map<int, std::size_t> of_tier;
  const auto choose = [&](std::size_t per_tier) {
    for (const auto& candidate : list) {
      if (chosen.size() == limit) return;
      const auto& place = market.places[candidate.place];
      const auto session = market.clinics[place.clinic].session;
      if (of_tier[candidate.tier] >= per_tier || of_session[session] >= kPerSession) continue;
      if (std::ranges::find(chosen, &candidate) != chosen.end()) continue;
      if (place.slot == lost.slot || !may_be_booked(place.slot)) continue;
      if (!rules::suits(session, place.starts_at, place.ends_at, held, lost.appointment, *env.time))
        continue;
      ++of_session[session];
      ++of_tier[candidate.tier];
      chosen.push_back(&candidate);
    }
  };
  // The clinician's many slots leave room for colleagues, and both for other campuses.
  choose((limit + 2) / 3);
  choose(limit);
  std::ranges::sort(chosen);  // the candidates stand in their order
  std::vector<PlaceView> offers;
  for (const auto* candidate : chosen)
    if (auto view = place_view(snapshot, *env.time, market.places[candidate->place].slot))
      offers.push_back(std::move(*view));
  return offers;
}

}  // namespace

std::vector<PlaceView> rebooking_offers(store::Snapshot& snapshot, const Environment& env,
                                        const Appointment& a, Channel channel, std::size_t limit,
                                        Instant now) {
  return offers_for(snapshot, env,
                    {.slot = {},
                     .department = a.department,
                     .practitioner = a.practitioner,
                     .starts_at = a.starts_at,
                     .person = a.person,
                     .appointment = a.id},
                    channel, limit, now);
}

std::vector<PlaceView> offers_instead(store::Snapshot& snapshot, const Environment& env,
                                      SlotId slot, std::optional<PersonId> person, Channel channel,
                                      std::size_t limit, Instant now) {
  const auto wanted = booking::records::wanted_slot(snapshot, slot);
  if (!wanted) return {};
  return offers_for(snapshot, env,
                    {.slot = slot,
                     .department = wanted->session.department,
                     .practitioner = wanted->session.practitioner,
                     .starts_at = wanted->slot.starts_at,
                     .person = person,
                     .appointment = {}},
                    channel, limit, now);
}

}  // namespace yuyue::booking::disruption
