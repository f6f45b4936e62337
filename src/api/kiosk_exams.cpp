// Examinations at a kiosk, for whoever has just shown it a document: what is ordered, what is
// asked, plans to choose from, taking one, and an earlier place on the day itself.
#include "api/exam_day.hpp"
#include "api/exam_repairs.hpp"
#include "api/exam_today.hpp"
#include "api/kiosk_shown.hpp"
#include "api/own_exams.hpp"

namespace yuyue::api {
namespace {

/// All that a kiosk shows of somebody's examinations.
Json exams_json(const Services& services, store::Snapshot& snapshot, PersonId person, Instant now) {
  const auto orders = exams::orders_of(snapshot, services.vault, person, true);
  auto out = exam_orders_json(services, snapshot, person, orders, now);
  const ExamNames names(snapshot);
  const ExamPlaces places(snapshot);
  const ExamPlanView view(services, snapshot, names, places, person);
  const ExamConflicts conflicts(services, snapshot, person, now);
  auto& plans = out["plans"] = Json::array();
  for (const auto& plan : exams::plans_of(snapshot, person)) {
    if (plan.booked().empty()) continue;
    plans.push_back(view.plan(plan));
    plans.back()["conflicts"] = conflicts.of(view, plan);
  }
  auto& today = out["today"] = Json::array();
  for (const auto& work : exams_today(snapshot, person, services.time.day_of(now)))
    today.push_back(exam_today_json(services, snapshot, work, true));
  return out;
}

/// The same, and that it was shown is on record: also where answers are given, which may be none.
Json exams_shown(const Services& services, store::Transaction& tx, const Call& call,
                 PersonId person) {
  services.audit.record(
      tx, call.principal,
      {.action = "kiosk-exams-seen", .subject = person, .details = {}, .note = {}}, call.now);
  return exams_json(services, tx, person, call.now);
}

/// Who they are now: records may have been merged since.
Result<PersonId> settled(const Services& services, const Result<PersonId>& holder) {
  if (!holder) return holder.error();
  return services.database.read([&](store::Snapshot& snapshot) -> Result<PersonId> {
    const auto person = holder_now(services, snapshot, *holder);
    if (!person) return person.error();
    return person->id;
  });
}

}  // namespace

LaterAnswer show_kiosk_exams(const Services& services, const Call& call) {
  Input in(call.request);
  const auto holder = read_holder(services, call, in);
  if (auto bad = in.finish()) co_return *bad;
  if (!holder) co_return holder.error();
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto person = holder_now(services, tx, *holder);
    if (!person) return person.error();
    return exams_shown(services, tx, call, person->id);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer answer_kiosk_exam_questions(const Services& services, const Call& call) {
  Input in(call.request);
  const auto holder = read_holder(services, call, in);
  const auto answers = read_exam_answers(in);
  if (auto bad = in.finish()) co_return *bad;
  if (!holder) co_return holder.error();
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto person = holder_now(services, tx, *holder);
    if (!person) return person.error();
    const auto done = services.exam_orders.answer(tx, person->id, answers,
                                                  access::actor_of(call.principal), call.now);
    if (!done) return done.error();
    return exams_shown(services, tx, call, person->id);
  };
  co_return co_await write_once(services, call, 200, work);
}

LaterAnswer preview_kiosk_exam_plan(const Services& services, const Call& call) {
  Input in(call.request);
  const auto person = settled(services, read_holder(services, call, in));
  if (!person) co_return in.has("pass") ? person.error() : in.finish().value();
  co_return co_await preview_exam_plan_of(services, call, *person, in);
}

LaterAnswer take_kiosk_exam_plan(const Services& services, const Call& call) {
  Input in(call.request);
  const auto person = settled(services, read_holder(services, call, in));
  if (!person) co_return in.has("pass") ? person.error() : in.finish().value();
  co_return co_await take_exam_plan_of(services, call, *person, in);
}

LaterAnswer move_exam_earlier_at_kiosk(const Services& services, const Call& call) {
  Input in(call.request);
  const auto holder = read_holder(services, call, in);
  const auto device = in.id<ExamDeviceId>("deviceId");
  const auto start = in.minute("start");
  if (auto bad = in.finish()) co_return *bad;
  const auto person = settled(services, holder);
  if (!person) co_return person.error();
  co_return co_await move_exam_earlier_of(services, call, *person, call.id<ExamPlaceId>("place"),
                                          device, start);
}

}  // namespace yuyue::api
