#pragma once
#include "api/exam_order_json.hpp"

namespace yuyue::api {

/// What a patient is told when all reports are there; the name is masked already.
std::string exam_return_words(const std::string& name);
/// An order is done, or not wanted any more: if all else that the patient waits for has its report,
/// they are told that they may come back, as with the last report.
void exam_not_awaited(const Services& services, store::Transaction& tx, const Call& call,
                      ExamOrderId order);

}  // namespace yuyue::api
