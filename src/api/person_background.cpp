// What a window has at hand of whoever stands before it: earlier visits, appointments, and the
// certificates that were seen.
#include <algorithm>

#include "api/class_on_record.hpp"
#include "api/views.hpp"
#include "api/visit_json.hpp"
#include "yuyue/booking/clinic/priority.hpp"
#include "yuyue/centre/classes.hpp"

namespace yuyue::api {
namespace {

constexpr std::size_t kClassCode = 40, kProof = 100;
constexpr int kEarlier = 8;
constexpr std::size_t kAppointments = 10;

const auto& classes_of(const Services& services, Instant now) {
  return services.booking.policies->at(now)->policy.base.line.classes;
}

Json class_json(const Services& services, const centre::SeenClass& seen) {
  Json out{{"code", seen.code},
           {"proof", seen.proof},
           {"seenAt", services.time.rfc3339(seen.seen_at)},
           {"until", nullptr}};
  if (seen.until) out["until"] = format_day(*seen.until);
  return out;
}

Json classes_json(const Services& services, store::Snapshot& snapshot, PersonId person,
                  Instant now) {
  Json list = Json::array();
  for (const auto& seen : centre::seen_classes(snapshot, person, services.time.day_of(now)))
    list.push_back(class_json(services, seen));
  return list;
}

Json appointments_json(store::Snapshot& snapshot, PersonId person, Instant now) {
  booking::AppointmentQuery query;
  query.filter = booking::AppointmentFilter::upcoming;
  query.people = {person};
  query.limit = kAppointments;
  Json list = Json::array();
  for (const auto& view : booking::list_appointments(snapshot, query, now).value().items)
    list.push_back({{"id", to_string(view.appointment.id)},
                    {"state", booking::name_of(view.appointment.state)},
                    {"date", format_day(view.appointment.day)},
                    {"start", format_minute(view.slot_start)},
                    {"department", {{"name", view.department}, {"nameEn", view.department_en}}},
                    {"kind", {{"name", view.kind}, {"nameEn", view.kind_en}}}});
  return list;
}

Json background_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                     const centre::Visit& visit) {
  Json out{{"visitId", to_string(visit.id)},
           {"classes", Json::array()},
           {"appointments", Json::array()},
           {"visits", Json::array()}};
  if (!visit.person) return out;
  out["classes"] = classes_json(services, snapshot, *visit.person, call.now);
  out["appointments"] = appointments_json(snapshot, *visit.person, call.now);
  out["visits"] = visits_seen(services, snapshot, call,
                              centre::earlier_visits(snapshot, *visit.person, visit.id, kEarlier));
  return out;
}

}  // namespace

ClassOnRecord class_on_record(const Services& services, store::Snapshot& snapshot, PersonId person,
                              Instant now) {
  const auto& classes = classes_of(services, now);
  const auto today = services.time.day_of(now);
  ClassOnRecord best;
  if (const auto* people = services.booking.people) {
    best.code = booking::clinic::class_of(classes, people->facts(snapshot, person), today);
    if (!best.code.empty()) best.proof = "on-record";
  }
  const auto find = [&](const std::string& code) {
    return std::ranges::find(classes, code, &booking::policy::PriorityClass::code);
  };
  for (const auto& seen : centre::seen_classes(snapshot, person, today)) {
    const auto found = find(seen.code);
    if (found == classes.end()) continue;
    if (best.code.empty() || found->allowance < find(best.code)->allowance)
      best = {seen.code, seen.proof};
  }
  return best;
}

LaterAnswer show_visit_background(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visit = centre::find_visit(tx, call.id<VisitId>("visit"));
    if (!visit) return Refusal("not-found").with("what", "visit");
    if (visit->person)
      services.audit.record(tx, call.principal,
                            {.action = "visit-background-seen",
                             .subject = *visit->person,
                             .details = {{"visit", to_string(visit->id)}},
                             .note = {}},
                            call.now);
    return background_json(services, tx, call, *visit);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer remember_class(const Services& services, const Call& call) {
  Input in(call.request);
  centre::SeenClass seen{.person = call.id<PersonId>("person")};
  seen.code = in.text("code", kClassCode);
  seen.proof = in.text("proof", kProof);
  seen.until = in.maybe_day("until");
  if (auto bad = in.finish()) co_return *bad;
  const auto& classes = classes_of(services, call.now);
  if (std::ranges::find(classes, seen.code, &booking::policy::PriorityClass::code) == classes.end())
    co_return Refusal("unknown-reference").with("name", "code").at("/code");
  seen.seen_by = AccountId{call.principal.id};
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (!services.patients.person(tx, seen.person)) return Refusal("person-unknown");
    const auto kept =
        centre::remember_class(tx, services.visits.environment(), seen, call.actor(), call.now);
    if (!kept) return kept.error();
    return class_json(services, *kept);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer forget_class(const Services& services, const Call& call) {
  const auto code = call.request.query_or("code", "");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (!centre::forget_class(tx, services.visits.environment(), call.id<PersonId>("person"),
                              std::string(code), call.actor(), call.now))
      return Refusal("not-found").with("what", "priority");
    return Json();
  };
  co_return co_await write(services, call, 204, work);
}

}  // namespace yuyue::api
