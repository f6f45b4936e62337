#pragma once
// SQL of sessions and slots.
#include <optional>
#include <vector>

#include "yuyue/booking/sessions.hpp"

namespace yuyue::booking::records {

inline constexpr std::string_view kSessionColumns =
    "s.id, s.version, s.schedule_id, s.department_id, s.practitioner_id, s.kind_id, s.day, s.part,"
    " s.starts, s.ends, s.starts_at, s.ends_at, s.fee, s.remote, s.state, s.stop_reason,"
    " s.quotas";
inline constexpr int kSessionColumnCount = 17;
Session session_from(const store::Row& row);

/// A session as the making of sessions compares it with its row.
struct MadeSession {
  Session session;
  std::int64_t schedule_row = 0;
};
std::vector<MadeSession> sessions_on(store::Snapshot& snapshot, Day day);
std::optional<MadeSession> made_session(store::Snapshot& snapshot, SessionId id);

/// False: the row's session of that day is there already.
bool insert_session(store::Transaction& tx, const MadeSession& made);
void update_session(store::Transaction& tx, const MadeSession& made);
void set_rooms(store::Transaction& tx, SessionId session, const std::vector<RoomId>& rooms);
void delete_session(store::Transaction& tx, SessionId session);
void insert_slot(store::Transaction& tx, const Slot& slot);
void delete_slot(store::Transaction& tx, SlotId slot);
/// False: fewer places than are taken.
bool set_capacity(store::Transaction& tx, SlotId slot, int capacity);
/// No free places any more.
void close_slots(store::Transaction& tx, SessionId session);
std::optional<Slot> find_slot(store::Snapshot& snapshot, SlotId id);

/// Appointments of any state, claims, somebody who waits or waited: what they refer to must stay.
bool has_history(store::Snapshot& snapshot, SessionId session);
bool has_history(store::Snapshot& snapshot, SlotId slot);
/// Extra numbers in use.
int extra_numbers(store::Snapshot& snapshot, SlotId slot);
int active_appointments(store::Snapshot& snapshot, SessionId session);

}  // namespace yuyue::booking::records
