// Guides (专人导医): who they are, asking for one with an appointment, the day's list.
#include "api/answers.hpp"
#include "api/appointment_access.hpp"
#include "api/collection.hpp"
#include "api/guide_json.hpp"
#include "api/people_shown.hpp"

namespace yuyue::api {

namespace guides = booking::guides;

template <>
struct Form<guides::Guide> {
  static Json json(const guides::Guide& guide) {
    Json weekdays = Json::array();
    for (int day = 1; day <= 7; ++day)
      if (guide.weekdays.at(static_cast<std::size_t>(day - 1))) weekdays.push_back(day);
    return {{"id", to_string(guide.id)},
            {"version", guide.version},
            {"name", guide.name},
            {"weekdays", std::move(weekdays)},
            {"starts", format_minute(guide.starts)},
            {"ends", format_minute(guide.ends)},
            {"active", guide.active}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, guides::Guide& guide) {
    in.needed("name", guide.name);
    in.needed("starts", guide.starts);
    in.needed("ends", guide.ends);
    in.flag("active", guide.active);
    if (const auto weekdays = in.weekdays("weekdays")) {
      guide.weekdays.fill(false);
      for (const auto day : *weekdays) guide.weekdays.at(static_cast<std::size_t>(day - 1)) = true;
    }
  }
};

Json guide_visit_json(const Services& services, const guides::GuideVisit& visit) {
  Json out{{"id", to_string(visit.id)},
           {"appointmentId", to_string(visit.appointment)},
           {"state", guides::name_of(visit.state)},
           {"startsAt", services.time.rfc3339(visit.starts_at)}};
  if (visit.met_at) out["metAt"] = services.time.rfc3339(*visit.met_at);
  if (visit.done_at) out["doneAt"] = services.time.rfc3339(*visit.done_at);
  if (visit.guide) out["guide"] = {{"id", to_string(*visit.guide)}, {"name", visit.guide_name}};
  return out;
}

void add_guide(const Services& services, store::Snapshot& snapshot, AppointmentId appointment,
               Json& out) {
  if (const auto visit = guides::visit_of(snapshot, appointment))
    out["guide"] = guide_visit_json(services, *visit);
}

Answer list_guides(const Services& services, const Call&) {
  return list_things(services, &guides::guides);
}
LaterAnswer add_guide_person(const Services& services, const Call& call) {
  return add_thing<guides::Guide>(services, call, services.guides);
}
LaterAnswer change_guide_person(const Services& services, const Call& call) {
  return change_thing(services, call, services.guides, &guides::guides, "guide");
}

LaterAnswer ask_for_guide(const Services& services, const Call& call) {
  Input in(call.request);
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<AppointmentId>("appointment");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visible = visible_appointment(services, tx, call.principal, id);
    if (!visible) return visible.error();
    const auto visit = services.guides.ask(tx, id, call.actor(), call.now);
    if (!visit) return visit.error();
    return guide_visit_json(services, *visit);
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer give_guide_up(const Services& services, const Call& call) {
  const auto id = call.id<AppointmentId>("appointment");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visible = visible_appointment(services, tx, call.principal, id);
    if (!visible) return visible.error();
    const auto visit = services.guides.give_up(tx, id, call.actor(), call.now);
    if (!visit) return visit.error();
    return Json();
  };
  co_return co_await write(services, call, 204, work);
}

/// What the guides' day looks like: whom to fetch when, those without a guide first.
LaterAnswer list_guide_visits(const Services& services, const Call& call) {
  const auto day = query_day(call.request, "date");
  if (!day) co_return day.error();
  const auto on = day->value_or(services.time.day_of(call.now));
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visits = guides::visits_on(tx, on);
    services.audit.record(tx, call.principal,
                          {.action = "guide-visits-listed",
                           .subject = {},
                           .details = {{"date", format_day(on)}},
                           .note = {}},
                          call.now);
    std::vector<PersonId> ids;
    std::vector<booking::AppointmentView> views;
    for (const auto& visit : visits) {
      const auto appointment = booking::find_appointment(tx, visit.appointment).value();
      ids.push_back(appointment.person);
      views.push_back(booking::view_of(tx, appointment));
    }
    const PeopleShown people(services, tx, call, ids);
    Json items = Json::array();
    for (std::size_t i = 0; i < visits.size(); ++i) {
      auto item = guide_visit_json(services, visits[i]);
      item["person"] = people.of(ids[i]);
      item["departmentName"] = views[i].department;
      item["departmentNameEn"] = views[i].department_en;
      item["departmentLocation"] = views[i].department_location;
      item["departmentLocationEn"] = views[i].department_location_en;
      item["code"] = booking::spaced_code(views[i].appointment.code);
      item["appointmentState"] = booking::name_of(views[i].appointment.state);
      items.push_back(std::move(item));
    }
    return Json{{"items", std::move(items)}};
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer note_guide_progress(const Services& services, const Call& call) {
  Input in(call.request);
  const auto progress = in.one_of("progress", guides::progress_from);
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<GuideVisitId>("visit");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visit = services.guides.progress(tx, id, progress, call.actor(), call.now);
    if (!visit) return visit.error();
    return guide_visit_json(services, *visit);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer assign_guide(const Services& services, const Call& call) {
  Input in(call.request);
  const auto guide = in.id<GuideId>("guideId");
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<GuideVisitId>("visit");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visit = services.guides.assign(tx, id, guide, call.actor(), call.now);
    if (!visit) return visit.error();
    return guide_visit_json(services, *visit);
  };
  co_return co_await write_once(services, call, 200, work);
}

}  // namespace yuyue::api
