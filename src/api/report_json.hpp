#pragma once
#include "api/answers.hpp"
#include "yuyue/centre/reports/reports.hpp"

namespace yuyue::api {

Json report_json(const Services& services, const centre::reports::Report& report);
/// Lets a kiosk where somebody has shown who they are by a code read the report's PDF, for ten
/// minutes.
std::string report_key(const Services& services, const access::Principal& reader, ReportId report,
                       Instant now);

}  // namespace yuyue::api
