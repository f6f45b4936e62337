#pragma once
#include "yuyue/exams/plans.hpp"

namespace yuyue::exams::records {

void insert(store::Transaction& tx, const Plan& plan);
void insert(store::Transaction& tx, ExamPlanId plan, const PlanItem& item);
void set_state(store::Transaction& tx, ExamPlaceId item, PlanItem::State state);
/// False: somebody has changed it meanwhile.
bool raise_version(store::Transaction& tx, ExamPlanId plan, std::int64_t version);

}  // namespace yuyue::exams::records
