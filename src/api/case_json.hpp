#pragma once
#include "api/answers.hpp"
#include "yuyue/centre/cases/cases.hpp"

// How cases are shown: to staff with the people masked, to members what concerns them.
namespace yuyue::api {

Json cases_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                const std::vector<centre::cases::Case>& cases);
Json case_json(const Services& services, store::Snapshot& snapshot, const Call& call,
               const centre::cases::Case& one);
/// With its history and, for staff, its scans.
Json case_history_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                       const centre::cases::Case& one);
Json attachment_json(const Services& services, const centre::cases::Attachment& scan);

}  // namespace yuyue::api
