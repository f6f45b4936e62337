#pragma once
#include "yuyue/access/members.hpp"
#include "yuyue/booking/environment.hpp"
#include "yuyue/notify/outbox.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::app {

/// A message to whoever waits for a place: that one is kept for them, that their time to answer has
/// passed, that the list has closed.
class WaitlistMessages final : public booking::BookingListener {
 public:
  WaitlistMessages(const notify::Outbox& outbox, const patients::Service& patients,
                   const access::Members& members, const HospitalTime& time)
      : outbox_(outbox), patients_(patients), members_(members), time_(time) {}
  void booked(store::Transaction&, const booking::Appointment&, Instant) override {}
  void cancelled(store::Transaction&, const booking::Appointment&, Instant) override {}
  void rescheduled(store::Transaction&, const booking::Appointment&, const booking::Appointment&,
                   Instant) override {}
  void place_offered(store::Transaction& tx, const booking::WaitlistNews& news,
                     Instant now) override;
  void offer_lapsed(store::Transaction& tx, const booking::WaitlistNews& news,
                    Instant now) override;
  void waitlist_closed(store::Transaction& tx, const booking::WaitlistNews& news,
                       Instant now) override;

 private:
  void owe(store::Transaction& tx, const booking::WaitlistNews& news, const std::string& text,
           Instant void_at, Instant now) const;
  std::string clinic_of(store::Snapshot& snapshot, const booking::WaitlistNews& news) const;
  const notify::Outbox& outbox_;
  const patients::Service& patients_;
  const access::Members& members_;
  const HospitalTime& time_;
};

}  // namespace yuyue::app
