// What a partner institution sees of the hospital: the places it can have, and its own patients.
#include "api/answers.hpp"
#include "api/partner_side.hpp"
#include "api/person_json.hpp"
#include "api/referred_person.hpp"
#include "api/views.hpp"

namespace yuyue::api {

namespace referral = booking::referral;
using referral::rules::Side;

bool is_partner(const access::Principal& principal) {
  return principal.may(access::Permission::refer) &&
         !principal.may(access::Permission::book_for_others);
}

Result<referral::Institution> institution_of(store::Snapshot& snapshot, const Call& call) {
  const auto kind = access::name_of(call.principal.kind);
  const auto found = referral::institution_of(snapshot, kind, call.principal.id);
  if (!found) return Refusal("no-institution");
  return *found;
}

Result<referral::Handler> handler_of(store::Snapshot& snapshot, const Call& call) {
  if (call.principal.may(access::Permission::referrals))
    return referral::Handler{.side = Side::hospital, .institution = {}, .actor = call.actor()};
  const auto institution = institution_of(snapshot, call);
  if (!institution) return institution.error();
  auto actor = call.actor();
  actor.channel = booking::Channel::partner;
  return referral::Handler{.side = Side::partner, .institution = institution->id, .actor = actor};
}

Json institution_name(const referral::Institution& institution) {
  return {{"id", to_string(institution.id)},
          {"name", institution.name},
          {"nameEn", institution.name_en}};
}

namespace {

constexpr int kLatest = 20;  // shown when nothing is searched for

Json people_json(const std::vector<patients::PersonView>& people) {
  Json items = Json::array();
  for (const auto& person : people) items.push_back(person_json(person));
  return items;
}

/// Of those whom the hospital finds, the ones the institution knows; the others stay unsaid.
Json found_json(const Services& services, store::Transaction& tx, const Call& call,
                InstitutionId institution, std::string_view text) {
  const auto code = booking::parse_code(text);
  const auto booked = code ? booking::find_appointment(tx, std::string_view(*code)) : std::nullopt;
  if (booked && referral::referral_of(tx, institution, booked->id)) {
    const PersonId ids[] = {booked->person};
    return {{"items", people_json(services.patients.views(tx, ids, call.now))}, {"more", false}};
  }
  auto found = services.patients.find(tx, call.principal, text, call.now);
  std::erase_if(found.items, [&](const patients::PersonView& person) {
    return !referral::knows(tx, institution, person.id);
  });
  return {{"items", people_json(found.items)}, {"more", found.more}};
}

}  // namespace

LaterAnswer find_partner_patients(const Services& services, const Call& call) {
  const std::string text(call.request.query_or("q", ""));
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto institution = institution_of(tx, call);
    if (!institution) return institution.error();
    if (!text.empty()) return found_json(services, tx, call, institution->id, text);
    const auto ids = referral::people_of(tx, institution->id, kLatest + 1);
    auto people = services.patients.views(tx, ids, call.now);
    const bool more = ids.size() > kLatest;
    if (people.size() > kLatest) people.resize(kLatest);
    services.audit.record(tx, call.principal,
                          {.action = "patients-listed",
                           .subject = institution->id,
                           .details = {{"count", std::to_string(people.size())}},
                           .note = {}},
                          call.now);
    return Json{{"items", people_json(people)}, {"more", more}};
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer register_partner_patient(const Services& services, const Call& call) {
  const auto read = read_referred(call.request);
  if (!read) co_return read.error();
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto institution = institution_of(tx, call);
    if (!institution) return institution.error();
    const auto known = register_referred(services, tx, call, *read, "");
    if (!known) return known.error();
    referral::make_known(tx, institution->id, *known, call.now);
    services.audit.record(tx, call.principal,
                          {.action = "institution-person-known",
                           .subject = *known,
                           .details = {{"institution", to_string(institution->id)}},
                           .note = {}},
                          call.now);
    const PersonId ids[] = {*known};
    return person_json(services.patients.views(tx, ids, call.now).at(0));
  };
  auto answer = co_await write_once(services, call, 201, work);
  co_return co_await count_guess(services, call, std::move(answer));
}

Answer list_partner_days(const Services& services, const Call& call) {
  const auto id = call.id<DepartmentId>("department");
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    if (const auto institution = institution_of(snapshot, call); !institution)
      return institution.error();
    if (!booking::find_department(snapshot, id)) return Refusal("not-found");
    const auto strip = booking::department_days(snapshot, services.booking, id, call.now,
                                                booking::Audience::partners);
    return json(200, {{"items", days_json(services, strip)}});
  });
}

Answer list_partner_sessions(const Services& services, const Call& call) {
  const auto id = call.id<DepartmentId>("department");
  const auto asked = query_day(call.request, "date");
  if (!asked) return asked.error();
  const auto day = asked->value_or(services.time.day_of(call.now));
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    if (const auto institution = institution_of(snapshot, call); !institution)
      return institution.error();
    if (!booking::find_department(snapshot, id)) return Refusal("not-found");
    const auto page = booking::session_page(snapshot, services.booking, id, day,
                                            booking::Audience::partners, call.now);
    Json items = Json::array();
    for (const auto& session : page.sessions)
      items.push_back(session_json(services, session, booking::Audience::partners));
    return json(200, {{"date", format_day(day)}, {"items", std::move(items)}});
  });
}

}  // namespace yuyue::api
