// The hospital's booking rules: their versions, what they mean, and what they would have answered.
#include "api/answers.hpp"
#include "yuyue/booking/policy/sentences.hpp"
#include "yuyue/booking/policy/text.hpp"
#include "yuyue/booking/policy/trial.hpp"

namespace yuyue::api {
namespace {

namespace policy = booking::policy;

constexpr std::size_t kNote = 500;
constexpr int kLongestTrial = 92;
constexpr std::int64_t kExamples = 20, kMostExamples = 200;

Json paragraphs_json(const policy::Policy& rules, Language language) {
  Json list = Json::array();
  for (const auto& paragraph : policy::paragraphs(rules, language))
    list.push_back({{"heading", paragraph.heading}, {"sentences", paragraph.sentences}});
  return list;
}

/// The whole policy with every field written out, and in words.
void explain(Json& out, const policy::Policy& rules) {
  out["rules"] = policy::to_json(rules);
  out["meaning"] = paragraphs_json(rules, Language::zh);
  out["meaningEn"] = paragraphs_json(rules, Language::en);
}

Json version_json(const HospitalTime& time, const policy::Version& version, Instant now,
                  PolicyVersionId in_force) {
  const bool current = version.id == in_force;
  return {{"id", to_string(version.id)},
          {"effectiveFrom", time.rfc3339(version.effective_from)},
          {"document", Json::parse(version.document)},
          {"note", version.note},
          {"createdAt", time.rfc3339(version.created_at)},
          {"createdBy", version.created_by},
          {"state", current                        ? "current"
                    : version.effective_from > now ? "coming"
                                                   : "past"}};
}

/// Where in the body the document's mistake is.
Refusal in_document(Refusal refusal) {
  refusal.field = "/document" + refusal.field;
  if (const auto name = refusal.params.find("name"); name != refusal.params.end())
    name->second = refusal.field;
  return refusal;
}

std::optional<Instant> maybe_moment(Input& in, std::string_view name) {
  const auto text = in.maybe_text(name, 40);
  if (!text) return std::nullopt;
  const auto moment = parse_rfc3339(*text);
  if (!moment) in.wrong(name, "RFC 3339");
  return moment;
}

Json trial_json(const HospitalTime& time, const policy::Trial& trial) {
  Json examples = Json::array();
  for (const auto& example : trial.examples)
    examples.push_back({{"appointmentId", to_string(example.appointment)},
                        {"code", booking::spaced_code(example.code)},
                        {"what", example.what},
                        {"at", time.rfc3339(example.at)},
                        {"answer", example.answer}});
  return {{"bookings", {{"tried", trial.bookings}, {"refused", trial.bookings_refused}}},
          {"refusals", trial.refusals},
          {"cancellations",
           {{"tried", trial.cancellations},
            {"refused", trial.cancellations_refused},
            {"asNoShow", trial.cancellations_as_no_show}}},
          {"peopleBarred", trial.people_barred},
          {"examplesInAll", trial.examples_in_all},
          {"notTried", trial.not_tried},
          {"examples", std::move(examples)}};
}

/// Until when each slot could be given up, once booked.
Json slots_json(const Services& services, store::Snapshot& snapshot,
                const booking::Session& session, const policy::Rules& rules,
                const policy::InForce& in_force, Instant now) {
  Json list = Json::array();
  for (const auto& slot : booking::slots_of(snapshot, session.id)) {
    const policy::Visit visit{.day = session.day,
                              .part = session.part,
                              .session_starts = session.starts_at,
                              .starts = slot.starts_at,
                              .ends = slot.ends_at};
    const auto until =
        policy::cancel_until(rules, visit, booking::Channel::web, in_force.civil(services.time));
    list.push_back({{"id", to_string(slot.id)},
                    {"cancelUntil", services.time.rfc3339(until)},
                    {"canCancel", now < until}});
  }
  return list;
}

}  // namespace

Answer list_policies(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto in_force = services.booking.policies->at(call.now)->version;
    Json items = Json::array();
    for (const auto& version : policy::versions(snapshot))
      items.push_back(version_json(services.time, version, call.now, in_force));
    return json(200, {{"items", std::move(items)}});
  });
}

