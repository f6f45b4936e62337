#include "booking/disruption/records.hpp"
#include "booking/session_records.hpp"
#include "yuyue/booking/places.hpp"

namespace yuyue::booking {
namespace {

void announce(const Environment& env, store::Transaction& tx, const Session& s, const Actor& by,
              std::string what, access::AuditDetails details, const std::string& note,
              Instant now) {
  if (env.journal)
    env.journal->record(
        tx, by,
        {.what = std::move(what), .subject = s.id, .details = std::move(details), .note = note},
        now);
  if (env.watcher)
    tx.after_commit([watcher = env.watcher, department = s.department, day = s.day,
                     who = s.practitioner] { watcher->changed(department, day, who); });
}

Result<records::MadeSession> to_change(store::Snapshot& snapshot, SessionId id,
                                       std::int64_t version, Instant now) {
  auto made = records::made_session(snapshot, id);
  if (!made) return Refusal("not-found").with("what", "session");
  if (made->session.version != version) return Refusal("changed-meanwhile");
  if (made->session.ends_at <= now) return Refusal("past-slot");
  return std::move(*made);
}

}  // namespace

Result<Session> Sessions::stop(store::Transaction& tx, SessionId id, std::int64_t version,
                               const std::string& reason, const Actor& by, Instant now) const {
  auto made = to_change(tx, id, version, now);
  if (!made) return made.error();
  if (reason.empty()) return Refusal("required").with("name", "reason").at("/reason");
  if (const int count = records::active_appointments(tx, id); count > 0)
    return Refusal("session-has-appointments").with("count", std::to_string(count));
  auto& s = made->session;
  if (s.state == SessionState::open) s.state = SessionState::stopped;
  s.stop_reason = reason;
  ++s.version;
  records::update_session(tx, *made);
  announce(env_, tx, s, by, "session-stopped", {}, reason, now);
  return s;
}

Result<Session> Sessions::reopen(store::Transaction& tx, SessionId id, std::int64_t version,
                                 const Actor& by, Instant now) const {
  auto made = to_change(tx, id, version, now);
  if (!made) return made.error();
  auto& s = made->session;
  if (s.state == SessionState::withdrawn) return Refusal("session-withdrawn");
  if (const auto other = disruption::records::running_on(tx, id))
    return Refusal("session-disrupted").with("id", to_string(*other));
  s.state = SessionState::open;
  s.stop_reason.clear();
  ++s.version;
  records::update_session(tx, *made);
  announce(env_, tx, s, by, "session-reopened", {}, {}, now);
  return s;
}

Result<Slot> Sessions::set_capacity(store::Transaction& tx, SlotId id, int capacity,
                                    const Actor& by, Instant now) const {
  if (capacity < 0 || capacity > 99) return Refusal("capacity-invalid").at("/capacity");
  auto slot = records::find_slot(tx, id);
  if (!slot) return Refusal("not-found").with("what", "slot");
  if (slot->ends_at <= now) return Refusal("past-slot");
  const auto session = find_session(tx, slot->session);
  if (session->state == SessionState::withdrawn) return Refusal("session-withdrawn");
  if (!records::set_capacity(tx, id, capacity))
    return Refusal("capacity-below-taken").with("taken", std::to_string(slot->taken));
  if (session->quotas) places::renew_common(tx, session->id);
  announce(env_, tx, *session, by, "slot-capacity-changed",
           {{"slot", to_string(id)},
            {"from", std::to_string(slot->capacity)},
            {"to", std::to_string(capacity)}},
           {}, now);
  slot->capacity = capacity;
  return *slot;
}

}  // namespace yuyue::booking
