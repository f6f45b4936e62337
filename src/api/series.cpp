// Courses of appointments: proposed from a pattern, booked all or none, moved or cancelled
// together.
#include <algorithm>

#include "api/answers.hpp"
#include "api/appointment_access.hpp"
#include "api/people_shown.hpp"
#include "yuyue/booking/series/series.hpp"

namespace yuyue::api {
namespace {

namespace series = booking::series;

constexpr std::size_t kTitle = 100, kReason = 200;

Json proposal_json(const Services& services, const series::Proposal& proposal) {
  Json out{{"date", format_day(proposal.wanted)}};
  if (!proposal.slot) {
    out["why"] = proposal.why;
    return out;
  }
  const auto& slot = *proposal.slot;
  out["slot"] = {{"slotId", to_string(slot.slot)},
                 {"date", format_day(slot.day)},
                 {"start", format_minute(slot.start)},
                 {"end", format_minute(slot.start + kSlotLength)},
                 {"startsAt", services.time.rfc3339(services.time.at(slot.day, slot.start))}};
  return out;
}

Json visit_json(const Services& services, store::Snapshot& snapshot, AppointmentId id) {
  const auto appointment = booking::find_appointment(snapshot, id).value();
  const auto view = booking::view_of(snapshot, appointment);
  Json out{{"appointmentId", to_string(id)},
           {"code", booking::spaced_code(appointment.code)},
           {"state", booking::name_of(appointment.state)},
           {"date", format_day(appointment.day)},
           {"start", format_minute(view.slot_start)},
           {"end", format_minute(view.slot_end)},
           {"startsAt", services.time.rfc3339(appointment.starts_at)},
           {"departmentName", view.department},
           {"departmentNameEn", view.department_en}};
  if (!view.practitioner.empty()) {
    out["practitionerName"] = view.practitioner;
    out["practitionerNameEn"] = view.practitioner_en;
  }
  return out;
}

Json series_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                 const series::Series& one) {
  const PeopleShown people(services, snapshot, call, {one.person});
  Json visits = Json::array();
  for (const auto id : one.visits) visits.push_back(visit_json(services, snapshot, id));
  return {{"id", to_string(one.id)},
          {"version", one.version},
          {"person", people.of(one.person)},
          {"title", one.title},
          {"createdAt", services.time.rfc3339(one.created_at)},
          {"visits", std::move(visits)}};
}

Result<series::Series> visible(const Services& services, store::Snapshot& snapshot,
                               const Call& call, SeriesId id) {
  auto found = services.courses.find(snapshot, id);
  if (!found) return Refusal("not-found");
  const auto member = call.principal.member();
  if (member && !services.patients.acts_for(snapshot, *member, found->person))
    return Refusal("not-found");
  return *std::move(found);
}

std::vector<int> read_weekdays(Input& in) {
  std::vector<int> weekdays;
  if (const auto given = in.maybe_integer_list("weekdays", 7, 1, 7))
    for (const auto weekday : *given) weekdays.push_back(static_cast<int>(weekday));
  return weekdays;
}

}  // namespace

LaterAnswer propose_series(const Services& services, const Call& call) {
  Input in(call.request);
  const auto person = in.id<PersonId>("personId");
  const series::Where where{.department = in.id<DepartmentId>("departmentId"),
                            .practitioner = in.maybe_id<PractitionerId>("practitionerId")};
  series::Pattern pattern;
  pattern.count = static_cast<int>(in.integer("count", 1, series::kMostVisits));
  if (const auto every = in.maybe_integer("everyDays", 1, 180))
    pattern.every_days = static_cast<int>(*every);
  pattern.weekdays = read_weekdays(in);
  pattern.at = in.minute("at");
  pattern.from = in.maybe_day("from").value_or(services.time.day_of(call.now));
  pattern.slack = static_cast<int>(in.maybe_integer("slackDays", 0, 6).value_or(0));
  if (auto bad = in.finish()) co_return *bad;
  co_return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    if (auto ok = may_book_for(services, snapshot, call.principal, person); !ok) return ok.error();
    const auto proposals =
        services.courses.propose(snapshot, person, where, pattern, call.actor().channel, call.now);
    if (!proposals) return proposals.error();
    Json items = Json::array();
    for (const auto& proposal : *proposals) items.push_back(proposal_json(services, proposal));
    return json(200, Json{{"items", std::move(items)}});
  });
}

LaterAnswer book_series(const Services& services, const Call& call) {
  Input in(call.request);
  const series::NewSeries wanted{.person = in.id<PersonId>("personId"),
                                 .title = in.text("title", kTitle),
                                 .slots = in.ids<SlotId>("slotIds"),
                                 .member = call.principal.member()};
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto ok = may_book_for(services, tx, call.principal, wanted.person); !ok) return ok.error();
    const auto booked = services.courses.book(tx, wanted, call.actor(), call.now);
    if (!booked) return booked.error();
    return series_json(services, tx, call, *booked);
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer list_series(const Services& services, const Call& call) {
  const auto person = query_id<PersonId>(call.request, "personId");
  if (!person) co_return person.error();
  const auto member = call.principal.member();
  if (!*person && !member) co_return Refusal("query-too-wide");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    std::vector<PersonId> people;
    if (*person)
      people = {**person};
    else
      people = services.patients.people_of(tx, *member);
    Json items = Json::array();
    for (const auto id : people) {
      if (auto ok = may_book_for(services, tx, call.principal, id); !ok) return ok.error();
      for (const auto& one : services.courses.of_person(tx, id))
        items.push_back(series_json(services, tx, call, one));
    }
    if (!member)
      services.audit.record(tx, call.principal,
                            {.action = "series-listed",
                             .subject = people.front(),
                             .details = {{"count", std::to_string(items.size())}},
                             .note = {}},
                            call.now);
    return Json{{"items", std::move(items)}};
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer show_series(const Services& services, const Call& call) {
  const auto id = call.id<SeriesId>("series");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto found = visible(services, tx, call, id);
    if (!found) return found.error();
    if (!call.principal.member())
      services.audit.record(tx, call.principal,
                            {.action = "series-seen",
                             .subject = id,
                             .details = {{"person", to_string(found->person)}},
                             .note = {}},
                            call.now);
    return series_json(services, tx, call, *found);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer cancel_series(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.maybe_text("reason", kReason).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<SeriesId>("series");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto found = visible(services, tx, call, id);
    if (!found) return found.error();
    const auto done = services.courses.cancel(tx, id, reason, call.actor(), call.now);
    if (!done) return done.error();
    return series_json(services, tx, call, *done);
  };
  co_return co_await write_once(services, call, 200, work);
}

LaterAnswer shift_series(const Services& services, const Call& call) {
  Input in(call.request);
  const series::Shift shift{
      .days = static_cast<int>(in.integer("days", -180, 180)),
      .at = in.maybe_minute("at"),
      .slack = static_cast<int>(in.maybe_integer("slackDays", 0, 6).value_or(0))};
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<SeriesId>("series");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto found = visible(services, tx, call, id);
    if (!found) return found.error();
    const auto done = services.courses.shift(tx, id, shift, call.actor(), call.now);
    if (!done) return done.error();
    return series_json(services, tx, call, *done);
  };
  co_return co_await write_once(services, call, 200, work);
}

}  // namespace yuyue::api