Answer show_current_policy(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto in_force = services.booking.policies->at(call.now);
    const auto version = policy::find_version(snapshot, in_force->version);
    Json out = version ? version_json(services.time, *version, call.now, version->id)
                       : Json{{"document", Json::object()}, {"state", "current"}};
    explain(out, in_force->policy);
    if (in_force->until) out["effectiveUntil"] = services.time.rfc3339(*in_force->until);
    return json(200, out);
  });
}

LaterAnswer add_policy(const Services& services, const Call& call) {
  Input in(call.request);
  const auto document = in.maybe_object("document");
  const auto effective_from = maybe_moment(in, "effectiveFrom");
  const auto note = in.maybe_text("note", kNote).value_or("");
  if (!document) in.wrong("document", "object");
  if (auto bad = in.finish()) co_return *bad;
  const auto checked = policy::from_json(*document);
  if (!checked) co_return in_document(checked.error());
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto version =
        services.policies.add(tx, document->dump(), effective_from, note, call.actor(), call.now);
    if (!version) return version.error();
    const bool at_once = version->effective_from <= call.now;
    auto out =
        version_json(services.time, *version, call.now, at_once ? version->id : PolicyVersionId{});
    explain(out, *checked);
    return out;
  };
  auto answer = co_await write_once(services, call, 201, work);
  // A longer horizon needs sessions at once, not at the next nightly run.
  if (answer) {
    std::function<void()> make = [&] {
      booking::ensure_sessions(services.database, services.booking, call.now);
    };
    co_await on_worker(services, make);
  }
  co_return answer;
}

LaterAnswer try_policy(const Services& services, const Call& call) {
  Input in(call.request);
  const auto document = in.maybe_object("document");
  const auto today = services.time.day_of(call.now);
  const auto from = in.maybe_day("from").value_or(today - date::days{30});
  const auto to = in.maybe_day("to").value_or(today);
  const auto examples = in.maybe_integer("examples", 0, kMostExamples).value_or(kExamples);
  if (!document) in.wrong("document", "object");
  if (auto bad = in.finish()) co_return *bad;
  if (to < from || to - from > date::days{kLongestTrial})
    co_return Refusal("period-invalid").at("/to");
  const auto rules = policy::from_json(*document);
  if (!rules) co_return in_document(rules.error());
  Json out;
  std::function<void()> work = [&] {
    out = services.database.read([&](store::Snapshot& snapshot) {
      return trial_json(services.time,
                        policy::try_policy(snapshot, *rules, services.time, services.booking.people,
                                           {from, to, static_cast<std::size_t>(examples)}));
    });
  };
  co_await on_worker(services, work);
  out["from"] = format_day(from);
  out["to"] = format_day(to);
  explain(out, *rules);
  co_return json(200, out);
}

Answer show_session_rules(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto session = booking::find_session(snapshot, call.id<SessionId>("session"));
    if (!session) return Refusal("not-found").with("what", "session");
    const auto in_force = services.booking.policies->at(call.now);
    const auto rules = in_force->rules(booking::whereabouts(snapshot, session->id).place);
    Json questions = Json::array();
    for (const auto& q : rules.questions)
      questions.push_back({{"code", q.code},
                           {"text", q.text},
                           {"textEn", q.text_en},
                           {"advice", q.advice},
                           {"adviceEn", q.advice_en}});
    return json(200,
                {{"questions", std::move(questions)},
                 {"slots", slots_json(services, snapshot, *session, rules, *in_force, call.now)},
                 {"meaning", policy::sentences(rules, Language::zh)},
                 {"meaningEn", policy::sentences(rules, Language::en)}});
  });
}

}  // namespace yuyue::api
