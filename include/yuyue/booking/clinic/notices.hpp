#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "yuyue/booking/appointments.hpp"

// What a clinic lets those who wait know: that it runs late, and that a room pauses.
namespace yuyue::booking::clinic {

/// The session runs late by about so much.
struct Delay {
  std::chrono::minutes minutes{};
  std::string reason;  ///< for everybody to read; may be empty
  Instant since{};     ///< announced, as it is now
  bool operator==(const Delay&) const = default;
};

/// Nobody is called into the room for a while.
struct Pause {
  std::string reason;  ///< for everybody to read
  Instant since{};
  std::optional<Instant> until;  ///< expected; a person ends it, not the clock
  bool operator==(const Pause&) const = default;
};

struct Notices {
  /// Rises with every change: whoever has seen so much has seen all. 0: there never was one.
  std::int64_t seq = 0;
  std::optional<Delay> delay;
  std::map<RoomId, Pause> pauses;
};
Notices notices_of(store::Snapshot& snapshot, SessionId session);

/// Refusal: room-paused (params: reason).
Result<void> may_call_into(store::Snapshot& snapshot, SessionId session, RoomId room);

/// Told after the commit, on the writer's thread; must be quick and must not throw.
class NoticeWatcher {
 public:
  virtual ~NoticeWatcher() = default;
  virtual void notices_changed(SessionId session) = 0;
};

/// Told inside the transaction, once for each patient who should know (messages owed, in the
/// server).
class DelayMessages {
 public:
  virtual ~DelayMessages() = default;
  /// No delay: on time again. `here`: they have checked in and wait.
  virtual void owe(store::Transaction& tx, const Appointment& appointment,
                   const std::optional<Delay>& delay, bool here, Instant now) = 0;
};

/// Announces. On the session's own day, and while it is open. Refusals of each: not-found,
/// session-stopped, clinic-not-today, field-invalid. Thread-safe.
class Announcements {
 public:
  static constexpr std::chrono::minutes kLongestDelay{300}, kLongestPause{240};
  /// Worth telling somebody who was told before.
  static constexpr std::chrono::minutes kWorthTelling{10};
  /// More often than this nobody is told in one session, however often it changes.
  static constexpr int kMostMessages = 4;

  /// Those that are null are not told.
  Announcements(Environment environment, NoticeWatcher* watcher, DelayMessages* messages)
      : env_(environment), watcher_(watcher), messages_(messages) {}

  /// Whoever waits, and whoever is still to come to the session, is told if what they were told
  /// last differs by kWorthTelling or more.
  Result<Notices> set_delay(store::Transaction& tx, SessionId session, std::chrono::minutes minutes,
                            const std::string& reason, const Actor& by, Instant now) const;
  /// On time again. Nothing happens if it is.
  Result<Notices> clear_delay(store::Transaction& tx, SessionId session, const Actor& by,
                              Instant now) const;

  /// Nobody is called into the room until it goes on. Refusals also: unknown-reference (roomId),
  /// required (reason).
  Result<Notices> pause(store::Transaction& tx, SessionId session, RoomId room,
                        const std::string& reason, std::optional<std::chrono::minutes> expected,
                        const Actor& by, Instant now) const;
  /// The room goes on. Nothing happens if it does not pause.
  Result<Notices> resume(store::Transaction& tx, SessionId session, RoomId room, const Actor& by,
                         Instant now) const;

 private:
  Result<Session> session_today(store::Snapshot& snapshot, SessionId id, Instant now) const;
  void tell(store::Transaction& tx, SessionId session, const std::optional<Delay>& delay,
            Instant now) const;
  Notices changed(store::Transaction& tx, SessionId session, const Change& change, const Actor& by,
                  Instant now) const;

  Environment env_;
  NoticeWatcher* watcher_;
  DelayMessages* messages_;
};

}  // namespace yuyue::booking::clinic
