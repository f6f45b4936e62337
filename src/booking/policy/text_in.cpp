// A policy from JSON.
#include "booking/policy/fields.hpp"
#include "booking/policy/words.hpp"

namespace yuyue::booking::policy {
namespace {

constexpr int kMaxDays = 365;
constexpr int kMaxMinutes = 24 * 60;

void read(Fields& in, Hours& hours) {
  in.need("from");
  in.need("to");
  in.minute("from", hours.from);
  in.minute("to", hours.to);
  if (hours.from == hours.to) in.invalid("to", "HH:MM");
}

void read(Fields& in, Opening& o) {
  in.minute("releaseTime", o.release_time);
  in.integer("fromDays", o.from_days, 0, kMaxDays);
  in.integer("toDays", o.to_days, 0, kMaxDays);
  in.flag("countHolidays", o.count_holidays);
  in.maybe_object("closedHours", o.closed, Hours{}, [](Fields& f, Hours& h) { read(f, h); });
  in.maybe_minute("nextDayUntil", o.next_day_until);
  in.maybe_minute("sameDayFrom", o.same_day_from);
  in.part_times("sameDayUntil", o.same_day_until);
  in.flag("walkInOnly", o.walk_in_only);
  if (o.from_days > o.to_days) in.invalid("fromDays", "0–" + std::to_string(o.to_days));
}

void read(Fields& in, Deadline& d) {
  in.word("counting", d.counting, kCounting);
  if (in.has("at") || in.has("daysBefore")) {
    d.days_before.emplace();
    d.before = {};
    in.need("at");
    in.need("daysBefore");
    in.minute("at", d.days_before->at);
    in.integer("daysBefore", d.days_before->days, 0, 60);
  } else if (in.has("before")) {
    d.days_before.reset();
    in.integer("before", d.before.amount, 0, kMaxMinutes);
    in.word("unit", d.before.unit, kUnits);
    in.word("of", d.before.of, kOf);
  }
}

void read(Fields& in, Cancellation& c) {
  in.object("until", c.until, [](Fields& f, Deadline& d) { read(f, d); });
  in.word("late", c.late, kLateCancel);
}

void read(Fields& in, StepWindow& w) {
  std::optional<int> opens;
  if (w.opens_before) opens = static_cast<int>(w.opens_before->count());
  in.maybe_integer("opensMinutesBefore", opens, 0, kMaxMinutes);
  w.opens_before.reset();
  if (opens) w.opens_before = std::chrono::minutes{*opens};
  auto closes = static_cast<int>(w.closes_before.count());
  in.integer("closesMinutesBefore", closes, -kMaxMinutes, kMaxMinutes);
  w.closes_before = std::chrono::minutes{closes};
  in.part_times("until", w.until);
  if (opens && *opens < closes) in.invalid("closesMinutesBefore", "≤ opensMinutesBefore");
}

void read(Fields& in, Arrival& a) {
  const auto window = [](Fields& f, StepWindow& w) {
    read(f, w);
  };
  auto lead = static_cast<int>(a.lead.count());
  in.integer("leadMinutes", lead, 0, 240);
  a.lead = std::chrono::minutes{lead};
  in.maybe_object("collect", a.collect, a.collect.value_or(StepWindow{}), window);
  in.maybe_object("checkIn", a.check_in, a.check_in.value_or(StepWindow{}), window);
  in.word("late", a.late, kLateArrival);
  in.flag("documentSeen", a.document_seen);
  in.flag("online", a.online);
  in.flag("admitLate", a.admit_late);
  if (!a.collect && !a.check_in) in.invalid("checkIn", "object");
}

void read(Fields& in, Ages& ages) {
  in.maybe_integer("min", ages.min, 0, 150);
  in.maybe_integer("max", ages.max, 0, 150);
  if (ages.min && ages.max && *ages.min > *ages.max) in.invalid("max", "≥ min");
}

std::optional<IdentifierType> document_from(const std::string& text) {
  const auto type = identifier_type(text);
  return type && is_identity_document(*type) ? type : std::nullopt;
}

void read_minutes(Fields& in, std::string_view name, std::chrono::minutes& field, int min,
                  int max) {
  auto count = static_cast<int>(field.count());
  in.integer(name, count, min, max);
  field = std::chrono::minutes{count};
}

void read(Fields& in, PriorityClass& c) {
  in.text("code", c.code, 40, true);
  in.text("name", c.name, 40, true);
  in.text("nameEn", c.name_en, 80, false);
  in.need("allowanceMinutes");
  read_minutes(in, "allowanceMinutes", c.allowance, -kMaxMinutes, kMaxMinutes);
  in.object("ages", c.ages, [](Fields& inner, Ages& a) { read(inner, a); });
  in.texts("needs", c.needs);
  in.words("documents", c.documents, &document_from);
}

void read(Fields& in, LineSettings& line) {
  read_minutes(in, "walkInMinutes", line.walk_in_allowance, 0, 240);
  read_minutes(in, "lateMinutes", line.late_penalty, 0, 240);
  in.objects("classes", line.classes, 12, [](Fields& f, PriorityClass& c) { read(f, c); });
  in.integer("callsBeforeMissed", line.calls_before_missed, 1, 10);
  in.integer("missedSteps", line.missed_steps, 0, 50);
  std::optional<int> planned;
  if (line.planned) planned = static_cast<int>(line.planned->count());
  in.maybe_integer("plannedMinutes", planned, 1, 240);
  line.planned.reset();
  if (planned) line.planned = std::chrono::minutes{*planned};
  in.integer("firstsPerReturner", line.firsts_per_returner, 0, 50);
  in.integer("nearRoom", line.near_room, 0, 20);
  // Nobody may be due later than a walk-in who comes at the same time: the promise rests on it.
  if (line.late_penalty > line.walk_in_allowance) in.invalid("lateMinutes", "≤ walkInMinutes");
  std::set<std::string> codes;
  for (const auto& c : line.classes) {
    if (c.allowance > line.walk_in_allowance) in.invalid("classes", "≤ walkInMinutes");
    if (!codes.insert(c.code).second) in.invalid("classes", "different codes");
  }
}

void read(Fields& in, FirstVisit& f) {
  in.words("documents", f.documents, &document_from);
  in.flag("documentRequired", f.document_required);
  in.object("ages", f.ages, [](Fields& inner, Ages& a) { read(inner, a); });
}

void read(Fields& in, Question& q) {
  in.text("code", q.code, 40, true);
  in.text("text", q.text, 200, true);
  in.text("textEn", q.text_en, 400, false);
  in.text("advice", q.advice, 200, true);
  in.text("adviceEn", q.advice_en, 400, false);
}

// The parts of the rules that an override may have, too. `parts` is Rules, or the optional parts of
// an Override, which start from the base's.
template <class Parts, class Part>
void read_parts(Fields& in, Parts& parts, Part part) {
  part(in, "opening", parts.opening, &Rules::opening);
  part(in, "cancellation", parts.cancellation, &Rules::cancellation);
  part(in, "arrival", parts.arrival, &Rules::arrival);
  part(in, "line", parts.line, &Rules::line);
  part(in, "firstVisit", parts.first_visit, &Rules::first_visit);
  part(in, "ages", parts.ages, &Rules::ages);
}

void read_questions(Fields& in, std::vector<Question>& questions) {
  in.objects("questions", questions, 10, [](Fields& f, Question& q) { read(f, q); });
  std::set<std::string> codes;
  for (const auto& question : questions) {
    if (!codes.insert(question.code).second) in.invalid("questions", "different codes");
  }
}

void read(Fields& in, Rules& rules) {
  read_parts(in, rules, [](Fields& f, std::string_view name, auto& field, auto) {
    f.object(name, field, [](Fields& inner, auto& value) { read(inner, value); });
  });
  in.words("oncePerDay", rules.once_per_day, kOncePer);
  read_questions(in, rules.questions);
  in.words("exemptChannels", rules.exempt, &channel_from);
}

void read(Fields& in, Override& o, const Rules& base) {
  in.texts("campuses", o.campuses);
  in.texts("departments", o.departments);
  in.texts("kinds", o.kinds);
  read_parts(in, o, [&](Fields& f, std::string_view name, auto& field, auto of_base) {
    if (!f.has(name)) return;
    field = base.*of_base;
    f.object(name, *field, [](Fields& inner, auto& value) { read(inner, value); });
  });
  if (in.has("oncePerDay")) in.words("oncePerDay", o.once_per_day.emplace(), kOncePer);
  if (in.has("questions")) read_questions(in, o.questions.emplace());
  if (in.has("exemptChannels")) in.words("exemptChannels", o.exempt.emplace(), &channel_from);
  if (o.campuses.empty() && o.departments.empty() && o.kinds.empty())
    in.invalid("departments", "campuses | departments | kinds");
}

void read(Fields& in, Limits& limits) {
  in.maybe_integer("active", limits.active, 1, 1000);
  in.maybe_integer("perDay", limits.per_day, 1, 1000);
  in.maybe_integer("perWeek", limits.per_week, 1, 1000);
  in.maybe_integer("madePerDay", limits.made_per_day, 1, 1000);
  in.maybe_integer("openHolds", limits.open_holds, 1, 1000);
  in.maybe_integer("accountMadePerDay", limits.account_made_per_day, 1, 1000);
  in.maybe_integer("accountOpenHolds", limits.account_open_holds, 1, 1000);
}

void read(Fields& in, Window& window) {
  in.need("kind");
  in.word("kind", window.kind, kWindows);
  if (window.kind == Window::Kind::days || window.kind == Window::Kind::months) {
    in.need("count");
    in.integer("count", window.count, 1, window.kind == Window::Kind::days ? 3650 : 120);
  }
}

void read(Fields& in, Penalty& penalty) {
  in.need("length");
  in.word("length", penalty.length, kLengths);
  if (penalty.length != Penalty::Length::rest_of_month) {
    in.need("count");
    in.integer("count", penalty.count, 1, penalty.length == Penalty::Length::days ? 3650 : 120);
  }
  in.flag("oneCampus", penalty.one_campus);
  in.words("channels", penalty.channels, &channel_from);
  in.flag("walkIn", penalty.walk_in);
}

void read(Fields& in, Threshold& threshold) {
  for (const auto* name : {"counts", "count", "penalty"}) in.need(name);
  in.word("counts", threshold.counts, kConduct);
  in.flag("sameDayOnly", threshold.same_day_only);
  in.integer("count", threshold.count, 1, 1000);
  in.flag("moreThan", threshold.more_than);
  in.object("window", threshold.window, [](Fields& f, Window& w) { read(f, w); });
  in.object("penalty", threshold.penalty, [](Fields& f, Penalty& p) { read(f, p); });
}

}  // namespace

Result<Policy> from_json(const nlohmann::json& document) {
  if (!document.is_object()) return Refusal("body-invalid");
  Problem problem;
  Fields in(document, "", problem);
  Policy policy;
  read(in, policy.base);
  in.objects("overrides", policy.overrides, 200,
             [&](Fields& f, Override& o) { read(f, o, policy.base); });
  in.object("limits", policy.limits, [](Fields& f, Limits& l) { read(f, l); });
  in.objects("conduct", policy.conduct, 20, [](Fields& f, Threshold& t) { read(f, t); });
  in.finish();
  if (problem.first()) return *problem.first();
  return policy;
}

Result<Policy> from_text(std::string_view text) {
  const auto document = nlohmann::json::parse(text, nullptr, false);
  if (document.is_discarded()) return Refusal("body-invalid");
  return from_json(document);
}

}  // namespace yuyue::booking::policy
