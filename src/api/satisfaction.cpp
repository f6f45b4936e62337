// One question after a visit: answered on a phone, at a kiosk or at a window; summed up for those
// who look after the hospital.
#include "yuyue/centre/voice/satisfaction.hpp"

#include "api/answers.hpp"
#include "api/complaint_json.hpp"
#include "api/kiosk_shown.hpp"
#include "api/people_shown.hpp"

namespace yuyue::api {
namespace {

namespace voice = centre::voice;

constexpr std::size_t kRemark = 500, kNumber = 20;
constexpr int kLongestDays = 366;

std::string subject_text(const voice::Subject& subject) {
  return subject.kind == VisitKind::kPrefix ? to_string(VisitId{subject.id})
                                            : to_string(AppointmentId{subject.id});
}

std::optional<voice::Subject> subject_from(std::string_view text) {
  if (const auto visit = parse_id<VisitKind>(text))
    return voice::Subject{std::string(VisitKind::kPrefix), visit->value};
  if (const auto appointment = parse_id<AppointmentKind>(text))
    return voice::Subject{std::string(AppointmentKind::kPrefix), appointment->value};
  return std::nullopt;
}

/// Whether a member may speak of it: it was one of their own people's.
bool is_own(const Services& services, store::Snapshot& snapshot, const Call& call,
            const voice::Subject& subject) {
  std::optional<PersonId> person;
  if (subject.kind == VisitKind::kPrefix) {
    if (const auto visit = centre::find_visit(snapshot, VisitId{subject.id}))
      person = visit->person;
  } else if (const auto one = booking::find_appointment(snapshot, AppointmentId{subject.id})) {
    person = one->person;
  }
  return person && services.patients.acts_for(snapshot, call.principal.member().value(), *person);
}

Json mark_json(const Services& services, store::Snapshot& snapshot, const voice::Mark& mark) {
  return {{"id", to_string(mark.id)},
          {"day", format_day(mark.day)},
          {"mark", mark.mark},
          {"remark", mark.remark},
          {"how", voice::name_of(mark.how)},
          {"for", services.satisfaction.place(snapshot, mark.subject)},
          {"complaintId", mark.complaint ? Json(to_string(*mark.complaint)) : Json()}};
}

struct Days {
  Day from{}, to{};
};

Result<Days> query_days(const Services& services, const Call& call) {
  const auto from = query_day(call.request, "from");
  if (!from) return from.error();
  const auto to = query_day(call.request, "to");
  if (!to) return to.error();
  Days days;
  days.to = to->value_or(services.time.day_of(call.now));
  days.from = from->value_or(days.to - date::days{6});
  if (days.from > days.to || (days.to - days.from).count() >= kLongestDays)
    return Refusal("query-invalid").with("name", "from").with("value", format_day(days.from));
  return days;
}

}  // namespace

Answer list_unrated(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto own = services.patients.people_of(snapshot, call.principal.member().value());
    const auto found = services.satisfaction.unmarked(snapshot, own, call.now);
    const PeopleShown people(services, snapshot, call, own);
    Json items = Json::array();
    for (const auto& one : found)
      items.push_back({{"subjectId", subject_text(one.subject)},
                       {"day", format_day(one.day)},
                       {"name", one.name},
                       {"nameEn", one.name_en},
                       {"person", people.of(one.person)}});
    return json(200, {{"items", std::move(items)}});
  });
}

LaterAnswer rate_own_visit(const Services& services, const Call& call) {
  Input in(call.request);
  const auto subject = in.one_of("subjectId", &subject_from);
  const auto mark = static_cast<int>(in.integer("mark", 1, 5));
  const auto remark = in.maybe_text("remark", kRemark).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (!is_own(services, tx, call, subject)) return Refusal("not-found").with("what", "visit");
    const auto given = services.satisfaction.give(tx, subject, mark, remark, voice::AskedAt::phone,
                                                  call.actor(), call.now);
    if (!given) return given.error();
    return Json{{"id", to_string(given->id)}, {"mark", given->mark}};
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer rate_shown_visit(const Services& services, const Call& call) {
  Input in(call.request);
  const auto number = in.text("number", kNumber);
  const auto mark = static_cast<int>(in.integer("mark", 1, 5));
  const auto remark = in.maybe_text("remark", kRemark).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  const bool desk = call.principal.may(access::Permission::serve_windows);
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (!desk)
      if (auto may = may_try_at_kiosk(services, tx, call); !may) return may.error();
    const auto subject = services.satisfaction.shown(tx, number, call.now);
    if (!subject) return Refusal("not-found").with("what", "visit");
    const auto given = services.satisfaction.give(
        tx, *subject, mark, remark, desk ? voice::AskedAt::desk : voice::AskedAt::kiosk,
        call.actor(), call.now);
    if (!given) return given.error();
    return Json{{"id", to_string(given->id)}, {"mark", given->mark}};
  };
  auto answer = co_await write_once(services, call, 201, work);
  if (desk) co_return answer;
  // Numbers follow one another, and whoever tries them all speaks for nobody.
  for (const auto* in_vain : {"not-found", "visit-not-over", "already-rated"})
    answer = co_await count_kiosk_try(services, call, std::move(answer), in_vain);
  co_return answer;
}

Answer show_satisfaction(const Services& services, const Call& call) {
  const auto days = query_days(services, call);
  if (!days) return days.error();
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    Json items = Json::array();
    for (const auto& one : services.satisfaction.summary(snapshot, days->from, days->to))
      items.push_back({{"day", format_day(one.day)},
                       {"kind", one.kind},
                       {"name", one.name},
                       {"nameEn", one.name_en},
                       {"marks", one.marks},
                       {"count", one.count()}});
    return json(200, {{"from", format_day(days->from)},
                      {"to", format_day(days->to)},
                      {"items", std::move(items)}});
  });
}

LaterAnswer list_low_marks(const Services& services, const Call& call) {
  const auto days = query_days(services, call);
  if (!days) co_return days.error();
  // What they wrote, and to whom: that it was read is on record.
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    Json items = Json::array();
    for (const auto& one : services.satisfaction.low(tx, days->from, days->to))
      items.push_back(mark_json(services, tx, one));
    services.audit.record(tx, call.principal,
                          {.action = "low-marks-seen",
                           .subject = {},
                           .details = {{"from", format_day(days->from)},
                                       {"to", format_day(days->to)},
                                       {"count", std::to_string(items.size())}},
                           .note = {}},
                          call.now);
    return Json{{"items", std::move(items)}};
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer complain_of_mark(const Services& services, const Call& call) {
  Input in(call.request);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto complaint = services.satisfaction.complain(
        tx, call.id<SatisfactionId>("mark"), services.complaints, call.actor(), call.now);
    if (!complaint) return complaint.error();
    return complaint_json(services, tx, *complaint);
  };
  co_return co_await write_once(services, call, 201, work);
}

}  // namespace yuyue::api
