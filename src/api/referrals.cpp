// Referrals between partner institutions and the hospital. A partner is whoever has the permission
// `refer` and acts for an institution; it reaches its own patients' referrals only.
#include <nlohmann/json.hpp>

#include "api/handlers.hpp"
#include "api/people_shown.hpp"
#include "api/person_input.hpp"

namespace yuyue::api {
namespace {

namespace referral = booking::referral;
using referral::Handler;
using referral::Referral;
using referral::rules::Side;
using referral::rules::Step;

constexpr std::size_t kNote = 200, kReason = 500, kReport = 1000, kPaper = 100, kPapers = 20;

/// On which side of a referral the caller stands. Refusal: no-institution.
Result<Handler> handler_of(store::Snapshot& snapshot, const Call& call) {
  if (call.principal.may(access::Permission::referrals))
    return Handler{.side = Side::hospital, .institution = {}, .actor = call.actor()};
  const auto kind = access::name_of(call.principal.kind);
  const auto institution = referral::institution_of(snapshot, kind, call.principal.id);
  if (!institution) return Refusal("no-institution");
  auto actor = call.actor();
  actor.channel = booking::Channel::partner;
  return Handler{.side = Side::partner, .institution = institution->id, .actor = actor};
}

Json steps_json(const Referral& r, const std::optional<booking::Appointment>& appointment,
                Side side) {
  static constexpr std::pair<Step, const char*> kNames[] = {
      {Step::accept, "accept"}, {Step::redirect, "redirect"}, {Step::refuse, "refuse"},
      {Step::book, "book"},     {Step::report, "report"},     {Step::withdraw, "withdraw"}};
  Json can = Json::array();
  for (const auto& [step, name] : kNames) {
    const bool booked = appointment && booking::holds_place(appointment->state);
    if (step == Step::book && booked) continue;
    if (referral::rules::take(r, side, step)) can.push_back(name);
  }
  return can;
}

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
           {"can", steps_json(r, view.appointment, by.side)}};
  if (r.ended_at) out["endedAt"] = services.time.rfc3339(*r.ended_at);
  if (view.appointment)
    out["appointment"] = {{"id", to_string(view.appointment->id)},
                          {"code", booking::spaced_code(view.appointment->code)},
                          {"startsAt", services.time.rfc3339(view.appointment->starts_at)},
                          {"state", booking::name_of(view.appointment->state)}};
  return out;
}

Json one(const Services& services, store::Snapshot& snapshot, const Call& call, const Referral& r,
         const Handler& by) {
  const PeopleShown people(services, snapshot, call, {r.person});
  return referral_json(services, snapshot, r, by, people.of(r.person));
}

/// Somebody whom a partner sends, as they know them; a child with the guardian.
struct Sent {
  patients::NewPerson person;
  std::optional<patients::NewPerson> guardian;
};

patients::NewPerson read_person(Input& in, const std::string& place) {
  patients::NewPerson person;
  person.name = in.text("name");
  person.phone = in.text("phone");
  person.birth_date = in.maybe_day("birthDate");
  person.sex = in.maybe_one_of("sex", sex_from).value_or(Sex::unknown);
  patients::DocumentInput document;
  const auto given = in.maybe_object("document");
  if (!given || read_document(*given, place + "/document", document))
    in.wrong("document", "object");
  person.documents = {document};
  return person;
}

std::optional<Refusal> read_sent(const Json& given, std::optional<Sent>& sent) {
  Input in(given, "/person");
  Sent read{.person = read_person(in, "/person"), .guardian = {}};
  if (const auto guardian = in.maybe_object("guardian")) {
    Input of_guardian(*guardian, "/person/guardian");
    read.guardian = read_person(of_guardian, "/person/guardian");
    if (auto bad = of_guardian.finish()) return bad;
  }
  if (auto bad = in.finish()) return bad;
  sent = std::move(read);
  return std::nullopt;
}

/// Whoever has the document, if the name is theirs; else somebody new.
Result<PersonId> registered(const Services& services, store::Transaction& tx, const Call& call,
                            const patients::NewPerson& person) {
  const auto made = services.patients.register_person(tx, call.principal, person, call.now);
  if (made) return made->id;
  if (made.error().code != "document-known") return made.error();
  const auto id = parse_id<PersonKind>(made.error().params.at("person")).value();
  const auto known = services.patients.person(tx, id);
  if (!known || normalise_name(known->name) != normalise_name(person.name))
    return Refusal("document-name-mismatch").at("/person/name");
  return known->id;
}

