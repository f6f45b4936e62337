#include "unit/booking/policy_restatement.hpp"

#include <algorithm>

namespace yuyue::booking::policy::restated {
namespace {

constexpr Minute kDay = 24 * 60;

struct Date {
  int year, month, day;
};
Date date_of(Day day) {
  const date::year_month_day ymd{day};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day()))};
}
int months_of(Day day) {
  return date_of(day).year * 12 + date_of(day).month;
}
Day next(Day day) {
  return day + date::days{1};
}
Day before(Day day) {
  return day - date::days{1};
}
Day day_of(Minute at) {
  return Day{date::days{at / kDay}};
}
Minute time_of(Minute at) {
  return at % kDay;
}
// 1970 began on a Thursday.
int weekday_of(Day day) {
  return static_cast<int>((day.time_since_epoch().count() + 3) % 7) + 1;
}

bool staff(Channel channel) {
  return channel == Channel::desk || channel == Channel::phone || channel == Channel::clinician;
}
bool exempt(const Rules& rules, Channel channel) {
  for (const auto one : rules.exempt)
    if (one == channel) return true;
  return false;
}
bool off(const DayCalendar& days, Day day) {
  return days.holidays.count(day) == 1;
}
bool time_passes(Counting counting, const DayCalendar& days, Day day) {
  if (counting == Counting::calendar) return true;
  if (counting == Counting::no_holidays) return !off(days, day);
  if (days.workdays.count(day) == 1) return true;
  return !off(days, day) && weekday_of(day) != 6 && weekday_of(day) != 7;
}

// Walks through the closed hours to see whether the clock shows one of their minutes.
bool shows_closed(const Hours& hours, Minute time) {
  for (auto at = hours.from.count(); at != hours.to.count(); at = (at + 1) % kDay)
    if (at == time) return true;
  return false;
}

// What has been released by now: the days after the one whose release has come.
bool released(const Opening& opening, const DayCalendar& days, Day day, Minute now) {
  auto from = day_of(now);
  if (time_of(now) < opening.release_time.count()) from = before(from);
  int ahead = 0;
  for (auto at = next(from); at <= day; at = next(at))
    if (opening.count_holidays || !off(days, at)) ++ahead;
  return ahead <= opening.to_days;
}

}  // namespace

