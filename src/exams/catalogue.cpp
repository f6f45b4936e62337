#include "yuyue/exams/catalogue.hpp"

#include "exams/catalogue_records.hpp"
#include "exams/keeping.hpp"
#include "yuyue/core/person_data.hpp"
#include "yuyue/exams/rules.hpp"

namespace yuyue::exams {
namespace {

constexpr MinuteOfDay kMidnight{24 * 60};
constexpr minutes kLongestGap{366 * 24 * 60};

std::string text(minutes length) {
  return std::to_string(length.count());
}
std::string text(const std::optional<minutes>& length) {
  return length ? text(*length) : "";
}
std::string text(const std::optional<int>& number) {
  return number ? std::to_string(*number) : "";
}
std::string text(bool flag) {
  return flag ? "1" : "0";
}
/// A list's members, each by its code, one after another.
template <class List, class ToText>
std::string text(const List& list, ToText to_text) {
  std::string out;
  for (const auto& one : list) out += (out.empty() ? "" : "; ") + to_text(one);
  return out;
}
std::string text(const Effect& e) {
  return e.question + " " + std::string(name_of(e.when)) +
         (e.limit ? " " + std::to_string(e.limit) : "") + ": " + std::string(name_of(e.what)) +
         (e.days ? " " + std::to_string(e.days) : "") + (e.exam ? " " + to_string(*e.exam) : "") +
         " " + e.why;
}

std::string text(const Instruction& one) {
  return std::string(name_of(one.when)) + (one.days ? " " + std::to_string(one.days) : "") + ": " +
         one.text;
}

/// An instruction must say something, and from when on where that is not plain.
Result<void> complete(const Instruction& one) {
  if (one.text.empty()) return field("required", "instructions");
  const bool before = one.when == Instruction::When::before;
  if (before != (one.days > 0)) return field("field-invalid", "instructions");
  return {};
}

/// An effect must be about a question that there is, and say what to do.
Result<void> complete(store::Snapshot& snapshot, const Exam& exam, const Effect& effect) {
  if (!records::question_exists(snapshot, effect.question))
    return field("unknown-reference", "effects");
  if (effect.why.empty()) return field("required", "effects");
  if (effect.what == Effect::What::delays && (effect.days < 1 || effect.days > 366))
    return field("field-invalid", "effects");
  const bool adds = effect.what == Effect::What::adds;
  if (adds != effect.exam.has_value()) return field("field-invalid", "effects");
  if (adds && (*effect.exam == exam.id || !records::exists(snapshot, *effect.exam)))
    return field("unknown-reference", "effects");
  return {};
}

struct ExamTraits {
  static constexpr std::string_view kWord = "exam";
  static std::optional<Exam> find(store::Snapshot& snapshot, ExamId id) {
    return find_exam(snapshot, id);
  }
  static Result<void> complete(store::Snapshot& snapshot, Exam& e) {
    if (e.code.empty()) return field("required", "code");
    if (e.name.empty()) return field("required", "name");
    if (e.modality.empty()) return field("required", "modality");
    if (e.length < minutes{1} || e.length > kMidnight) return field("field-invalid", "minutes");
    if (e.device_time < minutes{1} || e.device_time > e.length)
      return field("field-invalid", "deviceMinutes");
    if (e.longest_fast > minutes{0} && e.longest_fast < e.fasting)
      return field("field-invalid", "longestFastMinutes");
    // What fasts cannot be done fed, or no plan would ever do.
    if (e.needs_meal && e.fasting > minutes{0}) return field("field-invalid", "needsMeal");
    if (e.latest > kMidnight || e.earliest + e.length > e.latest)
      return field("field-invalid", "latest");
    if (!rules::are_parts(e.body_parts)) return field("field-invalid", "bodyParts");
    for (const auto& need : e.needs) {
      if (need.exam == e.id || !records::exists(snapshot, need.exam))
        return field("unknown-reference", "needs");
      if (need.why.empty()) return field("required", "needs");
    }
    for (const auto& one : e.instructions)
      if (auto fine = exams::complete(one); !fine) return fine;
    for (const auto& effect : e.effects)
      if (auto fine = exams::complete(snapshot, e, effect); !fine) return fine;
    e.pinyin = pinyin(e.name);
    e.initials = pinyin_initials(e.name);
    return {};
  }
  static Fields fields(const Exam& e) {
    return {
        {"code", e.code},
        {"name", e.name},
        {"nameEn", e.name_en},
        {"modality", e.modality},
        {"minutes", text(e.length)},
        {"deviceMinutes", text(e.device_time)},
        {"recoveryMinutes", text(e.recovery)},
        {"fastingMinutes", text(e.fasting)},
        {"longestFastMinutes", text(e.longest_fast)},
        {"waterStopMinutes", text(e.water_stop)},
        {"eatAfterMinutes", text(e.eat_after)},
        {"breaksFast", text(e.breaks_fast)},
        {"needsMeal", text(e.needs_meal)},
        {"bladder", std::string(name_of(e.bladder))},
        {"leadDays", std::to_string(e.lead_days)},
        {"earliest", format_minute(e.earliest)},
        {"latest", format_minute(e.latest)},
        {"turnaroundMinutes", text(e.turnaround)},
        {"preparation", e.preparation},
        {"preparationEn", e.preparation_en},
        {"instructions", text(e.instructions, [](const Instruction& one) { return text(one); })},
        {"asksBodyPart", text(e.asks_body_part)},
        {"bodyParts", text(e.body_parts, [](const std::string& part) { return part; })},
        {"needsCompanion", text(e.needs_companion)},
        {"needs", text(e.needs, [](const Need& n) { return to_string(n.exam) + " " + n.why; })},
        {"effects", text(e.effects, [](const Effect& one) { return text(one); })},
        {"evidence", e.evidence},
        {"active", text(e.active)}};
  }
};

struct RuleTraits {
  static constexpr std::string_view kWord = "exam-rule";
  static std::optional<Rule> find(store::Snapshot& snapshot, ExamRuleId id) {
    return find_rule(snapshot, id);
  }
  static Result<void> complete(store::Snapshot& snapshot, Rule& r) {
    if (r.code.empty()) return field("required", "code");
    if (!records::exists(snapshot, r.a)) return field("unknown-reference", "a");
    if (!records::exists(snapshot, r.b)) return field("unknown-reference", "b");
    if (r.a == r.b) return field("field-invalid", "b");
    clear_what_does_not_apply(r);
    if (r.min > kLongestGap) return field("field-invalid", "minMinutes");
    if (r.max && (*r.max < r.min || *r.max > kLongestGap))
      return field("field-invalid", "maxMinutes");
    // Neither order would be allowed.
    if (r.kind == RuleKind::separate && !r.a_first && !r.b_first)
      return field("required", "aFirstMinutes");
    return {};
  }
  static void clear_what_does_not_apply(Rule& r) {
    if (r.kind != RuleKind::before) {
      r.after_report = false;
      r.max.reset();
    }
    if (r.after_report || (r.kind != RuleKind::before && r.kind != RuleKind::same_day_order))
      r.min = minutes{0};
    if (r.kind != RuleKind::separate) {
      r.a_first.reset();
      r.b_first.reset();
    }
  }
  static Fields fields(const Rule& r) {
    return {{"code", r.code},
            {"kind", std::string(name_of(r.kind))},
            {"a", to_string(r.a)},
            {"b", to_string(r.b)},
            {"afterReport", text(r.after_report)},
            {"minMinutes", text(r.min)},
            {"maxMinutes", text(r.max)},
            {"aFirstMinutes", text(r.a_first)},
            {"bFirstMinutes", text(r.b_first)},
            {"note", r.note},
            {"noteEn", r.note_en},
            {"evidence", r.evidence},
            {"active", text(r.active)}};
  }
};

struct BundleTraits {
  static constexpr std::string_view kWord = "exam-bundle";
  static std::optional<Bundle> find(store::Snapshot& snapshot, ExamBundleId id) {
    return find_bundle(snapshot, id);
  }
  static Result<void> complete(store::Snapshot& snapshot, Bundle& b) {
    if (b.code.empty()) return field("required", "code");
    if (b.name.empty()) return field("required", "name");
    if (b.exams.empty()) return field("required", "exams");
    for (std::size_t i = 0; i < b.exams.size(); ++i) {
      if (!records::exists(snapshot, b.exams[i])) return field("unknown-reference", "exams");
      if (std::find(b.exams.begin(), b.exams.begin() + static_cast<std::ptrdiff_t>(i),
                    b.exams[i]) != b.exams.begin() + static_cast<std::ptrdiff_t>(i))
        return field("field-invalid", "exams");
    }
    for (const auto& [exam, part] : b.body_parts)
      if (std::ranges::find(b.exams, exam) == b.exams.end() || !rules::are_parts({part}))
        return field("field-invalid", "bodyParts");
    return {};
  }
  static Fields fields(const Bundle& b) {
    return {{"code", b.code},
            {"name", b.name},
            {"nameEn", b.name_en},
            {"exams", text(b.exams, [](ExamId id) { return to_string(id); })},
            {"bodyParts",
             text(b.body_parts,
                  [](const auto& one) { return to_string(one.first) + " " + one.second; })},
            {"active", text(b.active)}};
  }
};

struct QuestionTraits {
  static constexpr std::string_view kWord = "exam-question";
  static std::optional<Question> find(store::Snapshot& snapshot, ExamQuestionId id) {
    return records::find_question(snapshot, id);
  }
  static Result<void> complete(store::Snapshot& snapshot, Question& q) {
    if (q.code.empty()) return field("required", "code");
    if (q.name.empty()) return field("required", "name");
    if (q.age_from && q.age_to && *q.age_from > *q.age_to) return field("field-invalid", "ageTo");
    // Effects name a question by its code.
    if (const auto before = find(snapshot, q.id); before && before->code != q.code)
      return field("field-invalid", "code");
    return {};
  }
  static Fields fields(const Question& q) {
    return {{"code", q.code},
            {"name", q.name},
            {"nameEn", q.name_en},
            {"kind", std::string(name_of(q.kind))},
            {"unit", q.unit},
            {"position", std::to_string(q.position)},
            {"askedOf", q.asked_of == Sex::unknown ? "" : std::string(name_of(q.asked_of))},
            {"ageFrom", text(q.age_from)},
            {"ageTo", text(q.age_to)},
            {"active", text(q.active)}};
  }
};

template <class Traits, class Thing>
Result<Thing> confirm_thing(const Environment& env, store::Transaction& tx,
                            std::optional<Thing> thing, std::int64_t version, AccountId account,
                            const access::Actor& by, Instant now) {
  if (!thing) return Refusal("not-found").with("what", Traits::kWord);
  thing->version = version;
  thing->confirmed = {account, now};
  if (!records::update(tx, *thing)) return Refusal("changed-meanwhile");
  ++thing->version;
  put_down(env, tx, std::string(Traits::kWord) + "-confirmed", thing->id,
           {{"code", thing->code}, {"version", std::to_string(thing->version)}}, by, now);
  return *std::move(thing);
}

}  // namespace

Result<Exam> Catalogue::add(store::Transaction& tx, Exam exam, const access::Actor& by,
                            Instant now) const {
  exam.confirmed.reset();
  return add_thing<ExamTraits>(env_, tx, std::move(exam), by, now);
}
Result<Exam> Catalogue::change(store::Transaction& tx, Exam exam, const access::Actor& by,
                               Instant now) const {
  exam.confirmed.reset();
  return change_thing<ExamTraits>(env_, tx, std::move(exam), by, now);
}
Result<Rule> Catalogue::add(store::Transaction& tx, Rule rule, const access::Actor& by,
                            Instant now) const {
  rule.confirmed.reset();
  return add_thing<RuleTraits>(env_, tx, std::move(rule), by, now);
}
Result<Rule> Catalogue::change(store::Transaction& tx, Rule rule, const access::Actor& by,
                               Instant now) const {
  rule.confirmed.reset();
  return change_thing<RuleTraits>(env_, tx, std::move(rule), by, now);
}
Result<Bundle> Catalogue::add(store::Transaction& tx, Bundle bundle, const access::Actor& by,
                              Instant now) const {
  return add_thing<BundleTraits>(env_, tx, std::move(bundle), by, now);
}
Result<Bundle> Catalogue::change(store::Transaction& tx, Bundle bundle, const access::Actor& by,
                                 Instant now) const {
  return change_thing<BundleTraits>(env_, tx, std::move(bundle), by, now);
}
Result<Question> Catalogue::add(store::Transaction& tx, Question question, const access::Actor& by,
                                Instant now) const {
  return add_thing<QuestionTraits>(env_, tx, std::move(question), by, now);
}
Result<Question> Catalogue::change(store::Transaction& tx, Question question,
                                   const access::Actor& by, Instant now) const {
  return change_thing<QuestionTraits>(env_, tx, std::move(question), by, now);
}

Result<void> Catalogue::allows(store::Snapshot& snapshot, Exam exam) const {
  return ExamTraits::complete(snapshot, exam);
}
Result<void> Catalogue::allows(store::Snapshot& snapshot, Rule rule) const {
  return RuleTraits::complete(snapshot, rule);
}

Result<Exam> Catalogue::confirm(store::Transaction& tx, ExamId id, std::int64_t version,
                                AccountId account, const access::Actor& by, Instant now) const {
  return confirm_thing<ExamTraits>(env_, tx, find_exam(tx, id), version, account, by, now);
}
Result<Rule> Catalogue::confirm(store::Transaction& tx, ExamRuleId id, std::int64_t version,
                                AccountId account, const access::Actor& by, Instant now) const {
  return confirm_thing<RuleTraits>(env_, tx, find_rule(tx, id), version, account, by, now);
}

}  // namespace yuyue::exams
