#pragma once
#include "yuyue/centre/visits.hpp"
#include "yuyue/queue/taking_back.hpp"

namespace yuyue::centre::records {

std::optional<Errand::State> errand_state_from(std::string_view name);

/// The next number under a letter; nobody else gets it.
std::int64_t take_number(store::Transaction& tx, ServiceGroupId group, Day day);
std::int64_t service_day(store::Transaction& tx, IdMaker& ids, ServiceId service, Day day);

void insert(store::Transaction& tx, const Visit& visit);
void move_person(store::Transaction& tx, PersonId from, PersonId into);
/// State and errands.
void update(store::Transaction& tx, const Visit& visit);
void put(store::Transaction& tx, const Post& post);

/// The last step made with a visit, if it was made by `by` and took nothing back itself.
std::optional<queue::LastStep> last_step(store::Snapshot& snapshot, VisitId visit,
                                         const queue::Reference& by);

/// Somebody is called to this window and has neither come nor been missed: their number.
std::optional<std::string> still_called(store::Snapshot& snapshot, ServiceWindowId window);

/// Whether this errand has been entered from paper.
bool entered(store::Snapshot& snapshot, VisitId visit, ServiceId service);
/// Whom a window had between these times, by what was entered or called there: their number.
std::optional<std::string> busy_with(store::Snapshot& snapshot, ServiceWindowId window, Day day,
                                     Instant from, Instant until);

}  // namespace yuyue::centre::records
