#pragma once
// How the centre names its things to the waiting lines.
#include "yuyue/centre/visits.hpp"

namespace yuyue::centre {

inline Refusal not_found(std::string_view what) {
  return Refusal("not-found").with("what", what);
}
inline queue::Reference reference(const access::Actor& by) {
  return {by.kind, by.id};
}
inline queue::Reference subject_of(VisitId visit) {
  return {std::string(VisitKind::kPrefix), visit.value};
}
inline queue::Station station_of(ServiceWindowId window) {
  return {window.value};
}

}  // namespace yuyue::centre
