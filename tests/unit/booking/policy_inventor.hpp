#pragma once
// Invents hospitals' rules, and what is asked of them.
#include <algorithm>
#include <initializer_list>
#include <optional>
#include <random>
#include <set>
#include <vector>

#include "unit/booking/policy_days.hpp"
#include "yuyue/booking/policy/rules.hpp"

namespace yuyue::booking::policy {

using std::chrono::minutes;

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine_); }
  bool one_in(int n) { return between(1, n) == 1; }
  template <class T>
  T pick(std::initializer_list<T> list) {
    return *(list.begin() + between(0, static_cast<int>(list.size()) - 1));
  }
  template <class T, class Make>
  std::optional<T> maybe(int n, Make make) {
    return one_in(n) ? std::optional<T>(make()) : std::nullopt;
  }
  MinuteOfDay minute() { return minutes{one_in(4) ? between(0, 1439) : between(0, 47) * 30}; }
  template <class T>
  std::set<T> some(std::initializer_list<T> list) {
    std::set<T> set;
    for (const auto item : list)
      if (one_in(3)) set.insert(item);
    return set;
  }

 private:
  std::mt19937 engine_;
};

inline constexpr auto kChannels = {Channel::web,   Channel::desk,    Channel::kiosk,
                                   Channel::phone, Channel::partner, Channel::clinician};
inline constexpr auto kParts = {DayPart::morning, DayPart::afternoon, DayPart::evening};

/// Invents a hospital and what is asked of it.
class Inventor {
 public:
  explicit Inventor(unsigned seed) : dice_(seed) {}

  Policy policy() {
    Policy p;
    p.base = {.opening = opening(),
              .once_per_day = once(),
              .cancellation = cancellation(),
              .arrival = arrival(),
              .first_visit = first_visit(),
              .ages = dice_.one_in(3) ? ages() : Ages{},
              .questions = questions(),
              .exempt = dice_.one_in(3) ? dice_.some(kChannels) : Rules{}.exempt};
    for (int i = dice_.between(0, 3); i > 0; --i) p.overrides.push_back(exception());
    p.limits.active = dice_.maybe<int>(2, [&] { return dice_.between(1, 6); });
    p.limits.per_day = dice_.maybe<int>(3, [&] { return dice_.between(1, 3); });
    p.limits.made_per_day = dice_.maybe<int>(2, [&] { return dice_.between(1, 4); });
    p.limits.open_holds = dice_.maybe<int>(2, [&] { return dice_.between(1, 3); });
    p.limits.account_made_per_day = dice_.maybe<int>(2, [&] { return dice_.between(1, 5); });
    p.limits.account_open_holds = dice_.maybe<int>(2, [&] { return dice_.between(1, 3); });
    p.limits.per_week = dice_.maybe<int>(3, [&] { return dice_.between(1, 4); });
    for (int i = dice_.between(0, 3); i > 0; --i) p.conduct.push_back(threshold());
    return p;
  }

  Place place() {
    return {dice_.pick({"main", "east"}), dice_.pick({"cardio", "eyes"}),
            dice_.pick({"ordinary", "expert"})};
  }
  Channel channel() { return dice_.one_in(2) ? Channel::web : dice_.pick(kChannels); }
  Day day() { return day_from("2026-09-14") + date::days{dice_.between(0, 40)}; }

  Visit visit(Day on) {
    Visit v;
    v.department = DepartmentId{dice_.between(1, 3)};
    if (dice_.one_in(2)) v.practitioner = PractitionerId{dice_.between(1, 2)};
    v.in_course = dice_.one_in(4);
    v.campus = dice_.pick({"main", "east"});
    v.day = on;
    v.part = dice_.pick(kParts);
    const auto part = static_cast<int>(v.part);
    const MinuteOfDay begins{(8 + 6 * part - (part == 2 ? 1 : 0)) * 60};
    v.session_starts = time.at(on, begins);
    v.starts = v.session_starts + kSlotLength * dice_.between(0, 7);
    v.ends = v.starts + kSlotLength;
    v.session = SessionId{on.time_since_epoch().count() * 100 + v.department.value * 10 +
                          v.practitioner.value_or(PractitionerId{}).value * 3 + part};
    return v;
  }

