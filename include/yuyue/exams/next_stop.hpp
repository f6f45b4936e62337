#pragma once
#include <optional>
#include <vector>

#include "yuyue/exams/plans.hpp"
#include "yuyue/exams/worklist.hpp"

// Where a patient goes next on the day itself: by who waits at this moment, where the plan leaves a
// choice. All times are minutes of today.
namespace yuyue::exams {

/// Somebody in a device's line, or still on the way to it.
struct Ahead {
  int due = 0, comes = 0, length = 0;
};
/// A device at this moment.
struct DeviceNow {
  int free_from = 0;          ///< whoever is on it is done
  std::vector<Ahead> others;  ///< in line, and those booked who have not come
};
/// When somebody is called who is due and comes then, if everybody keeps to their time.
int turn_at(const DeviceNow& device, int due, int comes);

/// One of today's examinations that the patient has not come to yet.
struct Left {
  ExamPlaceId place;
  ExamPlanId plan;
  ExamOrderId order;
  std::string exam;  ///< code
  planner::Item item;
  int booked = 0;
  int from = 0, to = planner::kDayMinutes;  ///< starts no earlier, ends no later
  int device = 0;                           ///< place in Planning::places
  /// Since when the patient eats and drinks nothing, as they were told; none: not yet.
  std::optional<int> fasts_since{}, dry_since{};
};

/// What the choice depends on.
struct DayNow {
  PlanBasis basis;  ///< of the plan that has them, with its free places
  ExamPlanId plan;
  std::int64_t version = 0;                  ///< of the plan
  std::vector<Arranged> booked;              ///< of the plan, to come
  std::vector<Left> left;                    ///< of today, by time
  std::vector<planning::Standing> standing;  ///< all else that stands or is past
  std::vector<DeviceNow> devices;            ///< as Planning::places
  std::optional<int> here{};                 ///< site where the patient is, if that is known
};

struct NextStop {
  enum class Why {
    only,     ///< nothing else is left today
    planned,  ///< the next one of the plan; nothing else is sooner, or may come before it
    shorter,  ///< sooner than what the plan has next
    late      ///< the plan's next one, though it will make the patient late for another
  };
  Left left;
  int walk = 0;                       ///< minutes on foot
  int there = 0;                      ///< at the earliest, and prepared
  int begins = 0;                     ///< predicted
  std::optional<Arranged> earlier{};  ///< a free place before the booked one; may be another device
  Why why = Why::planned;
  int wait() const { return begins - there; }
};
std::string_view name_of(NextStop::Why why);

/// Where the patient may go now, the soonest first: by going there they break no rule and come
/// late to nothing else. If nothing is so, the plan's next one. Pure.
std::vector<NextStop> next_stops(const DayNow& day);

/// One of today's examinations, and where its patient is.
struct TodaysExam {
  Work work;
  std::int64_t plan_version = 0;
  std::optional<int> ahead{};   ///< in line: so many are called before them
  std::optional<int> begins{};  ///< in line: predicted, minute of today
};
/// A patient's examinations of today.
struct ExamDay {
  std::vector<TodaysExam> exams;  ///< by time
  /// In a line, called, or missed there: that comes first.
  std::optional<ExamPlaceId> at{};
  std::vector<NextStop> next;  ///< else
};
ExamDay exam_day(store::Snapshot& snapshot, const Environment& env, const Plans& plans,
                 PersonId person, const std::vector<Appointed>& appointments, Instant now);

/// The plan's examinations to come with this one on its earlier place, for Plans::change; none: it
/// is not what next_stops offers.
std::optional<std::vector<Arranged>> moved_earlier(const DayNow& day, ExamPlaceId place,
                                                   const Arranged& to);
/// What the choice depends on; none: nothing is left today.
std::optional<DayNow> day_now(store::Snapshot& snapshot, const Environment& env, const Plans& plans,
                              PersonId person, const std::vector<Appointed>& appointments,
                              Instant now);

}  // namespace yuyue::exams
