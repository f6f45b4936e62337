#pragma once
#include "api/answers.hpp"
#include "yuyue/exams/plans.hpp"

// What patients may change of their examinations by themselves, and until when.
namespace yuyue::api {

/// What this caller may do to a plan: staff all of it; patients what is early enough by the
/// hospital's rule for its appointments. That they have eaten they may say until it begins.
/// Refusal: exam-change-too-late (date, time: until when it could have been).
Result<void> may_change_exams(const Services& services, const Call& call,
                              const std::vector<exams::Arranged>& changed,
                              exams::PlanChange::What what);

/// Says in a plan's items until when patients change each, and whether this caller may now.
void add_change_limits(const Services& services, const Call& call, const exams::Plan& plan,
                       Json& shown);

}  // namespace yuyue::api
