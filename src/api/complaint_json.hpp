#pragma once
// Complaints as each of their readers sees them.
#include "api/answers.hpp"
#include "yuyue/centre/voice/complaints.hpp"

namespace yuyue::api {

/// For who complained.
Json own_complaint_json(const Services& services, store::Snapshot& snapshot,
                        const centre::voice::Complaint& complaint);
/// For those who deal with it, without who complained.
Json complaint_json(const Services& services, store::Snapshot& snapshot,
                    const centre::voice::Complaint& complaint);
/// The same with who complained, masked, its assignments' answers and what happened to it.
Json whole_complaint_json(const Services& services, store::Snapshot& snapshot,
                          const centre::voice::Complaint& complaint);
/// For the office: what it has to answer, and nothing of who complained.
Json office_assignment_json(const Services& services, store::Snapshot& snapshot,
                            const centre::voice::Assignment& assignment);

}  // namespace yuyue::api
