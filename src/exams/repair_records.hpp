#pragma once
#include "yuyue/exams/repairs.hpp"

namespace yuyue::exams::records {

/// The latest that happened to an order counts.
void put(store::Transaction& tx, const Repair& repair);
void remove(store::Transaction& tx, const Repair& repair);
/// Those whose orders have a place again, or need none.
void remove_moot(store::Transaction& tx, PersonId person);
void tried(store::Transaction& tx, const Repair& repair, Instant now);
/// A plan has changed: what could not be settled is looked at again.
void try_again(store::Transaction& tx, ExamPlanId plan);

}  // namespace yuyue::exams::records
