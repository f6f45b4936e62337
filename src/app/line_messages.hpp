#pragma once
// Waiting lines meet patients and messages.
#include "yuyue/access/members.hpp"
#include "yuyue/booking/clinic/nearing.hpp"
#include "yuyue/notify/outbox.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::app {

/// A message when few are ahead; and one of the call to whom neither voice nor screen may reach.
class LineMessages final : public booking::clinic::LineMessages {
 public:
  LineMessages(const notify::Outbox& outbox, const patients::Service& patients,
               const access::Members& members, const HospitalTime& time)
      : outbox_(outbox), patients_(patients), members_(members), time_(time) {}
  void few_ahead(store::Transaction& tx, const booking::Appointment& appointment,
                 const queue::Ticket& ticket, int ahead, Instant now) override;
  void called(store::Transaction& tx, const booking::Appointment& appointment,
              const queue::Ticket& ticket, const std::string& room, Instant now) override;

 private:
  void owe(store::Transaction& tx, const booking::Appointment& appointment,
           const patients::Person& person, const std::string& text, std::chrono::minutes worth,
           Instant now) const;

  const notify::Outbox& outbox_;
  const patients::Service& patients_;
  const access::Members& members_;
  const HospitalTime& time_;
};

}  // namespace yuyue::app
