#pragma once
// What the use cases of admissions share: refusals in common, and the entry of a step.
#include "yuyue/booking/admission/admissions.hpp"

namespace yuyue::booking::admission {

inline Refusal not_found() {
  return Refusal("not-found").with("what", "admission");
}
inline Refusal wrong_state(const Admission& a) {
  return Refusal("admission-state").with("state", name_of(a.state));
}
inline Refusal reason_required() {
  return Refusal("reason-required").with("maximum", "200").at("/reason");
}

inline AdmissionEvent event_of(std::string_view what, const Actor& by, Instant now) {
  AdmissionEvent event;
  event.at = now;
  event.what = what;
  event.actor_kind = by.kind;
  event.actor_id = by.id;
  event.channel = by.channel;
  return event;
}

inline Result<void> wish_fits(std::optional<Day> from, std::optional<Day> to, Day today) {
  if (from && to && *to < *from) return Refusal("wish-invalid").at("/wishTo");
  if (to && *to < today) return Refusal("wish-invalid").at("/wishTo");
  return {};
}

}  // namespace yuyue::booking::admission
