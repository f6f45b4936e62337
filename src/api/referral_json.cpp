#include "api/referral_json.hpp"

#include "api/people_shown.hpp"

namespace yuyue::api {
namespace {

namespace referral = booking::referral;
using referral::Handler;
using referral::Referral;
using referral::rules::Side;
using referral::rules::Step;

Json steps_json(const Referral& r, const referral::ReferralView& view, Side side) {
  static constexpr std::pair<Step, const char*> kNames[] = {
      {Step::accept, "accept"}, {Step::redirect, "redirect"}, {Step::refuse, "refuse"},
      {Step::book, "book"},     {Step::report, "report"},     {Step::withdraw, "withdraw"},
      {Step::ask, "ask"},       {Step::answer, "answer"}};
  Json can = Json::array();
  for (const auto& [step, name] : kNames) {
    const bool booked = view.appointment && booking::holds_place(view.appointment->state);
    const bool asked = view.question && !view.question->answered_at;
    if ((step == Step::book && booked) || (step == Step::answer && !asked)) continue;
    if (referral::rules::take(r, side, step)) can.push_back(name);
  }
  return can;
}

}  // namespace

Json referral_json(const Services& services, store::Snapshot& snapshot, const Referral& r,
                   const Handler& by, Json person) {
  const auto view = services.referrals.view(snapshot, r);
  Json out{{"id", to_string(r.id)},
           {"version", r.version},
           {"direction", referral::name_of(r.direction)},
           {"state", referral::name_of(r.state)},
           {"urgent", r.urgent},
           {"institution",
            {{"id", to_string(r.institution)},
             {"name", view.institution},
             {"nameEn", view.institution_en}}},
           {"department",
            {{"id", to_string(r.department)},
             {"name", view.department},
             {"nameEn", view.department_en}}},
           {"person", std::move(person)},
           {"reason", r.reason},
           {"papers", r.papers},
           {"report", r.report},
           {"createdAt", services.time.rfc3339(r.created_at)},
           {"can", steps_json(r, view, by.side)}};
  if (r.ended_at) out["endedAt"] = services.time.rfc3339(*r.ended_at);
  if (const auto& question = view.question) {
    out["question"] = {{"askedAt", services.time.rfc3339(question->asked_at)},
                       {"text", question->text}};
    if (question->answered_at) {
      out["question"]["answeredAt"] = services.time.rfc3339(*question->answered_at);
      out["question"]["answer"] = question->answer;
    }
  }
  if (view.appointment)
    out["appointment"] = {{"id", to_string(view.appointment->id)},
                          {"code", booking::spaced_code(view.appointment->code)},
                          {"startsAt", services.time.rfc3339(view.appointment->starts_at)},
                          {"state", booking::name_of(view.appointment->state)}};
  return out;
}

Json referral_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                   const Referral& r, const Handler& by) {
  const PeopleShown people(services, snapshot, call, {r.person});
  return referral_json(services, snapshot, r, by, people.of(r.person));
}

}  // namespace yuyue::api
