#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "yuyue/exams/devices.hpp"
#include "yuyue/exams/orders.hpp"
#include "yuyue/exams/planning.hpp"
#include "yuyue/planner/choices.hpp"
#include "yuyue/planner/wishes.hpp"

namespace yuyue {
struct ExamPlanKind {
  static constexpr std::string_view kPrefix = "exp";
};
using ExamPlanId = Id<ExamPlanKind>;  ///< 检查计划
struct ExamPlaceKind {
  static constexpr std::string_view kPrefix = "exi";
};
using ExamPlaceId = Id<ExamPlaceKind>;  ///< one examination of a plan, with its place
}  // namespace yuyue

namespace yuyue::exams {

/// An order's place in a plan.
struct Arranged {
  ExamOrderId order;
  ExamDeviceId device;
  Day day{};
  MinuteOfDay start{};
  bool operator==(const Arranged&) const = default;
};

struct PlanItem {
  enum class State { booked, done, freed };
  ExamPlaceId id;
  Arranged at;
  minutes length{0}, device_time{0}, recovery{0};
  State state = State::booked;
};
std::string_view name_of(PlanItem::State state);

struct Plan {
  ExamPlanId id;
  std::int64_t version = 0;
  PersonId person;
  Instant taken_at{};
  int days = 0;                         ///< of visits, when it was taken
  std::optional<int> first_fit_days{};  ///< what first-fit would have cost; none: a dead end
  std::vector<PlanItem> items;          ///< in order of time; freed ones too
  std::vector<Arranged> booked() const;
};

std::optional<Plan> find_plan(store::Snapshot& snapshot, ExamPlanId id);
/// The newest first.
std::vector<Plan> plans_of(store::Snapshot& snapshot, PersonId person);
/// Of an order that has a place.
std::optional<ExamPlanId> plan_of(store::Snapshot& snapshot, ExamOrderId order);

/// An appointment of the patient: planned around.
struct Appointed {
  AppointmentId id;
  Day day{};
  MinuteOfDay start{};
  minutes length{30};
  std::optional<CampusId> campus{};
};

/// What the patient would like.
struct PlanWishes {
  std::optional<MinuteOfDay> not_before{}, not_after{};  ///< of each day
  std::vector<Day> days{};                               ///< only these
  std::optional<CampusId> campus{};
  std::optional<AppointmentId> after{};  ///< on its day, after it
};

/// What of a plan becomes another.
struct PlanChange {
  enum class What {
    move,         ///< this one, to another time
    cancel,       ///< it is given up
    not_prepared  ///< the patient has eaten: not now
  };
  What what = What::move;
  ExamOrderId order;
  std::string reason{};
};
std::string_view name_of(PlanChange::What what);
std::optional<PlanChange::What> plan_change_from(std::string_view name);

/// What is to be planned.
struct Wanting {
  std::vector<ExamOrderId> only{};  ///< of the open orders; empty: all of them
  /// Instead: what is booked of this plan and to come; its own places count as free.
  std::optional<ExamPlanId> plan{};
  std::optional<ExamOrderId> without{};  ///< of the plan
  bool eaten = false;                    ///< the patient has had a meal just now
  /// Or instead: what is booked and to come of all plans of the patient, …
  bool every_plan = false;
  struct Again {
    ExamOrderId order;
    std::optional<Day> from{};  ///< not before this day
  };
  std::vector<Again> again{};               ///< … and these, which have lost their places.
  std::optional<Instant> ate{}, emptied{};  ///< a meal, an empty bladder: when
  bool wants(const Order& order) const;     ///< one without a place
  bool replans(ExamPlanId id) const;        ///< what is to come of that plan
};
/// For a change of a plan.
Wanting wanting(ExamPlanId plan, const PlanChange& change);

/// An order that cannot be planned as things are.
struct Blocked {
  Order order;
  Verdict verdict;
};

/// All that planning reads from the file; the rest needs no database.
struct PlanBasis {
  planning::Planning planning;
  Source source = Source::outpatient;  ///< whose places are taken: where the patient is now
  std::vector<Blocked> blocked;
  std::vector<planning::Waiting> waiting;  ///< orders without a place that are not planned here
  planner::Wishes wishes;
  bool wished = false;
  /// By the rules' codes: what they mean, zh and en.
  std::map<std::string, std::pair<std::string, std::string>> notes;

