#pragma once
// SQL of what an import will change in things that are there already.
#include "yuyue/booking/reference.hpp"

namespace yuyue::booking::records {

// Written beside the row; `version` is the one that the change was planned for.
void stage_change(store::Transaction& tx, ImportId import, const Campus& campus);
void stage_change(store::Transaction& tx, ImportId import, const Room& room);
void stage_change(store::Transaction& tx, ImportId import, const Department& department);
void stage_change(store::Transaction& tx, ImportId import, const Practitioner& practitioner);

/// All staged changes of one import at once, by one statement for each table. How many were made:
/// fewer than staged if a row was changed by somebody else meanwhile.
int apply_changes(store::Transaction& tx, ImportId import);

/// Removes some of what is staged, of one import or of all. False: nothing was left.
bool clear_changes_some(store::Transaction& tx, std::optional<ImportId> import, std::int64_t limit);

}  // namespace yuyue::booking::records
