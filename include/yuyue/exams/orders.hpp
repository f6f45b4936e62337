#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/access/key_rotation.hpp"
#include "yuyue/core/ids.hpp"
#include "yuyue/core/result.hpp"
#include "yuyue/exams/environment.hpp"
#include "yuyue/exams/model.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue {
struct ExamOrderKind {
  static constexpr std::string_view kPrefix = "exo";
};
using ExamOrderId = Id<ExamOrderKind>;  ///< 检查申请: one examination ordered for somebody
struct ExamResultKind {
  static constexpr std::string_view kPrefix = "exh";
};
using ExamResultId = Id<ExamResultKind>;  ///< one that somebody has had, here or elsewhere
}  // namespace yuyue

namespace yuyue::exams {

enum class OrderState { ordered, planned, done, left_out, cancelled, failed_preparation };
std::string_view name_of(OrderState state);
std::optional<OrderState> order_state_from(std::string_view name);

enum class Urgency { routine, soon, urgent };
std::string_view name_of(Urgency urgency);
std::optional<Urgency> urgency_from(std::string_view name);

/// By which way an order came. `added`: by a rule of the catalogue, with its reason.
enum class OrderSource { system, clinician, desk, added };
std::string_view name_of(OrderSource source);

/// A reason why an order was added by the program: another examination needs it, or an answer does.
struct AddedFor {
  ExamOrderId order;        ///< for which
  std::string why, why_en;  ///< in words
};

struct Order {
  ExamOrderId id;
  std::int64_t version = 0;
  PersonId person;
  ExamId exam;
  std::string body_part{};  ///< where it matters
  Urgency urgency = Urgency::routine;
  std::optional<Day> needed_by{};
  OrderSource source = OrderSource::desk;
  std::string external{};  ///< its number in the hospital's system; empty: none
  std::optional<AddedFor> added{};
  OrderState state = OrderState::ordered;
  std::optional<ExamResultId> covered_by{};  ///< left out: by this result
  std::string reason{};  ///< why it was left out, cancelled, or not prepared; kept sealed
  Instant ordered_at{};
  std::optional<PractitionerId> practitioner{};  ///< who has ordered it, where that is known
  std::optional<DepartmentId> department{};
  Source comes_from = Source::outpatient;  ///< whose places it may take

  /// It still waits for a place.
  bool is_open() const {
    return state == OrderState::ordered || state == OrderState::failed_preparation;
  }
};

/// An examination that somebody has had.
struct ExamResult {
  ExamResultId id;
  PersonId person;
  ExamId exam;
  std::string institution{};  ///< code of a recognised one; empty: this hospital
  std::string number{};       ///< there
  Instant taken_at{};
};

/// What a patient has answered, once for all examinations.
struct AnswerSheet {
  Answers answers;
  Instant at{};
  std::set<std::string> not_asked{};  ///< questions that do not concern this patient
};

/// What the answers say of one order.
struct Verdict {
  std::vector<Effect> bars;         ///< it must not be done; empty: it may
  std::optional<Day> not_before{};  ///< because of `delays`
  std::vector<Effect> delays{};
  std::vector<Effect> warnings{};
  std::vector<std::string> unanswered{};  ///< questions, before it is planned
};

namespace rules {
Verdict verdict(const Exam& exam, const AnswerSheet& sheet, const HospitalTime& time);
/// What `exam` needs beside it, by itself and by the answers; not looked up whether it is there.
std::vector<Need> needs_of(const Exam& exam, const Answers& answers);
/// Whether the state may follow.
bool may_become(OrderState from, OrderState to);
}  // namespace rules

std::optional<Order> find_order(store::Snapshot& snapshot, const access::Vault& vault,
                                ExamOrderId id);
/// The newest first; `open_only`: those that wait for a place or have one.
std::vector<Order> orders_of(store::Snapshot& snapshot, const access::Vault& vault, PersonId person,
                             bool open_only);
std::vector<ExamResult> results_of(store::Snapshot& snapshot, PersonId person);
/// As given; Orders::sheet_of knows which of them matter.
AnswerSheet answers_of(store::Snapshot& snapshot, const access::Vault& vault, PersonId person);

/// A result that covers an order: of this hospital or a recognised institution, still valid.
struct Cover {
  ExamResult result;
  std::string institution_name{}, institution_name_en{};
  Day valid_until{};
};
std::optional<Cover> cover_of(store::Snapshot& snapshot, const HospitalTime& time,
                              const Order& order, Day today);

struct NewOrder {
  ExamId exam;
  std::string body_part{};
  Urgency urgency = Urgency::routine;
  std::optional<Day> needed_by{};
  std::string external{};
  std::optional<PractitionerId> practitioner{};
  std::optional<DepartmentId> department{};
  Source comes_from = Source::outpatient;
};

/// What was ordered, and what was added to it.
struct Ordered {
  std::vector<Order> orders;
};

struct OrderEvent {
  Instant at{};
  std::string what;  ///< "ordered", "planned", "left-out" …
  access::Actor by;
};
std::vector<OrderEvent> events_of(store::Snapshot& snapshot, ExamOrderId order);

/// Left out because a recognised result covers it: how often, by examination.
struct Saving {
  ExamId exam;
  std::int64_t count = 0;
};
std::vector<Saving> savings(store::Snapshot& snapshot, Day from, Day to, const HospitalTime& time);

/// The use cases. Thread-safe.
class Orders {
 public:
  explicit Orders(Environment environment) : env_(environment) {}

