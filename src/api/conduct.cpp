// What people cancelled and missed, how long they cannot book for it, and how that is taken back.
#include "api/answers.hpp"
#include "yuyue/booking/policy/text.hpp"

namespace yuyue::api {
namespace {

namespace policy = booking::policy;

constexpr std::size_t kReason = 200;

Json bar_json(const HospitalTime& time, const policy::BarEntry& entry, Instant now) {
  Json channels = Json::array();
  for (const auto channel : entry.bar.channels) channels.push_back(booking::name_of(channel));
  Json out{{"id", to_string(entry.id)},
           {"because", policy::name_of(entry.bar.because)},
           {"from", time.rfc3339(entry.bar.from)},
           {"until", time.rfc3339(entry.bar.until)},
           {"campus", entry.bar.campus},
           {"channels", std::move(channels)},
           {"walkIn", entry.bar.walk_in},
           {"state", entry.lifted_at          ? "lifted"
                     : entry.bar.until <= now ? "over"
                                              : "in-force"}};
  if (entry.lifted_at) {
    out["liftedAt"] = time.rfc3339(*entry.lifted_at);
    out["liftedBecause"] = entry.lifted_because;
  }
  return out;
}

Json entry_json(const HospitalTime& time, const policy::ConductEntry& entry) {
  return {{"id", to_string(entry.id)},
          {"kind", policy::name_of(entry.kind)},
          {"at", time.rfc3339(entry.at)},
          {"visitDay", format_day(entry.visit_day)},
          {"appointmentId", to_string(entry.appointment)},
          {"code", booking::spaced_code(entry.appointment_code)},
          {"campus", entry.campus_name},
          {"department", entry.department},
          {"counts", entry.excused.empty()},
          {"excused", entry.excused}};
}

Json conduct_json(const HospitalTime& time, const policy::ConductView& view, Instant now) {
  Json items = Json::array(), bars = Json::array();
  for (const auto& entry : view.entries) items.push_back(entry_json(time, entry));
  for (const auto& bar : view.bars) bars.push_back(bar_json(time, bar, now));
  return {{"items", std::move(items)}, {"bars", std::move(bars)}};
}

Json outage_json(const HospitalTime& time, const policy::DeclaredOutage& outage) {
  Json out{{"id", to_string(outage.id)},
           {"from", time.rfc3339(outage.from)},
           {"to", time.rfc3339(outage.to)},
           {"reason", outage.reason},
           {"declaredAt", time.rfc3339(outage.declared_at)},
           {"declaredBy", outage.declared_by}};
  if (outage.campus) out["campusId"] = to_string(*outage.campus);
  return out;
}

Instant moment(Input& in, std::string_view name) {
  const auto text = in.text(name, 40);
  const auto at = parse_rfc3339(text);
  if (!at && !text.empty()) in.wrong(name, "RFC 3339");
  return at.value_or(Instant{});
}

}  // namespace

LaterAnswer show_conduct(const Services& services, const Call& call) {
  const auto person = call.id<PersonId>("person");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    // A look at a person is audited.
    if (const auto look = services.patients.look(tx, call.principal, person, call.now); !look)
      return look.error();
    return conduct_json(services.time, policy::conduct_of(tx, person), call.now);
  };
  co_return co_await write(services, call, 200, work);
}

Answer show_own_conduct(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto person = call.id<PersonId>("person");
    const auto member = call.principal.member();
    if (!member || !services.patients.acts_for(snapshot, *member, person))
      return Refusal("not-your-person");
    return json(200, conduct_json(services.time, policy::conduct_of(snapshot, person), call.now));
  });
}

LaterAnswer lift_bar(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.text("reason", kReason);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto lifted =
        services.conduct.lift(tx, call.id<BarId>("bar"), reason, call.actor(), call.now);
    if (!lifted) return lifted.error();
    return bar_json(services.time, *lifted, call.now);
  };
  co_return co_await write_once(services, call, 200, work);
}

LaterAnswer excuse_conduct(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.text("reason", kReason);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto done =
        services.conduct.excuse(tx, call.id<ConductId>("conduct"), reason, call.actor(), call.now);
    if (!done) return done.error();
    return Json::object();
  };
  co_return co_await write_once(services, call, 204, work);
}

Answer list_outages(const Services& services, const Call&) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    Json items = Json::array();
    for (const auto& outage : policy::outages(snapshot))
      items.push_back(outage_json(services.time, outage));
    return json(200, {{"items", std::move(items)}});
  });
}

LaterAnswer declare_outage(const Services& services, const Call& call) {
  Input in(call.request);
  const auto from = moment(in, "from");
  const auto to = moment(in, "to");
  const auto campus = in.maybe_id<CampusId>("campusId");
  const auto reason = in.text("reason", kReason);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto outage =
        services.conduct.declare_outage(tx, from, to, campus, reason, call.actor(), call.now);
    if (!outage) return outage.error();
    return outage_json(services.time, *outage);
  };
  co_return co_await write_once(services, call, 201, work);
}

}  // namespace yuyue::api
