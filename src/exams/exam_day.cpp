// A patient's day at the devices, as it is read.
#include <algorithm>
#include <map>
#include <set>

#include "exams/worklist_records.hpp"
#include "yuyue/exams/catalogue.hpp"
#include "yuyue/exams/next_stop.hpp"
#include "yuyue/exams/rules.hpp"
#include "yuyue/exams/timeline.hpp"

namespace yuyue::exams {
namespace {

using planner::kSlotMinutes;

/// Whoever has not come so long after their half hour began is not waited for.
constexpr int kStillComing = kSlotMinutes;

class Reader {
 public:
  Reader(store::Snapshot& snapshot, const Environment& env, Instant now)
      : snapshot_(snapshot), env_(env), today_(env.time->day_of(now)), now_(now) {}

  int minute(Instant at) const {
    const auto since = at - env_.time->at(today_, MinuteOfDay{0});
    return static_cast<int>(std::chrono::floor<minutes>(since).count());
  }
  int now() const { return minute(now_); }

  /// Those of today that were not given up, by time, with the versions of their plans.
  std::vector<TodaysExam> exams(PersonId person) const {
    std::vector<TodaysExam> out;
    for (const auto& plan : plans_of(snapshot_, person))
      for (const auto& item : plan.items)
        if (item.at.day == today_ && item.state != PlanItem::State::freed)
          out.push_back(
              {.work = find_work(snapshot_, item.id).value(), .plan_version = plan.version});
    std::ranges::stable_sort(out, {}, [](const TodaysExam& one) { return one.work.item.at.start; });
    return out;
  }

  /// A device at this moment, as if `without` were not in its line.
  DeviceNow device(const Device& device, ExamPlaceId without) const {
    DeviceNow out{.free_from = now(), .others = {}};
    const auto all = records::booked_on(snapshot_, device.id, today_);
    const auto line = line_of(snapshot_, device.id, today_);
    std::set<std::int64_t> come;
    if (line) {
      const auto kept = queue::load(snapshot_, *line).value();
      for (const auto& ticket : kept.line.tickets()) {
        const auto place = kept.subjects.at(ticket.id).id;
        come.insert(place);
        const auto length = pace(device, all, place);
        if (place == without.value) continue;
        if (ticket.state == queue::State::called || ticket.state == queue::State::serving)
          out.free_from = std::max(out.free_from, minute(ticket.called_at) + length);
        if (ticket.state == queue::State::waiting)
          out.others.push_back({minute(ticket.rank.due), now(), length});
      }
    }
    for (const auto& one : all)
      if (!come.contains(one.place.value) && one.place != without &&
          one.start + kStillComing > now())
        out.others.push_back(
            {one.start, std::max(now(), one.start), pace(device, all, one.place.value)});
    return out;
  }

 private:
  /// Where a half hour has more places than one after the other would need, several are served at
  /// one time: each then takes its share of the half hour.
  int pace(const Device& device, const std::vector<records::Booked>& all,
           std::int64_t place) const {
    const auto one =
        std::ranges::find(all, place, [](const records::Booked& b) { return b.place.value; });
    const int length = one == all.end() ? kSlotMinutes : one->device_time;
    int most = 1;
    for (const auto& hours : device.hours) most = std::max(most, hours.capacity);
    return std::max(1, std::min(length, kSlotMinutes / most));
  }

