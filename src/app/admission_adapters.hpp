#pragma once
// Admissions meet patients and messages.
#include "yuyue/booking/admission/admissions.hpp"
#include "yuyue/notify/outbox.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::app {

/// A message to the patient for each step that they must know of.
class AdmissionMessages final : public booking::admission::AdmissionListener {
 public:
  AdmissionMessages(const notify::Outbox& outbox, const patients::Service& patients,
                    const HospitalTime& time)
      : outbox_(outbox), patients_(patients), time_(time) {}
  void happened(store::Transaction& tx, std::string_view what,
                const booking::admission::Admission& admission,
                const booking::admission::AdmissionList& list, Instant now) override;

 private:
  const notify::Outbox& outbox_;
  const patients::Service& patients_;
  const HospitalTime& time_;
};

/// Two records of one person become one: their requests too.
class MergedAdmissions final : public patients::MergeListener {
 public:
  explicit MergedAdmissions(const booking::admission::Admissions& admissions)
      : admissions_(admissions) {}
  Result<void> merging(store::Transaction& tx, PersonId from, PersonId into, Instant now) override;

 private:
  const booking::admission::Admissions& admissions_;
};

}  // namespace yuyue::app
