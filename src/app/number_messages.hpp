#pragma once
// Numbers of the service centre and of devices meet patients and messages.
#include "yuyue/notify/outbox.hpp"
#include "yuyue/patients/service.hpp"
#include "yuyue/queue/nearing.hpp"

namespace yuyue::app {

/// What LineMessages says of clinics, of whoever waits for a window or a device: a message when few
/// are ahead; and one of the call to whom neither voice nor screen may reach. Nothing to whom the
/// number does not name.
class NumberMessages final : public queue::NearingListener {
 public:
  NumberMessages(const notify::Outbox& outbox, const patients::Service& patients)
      : outbox_(outbox), patients_(patients) {}
  void few_ahead(store::Transaction& tx, const queue::KeptLine& line, const queue::Ticket& ticket,
                 int ahead, Instant now) override;
  void called(store::Transaction& tx, const queue::KeptLine& line, const queue::Ticket& ticket,
              Instant now) override;

 private:
  void owe(store::Transaction& tx, const patients::Person& person, const queue::Reference& about,
           const std::string& text, std::chrono::minutes worth, Instant now) const;

  const notify::Outbox& outbox_;
  const patients::Service& patients_;
};

}  // namespace yuyue::app
