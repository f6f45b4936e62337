// What planning reads from the file, and how it is put into the planner's terms.
#include "exams/plan_reading.hpp"

#include <algorithm>

#include "yuyue/exams/rules.hpp"

namespace yuyue::exams {
namespace {

/// Days looked at where nobody has said by when it is needed, and the most.
constexpr int kHorizon = 14, kLongest = 60;
/// How long back examinations may still matter (barium, iodine).
constexpr int kBack = 60;
/// So many that nobody is refused: the writer's counters judge.
constexpr int kJudgedLater = 1000;

}  // namespace

int PlanReading::day_of(Day day) const {
  return static_cast<int>((day - basis.planning.today).count());
}

void PlanReading::places() {
  auto& p = planning();
  p.today = env.time->day_of(now);
  p.now = static_cast<int>(env.time->minute_of(now).count());
  p.meal = static_cast<int>(rules::kMeal.count());
  p.bladder_fill = static_cast<int>(rules::kBladderFill.count());
  for (auto& exam : exams(snapshot)) catalogue.emplace(exam.id, exam);
  all_sites = sites(snapshot);
  for (auto& device : devices(snapshot))
    if (device.active) all_devices.push_back(device);
  std::ranges::sort(all_devices, {}, &Device::id);
  for (const auto& device : all_devices)
    p.places.push_back({device.id.value, device.modality, site(device.site)});
  for (const auto& s : all_sites)
    clinics.try_emplace(s.campus, static_cast<int>(all_sites.size() + clinics.size()));
  const auto sites_count = all_sites.size() + clinics.size();
  p.walk.assign(sites_count, std::vector<int>(sites_count, 0));
  for (std::size_t a = 0; a < sites_count; ++a)
    for (std::size_t b = 0; b < sites_count; ++b)
      if (a != b) p.walk[a][b] = walk(a, b);
  p.days = kHorizon;
}
int PlanReading::site(ExamSiteId id) const {
  const auto found = std::ranges::find(all_sites, id, &Site::id);
  return static_cast<int>(found - all_sites.begin());
}
CampusId PlanReading::campus(std::size_t site) const {
  if (site < all_sites.size()) return all_sites[site].campus;
  for (const auto& [campus, number] : clinics)
    if (number == static_cast<int>(site)) return campus;
  return {};
}
int PlanReading::walk(std::size_t a, std::size_t b) const {
  if (a < all_sites.size() && b < all_sites.size())
    return static_cast<int>(rules::walk(all_sites, all_sites[a].id, all_sites[b].id).count());
  const bool near = campus(a) == campus(b);
  return static_cast<int>((near ? rules::kUnknownWalk : rules::kOtherCampus).count());
}

planner::Item PlanReading::item(const Exam& exam, std::int64_t order) const {
  auto out = rules::planner_item(exam);
  out.code = encode_id(ExamOrderKind::kPrefix, order);
  return out;
}

void PlanReading::wants(const Order& order, const Verdict& verdict, std::optional<Day> from) {
  const auto& exam = catalogue.at(order.exam);
  auto& p = planning();
  planning::Wanted wanted{.order = order.id.value,
                          .exam = exam.code,
                          .item = item(exam, order.id.value),
                          .from = static_cast<int>(exam.earliest.count()),
                          .to = static_cast<int>(exam.latest.count()),
                          .first_day = exam.lead_days,
                          .last_day = kLongest - 1,
                          .places = {}};
  if (verdict.not_before)
    wanted.first_day = std::max(wanted.first_day, day_of(*verdict.not_before));
  if (from) wanted.first_day = std::max(wanted.first_day, day_of(*from));
  if (order.needed_by) wanted.last_day = std::max(0, day_of(*order.needed_by));
  for (std::size_t i = 0; i < all_devices.size(); ++i)
    if (rules::does(all_devices[i], exam)) wanted.places.push_back(static_cast<int>(i));
  const int last = order.needed_by ? wanted.last_day + 1 : wanted.first_day + kHorizon;
  p.days = std::min(kLongest, std::max(p.days, last));
  p.wanted.push_back(std::move(wanted));
}

void PlanReading::wants_again(const Order& order, const Verdict& verdict, const PlanItem& one) {
  wants(order, verdict);
  auto& wanted = planning().wanted.back();
  const int day = day_of(one.at.day);
  wanted.first_day = std::min(wanted.first_day, day);
  planning().days = std::min(kLongest, std::max(planning().days, day + 1));
}

/// Whoever was done early began early; that somebody put it down late says nothing.
Instant PlanReading::began(const Order& order, const PlanItem& one) const {
  const auto booked = env.time->at(one.at.day, one.at.start);
  const auto ended = done.find(order.id);
  if (one.state != PlanItem::State::done || ended == done.end()) return booked;
  return std::min(booked, ended->second - one.length);
}

void PlanReading::stands(const Order& order, const PlanItem& one) {
  const auto& exam = catalogue.at(order.exam);
  const auto began_at = began(order, one);
  const bool past = one.state == PlanItem::State::done || began_at <= now;
  const auto found = std::ranges::find(all_devices, one.at.device, &Device::id);
  auto as_planned = item(exam, order.id.value);
  as_planned.minutes = static_cast<int>(one.length.count());
  as_planned.recovery = static_cast<int>(one.recovery.count());
  planning().standing.push_back(
      {.what = past ? planning::Standing::What::past : planning::Standing::What::planned,
       .id = order.id.value,
       .exam = exam.code,
       .item = std::move(as_planned),
       .day = day_of(env.time->day_of(began_at)),
       .minute = static_cast<int>(env.time->minute_of(began_at).count()),
       .site = found == all_devices.end() ? 0 : site(found->site)});
}

void PlanReading::had(const ExamResult& result) {
  const auto& exam = catalogue.at(result.exam);
  const int day = day_of(env.time->day_of(result.taken_at));
  if (day < -kBack) return;
  planning().standing.push_back(
      {.what = planning::Standing::What::past,
       .id = result.id.value,
       .exam = exam.code,
       .item = item(exam, result.id.value),
       .day = day,
       .minute = static_cast<int>(env.time->minute_of(result.taken_at).count())});
}

void PlanReading::was(planner::Item item, Instant at) {
  item.minutes = 1;
  planning().standing.push_back({.what = planning::Standing::What::past,
                                 .item = std::move(item),
                                 .day = day_of(env.time->day_of(at)),
                                 .minute = static_cast<int>(env.time->minute_of(at).count())});
}

void PlanReading::eaten(Instant at) {
  planner::Item meal;
  meal.code = "meal";
  meal.breaks_fast = true;
  was(std::move(meal), at);
}

void PlanReading::emptied(Instant at) {
  planner::Item empty;
  empty.code = "empty";
  empty.bladder = planner::Bladder::empty;
  was(std::move(empty), at);
}

void PlanReading::appointed(const std::vector<Appointed>& all) {
  for (const auto& one : all) {
    planner::Item item;
    item.code = to_string(one.id);
    item.minutes = std::max(1, static_cast<int>(one.length.count()));
    const auto clinic = one.campus ? clinics.find(*one.campus) : clinics.begin();
    planning().standing.push_back({.what = planning::Standing::What::appointment,
                                   .id = one.id.value,
                                   .item = std::move(item),
                                   .day = day_of(one.day),
                                   .minute = static_cast<int>(one.start.count()),
                                   .site = clinic == clinics.end() ? 0 : clinic->second});
  }
}

void PlanReading::pairs() {
  for (const auto& rule : exam_rules(snapshot)) {
    if (!rule.active) continue;
    const auto& a = catalogue.at(rule.a);
    const auto as = rules::planner_rule(rule, a, 0, 0);
    planning().rules.push_back({rule.code, rule.kind, a.code, catalogue.at(rule.b).code,
                                as.min_minutes, as.max_minutes, as.a_first, as.b_first});
    basis.notes.emplace(rule.code, std::pair(rule.note, rule.note_en));
  }
}

void PlanReading::wishes(const PlanWishes& wishes) {
  auto& out = basis.wishes;
  if (wishes.not_before) out.not_before = static_cast<int>(wishes.not_before->count());
  if (wishes.not_after) out.not_after = static_cast<int>(wishes.not_after->count());
  for (const auto day : wishes.days) out.days.push_back(day_of(day));
  if (wishes.campus)
    for (std::size_t s = 0; s < all_sites.size(); ++s)
      if (all_sites[s].campus == *wishes.campus) out.sites.push_back(static_cast<int>(s));
  if (wishes.after) {
    int fixed = 0;
    for (const auto& one : planning().standing) {
      if (one.what == planning::Standing::What::past) continue;
      if (one.what == planning::Standing::What::appointment && one.id == wishes.after->value)
        out.after_fixed = fixed;
      ++fixed;
    }
    if (!out.after_fixed) out.days = {-1};  // no such appointment: no such day
  }
  basis.wished =
      out.not_before || out.not_after || !out.days.empty() || !out.sites.empty() || out.after_fixed;
}

void PlanReading::free(const FreePlaces& places) {
  auto& p = planning();
  for (const auto& place : p.places) {
    const auto found = std::ranges::find(places.devices, ExamDeviceId{place.device}, &Device::id);
    if (found == places.devices.end())
      p.free.emplace_back(static_cast<std::size_t>(p.days), DayPlaces{});
    else
      p.free.push_back(places.places[static_cast<std::size_t>(found - places.devices.begin())]);
  }
}
void PlanReading::judged_later() {
  DayPlaces many;
  many.fill(kJudgedLater);
  planning().free.assign(planning().places.size(),
                         std::vector<DayPlaces>(static_cast<std::size_t>(planning().days), many));
}
void PlanReading::own(const PlanItem& one) {
  const auto& places = planning().places;
  const auto place = std::ranges::find(places, one.at.device.value, &planning::Place::device);
  const int day = day_of(one.at.day);
  if (place == places.end() || day < 0 || day >= planning().days) return;
  auto& slots =
      planning()
          .free[static_cast<std::size_t>(place - places.begin())][static_cast<std::size_t>(day)];
  const auto from = one.at.start.count();
  for (auto minute = from; minute < from + one.device_time.count(); minute += 30)
    ++slots[static_cast<std::size_t>(minute / 30)];
}

}  // namespace yuyue::exams
