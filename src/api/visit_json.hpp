#pragma once
#include "api/answers.hpp"
#include "yuyue/centre/visits.hpp"

// How visits to the service centre are shown.
namespace yuyue::api {

/// Names of services and windows, looked up once for a list.
class CentreNames {
 public:
  explicit CentreNames(store::Snapshot& snapshot);
  Json service(ServiceId id) const;                                 ///< {id, name, nameEn, minutes}
  Json window(const std::optional<queue::Station>& station) const;  ///< null: none

 private:
  std::map<ServiceId, Json> services_;
  std::map<ServiceWindowId, Json> windows_;
};

/// A visit with its ticket and, to whoever may know, its person.
Json visit_json(const Services& services, const CentreNames& names, const centre::Visit& visit,
                const std::optional<queue::KeptTicket>& ticket, Json person);
/// The same with everything looked up; the person masked.
Json visit_seen(const Services& services, store::Snapshot& snapshot, const Call& call,
                const centre::Visit& visit);
/// Several, in the order given.
Json visits_seen(const Services& services, store::Snapshot& snapshot, const Call& call,
                 const std::vector<centre::Visit>& visits);

}  // namespace yuyue::api
