#include "api/exam_day.hpp"

#include "api/exam_plan_json.hpp"

namespace yuyue::api {
namespace {

struct Words {
  std::string zh, en;
};

Words words(const exams::NextStop& stop) {
  using Why = exams::NextStop::Why;
  const auto wait = std::to_string(std::max(0, stop.wait()));
  switch (stop.why) {
    case Why::only:
      return {"今天只剩这一项。", "It is the last one today."};
    case Why::planned:
      return {"按计划接着做这一项。", "It is the next one of the plan."};
    case Why::shorter:
      if (stop.wait() <= 0)
        return {"现在去这里不用等，先做它不影响其他检查。",
                "There is no wait here now, and it keeps all others in time."};
      return {"现在去这里最快轮到（到后约等 " + wait + " 分钟），先做它不影响其他检查。",
              "Your turn comes soonest here (about " + wait +
                  " minutes after you arrive), and it keeps all others in time."};
    case Why::late:
      return {"按计划接着做这一项；做完可能会晚于下一项的时间，请告诉工作人员。",
              "It is the next one of the plan. You may be late for the one after it: please tell "
              "the staff."};
  }
  return {};
}

/// What is shown of a day: names of all in it.
class DayView {
 public:
  DayView(const Services& services, store::Snapshot& snapshot, Day today)
      : services_(services),
        snapshot_(snapshot),
        names_(snapshot),
        places_(snapshot),
        today_(today) {}

  Json exam(const exams::TodaysExam& one) const {
    const auto& work = one.work;
    const auto& at = work.item.at;
    auto out = base(work.item.id, work.plan, at.order, at.device);
    out["start"] = format_minute(at.start);
    out["minutes"] = work.item.length.count();
    out["state"] = work.item.state == exams::PlanItem::State::done ? "done"
                   : work.ticket ? queue::name_of(work.ticket->ticket.state)
                                 : "booked";
    if (work.ticket) out["number"] = work.ticket->ticket.number;
    if (one.ahead) out["ahead"] = *one.ahead;
    if (one.begins) out["beginsAt"] = at_minute(*one.begins);
    return out;
  }

  Json stop(const exams::NextStop& one) const {
    const auto& left = one.left;
    const auto why = words(one);
    auto out = base(left.place, left.plan, left.order, device_of(left.place));
    out["start"] = format_minute(MinuteOfDay{left.booked});
    out["walkMinutes"] = one.walk;
    out["waitMinutes"] = std::max(0, one.wait());
    out["beginsAt"] = at_minute(one.begins);
    out["why"] = exams::name_of(one.why);
    out["whyText"] = why.zh;
    out["whyTextEn"] = why.en;
    out["earlier"] = nullptr;
    if (one.earlier)
      out["earlier"] = {{"deviceId", to_string(one.earlier->device)},
                        {"device", places_.of(one.earlier->device)},
                        {"start", format_minute(one.earlier->start)},
                        {"startsAt", services_.time.rfc3339(
                                         services_.time.at(one.earlier->day, one.earlier->start))}};
    return out;
  }

 private:
  Json base(ExamPlaceId place, ExamPlanId plan, ExamOrderId id, ExamDeviceId device) const {
    const auto order = exams::find_order(snapshot_, services_.vault, id).value();
    return {{"placeId", to_string(place)}, {"planId", to_string(plan)},
            {"orderId", to_string(id)},    {"exam", names_.of(order.exam)},
            {"bodyPart", order.body_part}, {"device", places_.of(device)}};
  }
  ExamDeviceId device_of(ExamPlaceId place) const {
    return exams::find_work(snapshot_, place)->item.at.device;
  }
  std::string at_minute(int minute) const {
    return services_.time.rfc3339(services_.time.at(today_, MinuteOfDay{0}) +
                                  std::chrono::minutes{minute});
  }

