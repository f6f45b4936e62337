// The hospital changes its plans: preview, begin, watch, take back; the desk answers for patients.
#include "api/answers.hpp"
#include "api/appointment_access.hpp"
#include "api/disruption_json.hpp"

namespace yuyue::api {
namespace {

namespace disruption = booking::disruption;

constexpr int kPage = 100;
constexpr int kCalls = 300;

std::vector<disruption::SlotTarget> read_slots(Input& in) {
  std::vector<disruption::SlotTarget> slots;
  int at = 0;
  for (const auto& object : in.objects("slots", 100)) {
    Input one(object, "/slots/" + std::to_string(at++));
    slots.push_back({.slot = one.id<SlotId>("slotId"),
                     .capacity = static_cast<int>(one.integer("capacity", 0, 99))});
    if (one.finish()) in.wrong("slots", "list of objects");
  }
  return slots;
}

Result<disruption::Wish> read_wish(const Call& call) {
  Input in(call.request);
  disruption::Wish wish;
  wish.kind = in.one_of("kind", disruption::kind_from);
  wish.session = in.maybe_id<SessionId>("sessionId");
  wish.practitioner = in.maybe_id<PractitionerId>("practitionerId");
  wish.from = in.maybe_day("from");
  wish.to = in.maybe_day("to");
  wish.reason = in.maybe_text("reason", 100).value_or("");
  wish.slots = read_slots(in);
  wish.day = in.maybe_day("date");
  wish.starts = in.maybe_minute("starts");
  wish.substitute = in.maybe_id<PractitionerId>("substituteId");
  if (in.has("rooms")) wish.rooms = in.ids<RoomId>("rooms");
  wish.otherwise = in.maybe_one_of("otherwise", disruption::otherwise_from);
  if (const auto within = in.maybe_integer("answerWithinMinutes", 15, 14 * 24 * 60))
    wish.answer_within = std::chrono::minutes{*within};
  if (auto bad = in.finish()) return *bad;
  return wish;
}

Result<Json> one_json(const Services& services, store::Snapshot& snapshot,
                      const Result<disruption::Disruption>& found, Instant now) {
  if (!found) return found.error();
  return disruption_json(services, snapshot, *found, now);
}

Json affected_list(const Services& services, store::Snapshot& snapshot,
                   const std::vector<disruption::Affected>& list, Instant now) {
  std::vector<PersonId> ids;
  for (const auto& affected : list) ids.push_back(affected.person);
  const AffectedPeople people(services, snapshot, std::move(ids), now);
  Json items = Json::array();
  for (const auto& affected : list)
    items.push_back(affected_json(services,
                                  disruption::view_of(snapshot, services.booking, affected, now),
                                  people.of(affected.person)));
  return items;
}

void record_look(const Services& services, store::Transaction& tx, const Call& call,
                 std::string_view action, access::AuditSubject subject, std::size_t seen) {
  services.audit.record(tx, call.principal,
                        {.action = std::string(action),
                         .subject = std::move(subject),
                         .details = {{"count", std::to_string(seen)}}},
                        call.now);
}

}  // namespace

LaterAnswer preview_disruption(const Services& services, const Call& call) {
  auto wish = read_wish(call);
  if (!wish) co_return wish.error();
  // Nobody is told yet, so nobody needs a reason yet.
  if (wish->reason.empty()) wish->reason = "-";
  Result<Json> body = Refusal("internal-error");
  std::function<void()> work = [&] {
    body = services.database.read([&](store::Snapshot& snapshot) -> Result<Json> {
      const auto preview = services.disruptions.preview(snapshot, *wish, call.now);
      if (!preview) return preview.error();
      return preview_json(services, snapshot, *preview, call.now);
    });
  };
  co_await on_worker(services, work);
  if (!body) co_return body.error();
  Work look = [&](store::Transaction& tx) -> Result<Json> {
    access::AuditSubject subject;
    if (wish->session) subject = *wish->session;
    record_look(services, tx, call, "disruption-previewed", subject, (*body)["items"].size());
    return *body;
  };
  co_return co_await write(services, call, 200, std::move(look));
}

LaterAnswer begin_disruption(const Services& services, const Call& call) {
  const auto wish = read_wish(call);
  if (!wish) co_return wish.error();
  Work work = [&](store::Transaction& tx) {
    return one_json(services, tx, services.disruptions.begin(tx, *wish, call.actor(), call.now),
                    call.now);
  };
  co_return co_await write_once(services, call, 201, std::move(work));
}

Answer list_disruptions(const Services& services, const Call& call) {
  const auto state = call.request.query_or("state", "all");
  if (state != "all" && state != "running")
    return Refusal("query-invalid").with("name", "state").with("value", state);
  const auto after = query_id<DisruptionId>(call.request, "after");
  if (!after) return after.error();
  const auto read = [&](store::Snapshot& snapshot) {
    const auto list = disruption::disruptions(snapshot, state == "running", *after, kPage);
    Json out{{"items", Json::array()}};
    for (const auto& d : list)
      out["items"].push_back(disruption_json(services, snapshot, d, call.now));
    if (list.size() == kPage) out["next"] = to_string(list.back().id);
    return out;
  };
  return json(200, services.database.read(read));
}

Answer show_disruption(const Services& services, const Call& call) {
  const auto id = call.id<DisruptionId>("disruption");
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto found = disruption::find_disruption(snapshot, id);
    if (!found) return Refusal("not-found");
    return json(200, disruption_json(services, snapshot, *found, call.now));
  });
}