Result<PersonId> registered(const Services& services, store::Transaction& tx, const Call& call,
                            Sent sent) {
  if (sent.guardian) {
    const auto guardian = registered(services, tx, call, *sent.guardian);
    if (!guardian) return guardian.error();
    sent.person.guardian = *guardian;
  }
  return registered(services, tx, call, sent.person);
}

Result<referral::ReferralQuery> read_query(const Call& call) {
  const auto& request = call.request;
  referral::ReferralQuery query;
  const auto state = request.query_or("state", "open");
  const auto filter = referral::referral_filter(state);
  if (!filter) return Refusal("query-invalid").with("name", "state").with("value", state);
  query.filter = *filter;
  if (const auto direction = request.query_or("direction", ""); !direction.empty()) {
    query.direction = referral::direction_from(direction);
    if (!query.direction)
      return Refusal("query-invalid").with("name", "direction").with("value", direction);
  }
  const auto institution = query_id<InstitutionId>(request, "institutionId");
  if (!institution) return institution.error();
  query.institution = *institution;
  const auto department = query_id<DepartmentId>(request, "departmentId");
  if (!department) return department.error();
  query.department = *department;
  const auto person = query_id<PersonId>(request, "personId");
  if (!person) return person.error();
  query.person = *person;
  const auto limit = query_integer(request, "limit", 200, 1, 500);
  if (!limit) return limit.error();
  query.limit = static_cast<int>(*limit);
  const auto after = query_integer(request, "after", 0, 0, 1'000'000);
  if (!after) return Refusal("cursor-invalid");
  query.skip = static_cast<int>(*after);
  return query;
}

/// One step of a referral, by whichever side the caller is on.
template <class UseCase>
LaterAnswer take_step(const Services& services, const Call& call, UseCase use_case) {
  const auto id = call.id<ReferralId>("referral");
  Work work = [&, use_case](store::Transaction& tx) -> Result<Json> {
    const auto by = handler_of(tx, call);
    if (!by) return by.error();
    const Result<Referral> done = use_case(tx, id, *by);
    if (!done) return done.error();
    return one(services, tx, call, *done, *by);
  };
  co_return co_await write_once(services, call, 200, work);
}

}  // namespace