  store::Snapshot& snapshot_;
  const Environment& env_;
  const Day today_;
  const Instant now_;
};

bool stands_in_line(const Work& work) {
  return work.ticket && queue::is_open(work.ticket->ticket.state);
}

/// Since when nothing is eaten or drunk, as the patient was told for this day.
std::map<ExamId, int> told(const std::vector<Abstinence>& all, const Reader& reader) {
  std::map<ExamId, int> out;
  for (const auto& one : all)
    if (reader.minute(one.from) <= reader.now())
      for (const auto exam : one.exams) out.emplace(exam, reader.minute(one.from));
  return out;
}

/// What is left, with what the catalogue says and the patient was told.
void read_left(DayNow& day, store::Snapshot& snapshot, const Environment& env,
               const std::vector<TodaysExam>& all, const Reader& reader) {
  const auto& planning = day.basis.planning;
  std::vector<Stop> stops;
  std::map<ExamOrderId, Exam> exams;
  for (const auto& one : all) {
    const auto& at = one.work.item.at;
    const auto order = find_order(snapshot, *env.vault, at.order).value();
    const auto exam = find_exam(snapshot, order.exam).value();
    exams.emplace(at.order, exam);
    stops.push_back({.exam = exam, .start = env.time->at(at.day, at.start)});
  }
  std::ranges::sort(stops, {}, &Stop::start);
  const auto fasts = told(fasts_of(stops), reader);
  const auto dry = told(dry_of(stops), reader);
  for (const auto& one : all) {
    const auto& item = one.work.item;
    const auto place =
        std::ranges::find(planning.places, item.at.device.value, &planning::Place::device);
    if (item.state == PlanItem::State::done || stands_in_line(one.work)) continue;
    if (place == planning.places.end()) continue;
    const auto& exam = exams.at(item.at.order);
    Left left{.place = item.id,
              .plan = one.work.plan,
              .order = item.at.order,
              .exam = exam.code,
              .item = rules::planner_item(exam),
              .booked = static_cast<int>(item.at.start.count()),
              .from = static_cast<int>(exam.earliest.count()),
              .to = static_cast<int>(exam.latest.count()),
              .device = static_cast<int>(place - planning.places.begin())};
    left.item.code = to_string(item.at.order);
    if (const auto since = fasts.find(exam.id); since != fasts.end())
      left.fasts_since = since->second;
    if (const auto since = dry.find(exam.id); since != dry.end()) left.dry_since = since->second;
    day.left.push_back(std::move(left));
  }
}

}  // namespace

std::optional<DayNow> day_now(store::Snapshot& snapshot, const Environment& env, const Plans& plans,
                              PersonId person, const std::vector<Appointed>& appointments,
                              Instant now) {
  const Reader reader(snapshot, env, now);
  const auto all = reader.exams(person);
  const auto first = std::ranges::find_if(all, [](const TodaysExam& one) {
    return one.work.item.state == PlanItem::State::booked && !stands_in_line(one.work);
  });
  if (first == all.end()) return std::nullopt;
  DayNow day{.plan = first->work.plan, .version = first->plan_version};
  day.basis = plans.basis(snapshot, person, {.plan = day.plan}, {}, appointments, true, now);
  const auto& planning = day.basis.planning;
  for (const auto& at : find_plan(snapshot, day.plan)->booked())
    if (std::ranges::find(planning.wanted, at.order.value, &planning::Wanted::order) !=
        planning.wanted.end())
      day.booked.push_back(at);
  read_left(day, snapshot, env, all, reader);
  if (day.left.empty()) return std::nullopt;
  for (const auto& one : planning.standing)
    if (one.what == planning::Standing::What::appointment ||
        std::ranges::find(day.left, one.id, [](const Left& left) { return left.order.value; }) ==
            day.left.end())
      day.standing.push_back(one);
  // Of the other plans' examinations, and of this one's other days.
  for (const auto& at : day.booked) {
    if (at.day == planning.today) continue;
    const auto& wanted =
        *std::ranges::find(planning.wanted, at.order.value, &planning::Wanted::order);
    const auto place =
        std::ranges::find(planning.places, at.device.value, &planning::Place::device);
    day.standing.push_back({.what = planning::Standing::What::planned,
                            .id = at.order.value,
                            .exam = wanted.exam,
                            .item = wanted.item,
                            .day = static_cast<int>((at.day - planning.today).count()),
                            .minute = static_cast<int>(at.start.count()),
                            .site = place == planning.places.end() ? 0 : place->site});
  }
  for (const auto& place : planning.places) {
    const auto device = find_device(snapshot, ExamDeviceId{place.device}).value();
    const bool wanted = std::ranges::any_of(day.left, [&](const Left& left) {
      return planning.places[left.device].device == place.device;
    });
    day.devices.push_back(wanted ? reader.device(device, {}) : DeviceNow{});
  }
  // Where they were last: what is done is a step of the way.
  for (const auto& one : all) {
    if (one.work.item.state != PlanItem::State::done) continue;
    const auto place =
        std::ranges::find(planning.places, one.work.item.at.device.value, &planning::Place::device);
    if (place != planning.places.end()) day.here = place->site;
  }
  return day;
}

ExamDay exam_day(store::Snapshot& snapshot, const Environment& env, const Plans& plans,
                 PersonId person, const std::vector<Appointed>& appointments, Instant now) {
  const Reader reader(snapshot, env, now);
  ExamDay out{.exams = reader.exams(person)};
  for (auto& one : out.exams) {
    if (!stands_in_line(one.work)) continue;
    const auto& work = one.work;
    const auto& ticket = work.ticket->ticket;
    if (!out.at) out.at = work.item.id;
    if (ticket.state != queue::State::waiting) continue;
    const auto device = find_device(snapshot, work.item.at.device).value();
    one.begins =
        turn_at(reader.device(device, work.item.id), reader.minute(ticket.rank.due), reader.now());
    const auto kept = queue::load(snapshot, work.ticket->line).value();
    const auto order = kept.line.order();
    const auto place = std::ranges::find(order, ticket.id, &queue::Ticket::id);
    if (place != order.end()) one.ahead = static_cast<int>(place - order.begin());
  }
  if (out.at) return out;
  if (const auto day = day_now(snapshot, env, plans, person, appointments, now))
    out.next = next_stops(*day);
  return out;
}

}  // namespace yuyue::exams
