#pragma once
// SQL of reference data. Rows with a later `added_in` than the timetable's revision belong to an
// import under way and are seen by nobody.
#include "yuyue/booking/reference.hpp"

namespace yuyue::booking::records {

std::int64_t revision(store::Snapshot& snapshot);
/// Whatever decides which sessions there are has changed.
void raise_generation(store::Transaction& tx);

std::string join_keywords(const std::vector<std::string>& keywords);
std::vector<std::string> split_keywords(std::string_view text);

// Throw store::UniqueViolation. The version stored is the one given.
void insert(store::Transaction& tx, const Campus& campus, std::int64_t added_in);
void insert(store::Transaction& tx, const Building& building, std::int64_t added_in);
void insert(store::Transaction& tx, const Room& room, std::int64_t added_in);
void insert(store::Transaction& tx, const Area& area);
void insert(store::Transaction& tx, const Department& department, std::int64_t added_in);
void insert(store::Transaction& tx, const Practitioner& practitioner, std::int64_t added_in);
void insert(store::Transaction& tx, const ClinicKind& kind);
void insert(store::Transaction& tx, const CalendarDay& day);

// Store the thing with version + 1, if `version` is the stored one; false otherwise.
bool update(store::Transaction& tx, const Campus& campus);
bool update(store::Transaction& tx, const Building& building);
bool update(store::Transaction& tx, const Room& room);
bool update(store::Transaction& tx, const Area& area);
bool update(store::Transaction& tx, const Department& department);
bool update(store::Transaction& tx, const Practitioner& practitioner);
bool update(store::Transaction& tx, const ClinicKind& kind);
bool update(store::Transaction& tx, const CalendarDay& day);
bool remove_calendar_day(store::Transaction& tx, Day day, std::int64_t version);

bool exists(store::Snapshot& snapshot, CampusId id);
bool exists(store::Snapshot& snapshot, BuildingId id);
bool exists(store::Snapshot& snapshot, RoomId id);
bool exists(store::Snapshot& snapshot, AreaId id);
bool is_in_campus(store::Snapshot& snapshot, RoomId room, CampusId campus);
bool is_in_campus(store::Snapshot& snapshot, AreaId area, CampusId campus);
void set_posted_code(store::Transaction& tx, AreaId area, std::string_view code);
bool exists(store::Snapshot& snapshot, DepartmentId id);
bool exists(store::Snapshot& snapshot, PractitionerId id);
bool exists(store::Snapshot& snapshot, ClinicKindId id);
std::optional<CalendarDay> calendar_day(store::Snapshot& snapshot, Day day);

}  // namespace yuyue::booking::records