LaterAnswer send_referral(const Services& services, const Call& call) {
  Input in(call.request);
  referral::NewReferral wanted;
  wanted.direction =
      in.maybe_one_of("direction", referral::direction_from).value_or(referral::Direction::up);
  wanted.institution = in.maybe_id<InstitutionId>("institutionId").value_or(InstitutionId{});
  wanted.department = in.id<DepartmentId>("departmentId");
  wanted.urgent = in.flag("urgent", false);
  wanted.reason = in.text("reason", kReason);
  wanted.papers = in.maybe_texts("papers", kPapers).value_or(std::vector<std::string>{});
  for (const auto& paper : wanted.papers)
    if (paper.empty() || paper.size() > kPaper * 4) in.wrong("papers", "list of texts");
  wanted.slot = in.maybe_id<SlotId>("slotId");
  const auto person = in.maybe_id<PersonId>("personId");
  std::optional<Sent> sent;
  if (const auto given = in.maybe_object("person")) {
    if (auto bad = read_sent(*given, sent)) co_return *bad;
  }
  if (person.has_value() == sent.has_value()) in.wrong("person", "object");
  if (auto bad = in.finish()) co_return *bad;

  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto by = handler_of(tx, call);
    if (!by) return by.error();
    auto referred = wanted;
    if (person) {
      // Ids are names, not secrets: a partner names people by their documents.
      if (by->side == Side::partner) return Refusal("person-unknown");
      referred.person = *person;
    } else {
      const auto known = registered(services, tx, call, *sent);
      if (!known) return known.error();
      referred.person = *known;
    }
    const auto done = services.referrals.send(tx, referred, *by, call.now);
    if (!done) return done.error();
    return one(services, tx, call, *done, *by);
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer list_referrals(const Services& services, const Call& call) {
  const auto query = read_query(call);
  if (!query) co_return query.error();
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto by = handler_of(tx, call);
    if (!by) return by.error();
    const auto found = services.referrals.list(tx, *query, *by);
    services.audit.record(tx, call.principal,
                          {.action = "referrals-listed",
                           .subject = {},
                           .details = {{"count", std::to_string(found.size())}},
                           .note = {}},
                          call.now);
    std::vector<PersonId> ids;
    for (const auto& r : found) ids.push_back(r.person);
    const PeopleShown people(services, tx, call, ids);
    Json items = Json::array();
    for (const auto& r : found)
      items.push_back(referral_json(services, tx, r, *by, people.of(r.person)));
    Json out{{"items", std::move(items)}};
    if (static_cast<int>(found.size()) == query->limit)
      out["next"] = std::to_string(query->skip + query->limit);
    return out;
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer show_referral(const Services& services, const Call& call) {
  const auto id = call.id<ReferralId>("referral");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto by = handler_of(tx, call);
    if (!by) return by.error();
    const auto found = services.referrals.find(tx, id, *by);
    if (!found) return Refusal("not-found");
    services.audit.record(tx, call.principal,
                          {.action = "referral-seen",
                           .subject = id,
                           .details = {{"person", to_string(found->person)}},
                           .note = {}},
                          call.now);
    auto out = one(services, tx, call, *found, *by);
    auto& events = out["events"] = Json::array();
    for (const auto& event : services.referrals.events(tx, id)) {
      Json line{
          {"at", services.time.rfc3339(event.at)}, {"what", event.what}, {"by", event.actor_kind}};
      if (event.from_department) line["fromDepartmentId"] = to_string(*event.from_department);
      if (event.to_department) line["toDepartmentId"] = to_string(*event.to_department);
      if (!event.note.empty()) line["note"] = event.note;
      events.push_back(std::move(line));
    }
    return out;
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer accept_referral(const Services& services, const Call& call) {
  Input in(call.request);
  const auto note = in.maybe_text("note", kNote).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  const auto accepting = [&](store::Transaction& tx, ReferralId id, const Handler& by) {
    return services.referrals.accept(tx, id, note, by, call.now);
  };
  co_return co_await take_step(services, call, accepting);
}

LaterAnswer redirect_referral(const Services& services, const Call& call) {
  Input in(call.request);
  const auto to = in.id<DepartmentId>("departmentId");
  const auto note = in.maybe_text("note", kNote).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  const auto redirecting = [&](store::Transaction& tx, ReferralId id, const Handler& by) {
    return services.referrals.redirect(tx, id, to, note, by, call.now);
  };
  co_return co_await take_step(services, call, redirecting);
}

LaterAnswer refuse_referral(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.text("reason", kNote);
  if (auto bad = in.finish()) co_return *bad;
  const auto refusing = [&](store::Transaction& tx, ReferralId id, const Handler& by) {
    return services.referrals.refuse(tx, id, reason, by, call.now);
  };
  co_return co_await take_step(services, call, refusing);
}

LaterAnswer book_referral(const Services& services, const Call& call) {
  Input in(call.request);
  const auto slot = in.id<SlotId>("slotId");
  if (auto bad = in.finish()) co_return *bad;
  const auto booking_it = [&](store::Transaction& tx, ReferralId id, const Handler& by) {
    return services.referrals.book(tx, id, slot, by, call.now);
  };
  co_return co_await take_step(services, call, booking_it);
}

LaterAnswer report_referral(const Services& services, const Call& call) {
  Input in(call.request);
  const auto report = in.text("report", kReport);
  if (auto bad = in.finish()) co_return *bad;
  const auto reporting = [&](store::Transaction& tx, ReferralId id, const Handler& by) {
    return services.referrals.report(tx, id, report, by, call.now);
  };
  co_return co_await take_step(services, call, reporting);
}

LaterAnswer withdraw_referral(const Services& services, const Call& call) {
  Input in(call.request);
  const auto note = in.maybe_text("note", kNote).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  const auto withdrawing = [&](store::Transaction& tx, ReferralId id, const Handler& by) {
    return services.referrals.withdraw(tx, id, note, by, call.now);
  };
  co_return co_await take_step(services, call, withdrawing);
}

}  // namespace yuyue::api
