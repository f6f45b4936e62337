#pragma once
#include "yuyue/booking/admission/model.hpp"
#include "yuyue/core/result.hpp"

namespace yuyue::booking::admission {

/// By kind, then name.
std::vector<AdmissionList> lists(store::Snapshot& snapshot);
std::optional<AdmissionList> find_list(store::Snapshot& snapshot, AdmissionListId id);
/// By kind of request, then position.
std::vector<ChecklistItem> checklist_items(store::Snapshot& snapshot);
/// How many may come and how many do, day by day, both ends included.
std::vector<ListDay> list_days(store::Snapshot& snapshot, const AdmissionList& list, Day from,
                               Day to);

/// Changes to lists, the numbers of their days and checklists, as with other reference data: `add`
/// gives the thing back as stored, `change` asks for the stored version. Everything is journalled.
/// Refusals: required (params: name; field), code-taken, name-taken, unknown-reference, not-found,
/// changed-meanwhile, field-invalid (numbers out of range). Thread-safe.
class Lists {
 public:
  explicit Lists(Environment environment) : env_(environment) {}

  Result<AdmissionList> add(store::Transaction& tx, AdmissionList, const Actor& by,
                            Instant now) const;
  /// Days that have more given out than the new number keep what they have.
  Result<AdmissionList> change(store::Transaction& tx, AdmissionList, const Actor& by,
                               Instant now) const;
  Result<ChecklistItem> add(store::Transaction& tx, ChecklistItem, const Actor& by,
                            Instant now) const;
  /// Requests made before keep their items. The kind cannot change.
  Result<ChecklistItem> change(store::Transaction& tx, ChecklistItem, const Actor& by,
                               Instant now) const;
  /// A number for one day; nullopt: as its weekday says again. Refusals: not-found, day-past,
  /// capacity-below-taken (params: taken).
  Result<ListDay> set_day(store::Transaction& tx, AdmissionListId list, Day day,
                          std::optional<int> capacity, const Actor& by, Instant now) const;

 private:
  Environment env_;
};

}  // namespace yuyue::booking::admission
