#pragma once
// SQL of admission lists, their days, requests and checklists.
#include "yuyue/access/vault.hpp"
#include "yuyue/booking/admission/admissions.hpp"
#include "yuyue/booking/admission/rules.hpp"

namespace yuyue::booking::admission::records {

// Throw store::UniqueViolation.
void insert(store::Transaction& tx, const AdmissionList& list);
void insert(store::Transaction& tx, const ChecklistItem& item);
// Store the thing with version + 1, if `version` is the stored one; false otherwise.
bool update(store::Transaction& tx, const AdmissionList& list);
bool update(store::Transaction& tx, const ChecklistItem& item);
std::optional<ChecklistItem> find_item(store::Snapshot& snapshot, ChecklistItemId id);
std::vector<ChecklistItem> active_items(store::Snapshot& snapshot, Kind kind);

std::optional<ListDay> day(store::Snapshot& snapshot, AdmissionListId list, Day day);
void set_day(store::Transaction& tx, AdmissionListId list, Day day, int capacity, bool by_hand);
/// One more on that day, whose number is `weekly` unless it was set by hand; false: it is full.
bool take_day(store::Transaction& tx, AdmissionListId list, Day day, int weekly);
void give_day_back(store::Transaction& tx, AdmissionListId list, Day day);

/// Requests as stored; what is sealed is opened.
class Requests {
 public:
  explicit Requests(const access::Vault& vault) : vault_(vault) {}
  std::optional<Admission> find(store::Snapshot& snapshot, AdmissionId id) const;
  std::vector<Admission> list(store::Snapshot& snapshot, const AdmissionQuery& query) const;
  /// Throws store::UniqueViolation.
  void insert(store::Transaction& tx, const Admission& admission) const;
  /// All that may change, and the version; the stored version must be one less. Throws
  /// store::UniqueViolation.
  void update(store::Transaction& tx, const Admission& admission) const;
  std::vector<AdmissionEvent> events(store::Snapshot& snapshot, AdmissionId id) const;
  void insert_event(store::Transaction& tx, std::int64_t event_id, AdmissionId admission,
                    const AdmissionEvent& event) const;
  std::vector<Check> checks(store::Snapshot& snapshot, AdmissionId id) const;
  void update_check(store::Transaction& tx, AdmissionId id, const Check& check) const;

 private:
  Admission from(const store::Row& row) const;
  const access::Vault& vault_;
};

void insert_check(store::Transaction& tx, AdmissionId id, const ChecklistItem& item);
/// The first in line who wished for that day.
std::optional<AdmissionId> first_for(store::Snapshot& snapshot, AdmissionListId list, Day day);
/// How many wait before this one.
int ahead_of(store::Snapshot& snapshot, const Admission& admission);
int count_waiting(store::Snapshot& snapshot, AdmissionListId list);
std::vector<AdmissionId> unanswered(store::Snapshot& snapshot, Instant now, int limit);
std::vector<AdmissionId> all_of(store::Snapshot& snapshot, PersonId person);

}  // namespace yuyue::booking::admission::records
