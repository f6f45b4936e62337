#pragma once
// Where modules that do not know each other meet: what booking does owes messages, and merged
// people bring their appointments along.
#include "yuyue/access/members.hpp"
#include "yuyue/booking/appointments.hpp"
#include "yuyue/booking/fees/fees.hpp"
#include "yuyue/notify/outbox.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::app {

/// A message to the patient (or whoever booked) for each booking, change and cancellation, for
/// money that goes back, and when they cannot book for a while or can again.
class AppointmentMessages : public booking::BookingListener, public booking::fees::MoneyListener {
 public:
  AppointmentMessages(const notify::Outbox& outbox, const patients::Service& patients,
                      const access::Members& members, const HospitalTime& time)
      : outbox_(outbox), patients_(patients), members_(members), time_(time) {}
  void booked(store::Transaction& tx, const booking::Appointment& now_is, Instant now) override;
  void cancelled(store::Transaction& tx, const booking::Appointment& now_is, Instant now) override;
  void rescheduled(store::Transaction& tx, const booking::Appointment& was,
                   const booking::Appointment& now_is, Instant now) override;
  void held(store::Transaction& tx, const booking::Appointment& now_is, Instant now) override;
  void confirmed(store::Transaction& tx, const booking::Appointment& now_is, Instant now) override;
  void barred(store::Transaction& tx, const booking::BarNews& news, Instant now) override;
  void bar_lifted(store::Transaction& tx, const booking::BarNews& news, Instant now) override;

  void returned(store::Transaction& tx, const booking::Appointment& appointment,
                const booking::fees::Receipt& receipt, Instant now) override;
  void refunded(store::Transaction& tx, const booking::Appointment& appointment,
                const booking::fees::Refund& refund, Instant now) override;

 private:
  void owe(store::Transaction& tx, const booking::Appointment& appointment, std::string_view what,
           Instant now) const;
  void send(store::Transaction& tx, const booking::Appointment& appointment,
            const std::string& text, Instant void_at, Instant now) const;
  void tell(store::Transaction& tx, const booking::BarNews& news, const std::string& text,
            Instant now) const;
  /// None: nobody has a phone.
  std::string phone_of(store::Transaction& tx, PersonId person,
                       std::optional<MemberId> member) const;
  const notify::Outbox& outbox_;
  const patients::Service& patients_;
  const access::Members& members_;
  const HospitalTime& time_;
};

/// Two records of one person become one: their appointments too.
class MergedAppointments final : public patients::MergeListener {
 public:
  explicit MergedAppointments(const booking::Appointments& appointments)
      : appointments_(appointments) {}
  Result<void> merging(store::Transaction& tx, PersonId from, PersonId into, Instant now) override;

 private:
  const booking::Appointments& appointments_;
};

}  // namespace yuyue::app
