#pragma once
#include "yuyue/exams/orders.hpp"

namespace yuyue::exams {

/// An examination has been done in its place. Refusals: not-found, exam-not-planned.
Result<Order> finish(store::Transaction& tx, const Orders& orders, ExamOrderId id,
                     const access::Actor& by, Instant now);

}  // namespace yuyue::exams
