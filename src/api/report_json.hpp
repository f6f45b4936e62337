#pragma once
#include "api/answers.hpp"
#include "yuyue/centre/reports/reports.hpp"

namespace yuyue::api {

Json report_json(const Services& services, const centre::reports::Report& report);

}  // namespace yuyue::api