  const Services& services_;
  store::Snapshot& snapshot_;
  const ExamNames names_;
  const ExamPlaces places_;
  const Day today_;
};

/// Patients see their own people's; who of the staff has looked is on record.
Result<void> may_see(const Services& services, store::Snapshot& snapshot, const Call& call,
                     PersonId person) {
  const auto member = call.principal.member();
  if (!services.patients.person(snapshot, person)) return Refusal("person-unknown");
  if (member && !services.patients.acts_for(snapshot, *member, person))
    return Refusal("not-your-person");
  return {};
}

}  // namespace

Json exam_day_json(const Services& services, store::Snapshot& snapshot, PersonId person,
                   Instant now) {
  const auto today = services.time.day_of(now);
  const auto day =
      exams::exam_day(snapshot, services.exam_orders.environment(), services.exam_plans, person,
                      appointed(snapshot, person, now), now);
  const DayView view(services, snapshot, today);
  Json all = Json::array(), next = Json::array();
  for (const auto& one : day.exams) all.push_back(view.exam(one));
  for (const auto& one : day.next) next.push_back(view.stop(one));
  return {{"date", format_day(today)},
          {"personId", to_string(person)},
          {"at", day.at ? Json(to_string(*day.at)) : Json()},
          {"exams", std::move(all)},
          {"next", std::move(next)}};
}

LaterAnswer show_exam_day(const Services& services, const Call& call) {
  const auto person = query_id<PersonId>(call.request, "personId");
  if (!person) co_return person.error();
  if (!*person) co_return Refusal("query-too-wide");
  const auto shown = services.database.read([&](store::Snapshot& snapshot) -> Result<Json> {
    if (auto fine = may_see(services, snapshot, call, **person); !fine) return fine.error();
    return exam_day_json(services, snapshot, **person, call.now);
  });
  if (!shown) co_return shown.error();
  co_return co_await exams_seen(services, call, **person, "exam-day-seen", *shown);
}

// Where to is worked out from a snapshot, so that the writer only takes it.
LaterAnswer move_exam_earlier_of(const Services& services, const Call& call, PersonId person,
                                 ExamPlaceId place, ExamDeviceId device, MinuteOfDay start) {
  struct Found {
    exams::DayNow day;
    exams::Arranged to;
    std::vector<exams::Arranged> wanted;
  };
  const auto found = services.database.read([&](store::Snapshot& snapshot) -> Result<Found> {
    auto day = exams::day_now(snapshot, services.exam_orders.environment(), services.exam_plans,
                              person, appointed(snapshot, person, call.now), call.now);
    const auto work = exams::find_work(snapshot, place);
    if (!work || work->person != person) return Refusal("not-found").with("what", "exam-place");
    if (!day || work->plan != day->plan || work->item.state != exams::PlanItem::State::booked)
      return Refusal("exam-not-planned");
    const exams::Arranged to{work->item.at.order, device, services.time.day_of(call.now), start};
    auto wanted = exams::moved_earlier(*day, place, to);
    if (!wanted) {
      const auto known = exams::find_device(snapshot, device);
      return Refusal("exam-place-gone")
          .with("device", known ? known->name : "")
          .with("date", format_day(to.day))
          .with("time", format_minute(start));
    }
    return Found{std::move(*day), to, std::move(*wanted)};
  });
  // Also when it is refused now: asked again because the answer was lost, it is the first answer.
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (!found) return found.error();
    const exams::PlanChange change{.what = exams::PlanChange::What::move, .order = found->to.order};
    const auto changed = services.exam_plans.change(tx, found->day.plan, found->day.version, change,
                                                    found->wanted, appointed(tx, person, call.now),
                                                    access::actor_of(call.principal), call.now);
    if (!changed) return changed.error();
    return exam_day_json(services, tx, person, call.now);
  };
  co_return co_await write_once(services, call, 200, work);
}

LaterAnswer move_exam_earlier(const Services& services, const Call& call) {
  Input in(call.request);
  const auto device = in.id<ExamDeviceId>("deviceId");
  const auto start = in.minute("start");
  if (auto bad = in.finish()) co_return *bad;
  const auto place = call.id<ExamPlaceId>("place");
  const auto person = services.database.read([&](store::Snapshot& snapshot) -> Result<PersonId> {
    const auto work = exams::find_work(snapshot, place);
    if (!work || !may_see(services, snapshot, call, work->person))
      return Refusal("not-found").with("what", "exam-place");
    return work->person;
  });
  if (!person) co_return person.error();
  co_return co_await move_exam_earlier_of(services, call, *person, place, device, start);
}

}  // namespace yuyue::api
