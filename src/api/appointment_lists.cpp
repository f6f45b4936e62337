// Appointments in lists: a member's own people's, a partner institution's, the desk's.
#include <algorithm>

#include "api/answers.hpp"
#include "api/appointment_access.hpp"
#include "api/guide_json.hpp"
#include "api/partner_side.hpp"
#include "api/payment_json.hpp"
#include "api/people_shown.hpp"
#include "api/remote_visits.hpp"
#include "api/views.hpp"

namespace yuyue::api {
namespace {

void add_referral(store::Snapshot& snapshot, const std::optional<InstitutionId>& institution,
                  AppointmentId appointment, Json& out) {
  if (!institution) return;
  if (const auto referral = booking::referral::referral_of(snapshot, *institution, appointment))
    out["referralId"] = to_string(*referral);
}

Json page_json(const Services& services, store::Snapshot& snapshot, const Call& call,
               const booking::AppointmentPage& page,
               const std::optional<InstitutionId>& institution = {}) {
  std::vector<PersonId> ids;
  for (const auto& view : page.items) ids.push_back(view.appointment.person);
  const PeopleShown people(services, snapshot, call, ids);
  Json items = Json::array();
  for (const auto& view : page.items) {
    items.push_back(appointment_json(services, view, people.of(view.appointment.person),
                                     call.actor().channel, call.now));
    add_payment(services, snapshot, view.appointment, items.back());
    add_join_link(services, snapshot, view, call.now, items.back());
    add_guide(services, snapshot, view.appointment.id, items.back());
    add_clinic_day(snapshot, view.appointment.id, items.back());
    add_referral(snapshot, institution, view.appointment.id, items.back());
  }
  Json out{{"items", std::move(items)}};
  if (!page.next.empty()) out["next"] = page.next;
  return out;
}

Result<booking::AppointmentQuery> read_query(const Services& services, const Call& call) {
  const auto& request = call.request;
  booking::AppointmentQuery query;
  const auto state = request.query_or("state", "all");
  const auto filter = booking::appointment_filter(state);
  if (!filter) return Refusal("query-invalid").with("name", "state").with("value", state);
  query.filter = *filter;
  const auto person = query_id<PersonId>(request, "personId");
  if (!person) return person.error();
  if (*person) query.people = {**person};
  const auto day = query_day(request, "date");
  if (!day) return day.error();
  query.day = *day;
  const auto department = query_id<DepartmentId>(request, "departmentId");
  if (!department) return department.error();
  query.department = *department;
  const auto practitioner = query_id<PractitionerId>(request, "practitionerId");
  if (!practitioner) return practitioner.error();
  query.practitioner = *practitioner;
  const auto limit = query_integer(request, "limit", 50, 1, 500);
  if (!limit) return limit.error();
  query.limit = std::min<std::size_t>(200, static_cast<std::size_t>(*limit));
  query.after = request.query_or("after", "");
  // The desk's lists, not a partner's, are of today unless something else is asked for.
  if (!call.principal.member() && !is_partner(call.principal) && query.people.empty() && !query.day)
    query.day = services.time.day_of(call.now);
  return query;
}

Result<Json> list_own(const Services& services, const Call& call, booking::AppointmentQuery query,
                      MemberId member) {
  return services.database.read([&](store::Snapshot& snapshot) -> Result<Json> {
    const auto own = services.patients.people_of(snapshot, member);
    if (query.people.empty()) query.people = own;
    for (const auto person : query.people) {
      if (std::find(own.begin(), own.end(), person) == own.end()) return Refusal("not-your-person");
    }
    if (query.people.empty()) return Json{{"items", Json::array()}};
    const auto page = booking::list_appointments(snapshot, query, call.now);
    if (!page) return page.error();
    return page_json(services, snapshot, call, *page);
  });
}

/// A list of many people is one look, by what was asked for.
void record_look(const Services& services, store::Transaction& tx, const Call& call,
                 const booking::AppointmentQuery& query, std::size_t seen) {
  access::AuditEvent event{.action = "appointments-listed",
                           .details = {{"count", std::to_string(seen)}}};
  if (query.day) event.details.emplace_back("date", format_day(*query.day));
  if (query.department) event.details.emplace_back("department", to_string(*query.department));
  if (query.people.size() == 1) event.subject = query.people.front();
  services.audit.record(tx, call.principal, event, call.now);
}

/// The one with a booking code, or none.
Json list_by_code(const Services& services, store::Transaction& tx, const Call& call,
                  std::string_view text, const std::optional<InstitutionId>& institution) {
  booking::AppointmentPage page;
  if (const auto code = booking::parse_code(text)) {
    const auto found = booking::find_appointment(tx, std::string_view(*code));
    if (found && (!institution || booking::referral::referral_of(tx, *institution, found->id))) {
      record_appointment_look(services, tx, call, *found);
      page.items.push_back(booking::view_of(tx, *found));
    }
  }
  return page_json(services, tx, call, page, institution);
}

Result<Json> list_for_staff(const Services& services, store::Transaction& tx, const Call& call,
                            booking::AppointmentQuery query) {
  if (is_partner(call.principal)) {
    const auto institution = institution_of(tx, call);
    if (!institution) return institution.error();
    query.institution = institution->id;
  }
  if (const auto code = call.request.query_or("q", ""); !code.empty())
    return list_by_code(services, tx, call, code, query.institution);
  const auto page = booking::list_appointments(tx, query, call.now);
  if (!page) return page.error();
  record_look(services, tx, call, query, page->items.size());
  return page_json(services, tx, call, *page, query.institution);
}

}  // namespace

LaterAnswer list_appointments(const Services& services, const Call& call) {
  const auto query = read_query(services, call);
  if (!query) co_return query.error();
  if (const auto member = call.principal.member()) {
    const auto listed = list_own(services, call, *query, *member);
    if (!listed) co_return listed.error();
    co_return json(200, *listed);
  }
  Work work = [&](store::Transaction& tx) {
    return list_for_staff(services, tx, call, *query);
  };
  co_return co_await write(services, call, 200, work);
}

}  // namespace yuyue::api
