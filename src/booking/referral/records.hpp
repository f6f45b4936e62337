#pragma once
// SQL of institutions and referrals.
#include "yuyue/booking/referral/referrals.hpp"

namespace yuyue::booking::referral::records {

/// Throws store::UniqueViolation.
void insert(store::Transaction& tx, const Institution& institution);
/// With version + 1, if `version` is the stored one. Throws store::UniqueViolation.
bool update(store::Transaction& tx, const Institution& institution);
void clear_users(store::Transaction& tx, InstitutionId id);
/// Throws store::UniqueViolation: acts for another one.
void insert_user(store::Transaction& tx, InstitutionId id, std::string_view kind,
                 std::int64_t principal);

/// Referrals as stored; what is sealed is opened.
class Letters {
 public:
  explicit Letters(const access::Vault& vault) : vault_(vault) {}
  std::optional<Referral> find(store::Snapshot& snapshot, ReferralId id) const;
  std::vector<Referral> list(store::Snapshot& snapshot, const ReferralQuery& query) const;
  void insert(store::Transaction& tx, const Referral& referral) const;
  /// All that may change; the stored version must be one less.
  void update(store::Transaction& tx, const Referral& referral) const;
  std::vector<ReferralEvent> events(store::Snapshot& snapshot, ReferralId id) const;
  void insert_event(store::Transaction& tx, std::int64_t event_id, ReferralId referral,
                    const ReferralEvent& event) const;
  std::optional<Question> question(store::Snapshot& snapshot, ReferralId id) const;

 private:
  Referral from(const store::Row& row) const;
  const access::Vault& vault_;
};

/// What waits for `side`: of one institution, if given.
ReferralCounts counts(store::Snapshot& snapshot, rules::Side side,
                      std::optional<InstitutionId> institution, Instant since);
void move_known(store::Transaction& tx, PersonId from, PersonId into);
std::vector<ReferralId> all_of(store::Snapshot& snapshot, PersonId person);

}  // namespace yuyue::booking::referral::records
