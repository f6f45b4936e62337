#pragma once
// Requests for admission as their reader may see them: patients their own, staff with who did what.
#include "api/answers.hpp"
#include "yuyue/booking/admission/admissions.hpp"

namespace yuyue::api {

Json admission_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                    const booking::admission::Admission& admission);
/// The same with everything that has happened to it.
Json admission_history_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                            const booking::admission::Admission& admission);
/// What a question found, with `next` if there may be more.
Json admission_page_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                         const booking::admission::AdmissionQuery& query,
                         const std::vector<booking::admission::Admission>& found);

}  // namespace yuyue::api