  /// Often a minute before, at or after a time that the rules name.
  Instant now_near(const Rules& rules, const Visit& visit) {
    auto on = visit.day - date::days{dice_.one_in(2) ? dice_.between(0, 2)
                                                     : dice_.between(0, rules.opening.to_days + 4)};
    std::vector<MinuteOfDay> times{rules.opening.release_time, minutes{0},
                                   time.minute_of(visit.starts), time.minute_of(visit.ends)};
    const auto add = [&](const std::optional<MinuteOfDay>& at) {
      if (at) times.push_back(*at);
    };
    add(rules.opening.next_day_until);
    add(rules.opening.same_day_from);
    for (const auto& [part, at] : rules.opening.same_day_until) times.push_back(at);
    if (rules.opening.closed) {
      times.push_back(rules.opening.closed->from);
      times.push_back(rules.opening.closed->to);
    }
    if (rules.cancellation.until.days_before)
      times.push_back(rules.cancellation.until.days_before->at);
    const auto edge =
        times[static_cast<std::size_t>(dice_.between(0, static_cast<int>(times.size()) - 1))];
    const auto minute = dice_.one_in(4) ? minutes{dice_.between(0, 1439)} : edge;
    return time.at(on, minute) + minutes{dice_.between(-1, 1)};
  }
  /// Near the moment at which an appointment can no longer be given up, or a step closes.
  Instant now_near(Instant edge) {
    return dice_.one_in(4) ? edge + minutes{dice_.between(-2000, 2000)}
                           : edge + minutes{dice_.between(-1, 1)};
  }

  std::vector<Having> having(Day around) {
    std::vector<Having> list;
    for (int i = dice_.between(0, 4); i > 0; --i) {
      const auto on = dice_.one_in(2) ? around : around + date::days{dice_.between(-8, 8)};
      list.push_back({AppointmentId{i}, "493018275", visit(on)});
    }
    return list;
  }
  PersonFacts person(Day around) {
    PersonFacts p;
    if (!dice_.one_in(6))
      p.birth_date = dice_.one_in(2)
                         ? around - date::days{dice_.between(0, 9000)}
                         : around - date::days{dice_.between(-1, 1)} - date::days{365 * 14 + 3};
    p.first_visit = dice_.one_in(2);
    p.documents = dice_.some(
        {IdentifierType::resident_card, IdentifierType::passport, IdentifierType::hospital_card});
    if (!dice_.one_in(4)) p.answers.emplace("fever", dice_.one_in(4));
    if (!dice_.one_in(4)) p.answers.emplace("travel", dice_.one_in(4));
    return p;
  }
  std::vector<ConductRecord> records() {
    std::vector<ConductRecord> list;
    for (int i = dice_.between(0, 9); i > 0; --i) {
      const auto on = day_from("2026-10-20") -
                      date::days{dice_.one_in(2) ? dice_.between(0, 32) : dice_.between(0, 250)};
      list.push_back({i, conduct_kind(), time.at(on, dice_.minute()),
                      on + date::days{dice_.between(0, 1)}, dice_.pick({"main", "east"}),
                      dice_.one_in(10)});
    }
    return list;
  }
  std::vector<Bar> earlier_bars() {
    std::vector<Bar> list;
    if (dice_.one_in(3))
      list.push_back({.because = conduct_kind(),
                      .from = {},
                      .until = {},
                      .campus = {},
                      .channels = {},
                      .records = {dice_.between(1, 9), dice_.between(1, 9)},
                      .lifted = dice_.one_in(2)});
    return list;
  }
  std::vector<Outage> outages() {
    std::vector<Outage> list;
    if (dice_.one_in(3)) {
      const auto from =
          time.at(day_from("2026-10-20") - date::days{dice_.between(0, 40)}, dice_.minute());
      list.push_back(
          {from, from + minutes{dice_.between(1, 4000)}, dice_.pick({"", "main", "east"})});
    }
    return list;
  }
  Doings doings() {
    return {.by_account = dice_.one_in(2),
            .made_by_account = dice_.between(0, 6),
            .made_for_person = dice_.between(0, 5),
            .kept_by_account = dice_.between(0, 4),
            .kept_for_person = dice_.between(0, 4)};
  }
  bool coin() { return dice_.one_in(2); }

  HospitalTime time;

