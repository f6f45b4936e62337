#pragma once
// Cases meet patients and messages.
#include "yuyue/centre/cases/cases.hpp"
#include "yuyue/notify/outbox.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::app {

/// A message to the patient when papers are missing, when a case is ready or refused, and when that
/// was said by mistake.
class CaseMessages final : public centre::cases::CaseListener {
 public:
  CaseMessages(const notify::Outbox& outbox, const patients::Service& patients)
      : outbox_(outbox), patients_(patients) {}
  void happened(store::Transaction& tx, const centre::cases::Case& now_is,
                const centre::cases::Event& event, Instant now) override;

 private:
  const notify::Outbox& outbox_;
  const patients::Service& patients_;
};

/// Two records of one person become one: their cases too.
class MergedCases final : public patients::MergeListener {
 public:
  explicit MergedCases(const centre::cases::Cases& cases) : cases_(cases) {}
  Result<void> merging(store::Transaction& tx, PersonId from, PersonId into, Instant now) override;

 private:
  const centre::cases::Cases& cases_;
};

}  // namespace yuyue::app
