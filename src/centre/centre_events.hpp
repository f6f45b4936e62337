#pragma once
// What line_event does not tell of the centre.
#include "yuyue/centre/visits.hpp"

namespace yuyue::centre::events {

/// Of a visit, as it is now.
void note(store::Transaction& tx, std::string_view what, const Visit& visit,
          const std::string& reason, const access::Actor& by, Instant now);
/// A visit's errands before what became of them at `at`. None: it was not then, or from paper, that
/// something became of them last.
std::optional<std::vector<Errand>> errands_before(store::Snapshot& snapshot, VisitId visit,
                                                  Instant at);
/// Of a window, as it is now.
void note(store::Transaction& tx, Day day, std::string_view what, const Post& post,
          const std::string& reason, const access::Actor& by, Instant now);

/// What was written down on paper of one errand, and entered afterwards.
struct Paper {
  ServiceId service;
  ServiceWindowId window;
  std::optional<AccountId> account{};  ///< who served; none: nobody has said
  Instant called_at{};
  std::optional<Instant> finished_at{};  ///< none: they did not come
  bool missed = false;
};
void note(store::Transaction& tx, const Visit& visit, const Paper& paper, const access::Actor& by);

}  // namespace yuyue::centre::events
