#pragma once
// SQL of disruptions and of who is affected by them.
#include <optional>
#include <vector>

#include "yuyue/booking/disruption/rules.hpp"
#include "yuyue/booking/disruption/service.hpp"

namespace yuyue::booking::disruption::records {

std::optional<Disruption> find(store::Snapshot& snapshot, DisruptionId id);
std::vector<Disruption> list(store::Snapshot& snapshot, bool running_only,
                             std::optional<DisruptionId> before, int limit);
void insert(store::Transaction& tx, const Disruption& disruption);
/// Also the version.
void set_state(store::Transaction& tx, DisruptionId id, State state, std::optional<Instant> ended);
/// Oldest first: those in that state.
std::vector<DisruptionId> in_state(store::Snapshot& snapshot, State state);
/// The disruption under way that this session is part of, as the one that changes or as the one
/// that comes in its stead.
std::optional<DisruptionId> running_on(store::Snapshot& snapshot, SessionId session);

void insert(store::Transaction& tx, DisruptionId disruption, const DisruptedSession& session);
void mark_listed(store::Transaction& tx, DisruptionId disruption, SessionId session);

struct SlotChange {
  SlotId slot;
  int was = 0, left = 0;
};
void insert(store::Transaction& tx, DisruptionId disruption, const SlotChange& change);
std::vector<SlotChange> slot_changes(store::Snapshot& snapshot, DisruptionId disruption);
/// As few places as there are to be, or as many as are taken.
void narrow_slot(store::Transaction& tx, SlotId slot, int capacity);
/// At least this many places.
void widen_slot(store::Transaction& tx, SlotId slot, int capacity);

std::vector<RoomId> rooms_of(store::Snapshot& snapshot, SessionId session);
void remember_rooms(store::Transaction& tx, DisruptionId disruption, SessionId session);
std::vector<RoomId> remembered_rooms(store::Snapshot& snapshot, DisruptionId disruption,
                                     SessionId session);
void remember_exception(store::Transaction& tx, DisruptionId disruption, ScheduleExceptionId id);
std::vector<ScheduleExceptionId> exceptions_of(store::Snapshot& snapshot, DisruptionId disruption);

/// Sessions of a clinician that are not over.
std::vector<SessionId> sessions_between(store::Snapshot& snapshot, PractitionerId practitioner,
                                        Day from, Day to, Instant now);
/// Another open session at which the practitioner would have to be at the same time.
std::optional<Session> elsewhere(store::Snapshot& snapshot, PractitionerId practitioner,
                                 Instant starts_at, Instant ends_at, SessionId but);

/// Appointments of a session that a change of the whole session touches and that are not written
/// down yet, by slot and number.
std::vector<Appointment> unlisted(store::Snapshot& snapshot, SessionId session,
                                  std::optional<DisruptionId> disruption, Instant now, int limit);
/// Visits of teams in which another clinician's place is in the session.
std::vector<Appointment> unlisted_teams(store::Snapshot& snapshot, SessionId session,
                                        std::optional<DisruptionId> disruption, Instant now,
                                        int limit);
/// All that sit in a slot, or have sat there, to choose who gives way.
std::vector<Appointment> sitting_in(store::Snapshot& snapshot, SlotId slot);
/// Whoever gives way in a slot that shrinks takes the place along: given back, it is no more.
void detach_place(store::Transaction& tx, const Appointment& appointment);
bool is_listed(store::Snapshot& snapshot, DisruptionId disruption, AppointmentId appointment);

/// `f` is the affected row, `a` its appointment.
inline constexpr std::string_view kAffectedSelect =
    "SELECT f.disruption_id, f.appointment_id, f.session_id, f.slot_id, f.starts_at,"
    " f.answer_until, f.kept_slot, f.claim_id, f.message_id, f.outcome, f.settled_by, f.settled_at,"
    " f.to_slot, f.told_at, a.person_id, f.asked_at,"
    " f.message_id IS NOT NULL AND coalesce(m.state, '') <> 'undelivered', f.reminded_at"
    " FROM affected f"
    " JOIN appointment a ON a.id = f.appointment_id LEFT JOIN message m ON m.id = f.message_id ";

std::vector<Affected> read_affected(store::Snapshot& snapshot, store::Rows rows);

void insert(store::Transaction& tx, const Affected& affected);
void insert_proposals(store::Transaction& tx, const Affected& affected);
void delete_proposals(store::Transaction& tx, const Affected& affected);
/// Everything that may change.
void update(store::Transaction& tx, const Affected& affected);
/// Open ones of an open disruption whose time is up.
std::vector<Affected> overdue(store::Snapshot& snapshot, Instant now, int limit);
/// Open ones of an open disruption who have not been reminded, have had half of their time, and
/// whose time is over by `until`; the soonest first. Those to whom no message could be sent, and
/// those the desk has spoken to, are left to the desk.
std::vector<Affected> to_remind(store::Snapshot& snapshot, Instant now, Instant until, int limit);
/// Open ones whose appointment has gone its own way.
std::vector<Affected> strayed(store::Snapshot& snapshot, int limit);
/// Open ones whose kept place is no longer to be had, because its session was stopped in turn.
std::vector<Affected> uprooted(store::Snapshot& snapshot, int limit);
/// Those that a disruption which is taken back has still to tell.
std::vector<Affected> to_take_back(store::Snapshot& snapshot, DisruptionId disruption, int limit);
/// Somebody has been moved or cancelled.
bool has_moved_anybody(store::Snapshot& snapshot, DisruptionId disruption);
/// A slot that shrinks has more places than it should, and not all are taken.
bool can_be_narrowed(store::Snapshot& snapshot, DisruptionId disruption);
bool has_open(store::Snapshot& snapshot, DisruptionId disruption);

/// All that are open, to be taken over.
std::vector<Affected> open_ones(store::Snapshot& snapshot, DisruptionId disruption);
/// Links that speak for somebody affected by the one speak for them as affected by the other.
void move_links(store::Transaction& tx, const Affected& affected, DisruptionId to);
void insert_link(store::Transaction& tx, store::Bytes token_hash, const Affected& affected,
                 Instant expires_at);
std::optional<LinkTarget> link(store::Snapshot& snapshot, const store::Bytes& token_hash);
int purge_links(store::Transaction& tx, Instant now, int limit);

/// The department, and those of the same specialty.
std::vector<DepartmentId> related(store::Snapshot& snapshot, DepartmentId department);
/// A department's free places, in sessions of these days that can be booked.
void read_market(store::Snapshot& snapshot, DepartmentId department, Day from, Day to,
                 Instant earliest, rules::Market& market);
/// One slot, whatever the state of its session.
void read_place(store::Snapshot& snapshot, SlotId slot, rules::Market& market);
rules::Clinic read_clinic(store::Snapshot& snapshot, SessionId session);
int rank_of(store::Snapshot& snapshot, PractitionerId practitioner);

}  // namespace yuyue::booking::disruption::records
