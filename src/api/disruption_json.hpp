#pragma once
#include "api/answers.hpp"
#include "yuyue/booking/disruption/service.hpp"

namespace yuyue::api {

Json place_json(const Services& services, const booking::disruption::PlaceView& place);
/// With its sessions and how far it has come.
Json disruption_json(const Services& services, store::Snapshot& snapshot,
                     const booking::disruption::Disruption& disruption, Instant now);

/// A disruption's patients as staff see them: masked.
class AffectedPeople {
 public:
  AffectedPeople(const Services& services, store::Snapshot& snapshot, std::vector<PersonId> ids,
                 Instant now);
  Json of(PersonId id) const;
  bool has_phone(PersonId id) const;

 private:
  std::vector<patients::PersonView> views_;
};

Json affected_json(const Services& services, const booking::disruption::AffectedView& view,
                   Json person);
/// The same for whoever is asked: what happened, what they can choose, until when.
Json question_json(const Services& services, const booking::disruption::Disruption& disruption,
                   const booking::disruption::AffectedView& view, std::string_view person,
                   Instant now);
Json preview_json(const Services& services, store::Snapshot& snapshot,
                  const booking::disruption::Preview& preview, Instant now);

}  // namespace yuyue::api
