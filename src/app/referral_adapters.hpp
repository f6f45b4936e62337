#pragma once
// Referrals meet patients and messages.
#include "yuyue/booking/referral/referrals.hpp"
#include "yuyue/notify/outbox.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::app {

/// The patient learns whether they were accepted, where they are sent, or that it was refused.
class ReferralMessages final : public booking::referral::ReferralListener {
 public:
  ReferralMessages(const notify::Outbox& outbox, const patients::Service& patients)
      : outbox_(outbox), patients_(patients) {}
  void happened(store::Transaction& tx, std::string_view what,
                const booking::referral::ReferralView& view, Instant now) override;

 private:
  const notify::Outbox& outbox_;
  const patients::Service& patients_;
};

/// Two records of one person become one: their referrals too.
class MergedReferrals final : public patients::MergeListener {
 public:
  explicit MergedReferrals(const booking::referral::Referrals& referrals) : referrals_(referrals) {}
  Result<void> merging(store::Transaction& tx, PersonId from, PersonId into, Instant now) override;

 private:
  const booking::referral::Referrals& referrals_;
};

}  // namespace yuyue::app