  std::vector<Arranged> arranged(const std::vector<planner::Assignment>& plan) const;
  /// None: an order or device that is not in it.
  std::optional<std::vector<planner::Assignment>> assignments(
      const std::vector<Arranged>& arranged) const;
};

struct PlanChoice {
  planner::ChoiceKind kind{};
  bool proven = true;
  planner::Objective objective, difference;
  planner::Objective bound;  ///< no plan of its kind is better
  std::vector<Arranged> arranged;
};
std::string_view name_of(planner::ChoiceKind kind);

/// Why there is no plan.
struct NoPlan {
  bool because_of_wishes = false;             ///< without them there is one
  bool known = true;                          ///< false: time ran out before a proof
  std::optional<planner::Objective> bound{};  ///< then: none that may still be there is better
  std::vector<ExamOrderId> orders;
  std::vector<std::string> rules;  ///< codes
  std::vector<planning::Standing> standing;
};

struct PlanPreview {
  std::vector<PlanChoice> choices;
  std::optional<NoPlan> none;
  std::optional<int> first_fit_days;
};

/// An arrangement of what remains of a plan.
struct Rearranged {
  std::vector<Arranged> arranged;
  std::vector<ExamOrderId> moved;  ///< at another time or place than now
  planner::Objective objective;
  bool proven = true;
  planner::Objective bound;  ///< none that moves so few is better
};
/// A changed plan before it is taken.
struct ChangePreview {
  std::optional<Rearranged> fewest_moves;
  std::optional<Rearranged> tighter;  ///< after a cancellation, where more moves are worth it
  std::optional<NoPlan> none;
};

/// On how many days its examinations are.
int visits_of(const planner::Plan& plan);
/// Without a database: workers call them.
PlanPreview preview_of(const PlanBasis& basis, std::chrono::steady_clock::time_point deadline);
ChangePreview changed(const PlanBasis& basis, const std::vector<Arranged>& now_is,
                      const PlanChange& change, std::chrono::steady_clock::time_point deadline);

/// Plans: all of a patient's examinations, taken whole. Thread-safe.
class Plans {
 public:
  Plans(Environment environment, const Orders& orders, const Devices& devices)
      : env_(environment), orders_(orders), devices_(devices) {}

  /// `with_places`: those that are free; else all, for the writer's counters to judge.
  PlanBasis basis(store::Snapshot& snapshot, PersonId person, const Wanting& wanting,
                  const PlanWishes& wishes, const std::vector<Appointed>& appointments,
                  bool with_places, Instant now) const;

  /// All or none. Refusals: required (items), exam-plan-invalid (why: it breaks a rule, or is not
  /// what was offered), exam-place-gone (device, date, time): plan again.
  Result<Plan> take(store::Transaction& tx, PersonId person, const std::vector<Arranged>& wanted,
                    std::optional<int> first_fit_days, const std::vector<Appointed>& appointments,
                    const access::Actor& by, Instant now) const;
  /// The whole plan becomes `wanted`. Refusals: not-found, changed-meanwhile, exam-not-planned,
  /// exam-plan-invalid, exam-place-gone.
  Result<Plan> change(store::Transaction& tx, ExamPlanId id, std::int64_t version,
                      const PlanChange& change, const std::vector<Arranged>& wanted,
                      const std::vector<Appointed>& appointments, const access::Actor& by,
                      Instant now) const;

  /// What is to come of all of a person's plans becomes `wanted`; each stays in its plan, and what
  /// has lost its place goes back to the plan that had it. Refusals: exam-plan-invalid,
  /// exam-place-gone.
  Result<void> rearrange(store::Transaction& tx, PersonId person, const Wanting& wanting,
                         const std::vector<Arranged>& wanted,
                         const std::vector<Appointed>& appointments, const access::Actor& by,
                         Instant now) const;

  /// Every place of it that is to come is given back; the orders wait for another plan. Refusals:
  /// not-found, changed-meanwhile, exam-not-planned (nothing of it is to come).
  Result<Plan> give_up(store::Transaction& tx, ExamPlanId id, std::int64_t version,
                       const std::string& reason, const access::Actor& by, Instant now) const;

 private:
  Result<void> put(store::Transaction& tx, ExamPlanId plan, const std::vector<Arranged>& wanted,
                   Source source, const access::Actor& by, Instant now) const;
  void free(store::Transaction& tx, const PlanItem& item, OrderState becomes,
            const std::string& reason, const access::Actor& by, Instant now) const;

  Environment env_;
  const Orders& orders_;
  const Devices& devices_;
};

/// Items, orders and places agree. Empty: all agree.
std::vector<std::string> check_exam_plans(store::Snapshot& snapshot);

}  // namespace yuyue::exams
