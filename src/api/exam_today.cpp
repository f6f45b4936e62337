#include "api/exam_today.hpp"

#include <algorithm>

#include "api/exam_plan_json.hpp"
#include "api/posted_codes.hpp"
#include "yuyue/booking/clinic/waits.hpp"

namespace yuyue::api {
namespace {

constexpr std::size_t kPostedCode = 60;

std::string_view state_of(const exams::Work& work) {
  if (work.item.state == exams::PlanItem::State::done) return "done";
  return work.ticket ? queue::name_of(work.ticket->ticket.state) : "booked";
}

const std::string& either(const std::string& en, const std::string& zh) {
  return en.empty() ? zh : en;
}

}  // namespace

std::vector<exams::Work> exams_today(store::Snapshot& snapshot, PersonId person, Day today) {
  std::vector<exams::Work> found;
  for (const auto& plan : exams::plans_of(snapshot, person))
    for (const auto& item : plan.items)
      if (item.at.day == today && item.state != exams::PlanItem::State::freed)
        found.push_back(exams::find_work(snapshot, item.id).value());
  std::ranges::sort(found, {}, [](const exams::Work& work) { return work.item.at.start; });
  return found;
}

Json exam_today_json(const Services& services, store::Snapshot& snapshot, const exams::Work& work,
                     bool to_holder) {
  const auto& at = work.item.at;
  Json out{{"id", to_string(work.item.id)},
           {"start", format_minute(at.start)},
           {"minutes", work.item.length.count()},
           {"state", state_of(work)}};
  if (to_holder || work.ticket) {
    const auto device = exams::find_device(snapshot, at.device).value();
    const auto site = exams::find_site(snapshot, device.site).value();
    out["device"] = {
        {"name", device.name},
        {"nameEn", device.name_en},
        {"place", site.name + " " + device.place},
        {"placeEn", either(site.name_en, site.name) + " " + either(device.place_en, device.place)}};
  }
  if (to_holder) {
    const auto order = exams::find_order(snapshot, services.vault, at.order).value();
    const auto exam = exams::find_exam(snapshot, order.exam).value();
    out["exam"] = {{"name", exam.name}, {"nameEn", exam.name_en}};
  }
  if (!work.ticket) return out;
  out["number"] = work.ticket->ticket.number;
  const auto line = queue::load(snapshot, work.ticket->line).value();
  if (const auto ahead = booking::clinic::ahead_of(line.line, work.ticket->ticket.id))
    out["ahead"] = *ahead;
  return out;
}

Result<exams::Work> check_in_for_exam(const Services& services, store::Transaction& tx,
                                      const Call& call, const exams::Work& work) {
  if (work.ticket && work.ticket->ticket.state == queue::State::missed)
    return services.exam_worklist.step(tx, work.item.id, {.what = exams::WorkStep::What::come_back},
                                       access::actor_of(call.principal), call.now);
  return services.exam_worklist.arrive(tx, work.item.id, access::actor_of(call.principal),
                                       call.now);
}

LaterAnswer check_in_for_own_exam(const Services& services, const Call& call) {
  Input in(call.request);
  const auto place = in.id<ExamPlaceId>("placeId");
  const auto code = in.text("postedCode", kPostedCode);
  if (auto bad = in.finish()) co_return *bad;
  const auto member = call.principal.member().value();
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto found = exams::find_work(tx, place);
    if (!found || !services.patients.acts_for(tx, member, found->person))
      return Refusal("not-found").with("what", "exam-place");
    if (auto there = is_at_device(tx, code, found->item.at.device); !there) return there.error();
    const auto come = check_in_for_exam(services, tx, call, *found);
    if (!come) return come.error();
    return exam_today_json(services, tx, *come, true);
  };
  co_return co_await write_once(services, call, 200, work);
}

}  // namespace yuyue::api
