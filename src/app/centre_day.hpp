#pragma once
#include "yuyue/booking/clinic/clinic_day.hpp"
#include "yuyue/centre/visits.hpp"

namespace yuyue::app {

/// Whoever has an appointment for a service of the centre (one in its department) joins that
/// service's line on arrival, with a number like everybody's there; whoever has another one joins
/// their clinic's.
class CentreDay final : public booking::BookingListener {
 public:
  CentreDay(booking::clinic::ClinicDay& clinics, const centre::Visits& visits)
      : clinics_(clinics), visits_(visits) {}

  void booked(store::Transaction&, const booking::Appointment&, Instant) override {}
  void cancelled(store::Transaction& tx, const booking::Appointment& now_is, Instant now) override;
  void rescheduled(store::Transaction& tx, const booking::Appointment& was,
                   const booking::Appointment& now_is, Instant now) override;
  void arrived(store::Transaction& tx, const booking::Appointment& now_is, Instant now) override;
  void fulfilled(store::Transaction& tx, const booking::Appointment& now_is, Instant now) override;
  void missed(store::Transaction& tx, const booking::Appointment& now_is, Instant now) override;
  void reinstated(store::Transaction& tx, const booking::Appointment& now_is, Instant now) override;

 private:
  void take_out(store::Transaction& tx, AppointmentId appointment, Instant now) const;

  booking::clinic::ClinicDay& clinics_;
  const centre::Visits& visits_;
};

/// An errand that was booked and is done fulfils its appointment; taken back as a slip, it does
/// not.
class FulfilledAtCentre final : public queue::Watcher {
 public:
  FulfilledAtCentre(const booking::Environment& booking, const booking::Appointments& appointments)
      : booking_(booking), appointments_(appointments) {}
  void happening(store::Transaction& tx, const queue::KeptLine& line,
                 const queue::Happening& what) override;

 private:
  void taken_back(store::Transaction& tx, AppointmentId id, const queue::Happening& what) const;

  const booking::Environment& booking_;
  const booking::Appointments& appointments_;
};

}  // namespace yuyue::app