 private:
  ConductKind conduct_kind() {
    return dice_.pick({ConductKind::cancellation, ConductKind::no_show, ConductKind::unpaid});
  }
  PartTimes part_times(int n) {
    PartTimes times;
    for (const auto part : kParts)
      if (dice_.one_in(n)) times.emplace(part, dice_.minute());
    return times;
  }
  Opening opening() {
    Opening o;
    o.release_time = dice_.minute();
    o.to_days = dice_.pick({0, 1, 2, 3, 7, 14, 21});
    o.from_days = std::min(o.to_days, dice_.pick({0, 0, 0, 1, 1, 2}));
    o.count_holidays = dice_.one_in(2);
    o.closed = dice_.maybe<Hours>(2, [&] {
      Hours hours{dice_.minute(), dice_.minute()};
      if (hours.from == hours.to) hours.to = (hours.to + minutes{30}) % minutes{1440};
      return hours;
    });
    o.next_day_until = dice_.maybe<MinuteOfDay>(2, [&] { return dice_.minute(); });
    o.same_day_from = dice_.maybe<MinuteOfDay>(4, [&] { return dice_.minute(); });
    o.same_day_until = part_times(3);
    o.walk_in_only = dice_.one_in(12);
    return o;
  }
  std::set<OncePer> once() {
    return dice_.some(
        {OncePer::department, OncePer::department_practitioner, OncePer::practitioner});
  }
  Cancellation cancellation() {
    Cancellation c;
    c.until.counting =
        dice_.pick({Counting::calendar, Counting::no_holidays, Counting::working_days});
    if (dice_.one_in(2)) {
      c.until.days_before = {dice_.between(0, 3), dice_.minute()};
    } else {
      c.until.before = {dice_.between(0, 3),
                        dice_.pick({TimeUnit::minutes, TimeUnit::hours, TimeUnit::half_days}),
                        dice_.pick({Deadline::Of::slot, Deadline::Of::session})};
      if (c.until.before.unit == TimeUnit::minutes) c.until.before.amount *= 25;
    }
    c.late = dice_.pick({Cancellation::Late::refused, Cancellation::Late::no_show});
    return c;
  }
  StepWindow window() {
    StepWindow w;
    w.closes_before = minutes{dice_.between(-4, 4) * 15};
    if (dice_.one_in(2)) w.opens_before = w.closes_before + minutes{dice_.between(0, 60)};
    if (w.opens_before && *w.opens_before < minutes{0}) w.opens_before.reset();
    w.until = part_times(3);
    return w;
  }
  Arrival arrival() {
    Arrival a;
    a.collect = dice_.maybe<StepWindow>(2, [&] { return window(); });
    a.check_in = window();
    if (a.collect && dice_.one_in(2)) a.check_in.reset();
    a.late = dice_.pick({Arrival::Late::late, Arrival::Late::void_, Arrival::Late::no_show});
    a.document_seen = dice_.one_in(3);
    a.online = dice_.one_in(2);
    a.admit_late = dice_.one_in(2);
    return a;
  }
  Ages ages() {
    Ages a;
    a.min = dice_.maybe<int>(2, [&] { return dice_.between(0, 15); });
    a.max = dice_.maybe<int>(2, [&] { return dice_.between(13, 20); });
    if (a.min && a.max && *a.min > *a.max) a.min = a.max;
    return a;
  }
  FirstVisit first_visit() {
    return {.documents = dice_.some({IdentifierType::resident_card, IdentifierType::passport}),
            .document_required = dice_.one_in(2),
            .ages = dice_.one_in(2) ? ages() : Ages{}};
  }
  std::vector<Question> questions() {
    std::vector<Question> list;
    for (const auto* code : {"fever", "travel"})
      if (dice_.one_in(3)) list.push_back({code, "有吗？", "Any?", "请去别处", "Elsewhere"});
    return list;
  }
  Override exception() {
    Override o;
    if (dice_.one_in(2)) o.campuses.insert(dice_.pick({"main", "east"}));
    if (dice_.one_in(2)) o.departments.insert(dice_.pick({"cardio", "eyes"}));
    if (dice_.one_in(2)) o.kinds.insert(dice_.pick({"ordinary", "expert"}));
    if (o.campuses.empty() && o.departments.empty()) o.kinds.insert("expert");
    o.opening = dice_.maybe<Opening>(3, [&] { return opening(); });
    o.once_per_day = dice_.maybe<std::set<OncePer>>(3, [&] { return once(); });
    o.cancellation = dice_.maybe<Cancellation>(3, [&] { return cancellation(); });
    o.arrival = dice_.maybe<Arrival>(3, [&] { return arrival(); });
    o.first_visit = dice_.maybe<FirstVisit>(3, [&] { return first_visit(); });
    o.ages = dice_.maybe<Ages>(3, [&] { return ages(); });
    o.questions = dice_.maybe<std::vector<Question>>(3, [&] { return questions(); });
    o.exempt = dice_.maybe<std::set<Channel>>(3, [&] { return dice_.some(kChannels); });
    return o;
  }
  Threshold threshold() {
    Threshold t;
    t.counts = conduct_kind();
    t.same_day_only = dice_.one_in(3);
    t.count = dice_.between(1, 4);
    t.more_than = dice_.one_in(2);
    t.window.kind = dice_.pick(
        {Window::Kind::days, Window::Kind::months, Window::Kind::month, Window::Kind::ever});
    if (t.window.kind == Window::Kind::days) t.window.count = dice_.pick({1, 7, 30, 90});
    if (t.window.kind == Window::Kind::months) t.window.count = dice_.pick({1, 2, 6, 12});
    t.penalty.length = dice_.pick(
        {Penalty::Length::rest_of_month, Penalty::Length::days, Penalty::Length::months});
    if (t.penalty.length != Penalty::Length::rest_of_month) t.penalty.count = dice_.between(1, 4);
    t.penalty.one_campus = dice_.one_in(2);
    t.penalty.walk_in = dice_.one_in(2);
    if (dice_.one_in(2)) t.penalty.channels = dice_.some(kChannels);
    return t;
  }

  Dice dice_;
};

}  // namespace yuyue::booking::policy