Minute minute_of(Instant at) {
  return static_cast<Minute>(at.time_since_epoch().count() / 60'000) + 8 * 60;
}
Minute midnight_of(Day day) {
  return static_cast<Minute>(day.time_since_epoch().count()) * kDay;
}

Rules rules_at(const Policy& policy, const Place& place) {
  const auto here = [&](const Override& o) {
    return (o.campuses.empty() || o.campuses.count(place.campus)) &&
           (o.departments.empty() || o.departments.count(place.department)) &&
           (o.kinds.empty() || o.kinds.count(place.kind));
  };
  // For each part of the rules the last override that says anything about it.
  const auto last = [&](auto part, const auto& base) {
    for (auto o = policy.overrides.rbegin(); o != policy.overrides.rend(); ++o)
      if (here(*o) && ((*o).*part)) return *((*o).*part);
    return base;
  };
  Rules rules;
  rules.opening = last(&Override::opening, policy.base.opening);
  rules.once_per_day = last(&Override::once_per_day, policy.base.once_per_day);
  rules.cancellation = last(&Override::cancellation, policy.base.cancellation);
  rules.arrival = last(&Override::arrival, policy.base.arrival);
  rules.first_visit = last(&Override::first_visit, policy.base.first_visit);
  rules.ages = last(&Override::ages, policy.base.ages);
  rules.questions = last(&Override::questions, policy.base.questions);
  rules.exempt = last(&Override::exempt, policy.base.exempt);
  return rules;
}

std::string may_book(const Rules& rules, const SlotTimes& slot, Channel channel,
                     const DayCalendar& days, Minute now) {
  const auto& opening = rules.opening;
  if (now >= minute_of(staff(channel) ? slot.ends : slot.starts)) return "past-slot";
  if (!exempt(rules, channel) && opening.walk_in_only) return "not-bookable";
  if (!released(opening, days, slot.day, now)) return "not-released-yet";
  if (exempt(rules, channel)) return "ok";
  if (opening.closed && shows_closed(*opening.closed, time_of(now))) return "booking-hours-closed";
  int ahead = 0;
  for (auto day = day_of(now); day < slot.day; day = next(day)) ++ahead;
  if (ahead < opening.from_days) return ahead == 0 ? "same-day-not-bookable" : "too-soon-to-book";
  if (ahead == 1 && opening.next_day_until && time_of(now) >= opening.next_day_until->count())
    return "next-day-closed";
  if (ahead == 0 && opening.same_day_from && time_of(now) < opening.same_day_from->count())
    return "same-day-not-yet";
  if (ahead == 0 && opening.same_day_until.count(slot.part) &&
      time_of(now) >= opening.same_day_until.at(slot.part).count())
    return "same-day-closed";
  return "ok";
}

std::optional<Minute> possible_at(const Rules& rules, const SlotTimes& slot, Channel channel,
                                  const DayCalendar& days, Minute now) {
  for (auto at = now + 1; at < minute_of(slot.ends); ++at)
    if (may_book(rules, slot, channel, days, at) == "ok") return at;
  return std::nullopt;
}

std::string fits(const Rules& rules, const Limits& limits, const Visit& wanted,
                 const std::vector<Having>& having, std::optional<AppointmentId> instead_of,
                 Minute now) {
  std::vector<Visit> others;
  for (const auto& one : having)
    if (!instead_of || one.id.value != instead_of->value) others.push_back(one.visit);
  const auto per = [&](OncePer what) {
    return rules.once_per_day.count(what) == 1;
  };
  for (const auto& v : others) {
    if (v.session.value == wanted.session.value) return "already-booked";
    if (per(OncePer::department) && v.day == wanted.day && v.department == wanted.department)
      return "already-booked";
  }
  for (const auto& v : others) {
    const auto who = v.practitioner ? v.practitioner->value : 0;
    const auto wanted_who = wanted.practitioner ? wanted.practitioner->value : 0;
    if (v.day != wanted.day || who != wanted_who) continue;
    if (per(OncePer::department_practitioner) && v.department == wanted.department)
      return "already-booked-clinician";
    if (per(OncePer::practitioner) && who != 0) return "already-booked-clinician";
  }
  for (const auto& v : others) {
    for (auto at = minute_of(v.starts); at < minute_of(v.ends); ++at)
      if (at >= minute_of(wanted.starts) && at < minute_of(wanted.ends)) return "collides";
  }
  auto monday = wanted.day;
  while (weekday_of(monday) != 1) monday = before(monday);
  int active = 0, that_day = 0, that_week = 0;
  for (const auto& v : others) {
    if (minute_of(v.ends) > now && !v.in_course) ++active;
    if (v.day == wanted.day) ++that_day;
    for (int i = 0; i < 7; ++i)
      if (v.day == monday + date::days{i}) ++that_week;
  }
  if (!wanted.in_course && limits.active && active + 1 > *limits.active) return "too-many-bookings";
  if (limits.per_day && that_day + 1 > *limits.per_day) return "too-many-that-day";
  if (limits.per_week && that_week + 1 > *limits.per_week) return "too-many-that-week";
  return "ok";
}

namespace {

// Counts birthdays.
int age(Day born, Day today) {
  int years = -1;
  for (auto day = born; day <= today; day = next(day)) {
    const auto b = date_of(born), d = date_of(day);
    const bool leap_day_passed =
        b.month == 2 && b.day == 29 && d.month == 3 && d.day == 1 && date_of(before(day)).day == 28;
    if ((b.month == d.month && b.day == d.day) || leap_day_passed) ++years;
  }
  return years;
}

std::string of_age(const Ages& ages, const PersonFacts& person, Day day) {
  if (!ages.min && !ages.max) return "ok";
  if (!person.birth_date) return "birth-date-needed";
  const int years = age(*person.birth_date, day);
  if (ages.min && years < *ages.min) return "too-young";
  if (ages.max && years > *ages.max) return "too-old";
  return "ok";
}

}  // namespace

std::string may_person(const Rules& rules, const PersonFacts& person, Day visit_day,
                       Channel channel) {
  if (exempt(rules, channel)) return "ok";
  if (const auto answer = of_age(rules.ages, person, visit_day); answer != "ok") return answer;
  if (person.first_visit) {
    const auto answer = of_age(rules.first_visit.ages, person, visit_day);
    if (answer != "ok") return answer;
    bool good = rules.first_visit.documents.empty();
    bool any = false;
    for (const auto type : person.documents) {
      if (rules.first_visit.documents.count(type)) good = true;
      if (type != IdentifierType::hospital_card && type != IdentifierType::insurance_code &&
          type != IdentifierType::record_number)
        any = true;
    }
    if (!good) return "first-visit-document";
    if (rules.first_visit.document_required && !any) return "first-visit-at-desk";
  }
  for (const auto& question : rules.questions) {
    if (!person.answers.count(question.code)) return "question-open";
    if (person.answers.at(question.code)) return "goes-elsewhere";
  }
  return "ok";
}

std::string cancel(const Rules& rules, const Visit& visit, Channel channel, const DayCalendar& days,
                   Minute now) {
  const auto starts = minute_of(visit.starts);
  if (staff(channel)) return now < minute_of(visit.ends) ? "free" : "too-late-to-cancel";
  if (now >= starts) return "too-late-to-cancel";
  const auto& until = rules.cancellation.until;
  Minute deadline = 0;
  if (until.days_before) {
    auto day = visit.day;
    for (int steps = 0; steps < until.days_before->days;) {
      day = before(day);
      if (time_passes(until.counting, days, day)) ++steps;
    }
    deadline = midnight_of(day) + until.days_before->at.count();
  } else {
    Minute left = until.before.amount;
    if (until.before.unit == TimeUnit::hours) left *= 60;
    if (until.before.unit == TimeUnit::half_days) left *= 12 * 60;
    deadline = until.before.of == Deadline::Of::slot ? starts : minute_of(visit.session_starts);
    while (left > 0) {
      --deadline;
      if (time_passes(until.counting, days, day_of(deadline))) --left;
    }
  }
  if (now < deadline) return "free";
  return rules.cancellation.late == Cancellation::Late::no_show ? "as-no-show"
                                                                : "too-late-to-cancel";
}

std::string doings(const Limits& limits, const Doings& doings, bool makes, bool keeps,
                   Channel channel) {
  if (channel == Channel::desk || channel == Channel::phone || channel == Channel::clinician)
    return "ok";
  const auto full = [](std::optional<int> limit, int there) {
    return limit.has_value() && there + 1 > *limit;
  };
  const bool account = doings.by_account;
  if (makes && (full(limits.made_per_day, doings.made_for_person) ||
                (account && full(limits.account_made_per_day, doings.made_by_account))))
    return "too-many-today";
  if (keeps && (full(limits.open_holds, doings.kept_for_person) ||
                (account && full(limits.account_open_holds, doings.kept_by_account))))
    return "hold-limit";
  return "ok";
}

std::string arrive(const Rules& rules, Step step, const Visit& visit, const ArrivalFacts& facts,
                   Minute now) {
  const auto& arrival = rules.arrival;
  const auto& window = step == Step::collect ? arrival.collect : arrival.check_in;
  if (!window) return "no-such-step";
  const auto starts = minute_of(visit.starts);
  const auto opens =
      window->opens_before ? starts - window->opens_before->count() : midnight_of(visit.day);
  const auto closes = window->until.count(visit.part)
                          ? midnight_of(visit.day) + window->until.at(visit.part).count()
                          : starts - window->closes_before.count();
  if (facts.channel == Channel::web && !arrival.online) return "arrive-on-site";
  if (now < opens) return "too-early";
  const bool taken_in = facts.admitted && arrival.admit_late;
  if (now > closes && arrival.late == Arrival::Late::void_ && !taken_in) return "number-void";
  if (now > closes && arrival.late == Arrival::Late::no_show && !taken_in)
    return "counted-as-no-show";
  const bool two_steps = arrival.collect.has_value();
  if (step == Step::check_in && two_steps && !facts.collected) return "number-not-collected";
  if (arrival.document_seen && !facts.document_seen && (step == Step::collect || !two_steps))
    return "document-not-seen";
  if (now <= closes) return "on-time";
  return arrival.late == Arrival::Late::late ? "late" : "admitted";
}

namespace {

// The days looked at, from the newest on backwards.
bool looked_at(const Window& window, Day day, Day newest) {
  if (window.kind == Window::Kind::ever) return true;
  if (window.kind == Window::Kind::month) return months_of(day) == months_of(newest);
  if (window.kind == Window::Kind::days) {
    for (int i = 0; i < window.count; ++i)
      if (day == newest - date::days{i}) return true;
    return false;
  }
  for (auto at = newest;; at = before(at)) {
    const bool there = months_of(at) == months_of(newest) - window.count;
    if (there && date_of(at).day <= date_of(newest).day) return false;
    if (at == day) return true;
  }
}

Day ends(const Penalty& penalty, Day newest) {
  auto day = newest;
  if (penalty.length == Penalty::Length::rest_of_month) {
    while (months_of(day) == months_of(newest)) day = next(day);
    return day;
  }
  if (penalty.length == Penalty::Length::days) {
    for (int i = 0; i < penalty.count; ++i) day = next(day);
    return day;
  }
  while (months_of(day) < months_of(newest) + penalty.count) day = next(day);
  while (date_of(day).day < date_of(newest).day && months_of(next(day)) == months_of(day))
    day = next(day);
  return day;
}

}  // namespace

std::vector<BarDue> bars(const std::vector<Threshold>& thresholds,
                         const std::vector<ConductRecord>& records, const std::vector<Bar>& earlier,
                         const std::vector<Outage>& outages, Minute now) {
  struct Due {
    BarDue bar;
    Penalty penalty;
  };
  std::vector<Due> due;
  for (const auto& threshold : thresholds) {
    std::vector<ConductRecord> counted;
    for (const auto& record : records) {
      bool counts = record.kind == threshold.counts && !record.excused;
      for (const auto& outage : outages)
        if ((outage.campus.empty() || outage.campus == record.campus) && record.at >= outage.from &&
            record.at < outage.to)
          counts = false;
      for (const auto& bar : earlier)
        for (const auto id : bar.records)
          if (bar.because == record.kind && id == record.id) counts = false;
      if (counts) counted.push_back(record);
    }
    std::stable_sort(counted.begin(), counted.end(),
                     [](const auto& a, const auto& b) { return a.at < b.at; });
    if (counted.empty()) continue;
    const auto newest = day_of(minute_of(counted.back().at));
    const auto campus = threshold.penalty.one_campus ? counted.back().campus : std::string();
    std::vector<std::int64_t> ids;
    for (const auto& record : counted) {
      const auto day = day_of(minute_of(record.at));
      if (threshold.same_day_only && day != record.visit_day) continue;
      if (!campus.empty() && record.campus != campus) continue;
      if (looked_at(threshold.window, day, newest)) ids.push_back(record.id);
    }
    const auto count = static_cast<int>(ids.size());
    if (threshold.more_than ? count <= threshold.count : count < threshold.count) continue;
    const auto until = midnight_of(ends(threshold.penalty, newest));
    if (until > now) due.push_back({{threshold.counts, until, campus, ids}, threshold.penalty});
  }
  // Of bars alike but for their end the longest, and of equal ones the first.
  std::vector<BarDue> kept;
  for (std::size_t i = 0; i < due.size(); ++i) {
    bool longest = true;
    for (std::size_t j = 0; j < due.size(); ++j) {
      const auto &a = due[i], &b = due[j];
      const bool alike =
          std::get<0>(a.bar) == std::get<0>(b.bar) && std::get<2>(a.bar) == std::get<2>(b.bar) &&
          a.penalty.channels == b.penalty.channels && a.penalty.walk_in == b.penalty.walk_in;
      if (!alike || i == j) continue;
      if (std::get<1>(b.bar) > std::get<1>(a.bar)) longest = false;
      if (std::get<1>(b.bar) == std::get<1>(a.bar) && j < i) longest = false;
    }
    if (longest) kept.push_back(due[i].bar);
  }
  return kept;
}

}  // namespace yuyue::booking::policy::restated
