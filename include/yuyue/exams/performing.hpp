#pragma once
#include "yuyue/exams/plans.hpp"

namespace yuyue::exams {

/// An examination has been done in its place; what of the patient's plans does not go with when it
/// was done is put down for Repairs. Refusals: not-found, exam-not-planned.
Result<Order> finish(store::Transaction& tx, const Orders& orders, const Plans& plans,
                     ExamOrderId id, const access::Actor& by, Instant now);

}  // namespace yuyue::exams
