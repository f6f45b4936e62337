#pragma once
// SQL of the weekly timetable and of the one row that says which revision of it is in force.
#include <optional>
#include <vector>

#include "yuyue/booking/timetable.hpp"

namespace yuyue::booking::records {

struct TimetableState {
  std::int64_t revision = 0;
  std::int64_t generation = 0;
  std::int64_t made_generation = 0;
  Day made_until{};
  std::optional<ImportId> import;
};
TimetableState timetable_state(store::Snapshot& snapshot);
/// Puts `revision` in force.
void set_revision(store::Transaction& tx, std::int64_t revision);
/// Sessions agree with `generation` up to `until`; no effect if that is no longer the generation.
void set_made(store::Transaction& tx, std::int64_t generation, Day until);
/// False: another one holds it.
bool claim_import(store::Transaction& tx, ImportId import);
void release_import(store::Transaction& tx);

void insert_row(store::Transaction& tx, const Schedule& schedule, std::int64_t added_in);
void end_row(store::Transaction& tx, std::int64_t row, std::int64_t removed_in);
std::vector<Schedule> schedules_of(store::Snapshot& snapshot, PractitionerId practitioner);
/// Rows that hold no longer, the latest first: their ids may come back.
std::vector<Schedule> ended_schedules(store::Snapshot& snapshot);
std::optional<int> capacity_of_row(store::Snapshot& snapshot, std::int64_t row);
Quotas quotas_of_row(store::Snapshot& snapshot, std::int64_t row);

void insert(store::Transaction& tx, const ScheduleException& exception);
bool update(store::Transaction& tx, const ScheduleException& exception);
bool remove_exception(store::Transaction& tx, ScheduleExceptionId id, std::int64_t version);
std::optional<ScheduleException> find_exception(store::Snapshot& snapshot, ScheduleExceptionId id);

/// Removes at most `limit` rows of each kind that a revision not in force has left, and frees the
/// timetable for the next import when none is left. True while there may be more.
bool clear_unfinished_some(store::Transaction& tx, std::int64_t limit);

}  // namespace yuyue::booking::records
