#pragma once
// Courses meet patients and messages.
#include "yuyue/access/members.hpp"
#include "yuyue/booking/series/series.hpp"
#include "yuyue/notify/outbox.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::app {

/// One message for a whole course: every visit with its time and code.
class SeriesMessages final : public booking::series::Messages {
 public:
  SeriesMessages(const notify::Outbox& outbox, const patients::Service& patients,
                 const access::Members& members, const HospitalTime& time)
      : outbox_(outbox), patients_(patients), members_(members), time_(time) {}
  void owe(store::Transaction& tx, const booking::series::Notice& notice, Instant now) override;

 private:
  std::string list_of(store::Transaction& tx,
                      const std::vector<booking::Appointment>& visits) const;
  const notify::Outbox& outbox_;
  const patients::Service& patients_;
  const access::Members& members_;
  const HospitalTime& time_;
};

/// Two records of one person become one: their courses too.
class MergedSeries final : public patients::MergeListener {
 public:
  explicit MergedSeries(const booking::series::Courses& courses) : courses_(courses) {}
  Result<void> merging(store::Transaction& tx, PersonId from, PersonId into, Instant) override {
    courses_.move_person(tx, from, into);
    return {};
  }

 private:
  const booking::series::Courses& courses_;
};

}  // namespace yuyue::app
