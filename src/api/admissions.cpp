// Requests for admission, surgery, transfer: asked for by staff, answered by patients.
#include <algorithm>

#include "api/admission_json.hpp"
#include "api/answers.hpp"
#include "api/appointment_access.hpp"

namespace yuyue::api {
namespace {

namespace admission = booking::admission;
using admission::Admission;

constexpr std::size_t kPurpose = 200, kNote = 200;

/// Members see those of their own people; somebody else's do not exist for them.
Result<Admission> visible(const Services& services, store::Snapshot& snapshot, const Call& call,
                          AdmissionId id) {
  auto found = services.admissions.find(snapshot, id);
  if (!found) return Refusal("not-found");
  const auto member = call.principal.member();
  if (member && !services.patients.acts_for(snapshot, *member, found->person))
    return Refusal("not-found");
  return *std::move(found);
}

Result<admission::AdmissionQuery> read_query(const Call& call) {
  const auto& request = call.request;
  admission::AdmissionQuery query;
  const auto state = request.query_or("state", "open");
  const auto filter = admission::admission_filter(state);
  if (!filter) return Refusal("query-invalid").with("name", "state").with("value", state);
  query.filter = *filter;
  const auto list = query_id<AdmissionListId>(request, "listId");
  if (!list) return list.error();
  query.list = *list;
  const auto person = query_id<PersonId>(request, "personId");
  if (!person) return person.error();
  if (*person) query.people = {**person};
  const auto day = query_day(request, "date");
  if (!day) return day.error();
  query.day = *day;
  const auto limit = query_integer(request, "limit", 200, 1, 500);
  if (!limit) return limit.error();
  query.limit = static_cast<int>(*limit);
  const auto after = query_integer(request, "after", 0, 0, 1'000'000);
  if (!after) return Refusal("cursor-invalid");
  query.skip = static_cast<int>(*after);
  return query;
}

Result<Json> list_own(const Services& services, const Call& call, admission::AdmissionQuery query,
                      MemberId member) {
  return services.database.read([&](store::Snapshot& snapshot) -> Result<Json> {
    const auto own = services.patients.people_of(snapshot, member);
    if (query.people.empty()) query.people = own;
    for (const auto person : query.people)
      if (std::ranges::find(own, person) == own.end()) return Refusal("not-your-person");
    if (query.people.empty()) return Json{{"items", Json::array()}};
    return admission_page_json(services, snapshot, call, query,
                               services.admissions.list(snapshot, query));
  });
}

/// One step of a request that its reader may see.
template <class UseCase>
LaterAnswer take_step(const Services& services, const Call& call, UseCase use_case) {
  const auto id = call.id<AdmissionId>("admission");
  Work work = [&, use_case](store::Transaction& tx) -> Result<Json> {
    const auto seen = visible(services, tx, call, id);
    if (!seen) return seen.error();
    const Result<Admission> done = use_case(tx, id);
    if (!done) return done.error();
    return admission_json(services, tx, call, *done);
  };
  co_return co_await write_once(services, call, 200, work);
}

std::optional<std::optional<Day>> changed_day(Input& in, std::string_view name) {
  if (in.cleared(name)) return std::optional<Day>{};
  if (const auto day = in.maybe_day(name)) return std::optional(day);
  return std::nullopt;
}

}  // namespace

LaterAnswer request_admission(const Services& services, const Call& call) {
  Input in(call.request);
  // A clinician has the patient's slip at hand, and does not look people up.
  const auto person = in.maybe_id<PersonId>("personId");
  const auto code = in.maybe_text("code", 40);
  if (person.has_value() == code.has_value()) in.wrong("personId", "id");
  const admission::NewAdmission wanted{
      .list = in.id<AdmissionListId>("listId"),
      .person = person.value_or(PersonId{}),
      .kind = in.one_of("kind", admission::kind_from),
      .urgency = in.one_of("urgency", admission::urgency_from),
      .purpose = in.text("purpose", kPurpose),
      .origin = in.maybe_text("origin", kPurpose).value_or(""),
      .practitioner = in.maybe_id<PractitionerId>("practitionerId"),
      .wish_from = in.maybe_day("wishFrom"),
      .wish_to = in.maybe_day("wishTo")};
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    auto asked = wanted;
    if (code) {
      const auto holder = holder_of(tx, *code);
      if (!holder) return Refusal("person-unknown");
      asked.person = *holder;
    }
    const auto made = services.admissions.request(tx, asked, call.actor(), call.now);
    if (!made) return made.error();
    return admission_json(services, tx, call, *made);
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer list_admissions(const Services& services, const Call& call) {
  const auto query = read_query(call);
  if (!query) co_return query.error();
  if (const auto member = call.principal.member()) {
    const auto listed = list_own(services, call, *query, *member);
    if (!listed) co_return listed.error();
    co_return json(200, *listed);
  }
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto found = services.admissions.list(tx, *query);
    access::AuditEvent event{.action = "admissions-listed",
                             .details = {{"count", std::to_string(found.size())}}};
    if (query->list) event.details.emplace_back("list", to_string(*query->list));
    if (query->people.size() == 1) event.subject = query->people.front();
    services.audit.record(tx, call.principal, event, call.now);
    return admission_page_json(services, tx, call, *query, found);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer show_admission(const Services& services, const Call& call) {
  const auto id = call.id<AdmissionId>("admission");
  if (call.principal.member()) {
    co_return services.database.read([&](store::Snapshot& snapshot) -> Answer {
      const auto found = visible(services, snapshot, call, id);
      if (!found) return found.error();
      return json(200, admission_history_json(services, snapshot, call, *found));
    });
  }
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto found = visible(services, tx, call, id);
    if (!found) return found.error();
    services.audit.record(tx, call.principal,
                          {.action = "admission-seen",
                           .subject = id,
                           .details = {{"person", to_string(found->person)}}},
                          call.now);
    return admission_history_json(services, tx, call, *found);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer change_admission(const Services& services, const Call& call) {
  Input in(call.request);
  admission::AdmissionChange change;
  change.version = in.version();
  change.list = in.maybe_id<AdmissionListId>("listId");
  change.urgency = in.maybe_one_of("urgency", admission::urgency_from);
  change.purpose = in.maybe_text("purpose", kPurpose);
  change.origin = in.maybe_text("origin", kPurpose);
  change.wish_from = changed_day(in, "wishFrom");
  change.wish_to = changed_day(in, "wishTo");
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<AdmissionId>("admission");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto done = services.admissions.change(tx, id, change, call.actor(), call.now);
    if (!done) return done.error();
    return admission_json(services, tx, call, *done);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer offer_admission_date(const Services& services, const Call& call) {
  Input in(call.request);
  const admission::Offer offer{.day = in.day("date"),
                               .agreed = in.flag("agreed", false),
                               .reason = in.maybe_text("reason", kNote).value_or("")};
  if (auto bad = in.finish()) co_return *bad;
  const auto offering = [&](store::Transaction& tx, AdmissionId id) {
    return services.admissions.offer(tx, id, offer, call.actor(), call.now);
  };
  co_return co_await take_step(services, call, offering);
}

LaterAnswer accept_admission_date(const Services& services, const Call& call) {
  Input in(call.request);
  if (auto bad = in.finish()) co_return *bad;
  const auto accepting = [&](store::Transaction& tx, AdmissionId id) {
    return services.admissions.accept(tx, id, call.actor(), call.now);
  };
  co_return co_await take_step(services, call, accepting);
}

LaterAnswer ask_another_admission_date(const Services& services, const Call& call) {
  Input in(call.request);
  const admission::AnotherDay wish{.wish_from = in.maybe_day("wishFrom"),
                                   .wish_to = in.maybe_day("wishTo"),
                                   .note = in.maybe_text("note", kNote).value_or("")};
  if (auto bad = in.finish()) co_return *bad;
  const auto asking = [&](store::Transaction& tx, AdmissionId id) {
    return services.admissions.ask_another(tx, id, wish, call.actor(), call.now);
  };
  co_return co_await take_step(services, call, asking);
}

LaterAnswer decline_admission(const Services& services, const Call& call) {
  Input in(call.request);
  const auto note = in.maybe_text("note", kNote).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  const auto declining = [&](store::Transaction& tx, AdmissionId id) {
    return services.admissions.decline(tx, id, note, call.actor(), call.now);
  };
  co_return co_await take_step(services, call, declining);
}

LaterAnswer cancel_admission(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.text("reason", kNote);
  if (auto bad = in.finish()) co_return *bad;
  const auto cancelling = [&](store::Transaction& tx, AdmissionId id) {
    return services.admissions.cancel(tx, id, reason, call.actor(), call.now);
  };
  co_return co_await take_step(services, call, cancelling);
}

LaterAnswer complete_admission(const Services& services, const Call& call) {
  Input in(call.request);
  if (auto bad = in.finish()) co_return *bad;
  const auto finishing = [&](store::Transaction& tx, AdmissionId id) {
    return services.admissions.finish(tx, id, call.actor(), call.now);
  };
  co_return co_await take_step(services, call, finishing);
}

LaterAnswer set_admission_check(const Services& services, const Call& call) {
  Input in(call.request);
  const admission::CheckChange change{.state = in.one_of("state", admission::check_state),
                                      .appointment = in.maybe_id<AppointmentId>("appointmentId"),
                                      .reason = in.maybe_text("reason", kNote).value_or("")};
  if (auto bad = in.finish()) co_return *bad;
  const auto item = call.id<ChecklistItemId>("item");
  const auto setting = [&](store::Transaction& tx, AdmissionId id) {
    return services.admissions.set_check(tx, id, item, change, call.actor(), call.now);
  };
  co_return co_await take_step(services, call, setting);
}

}  // namespace yuyue::api
