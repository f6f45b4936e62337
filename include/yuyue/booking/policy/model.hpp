#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "yuyue/booking/channel.hpp"
#include "yuyue/booking/day_part.hpp"
#include "yuyue/core/ids.hpp"
#include "yuyue/core/person_data.hpp"
#include "yuyue/core/time.hpp"

namespace yuyue::booking::policy {

// A hospital's booking rules as data. Everything has the program's default; what a hospital has no
// rule about is an empty optional or an empty list. text.hpp reads and writes it as JSON, rules.hpp
// applies it.

/// A time of each day; `to` before `from` passes midnight. `from` belongs to it, `to` does not.
struct Hours {
  MinuteOfDay from{}, to{};
  bool operator==(const Hours&) const = default;
};

using PartTimes = std::map<DayPart, MinuteOfDay>;

/// When a day can be booked.
struct Opening {
  MinuteOfDay release_time{7 * 60};           ///< the furthest day opens at this time
  int from_days = 0;                          ///< 0: also today; 1: from tomorrow on …
  int to_days = 14;                           ///< how many days ahead, at most 365
  bool count_holidays = true;                 ///< false: public holidays are left out of `to_days`
  std::optional<Hours> closed;                ///< nothing can be booked then
  std::optional<MinuteOfDay> next_day_until;  ///< tomorrow can be booked until this time of today
  std::optional<MinuteOfDay> same_day_from;   ///< today can be booked from this time
  PartTimes same_day_until;   ///< today's sessions until this time; without: until the slot begins
  bool walk_in_only = false;  ///< not to be booked at all, except through exempt channels
  bool operator==(const Opening&) const = default;
};

/// What one person may have only once a day (beside one place in any session).
enum class OncePer { department, department_practitioner, practitioner };

/// Which days count when days or hours are counted back.
enum class Counting { calendar, no_holidays, working_days };

enum class TimeUnit { minutes, hours, half_days };  ///< half a day is twelve hours

/// A moment before an appointment: either an amount of time before its slot or session, or a time
/// of day some days before (0: of the day itself). `counting` days are all that exists for it: time
/// on the others does not pass.
struct Deadline {
  enum class Of { slot, session };
  struct Before {
    int amount = 0;
    TimeUnit unit = TimeUnit::minutes;
    Of of = Of::slot;
    bool operator==(const Before&) const = default;
  };
  struct DaysBefore {
    int days = 0;
    MinuteOfDay at{};
    bool operator==(const DaysBefore&) const = default;
  };
  std::optional<DaysBefore> days_before;  ///< if set, `before` means nothing
  Before before;
  Counting counting = Counting::calendar;
  bool operator==(const Deadline&) const = default;
};

struct Cancellation {
  Deadline until;  ///< never later than the slot's start
  /// After the deadline and until the slot begins.
  enum class Late { refused, no_show } late = Late::refused;
  bool operator==(const Cancellation&) const = default;
};

/// When a patient may do one step of arriving. Ends at a time of the day if one is given for the
/// part of the day, otherwise so long before the start of the slot (negative: after it).
struct StepWindow {
  std::optional<std::chrono::minutes> opens_before;  ///< none: from midnight of the day
  std::chrono::minutes closes_before{-30};           ///< -30: at the slot's end
  PartTimes until;
  bool operator==(const StepWindow&) const = default;
};

/// Collecting the number (取号) and checking in (报到): one step or two.
struct Arrival {
  std::chrono::minutes lead{10};      ///< how long before their turn patients are asked to come
  std::optional<StepWindow> collect;  ///< none: no number is collected, only check-in
  std::optional<StepWindow> check_in{StepWindow{}};  ///< none: collecting is checking in
  /// What becomes of the appointment after the window.
  enum class Late { late, void_, no_show } late = Late::late;
  bool document_seen = false;  ///< a number is given only to whoever shows the right document
  bool online = false;         ///< patients may do it on their own phone, wherever they are
  bool admit_late = true;      ///< staff may take somebody in whose number is lost, with a reason
  bool operator==(const Arrival&) const = default;
};

/// Whole years on the day of the visit, inclusive.
struct Ages {
  std::optional<int> min, max;
  bool operator==(const Ages&) const = default;
};

struct FirstVisit {
  std::set<IdentifierType> documents;  ///< one of these is needed; empty: any or none
  bool document_required = false;      ///< some identity document is needed
  Ages ages;
  bool operator==(const FirstVisit&) const = default;
};

/// Asked before booking; whoever says yes is sent elsewhere (发热门诊).
struct Question {
  std::string code;
  std::string text, text_en;      ///< "您是否发热、咳嗽或咽痛？"
  std::string advice, advice_en;  ///< where to go instead
  bool operator==(const Question&) const = default;
};

/// Somebody who waits less than a walk-in usually does (优先就诊). Who is of the class follows from
/// what is known of them (any of it), or the desk says so.
struct PriorityClass {
  std::string code;                    ///< "elderly"
  std::string name, name_en;           ///< "高龄老人"
  std::chrono::minutes allowance{0};   ///< due so long after arriving; may be below zero
  Ages ages;                           ///< empty: age does not decide
  std::set<std::string> needs;         ///< of patients::known_needs()
  std::set<IdentifierType> documents;  ///< whoever has one of these
  bool operator==(const PriorityClass&) const = default;
};
/// What hospitals usually give precedence.
std::vector<PriorityClass> usual_classes();

/// How a waiting line is ordered and called (queue::LineRules).
struct LineSettings {
  std::chrono::minutes walk_in_allowance{30};  ///< a walk-in is due so long after arriving
  std::vector<PriorityClass> classes = usual_classes();
  std::chrono::minutes late_penalty{15};  ///< who is late is due so long after; ≤ walk-in's
  int calls_before_missed = 3;
  int missed_steps = 3;  ///< who was missed goes back by so many visits …
  std::optional<std::chrono::minutes> planned{};  ///< … of this length; none: as the slots plan
  int firsts_per_returner = 2;
  int near_room = 0;  ///< places before each room (二次候诊); 0: there are none
  bool operator==(const LineSettings&) const = default;
};

/// What holds at one place. An override replaces whole parts of it.
struct Rules {
  Opening opening;
  std::set<OncePer> once_per_day{OncePer::department};
  Cancellation cancellation;
  Arrival arrival;
  LineSettings line;
  FirstVisit first_visit;
  Ages ages;
  std::vector<Question> questions;
  /// Not bound by closed hours, nearest day, cut-offs, first visits, ages and questions: people at
  /// the counter, who see the patient.
  std::set<Channel> exempt{Channel::desk, Channel::clinician};
  bool operator==(const Rules&) const = default;
};

/// Where an appointment is: the campus's name, the department's code, the kind's code.
struct Place {
  std::string campus, department, kind;
  auto operator<=>(const Place&) const = default;
};

/// Rules that differ somewhere. An empty list matches every place; all three must match.
struct Override {
  std::set<std::string> campuses, departments, kinds;
  std::optional<Opening> opening;
  std::optional<std::set<OncePer>> once_per_day;
  std::optional<Cancellation> cancellation;
  std::optional<Arrival> arrival;
  std::optional<LineSettings> line;
  std::optional<FirstVisit> first_visit;
  std::optional<Ages> ages;
  std::optional<std::vector<Question>> questions;
  std::optional<std::set<Channel>> exempt;
  bool operator==(const Override&) const = default;
};

/// How many appointments one person may have, over the whole hospital. Days and weeks (Monday to
/// Sunday) are those of the visits.
struct Limits {
  std::optional<int> active = 8, per_day, per_week;
  /// Bookings made on one day, those cancelled since too, and places kept at one time (held, or
  /// booked and not paid for yet): for one person, and by one account for all its people. Not for
  /// what staff book for patients.
  std::optional<int> made_per_day = 10, open_holds = 3;
  std::optional<int> account_made_per_day = 20, account_open_holds = 5;
  bool operator==(const Limits&) const = default;
};

/// `unpaid`: a place was held until the fee was paid, and it was not.
enum class ConductKind { cancellation, no_show, unpaid };

/// How far back conduct is looked at. Days and months include the present day; `month` is the
/// calendar month, `ever` everything.
struct Window {
  enum class Kind { days, months, month, ever } kind = Kind::ever;
  int count = 0;  ///< of days or months
  bool operator==(const Window&) const = default;
};

struct Penalty {
  enum class Length { rest_of_month, days, months } length = Length::rest_of_month;
  int count = 0;            ///< of days or months; it ends as that day begins
  bool one_campus = false;  ///< counted and applied at the campus where it happened only
  std::set<Channel> channels{Channel::web, Channel::kiosk, Channel::phone, Channel::partner};
  bool walk_in = true;  ///< at the desk on the day itself stays possible
  bool operator==(const Penalty&) const = default;
};

/// Too many of something within a time has a consequence.
struct Threshold {
  ConductKind counts = ConductKind::no_show;
  bool same_day_only = false;  ///< only what happened on the day of the appointment
  int count = 3;
  bool more_than = false;  ///< false: at `count`; true: at the first beyond it
  Window window;
  Penalty penalty;
  bool operator==(const Threshold&) const = default;
};

struct Policy {
  Rules base;
  std::vector<Override> overrides;  ///< later ones win
  Limits limits;
  std::vector<Threshold> conduct;
  bool operator==(const Policy&) const = default;
};

Rules rules_for(const Policy& policy, const Place& place);

/// Public holidays and make-up workdays, as a value. All other days are what their weekday says.
struct DayCalendar {
  std::set<Day> holidays, workdays;
  bool is_holiday(Day day) const { return holidays.contains(day); }
  bool is_working_day(Day day) const;
  bool counts(Day day, Counting counting) const;
};

}  // namespace yuyue::booking::policy