  /// All or none; what else is needed is added. One from the hospital's system that is known by its
  /// number already is answered again. Refusals: unknown-reference (exam), required (orders),
  /// field-invalid (neededBy), exam-body-part-needed (exam), exam-already-ordered (exam).
  Result<Ordered> order(store::Transaction& tx, PersonId person, const std::vector<NewOrder>& list,
                        OrderSource source, const access::Actor& by, Instant now) const;
  /// What a patient has answered to the questions that concern them.
  AnswerSheet sheet_of(store::Snapshot& snapshot, PersonId person, Instant now) const;
  /// Answers of a patient over those there are; what they make necessary is added to the open
  /// orders. Refusal: unknown-reference (question).
  Result<void> answer(store::Transaction& tx, PersonId person, const Answers& answers,
                      const access::Actor& by, Instant now) const;
  /// Because a result covers it. Refusals: not-found, required (reason), wrong-state (state),
  /// not-covered.
  Result<Order> leave_out(store::Transaction& tx, ExamOrderId id, const std::string& reason,
                          const access::Actor& by, Instant now) const;
  /// Refusals: not-found, wrong-state: one that is planned is cancelled through its plan.
  Result<Order> cancel(store::Transaction& tx, ExamOrderId id, const std::string& reason,
                       const access::Actor& by, Instant now) const;
  /// One's examination elsewhere or before. Known by institution and number: answered again.
  /// Refusals: unknown-reference (exam, institution), field-invalid (takenAt, to come).
  Result<ExamResult> add_result(store::Transaction& tx, ExamResult result, const access::Actor& by,
                                Instant now) const;
  /// It was put down by mistake. Refusals: not-found, required (reason), exam-result-used (an order
  /// was left out because of it).
  Result<void> remove_result(store::Transaction& tx, ExamResultId id, const std::string& reason,
                             const access::Actor& by, Instant now) const;
  /// The next state of an order, with its event; for plans and devices. Throws std::logic_error if
  /// it cannot follow.
  void become(store::Transaction& tx, Order& order, OrderState state, const std::string& reason,
              const access::Actor& by, Instant now) const;
  void move_person(store::Transaction& tx, PersonId from, PersonId into) const;

  const Environment& environment() const { return env_; }

 private:
  Result<void> check(store::Snapshot& snapshot, PersonId person, const NewOrder& wanted,
                     Instant now) const;
  void insert(store::Transaction& tx, Order& order, const access::Actor& by, Instant now) const;
  void add_needed(store::Transaction& tx, PersonId person, const access::Actor& by,
                  Instant now) const;

  Environment env_;
};

}  // namespace yuyue::exams
