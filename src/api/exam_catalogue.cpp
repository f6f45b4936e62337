// Examinations and the rules between them: shown, tried, changed, confirmed.
#include "api/answers.hpp"
#include "api/collection.hpp"
#include "api/exam_json.hpp"
#include "api/object_list.hpp"
#include "yuyue/exams/trials.hpp"

namespace yuyue::api {
namespace {

using std::chrono::minutes;

constexpr std::size_t kMostInstructions = 20, kMostNeeds = 20, kMostEffects = 40, kSentence = 300,
                      kLong = 2'000;
constexpr std::chrono::seconds kTrialTime{3};
constexpr std::int64_t kDay = 24 * 60, kYear = 366 * kDay;

void length(Overlay& in, std::string_view name, minutes& target, std::int64_t min,
            std::int64_t max) {
  auto count = target.count();
  in.integer(name, count, min, max);
  target = minutes{count};
}
void length(Overlay& in, std::string_view name, std::optional<minutes>& target, std::int64_t max) {
  std::optional<std::int64_t> count;
  if (target) count = target->count();
  in.integer(name, count, 0, max);
  target.reset();
  if (count) target = minutes{*count};
}

exams::Need need_from(Input& in) {
  return {in.id<ExamId>("examId"), in.text("why", kSentence),
          in.maybe_text("whyEn", kSentence).value_or("")};
}
exams::Instruction instruction_from(Input& in) {
  return {in.one_of("when", &exams::instruction_when_from),
          static_cast<int>(in.maybe_integer("days", 0, 366).value_or(0)),
          in.text("text", kSentence), in.maybe_text("textEn", kSentence).value_or("")};
}
exams::Effect effect_from(Input& in) {
  exams::Effect effect{.question = in.text("question"),
                       .when = in.one_of("when", &exams::effect_when_from),
                       .what = in.one_of("what", &exams::effect_what_from)};
  effect.limit = static_cast<int>(in.maybe_integer("limit", 0, 100'000).value_or(0));
  effect.days = static_cast<int>(in.maybe_integer("days", 0, 366).value_or(0));
  effect.exam = in.maybe_id<ExamId>("examId");
  effect.why = in.text("why", kSentence);
  effect.why_en = in.maybe_text("whyEn", kSentence).value_or("");
  return effect;
}

template <class Thing>
Json with_confirmations(const Services& services, store::Snapshot& snapshot,
                        const std::vector<Thing>& things) {
  auto body = items_json(things);
  for (std::size_t i = 0; i < things.size(); ++i)
    body["items"][i]["confirmed"] = confirmation_json(services, snapshot, things[i].confirmed);
  return body;
}

template <class IdType>
LaterAnswer confirm_thing(const Services& services, const Call& call, IdType id) {
  Input in(call.request);
  const auto version = in.version();
  if (auto bad = in.finish()) co_return *bad;
  // Somebody answers for it by name, not a machine.
  if (call.principal.kind != access::PrincipalKind::staff) co_return Refusal("forbidden");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto confirmed = services.exam_catalogue.confirm(
        tx, id, version, AccountId{call.principal.id}, call.actor(), call.now);
    auto body = stored_json(confirmed);
    if (body) (*body)["confirmed"] = confirmation_json(services, tx, confirmed->confirmed);
    return body;
  };
  co_return co_await write(services, call, 200, std::move(work));
}

Json cost_json(const exams::Trial::Cost& cost) {
  return {{"withoutPlan", cost.none}, {"days", cost.days}, {"onSiteMinutes", cost.on_site}};
}
Json trial_json(const exams::Trial& trial) {
  Json clashes = Json::array();
  for (const auto& clash : trial.clashes)
    clashes.push_back(
        {{"planId", to_string(clash.plan)}, {"toCome", clash.to_come}, {"breaks", clash.breaks}});
  return {{"plans", trial.plans},
          {"clashes", std::move(clashes)},
          {"plannedAnew", trial.planned_anew},
          {"now", cost_json(trial.now)},
          {"then", cost_json(trial.then)}};
}

/// Lays the request over what `find` finds, and tries it on the plans that there are.
template <class Thing>
LaterAnswer try_thing(const Services& services, const Call& call, Overlay::Purpose purpose,
                      std::function<std::optional<Thing>(store::Snapshot&)> find,
                      std::optional<Thing> exams::Proposal::*as) {
  exams::Proposal proposal;
  const auto basis = services.database.read([&](store::Snapshot& snapshot) -> Result<bool> {
    auto thing = find(snapshot);
    if (!thing) return Refusal("not-found");
    Overlay in(call.request, purpose);
    Form<Thing>::lay_over(snapshot, in, *thing);
    if (auto bad = in.finish()) return *bad;
    if (auto fine = services.exam_catalogue.allows(snapshot, *thing); !fine)
      return in_api_words(fine.error());
    proposal.*as = std::move(thing);
    return true;
  });
  if (!basis) co_return basis.error();
  exams::Trial trial;
  std::function<void()> work = [&] {
    const auto read = services.database.read([&](store::Snapshot& snapshot) {
      return exams::trial_basis(snapshot, services.exam_devices, services.time, call.now);
    });
    trial = exams::try_out(read, proposal, std::chrono::steady_clock::now() + kTrialTime);
  };
  if (!co_await on_planner(services, work)) co_return Refusal("busy");
  co_return json(200, trial_json(trial));
}

}  // namespace

template <>
struct Form<exams::Exam> {
  static Json json(const exams::Exam& exam) { return exam_json(exam); }
  static void lay_over(store::Snapshot&, Overlay& in, exams::Exam& e) {
    in.needed("code", e.code);
    in.needed("name", e.name);
    in.text("nameEn", e.name_en);
    in.needed("modality", e.modality);
    length(in, "minutes", e.length, 1, kDay);
    length(in, "deviceMinutes", e.device_time, 1, kDay);
    length(in, "recoveryMinutes", e.recovery, 0, kDay);
    length(in, "fastingMinutes", e.fasting, 0, 2 * kDay);
    length(in, "longestFastMinutes", e.longest_fast, 0, 2 * kDay);
    length(in, "waterStopMinutes", e.water_stop, 0, 2 * kDay);
    length(in, "eatAfterMinutes", e.eat_after, 0, kDay);
    in.flag("breaksFast", e.breaks_fast);
    in.flag("needsMeal", e.needs_meal);
    in.word("bladder", e.bladder, &exams::bladder_from);
    in.integer("leadDays", e.lead_days, 0, 60);
    if (in.has("earliest")) in.needed("earliest", e.earliest);
    if (in.has("latest")) in.needed("latest", e.latest);
    length(in, "turnaroundMinutes", e.turnaround, 0, 60 * kDay);
    in.text("preparation", e.preparation, kLong);
    in.text("preparationEn", e.preparation_en, kLong);
    in.flag("asksBodyPart", e.asks_body_part);
    in.texts("bodyParts", e.body_parts);
    in.flag("needsCompanion", e.needs_companion);
    in.own_form("instructions", [&](Input& own) {
      read_list(own, "instructions", kMostInstructions, e.instructions, &instruction_from);
    });
    in.own_form("needs",
                [&](Input& own) { read_list(own, "needs", kMostNeeds, e.needs, &need_from); });
    in.own_form("effects", [&](Input& own) {
      read_list(own, "effects", kMostEffects, e.effects, &effect_from);
    });
    in.text("evidence", e.evidence, kSentence);
    in.flag("active", e.active);
  }
};

template <>
struct Form<exams::Rule> {
  static Json json(const exams::Rule& rule) { return exam_rule_json(rule); }
  static void lay_over(store::Snapshot&, Overlay& in, exams::Rule& r) {
    in.needed("code", r.code);
    in.needed_word("kind", r.kind, &exams::rule_kind_from);
    in.needed_id("aId", r.a);
    in.needed_id("bId", r.b);
    in.flag("afterReport", r.after_report);
    length(in, "minMinutes", r.min, 0, kYear);
    length(in, "maxMinutes", r.max, kYear);
    length(in, "aFirstMinutes", r.a_first, kYear);
    length(in, "bFirstMinutes", r.b_first, kYear);
    in.text("note", r.note, kSentence);
    in.text("noteEn", r.note_en, kSentence);
    in.text("evidence", r.evidence, kSentence);
    in.flag("active", r.active);
  }
};

Answer list_exams(const Services& services, const Call&) {
  return json(200, services.database.read([&](store::Snapshot& snapshot) {
    return with_confirmations(services, snapshot, exams::exams(snapshot));
  }));
}
LaterAnswer add_exam(const Services& services, const Call& call) {
  return add_thing<exams::Exam>(services, call, services.exam_catalogue);
}
LaterAnswer change_exam(const Services& services, const Call& call) {
  return change_thing(services, call, services.exam_catalogue, &exams::exams, "exam");
}
LaterAnswer confirm_exam(const Services& services, const Call& call) {
  return confirm_thing(services, call, call.id<ExamId>("exam"));
}

Answer list_exam_rules(const Services& services, const Call&) {
  return json(200, services.database.read([&](store::Snapshot& snapshot) {
    return with_confirmations(services, snapshot, exams::exam_rules(snapshot));
  }));
}
LaterAnswer add_exam_rule(const Services& services, const Call& call) {
  return add_thing<exams::Rule>(services, call, services.exam_catalogue);
}
LaterAnswer change_exam_rule(const Services& services, const Call& call) {
  return change_thing(services, call, services.exam_catalogue, &exams::exam_rules, "rule");
}
LaterAnswer confirm_exam_rule(const Services& services, const Call& call) {
  return confirm_thing(services, call, call.id<ExamRuleId>("rule"));
}

LaterAnswer try_exam(const Services& services, const Call& call) {
  const auto id = call.id<ExamId>("exam");
  return try_thing<exams::Exam>(
      services, call, Overlay::Purpose::change,
      [id](store::Snapshot& snapshot) { return exams::find_exam(snapshot, id); },
      &exams::Proposal::exam);
}
LaterAnswer try_exam_rule(const Services& services, const Call& call) {
  const auto id = call.id<ExamRuleId>("rule");
  return try_thing<exams::Rule>(
      services, call, Overlay::Purpose::change,
      [id](store::Snapshot& snapshot) { return exams::find_rule(snapshot, id); },
      &exams::Proposal::rule);
}
LaterAnswer try_new_exam_rule(const Services& services, const Call& call) {
  return try_thing<exams::Rule>(
      services, call, Overlay::Purpose::add,
      [](store::Snapshot&) { return std::optional(exams::Rule{}); }, &exams::Proposal::rule);
}

LaterAnswer add_starting_exams(const Services& services, const Call& call) {
  Input in(call.request);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    return Json{
        {"added", services.exam_catalogue.add_starting_catalogue(tx, call.actor(), call.now)}};
  };
  co_return co_await write(services, call, 200, std::move(work));
}

}  // namespace yuyue::api
