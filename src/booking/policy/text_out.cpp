// A policy as JSON.
#include <nlohmann/json.hpp>

#include "booking/policy/words.hpp"

namespace yuyue::booking::policy {
namespace {

using nlohmann::json;

json text_of(const std::optional<MinuteOfDay>& minute) {
  return minute ? json(format_minute(*minute)) : json();
}
template <class T>
json number_of(const std::optional<T>& number) {
  return number ? json(*number) : json();
}
template <class Set>
json names_of(const Set& set) {
  auto list = json::array();
  for (const auto& item : set) list.push_back(name_of(item));
  return list;
}

json out(const PartTimes& times) {
  auto object = json::object();
  for (const auto& [part, at] : times) object[std::string(name_of(part))] = format_minute(at);
  return object;
}

json out(const Opening& o) {
  return {{"releaseTime", format_minute(o.release_time)},
          {"fromDays", o.from_days},
          {"toDays", o.to_days},
          {"countHolidays", o.count_holidays},
          {"closedHours", o.closed ? json{{"from", format_minute(o.closed->from)},
                                          {"to", format_minute(o.closed->to)}}
                                   : json()},
          {"nextDayUntil", text_of(o.next_day_until)},
          {"sameDayFrom", text_of(o.same_day_from)},
          {"sameDayUntil", out(o.same_day_until)},
          {"walkInOnly", o.walk_in_only}};
}

json out(const Deadline& d) {
  if (d.days_before)
    return {{"at", format_minute(d.days_before->at)},
            {"daysBefore", d.days_before->days},
            {"counting", kCounting.name(d.counting)}};
  return {{"before", d.before.amount},
          {"unit", kUnits.name(d.before.unit)},
          {"of", kOf.name(d.before.of)},
          {"counting", kCounting.name(d.counting)}};
}

json out(const Cancellation& c) {
  return {{"until", out(c.until)}, {"late", kLateCancel.name(c.late)}};
}

json out(const std::optional<StepWindow>& w) {
  if (!w) return {};
  return {{"opensMinutesBefore", w->opens_before ? json(w->opens_before->count()) : json()},
          {"closesMinutesBefore", w->closes_before.count()},
          {"until", out(w->until)}};
}

json out(const Arrival& a) {
  return {{"leadMinutes", a.lead.count()},   {"collect", out(a.collect)},
          {"checkIn", out(a.check_in)},      {"late", kLateArrival.name(a.late)},
          {"documentSeen", a.document_seen}, {"online", a.online},
          {"admitLate", a.admit_late}};
}

json out(const Ages& ages) {
  return {{"min", number_of(ages.min)}, {"max", number_of(ages.max)}};
}

json out(const LineSettings& line) {
  auto classes = json::array();
  for (const auto& c : line.classes)
    classes.push_back({{"code", c.code},
                       {"name", c.name},
                       {"nameEn", c.name_en},
                       {"allowanceMinutes", c.allowance.count()},
                       {"ages", out(c.ages)},
                       {"needs", c.needs},
                       {"documents", names_of(c.documents)}});
  return {{"walkInMinutes", line.walk_in_allowance.count()},
          {"classes", std::move(classes)},
          {"lateMinutes", line.late_penalty.count()},
          {"callsBeforeMissed", line.calls_before_missed},
          {"missedSteps", line.missed_steps},
          {"plannedMinutes", line.planned ? json(line.planned->count()) : json()},
          {"firstsPerReturner", line.firsts_per_returner},
          {"nearRoom", line.near_room}};
}

json out(const FirstVisit& f) {
  return {{"documents", names_of(f.documents)},
          {"documentRequired", f.document_required},
          {"ages", out(f.ages)}};
}

json out(const std::vector<Question>& questions) {
  auto list = json::array();
  for (const auto& q : questions)
    list.push_back({{"code", q.code},
                    {"text", q.text},
                    {"textEn", q.text_en},
                    {"advice", q.advice},
                    {"adviceEn", q.advice_en}});
  return list;
}

json out(const Override& o) {
  json object = {{"campuses", o.campuses}, {"departments", o.departments}, {"kinds", o.kinds}};
  if (o.opening) object["opening"] = out(*o.opening);
  if (o.once_per_day) object["oncePerDay"] = names_of(*o.once_per_day);
  if (o.cancellation) object["cancellation"] = out(*o.cancellation);
  if (o.arrival) object["arrival"] = out(*o.arrival);
  if (o.line) object["line"] = out(*o.line);
  if (o.first_visit) object["firstVisit"] = out(*o.first_visit);
  if (o.ages) object["ages"] = out(*o.ages);
  if (o.questions) object["questions"] = out(*o.questions);
  if (o.exempt) object["exemptChannels"] = names_of(*o.exempt);
  return object;
}

json out(const Threshold& t) {
  json window{{"kind", kWindows.name(t.window.kind)}};
  if (t.window.kind == Window::Kind::days || t.window.kind == Window::Kind::months)
    window["count"] = t.window.count;
  json penalty{{"length", kLengths.name(t.penalty.length)},
               {"oneCampus", t.penalty.one_campus},
               {"channels", names_of(t.penalty.channels)},
               {"walkIn", t.penalty.walk_in}};
  if (t.penalty.length != Penalty::Length::rest_of_month) penalty["count"] = t.penalty.count;
  return {{"counts", kConduct.name(t.counts)},
          {"sameDayOnly", t.same_day_only},
          {"count", t.count},
          {"moreThan", t.more_than},
          {"window", std::move(window)},
          {"penalty", std::move(penalty)}};
}

}  // namespace

json to_json(const Policy& policy) {
  const auto& base = policy.base;
  auto overrides = json::array();
  for (const auto& item : policy.overrides) overrides.push_back(out(item));
  auto conduct = json::array();
  for (const auto& item : policy.conduct) conduct.push_back(out(item));
  return {{"opening", out(base.opening)},
          {"oncePerDay", names_of(base.once_per_day)},
          {"cancellation", out(base.cancellation)},
          {"arrival", out(base.arrival)},
          {"line", out(base.line)},
          {"firstVisit", out(base.first_visit)},
          {"ages", out(base.ages)},
          {"questions", out(base.questions)},
          {"exemptChannels", names_of(base.exempt)},
          {"overrides", std::move(overrides)},
          {"limits",
           {{"active", number_of(policy.limits.active)},
            {"perDay", number_of(policy.limits.per_day)},
            {"perWeek", number_of(policy.limits.per_week)},
            {"madePerDay", number_of(policy.limits.made_per_day)},
            {"openHolds", number_of(policy.limits.open_holds)},
            {"accountMadePerDay", number_of(policy.limits.account_made_per_day)},
            {"accountOpenHolds", number_of(policy.limits.account_open_holds)}}},
          {"conduct", std::move(conduct)}};
}

std::string_view name_of(OncePer value) {
  return kOncePer.name(value);
}
std::string_view name_of(Counting value) {
  return kCounting.name(value);
}
std::string_view name_of(TimeUnit value) {
  return kUnits.name(value);
}
std::string_view name_of(ConductKind value) {
  return kConduct.name(value);
}
std::string_view name_of(Cancellation::Late value) {
  return kLateCancel.name(value);
}
std::string_view name_of(Arrival::Late value) {
  return kLateArrival.name(value);
}

}  // namespace yuyue::booking::policy
