#include "booking/disruption/planner.hpp"

#include <algorithm>

#include "booking/appointment_records.hpp"
#include "yuyue/booking/team/teams.hpp"

namespace yuyue::booking::disruption {

Planner::Planner(store::Snapshot& snapshot, const Environment& environment, Rules rules,
                 Instant now)
    : snapshot_(snapshot), env_(environment), rules_(rules), now_(now) {}

const rules::Clinic& Planner::clinic_of(SessionId session) {
  const auto found = std::ranges::find(lost_, session, &rules::Clinic::session);
  if (found != lost_.end()) return *found;
  return lost_.emplace_back(records::read_clinic(snapshot_, session));
}

void Planner::read_departments_of(DepartmentId department) {
  if (read_.contains(department)) return;
  const auto today = env_.time->day_of(now_);
  const auto last = booking::rules::last_released_day(*env_.policies->at(now_), *env_.time, now_);
  for (const auto each : records::related(snapshot_, department)) {
    if (!read_.insert(each).second) continue;
    records::read_market(snapshot_, each, today, last, now_ + rules_.notice, market_);
  }
}

std::vector<Proposal> Planner::propose(const Appointment& appointment,
                                       std::optional<SlotId> same_place, bool keep) {
  read_departments_of(appointment.department);
  if (same_place) records::read_place(snapshot_, *same_place, market_);
  rules::Patient patient;
  patient.appointment = appointment.id;
  patient.was = clinic_of(appointment.session);
  patient.slot = appointment.slot;
  patient.starts_at = appointment.starts_at;
  patient.ends_at = appointment.ends_at;
  patient.held = booking::records::held_by(snapshot_, appointment.person, now_, *env_.time);
  patient.same_place = same_place;
  patient.priority = keep;
  const auto team = team::booked_team_of(snapshot_, appointment.id);
  if (team)
    patient.also = [&](const rules::Place& place) {
      const auto& clinic = market_.clinics[place.clinic];
      return team::others_at(snapshot_, *team, clinic.session, clinic.day, place.starts_at,
                             team::Stand::or_colleagues)
          .has_value();
    };
  return rules::propose(patient, market_, rules_.proposals, now_ + rules_.notice);
}

std::vector<Appointment> touched_by(store::Snapshot& snapshot, Kind kind, SessionId session,
                                    std::optional<DisruptionId> disruption, Instant now,
                                    int limit) {
  auto list = records::unlisted(snapshot, session, disruption, now, limit);
  const auto left = limit - static_cast<int>(list.size());
  // A team keeps its own room.
  if (kind == Kind::room || left <= 0) return list;
  for (auto& a : records::unlisted_teams(snapshot, session, disruption, now, left))
    list.push_back(std::move(a));
  return list;
}

std::vector<Appointment> giving_way(store::Snapshot& snapshot,
                                    const std::vector<records::SlotChange>& slots) {
  std::vector<Appointment> list;
  for (const auto& change : slots) {
    const auto sitting = records::sitting_in(snapshot, change.slot);
    std::vector<rules::Sitting> seats;
    for (const auto& a : sitting)
      seats.push_back(
          {a.id, a.created_at,
           a.state == AppointmentState::arrived || a.state == AppointmentState::fulfilled});
    const auto surplus = rules::surplus(std::move(seats), change.left);
    std::ranges::copy_if(sitting, std::back_inserter(list), [&](const Appointment& a) {
      return std::ranges::find(surplus, a.id) != surplus.end();
    });
  }
  return list;
}

std::optional<SlotId> same_place_in(store::Snapshot& snapshot, const HospitalTime& time,
                                    const Session& session, const Session& successor,
                                    Instant slot_starts_at) {
  const auto wanted =
      time.at(successor.day, time.minute_of(slot_starts_at) - session.starts + successor.starts);
  for (const auto& slot : slots_of(snapshot, successor.id))
    if (slot.starts_at == wanted) return slot.id;
  return std::nullopt;
}

}  // namespace yuyue::booking::disruption
