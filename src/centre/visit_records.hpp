#pragma once
#include "yuyue/centre/visits.hpp"

namespace yuyue::centre::records {

/// The next number under a letter; nobody else gets it.
std::int64_t take_number(store::Transaction& tx, ServiceGroupId group, Day day);
std::int64_t service_day(store::Transaction& tx, IdMaker& ids, ServiceId service, Day day);

void insert(store::Transaction& tx, const Visit& visit);
void move_person(store::Transaction& tx, PersonId from, PersonId into);
/// State and errands.
void update(store::Transaction& tx, const Visit& visit);
void put(store::Transaction& tx, const Post& post);

/// Somebody is called to this window and has neither come nor been missed: their number.
std::optional<std::string> still_called(store::Snapshot& snapshot, ServiceWindowId window);

}  // namespace yuyue::centre::records
