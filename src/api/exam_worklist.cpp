// A device's day: who is booked, who has come, calling them, what was done.
#include "api/exam_order_json.hpp"
#include "api/exam_repairs.hpp"
#include "api/exam_returns.hpp"
#include "api/people_shown.hpp"
#include "yuyue/exams/worklist.hpp"

namespace yuyue::api {
namespace {

constexpr std::size_t kReason = 200, kSeq = 60;

std::string_view state_of(const exams::Work& work) {
  if (work.item.state == exams::PlanItem::State::done) return "done";
  return work.ticket ? queue::name_of(work.ticket->ticket.state) : "booked";
}

Json ticket_json(const Services& services, const queue::Ticket& ticket) {
  Json out{{"id", to_string(ticket.id)},
           {"number", ticket.number},
           {"arrivedAt", services.time.rfc3339(ticket.arrived_at)},
           {"due", services.time.rfc3339(ticket.rank.due)},
           {"calls", ticket.calls}};
  if (ticket.calls > 0) out["calledAt"] = services.time.rfc3339(ticket.called_at);
  return out;
}

Json works_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                const std::vector<exams::Work>& works) {
  const ExamNames names(snapshot);
  std::vector<PersonId> ids;
  for (const auto& work : works) ids.push_back(work.person);
  const PeopleShown people(services, snapshot, call, ids);
  Json items = Json::array();
  for (const auto& work : works) {
    const auto& at = work.item.at;
    const auto order = exams::find_order(snapshot, services.vault, at.order).value();
    items.push_back(
        {{"id", to_string(work.item.id)},
         {"planId", to_string(work.plan)},
         {"orderId", to_string(order.id)},
         {"deviceId", to_string(at.device)},
         {"date", format_day(at.day)},
         {"start", format_minute(at.start)},
         {"minutes", work.item.length.count()},
         {"state", state_of(work)},
         {"exam", names.of(order.exam)},
         {"bodyPart", order.body_part},
         {"urgency", exams::name_of(order.urgency)},
         {"person", people.of(work.person)},
         {"ticket", work.ticket ? ticket_json(services, work.ticket->ticket) : Json()}});
  }
  return items;
}

Json work_json(const Services& services, store::Snapshot& snapshot, const Call& call,
               const exams::Work& work) {
  return works_json(services, snapshot, call, {work}).front();
}

/// Places in the order in which they would be called.
Json order_json(store::Snapshot& snapshot, const std::optional<LineId>& line) {
  Json order = Json::array();
  if (!line) return order;
  const auto kept = queue::load(snapshot, *line).value();
  for (const auto* ticket : kept.line.order())
    order.push_back(to_string(ExamPlaceId{kept.subjects.at(ticket->id).id}));
  return order;
}

}  // namespace

LaterAnswer show_exam_worklist(const Services& services, const Call& call) {
  const auto asked = query_day(call.request, "day");
  if (!asked) co_return asked.error();
  const auto after = call.request.query_or("after", "");
  if (after.size() > kSeq) co_return Refusal("query-invalid").with("name", "after");
  const auto id = call.id<ExamDeviceId>("device");
  const auto day = asked->value_or(services.time.day_of(call.now));
  // A page asks every few seconds. Only what is new is shown, and put on record.
  const auto seen = services.database.read([&](store::Snapshot& snapshot) -> Result<Json> {
    const auto device = exams::find_device(snapshot, id);
    if (!device) return Refusal("not-found").with("what", "exam-device");
    const auto seq = exams::worklist_seq(snapshot, id, day);
    if (seq == after) return Json();
    const auto works = exams::worklist(snapshot, id, day);
    const auto line = exams::line_of(snapshot, id, day);
    return Json{{"device",
                 {{"id", to_string(id)},
                  {"name", device->name},
                  {"nameEn", device->name_en},
                  {"place", device->place},
                  {"placeEn", device->place_en}}},
                {"day", format_day(day)},
                {"items", works_json(services, snapshot, call, works)},
                {"order", order_json(snapshot, line)},
                {"seq", seq}};
  });
  if (!seen) co_return seen.error();
  if (seen->is_null()) co_return http::Response::no_content();
  Work record = [&](store::Transaction& tx) -> Result<Json> {
    services.audit.record(tx, call.principal,
                          {.action = "exam-worklist-seen",
                           .subject = {},
                           .details = {{"device", to_string(id)}, {"date", format_day(day)}},
                           .note = {}},
                          call.now);
    return Json();
  };
  if (auto recorded = co_await write(services, call, 204, record); !recorded)
    co_return recorded.error();
  co_return json(200, *seen);
}

LaterAnswer arrive_for_exam(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto come =
        services.exam_worklist.arrive(tx, call.id<ExamPlaceId>("place"), call.actor(), call.now);
    if (!come) return come.error();
    return work_json(services, tx, call, *come);
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer call_to_exam(const Services& services, const Call& call) {
  Input in(call.request);
  const auto place = in.maybe_id<ExamPlaceId>("placeId");
  const auto reason = in.maybe_text("reason", kReason).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto called = services.exam_worklist.call(tx, call.id<ExamDeviceId>("device"), place,
                                                    reason, call.actor(), call.now);
    if (!called) return called.error();
    return work_json(services, tx, call, *called);
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer step_of_exam(const Services& services, const Call& call) {
  Input in(call.request);
  exams::WorkStep step;
  step.what = in.one_of("step", &exams::work_step_from);
  step.reason = in.maybe_text("reason", kReason).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  Json shown;
  PersonId person;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto done = services.exam_worklist.step(tx, call.id<ExamPlaceId>("place"), step,
                                                  call.actor(), call.now);
    if (!done) return done.error();
    person = done->person;
    if (step.what == exams::WorkStep::What::finish)
      exam_not_awaited(services, tx, call, done->item.at.order);
    shown = work_json(services, tx, call, *done);
    return Json();
  };
  if (auto written = co_await write(services, call, 204, work); !written) co_return written.error();
  shown["replanned"] = co_await exams_planned_anew(services, call, person);
  co_return json(200, shown);
}

}  // namespace yuyue::api
