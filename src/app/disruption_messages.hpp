#pragma once
#include "app/adapters.hpp"
#include "yuyue/access/members.hpp"
#include "yuyue/booking/disruption/service.hpp"
#include "yuyue/booking/team/teams.hpp"
#include "yuyue/notify/outbox.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::app {

/// For what disruptions do to appointments: patients read why from them, and not a second message
/// that says less.
class MessagesButOfChanges final : public AppointmentMessages {
 public:
  using AppointmentMessages::AppointmentMessages;
  void cancelled(store::Transaction&, const booking::Appointment&, Instant) override {}
  void rescheduled(store::Transaction&, const booking::Appointment&, const booking::Appointment&,
                   Instant) override {}
};

/// What patients read when the hospital changes its plans.
class DisruptionMessages final : public booking::disruption::Messages {
 public:
  DisruptionMessages(const notify::Outbox& outbox, const patients::Service& patients,
                     const access::Members& members, const booking::team::Teams& teams,
                     const HospitalTime& time)
      : outbox_(outbox), patients_(patients), members_(members), teams_(teams), time_(time) {}

  /// Where the patients' page is reached; empty: messages carry no links. Before serving.
  void set_page(std::string url) { page_ = std::move(url); }

  std::optional<MessageId> owe(store::Transaction& tx, const booking::disruption::Notice& notice,
                               Instant now) override;

 private:
  std::string text_of(store::Transaction& tx, const booking::disruption::Notice& notice) const;
  std::string question(store::Transaction& tx, const booking::disruption::Notice& notice) const;
  std::string moment(Instant at) const;
  void tell_lead(store::Transaction& tx, const booking::disruption::Notice& notice,
                 const booking::team::TeamVisit& visit, Instant now) const;
  const notify::Outbox& outbox_;
  const patients::Service& patients_;
  const access::Members& members_;
  const booking::team::Teams& teams_;
  const HospitalTime& time_;
  std::string page_;
};

}  // namespace yuyue::app
