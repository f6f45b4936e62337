#pragma once
#include "yuyue/access/members.hpp"
#include "yuyue/centre/voice/complaints.hpp"
#include "yuyue/notify/outbox.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::app {

/// Who complained hears that it was received and answered; an office, of its deadlines. Neither
/// message says what it is about.
class VoiceMessages final : public centre::voice::Listener {
 public:
  VoiceMessages(const notify::Outbox& outbox, const access::Members& members)
      : outbox_(outbox), members_(members) {}
  void happened(store::Transaction& tx, std::string_view what,
                const centre::voice::Complaint& complaint,
                const centre::voice::Assignment* assignment, Instant now) override;

 private:
  const notify::Outbox& outbox_;
  const access::Members& members_;
};

/// Two records of one person become one: complaints about them and guides asked for them, too.
class MergedVoice final : public patients::MergeListener {
 public:
  explicit MergedVoice(const centre::voice::Complaints& complaints) : complaints_(complaints) {}
  Result<void> merging(store::Transaction& tx, PersonId from, PersonId into, Instant now) override;

 private:
  const centre::voice::Complaints& complaints_;
};

/// Offices work on Mondays to Fridays, and on days made up for.
bool is_working_day(store::Snapshot& snapshot, Day day);

}  // namespace yuyue::app