LaterAnswer list_affected(const Services& services, const Call& call) {
  const auto id = call.id<DisruptionId>("disruption");
  const auto after = query_id<AppointmentId>(call.request, "after");
  if (!after) co_return after.error();
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (!disruption::find_disruption(tx, id)) return Refusal("not-found");
    const auto list = disruption::affected_by(tx, id, *after, kPage);
    record_look(services, tx, call, "disruption-patients-listed", id, list.size());
    Json out{{"items", affected_list(services, tx, list, call.now)}};
    if (list.size() == kPage) out["next"] = to_string(list.back().appointment);
    return out;
  };
  co_return co_await write(services, call, 200, std::move(work));
}

LaterAnswer answer_for_affected(const Services& services, const Call& call) {
  Input in(call.request);
  const auto choice = in.maybe_one_of("choice", disruption::choice_from);
  const auto slot = in.maybe_id<SlotId>("slotId");
  const bool told = in.flag("told", false);
  if (!choice && !told) in.wrong("choice", "known value");
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<DisruptionId>("disruption");
  const auto appointment = call.id<AppointmentId>("appointment");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto done =
        choice ? services.disruptions.answer(tx, id, appointment, *choice, slot,
                                             disruption::Settler::desk, call.actor(), call.now)
               : services.disruptions.mark_told(tx, id, appointment, call.actor(), call.now);
    if (!done) return done.error();
    return affected_list(services, tx, {*done}, call.now).front();
  };
  co_return co_await write(services, call, 200, std::move(work));
}

LaterAnswer take_disruption_back(const Services& services, const Call& call) {
  Input in(call.request);
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<DisruptionId>("disruption");
  Work work = [&](store::Transaction& tx) {
    return one_json(services, tx, services.disruptions.take_back(tx, id, call.actor(), call.now),
                    call.now);
  };
  co_return co_await write(services, call, 200, std::move(work));
}

LaterAnswer list_disruption_calls(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto list = disruption::to_call(tx, call.now, kCalls);
    record_look(services, tx, call, "disruption-calls-listed", {}, list.size());
    return Json{{"items", affected_list(services, tx, list, call.now)}};
  };
  co_return co_await write(services, call, 200, std::move(work));
}

}  // namespace yuyue::api
