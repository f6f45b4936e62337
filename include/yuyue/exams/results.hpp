#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "yuyue/exams/orders.hpp"

namespace yuyue {
struct ExamReturnKind {
  static constexpr std::string_view kPrefix = "exv";
};
using ExamReturnId = Id<ExamReturnKind>;  ///< 回诊: back to whoever has ordered, with the results
}  // namespace yuyue

// What comes after an examination (R12): its report, and the way back to the clinician.
namespace yuyue::exams {

struct ReportState {
  std::optional<Instant> expected{};  ///< by its turnaround; none: not done yet, or it has none
  std::optional<Instant> ready{};     ///< since when it can be read
};
/// Of all that have something to say.
std::map<ExamOrderId, ReportState> reports_of(store::Snapshot& snapshot, PersonId person);

/// All that one clinician has ordered and still waited for is there.
struct Return {
  ExamReturnId id;
  PersonId person;
  std::optional<PractitionerId> practitioner{};
  std::optional<DepartmentId> department{};  ///< one of the two at least
  Instant ready_at{};
  std::optional<AppointmentId> appointment{};  ///< the visit they chose
  std::vector<ExamOrderId> orders;
};
/// So long somebody is offered to come back.
inline constexpr std::chrono::days kReturnOffered{14};

std::optional<Return> find_return(store::Snapshot& snapshot, ExamReturnId id);
/// Those still offered or chosen, the newest first.
std::vector<Return> returns_of(store::Snapshot& snapshot, PersonId person, Instant now);

/// Thread-safe.
class Results {
 public:
  explicit Results(Environment environment) : env_(environment) {}

  /// A report of this person that answers `source` (an order's id, or its number in the hospital's
  /// system) can be read, or cannot any more. The return that it completes, if it is the last.
  std::optional<Return> reported(store::Transaction& tx, PersonId person, const std::string& source,
                                 std::int64_t report, bool readable, const access::Actor& by,
                                 Instant now) const;
  /// An order is done, or not wanted any more: the return that it completes, if reports of others
  /// were there already and it was the last that the patient waited for.
  std::optional<Return> no_longer_awaited(store::Transaction& tx, ExamOrderId order,
                                          const access::Actor& by, Instant now) const;
  /// They have chosen a visit. Refusals: not-found, exam-return-settled.
  Result<Return> settle(store::Transaction& tx, ExamReturnId id, AppointmentId appointment,
                        const access::Actor& by, Instant now) const;

 private:
  std::optional<Return> completed(store::Transaction& tx, const Order& order,
                                  const access::Actor& by, Instant now) const;
  Environment env_;
};

/// Returns belong to their orders' people. Empty: all agree.
std::vector<std::string> check_exam_returns(store::Snapshot& snapshot);

}  // namespace yuyue::exams
