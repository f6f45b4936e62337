#pragma once
// Clinics that run late meet patients and messages.
#include "yuyue/access/members.hpp"
#include "yuyue/booking/clinic/notices.hpp"
#include "yuyue/notify/outbox.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::app {

/// One message for each patient who waits, or is still to come, when their clinic runs late.
class DelayMessages final : public booking::clinic::DelayMessages {
 public:
  DelayMessages(const notify::Outbox& outbox, const patients::Service& patients,
                const access::Members& members, const HospitalTime& time)
      : outbox_(outbox), patients_(patients), members_(members), time_(time) {}
  void owe(store::Transaction& tx, const booking::Appointment& appointment,
           const std::optional<booking::clinic::Delay>& delay, bool here, Instant now) override;

 private:
  const notify::Outbox& outbox_;
  const patients::Service& patients_;
  const access::Members& members_;
  const HospitalTime& time_;
};

}  // namespace yuyue::app
