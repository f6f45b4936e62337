#pragma once
// What the use cases of complaints have in common.
#include "yuyue/centre/voice/complaints.hpp"

namespace yuyue::centre::voice {

/// One thing that happened, for the history and the audit.
struct Complaints::Step {
  std::string what;
  ComplaintId complaint;
  const Assignment* assignment = nullptr;
  std::string note{};
  bool by_office = false;  ///< which is not in charge by that
};

inline Refusal unknown(std::string_view what) {
  return Refusal("not-found").with("what", what);
}
inline Refusal missing(std::string_view name) {
  return Refusal("required").with("name", name).at("/" + std::string(name));
}
inline Refusal wrong_state(const Complaint& complaint) {
  return Refusal("complaint-state").with("state", name_of(complaint.state));
}

}  // namespace yuyue::centre::voice
