#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/access/journal.hpp"
#include "yuyue/booking/channel.hpp"
#include "yuyue/booking/policy/rules.hpp"
#include "yuyue/booking/settings.hpp"
#include "yuyue/core/ids.hpp"
#include "yuyue/core/time.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::booking {

namespace policy {
class LivePolicy;
class People;
}  // namespace policy

using access::Change;
using access::Journal;

/// Who does something, and by which way of booking.
struct Actor : access::Actor {
  Channel channel = Channel::desk;
};
Actor actor_of(const access::Principal& principal, Channel channel);

struct Appointment;

/// Somebody cannot book for a while, or can again. `bar` says until when, why and by which ways.
struct BarNews {
  PersonId person;
  std::optional<MemberId> member;  ///< the account that booked last of what led to it
  BarId id;
  policy::Bar bar;
};

/// What somebody on a waiting list is told.
struct WaitlistNews {
  WaitlistEntryId entry;
  PersonId person;
  std::optional<MemberId> member;
  DepartmentId department;
  Day day{};
  std::optional<Instant> slot_starts_at;  ///< of the place offered
  std::optional<Instant> answer_until;
  bool stopped = false;  ///< the list ended because the session does not take place
};

/// Told inside the transaction of what happened to an appointment (messages owed, in the server).
/// What it writes stands or falls with the change.
class BookingListener {
 public:
  virtual ~BookingListener() = default;
  virtual void booked(store::Transaction& tx, const Appointment& now_is, Instant now) = 0;
  virtual void cancelled(store::Transaction& tx, const Appointment& now_is, Instant now) = 0;
  virtual void rescheduled(store::Transaction& tx, const Appointment& was,
                           const Appointment& now_is, Instant now) = 0;
  /// Its place is kept until it is paid for; then `confirmed` follows, or `cancelled`.
  virtual void held(store::Transaction&, const Appointment&, Instant) {}
  virtual void confirmed(store::Transaction&, const Appointment&, Instant) {}
  virtual void arrived(store::Transaction&, const Appointment&, Instant) {}
  virtual void fulfilled(store::Transaction&, const Appointment&, Instant) {}
  virtual void missed(store::Transaction&, const Appointment&, Instant) {}  ///< now a no-show
  virtual void reinstated(store::Transaction&, const Appointment&, Instant) {}
  /// A place is kept for somebody on a waiting list until they answer; they did not answer; the
  /// list ended without a place for them.
  virtual void place_offered(store::Transaction&, const WaitlistNews&, Instant) {}
  virtual void offer_lapsed(store::Transaction&, const WaitlistNews&, Instant) {}
  virtual void waitlist_closed(store::Transaction&, const WaitlistNews&, Instant) {}
  /// Told once, when it begins or ends early; that it ends in its time was said when it began.
  virtual void barred(store::Transaction&, const BarNews&, Instant) {}
  virtual void bar_lifted(store::Transaction&, const BarNews&, Instant) {}
};

/// Tells several, in the order in which they were added. Filled before anything is booked.
class BookingListeners final : public BookingListener {
 public:
  void add(BookingListener& listener) { list_.push_back(&listener); }
  void booked(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void cancelled(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void rescheduled(store::Transaction& tx, const Appointment& was, const Appointment& now_is,
                   Instant now) override;
  void held(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void confirmed(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void arrived(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void fulfilled(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void missed(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void reinstated(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void place_offered(store::Transaction& tx, const WaitlistNews& news, Instant now) override;
  void offer_lapsed(store::Transaction& tx, const WaitlistNews& news, Instant now) override;
  void waitlist_closed(store::Transaction& tx, const WaitlistNews& news, Instant now) override;
  void barred(store::Transaction& tx, const BarNews& news, Instant now) override;
  void bar_lifted(store::Transaction& tx, const BarNews& news, Instant now) override;

 private:
  std::vector<BookingListener*> list_;
};

/// Told, after the commit, that what a page shows has changed (availability.hpp). Must be quick and
/// must not throw.
class AvailabilityWatcher {
 public:
  virtual ~AvailabilityWatcher() = default;
  virtual void changed(DepartmentId department, Day day, std::optional<PractitionerId> who) = 0;
  virtual void everything_changed() = 0;
};

/// What the use cases of this module need beside the transaction. A bundle of references to things
/// that live as long as the server; copied freely. Those that are null are not told.
struct Environment {
  const HospitalTime* time = nullptr;
  IdMaker* ids = nullptr;
  LiveSettings* settings = nullptr;
  policy::LivePolicy* policies = nullptr;
  const policy::People* people = nullptr;
  AvailabilityWatcher* watcher = nullptr;
  Journal* journal = nullptr;
  BookingListener* listener = nullptr;
};

}  // namespace yuyue::booking
