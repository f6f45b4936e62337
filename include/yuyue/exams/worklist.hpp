#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "yuyue/exams/repairs.hpp"
#include "yuyue/queue/lines.hpp"

// What happens at the devices (检查科室): who has come, who is called, what was done.
namespace yuyue::exams {

/// An examination booked at a device, and where its patient is.
struct Work {
  PlanItem item;
  ExamPlanId plan;
  PersonId person;
  std::optional<queue::KeptTicket> ticket{};  ///< none: they have not come yet
};

/// A device's day, in order of time; without what was freed.
std::vector<Work> worklist(store::Snapshot& snapshot, ExamDeviceId device, Day day);
/// Whoever has seen this has seen all: what happened in the line, and what is booked and done.
std::string worklist_seq(store::Snapshot& snapshot, ExamDeviceId device, Day day);
std::optional<Work> find_work(store::Snapshot& snapshot, ExamPlaceId place);
/// Its line; none: nobody has come.
std::optional<LineId> line_of(store::Snapshot& snapshot, ExamDeviceId device, Day day);

/// What is done with somebody at a device.
struct WorkStep {
  enum class What {
    recall,
    start,
    finish,  ///< the examination is done
    miss,
    come_back,   ///< after a missed call
    unprepared,  ///< 未准备: has eaten, cannot lie down …; it is to be planned anew (Repairs)
    leave        ///< gone home; the order waits for a new place, unless others depend on it
  };
  What what = What::recall;
  std::string reason{};  ///< unprepared, leave
};
std::string_view name_of(WorkStep::What what);
std::optional<WorkStep::What> work_step_from(std::string_view name);

/// The use cases of a device's technicians. A device has one line a day, ordered as every line is
/// (R04): whoever comes for a booked half hour is due at its beginning. Thread-safe.
class Worklist {
 public:
  using RulesAt = std::function<queue::LineRules(Instant)>;

  /// `watcher` may be null.
  Worklist(Environment environment, const Orders& orders, const Devices& devices,
           const Plans& plans, RulesAt rules, queue::Watcher* watcher)
      : env_(environment),
        orders_(orders),
        devices_(devices),
        repairs_(environment, orders, plans),
        rules_(std::move(rules)),
        lines_(*environment.ids, watcher) {}

  /// Somebody has come: a number, and a place in the device's line. Whoever has come already has
  /// theirs again. Refusals: not-found, exam-not-today (date), wrong-state.
  Result<Work> arrive(store::Transaction& tx, ExamPlaceId place, const access::Actor& by,
                      Instant now) const;
  /// Whoever is due first, or a certain one against the rule, which needs a reason. Refusals:
  /// not-found, nobody-waits, still-called, required (reason).
  Result<Work> call(store::Transaction& tx, ExamDeviceId device, std::optional<ExamPlaceId> place,
                    const std::string& reason, const access::Actor& by, Instant now) const;
  /// What of the patient's plans breaks a rule by it is put down for Repairs. Refusals: not-found,
  /// required (reason) and those of queue::Line.
  Result<Work> step(store::Transaction& tx, ExamPlaceId place, const WorkStep& step,
                    const access::Actor& by, Instant now) const;

  /// Whoever is left in a line of an earlier day has gone home, and what they had not had waits for
  /// a new place; so does what nobody came for. One device of a day; false: none is left.
  bool settle_past(store::Transaction& tx, Instant now) const;
  bool any_past(store::Snapshot& snapshot, Instant now) const;

 private:
  Result<LineId> open_line(store::Transaction& tx, ExamDeviceId device, Day day, Instant now) const;
  void settle(store::Transaction& tx, const Work& work, WorkStep::What what,
              const std::string& reason, const access::Actor& by, Instant now) const;
  void journal(store::Transaction& tx, std::string_view what, const Work& work,
               const std::string& reason, const access::Actor& by, Instant now) const;

  Environment env_;
  const Orders& orders_;
  const Devices& devices_;
  Repairs repairs_;
  RulesAt rules_;
  queue::Lines lines_;
};

}  // namespace yuyue::exams
