#pragma once
// SQL of guides and their visits.
#include "yuyue/booking/guides/guides.hpp"

namespace yuyue::booking::guides::records {

// Throw store::UniqueViolation.
void insert(store::Transaction& tx, const Guide& guide);
bool update(store::Transaction& tx, const Guide& guide);
std::optional<Guide> find(store::Snapshot& snapshot, GuideId id);

std::optional<GuideVisit> find(store::Snapshot& snapshot, GuideVisitId id);
void insert(store::Transaction& tx, const GuideVisit& visit);
/// With version + 1. Throws store::UniqueViolation: the guide is elsewhere.
void update(store::Transaction& tx, const GuideVisit& visit);
bool is_busy(store::Snapshot& snapshot, GuideId guide, Instant starts_at);
int count_on(store::Snapshot& snapshot, GuideId guide, Day day);
/// Who waits longest for that time.
std::optional<GuideVisitId> first_waiting(store::Snapshot& snapshot, Instant starts_at);

}  // namespace yuyue::booking::guides::records
