#pragma once
#include "yuyue/access/vault.hpp"
#include "yuyue/booking/guides/guides.hpp"

namespace yuyue {
struct GuideRequestKind {
  static constexpr std::string_view kPrefix = "grq";
};
using GuideRequestId = Id<GuideRequestKind>;  ///< a guide asked for on the spot
}  // namespace yuyue

// Guides asked for at the entrance or in the centre (R24), by those who need one now and have no
// appointment, or not only that. The same guides as those who go with appointments.
namespace yuyue::booking::guides {

enum class RequestState { waiting, assigned, met, done, cancelled };
std::string_view name_of(RequestState state);

enum class AskedBy { desk, kiosk, phone };
std::string_view name_of(AskedBy how);

/// "wheelchair", "sight", "hearing", "language", "first-visit".
const std::vector<std::string>& request_needs();

struct Request {
  GuideRequestId id;
  std::int64_t version = 0;
  Day day{};
  RequestState state = RequestState::waiting;
  std::optional<GuideId> guide{};
  std::string guide_name{};
  std::optional<PersonId> person{};
  std::optional<MemberId> member{};
  std::vector<std::string> needs;
  std::string place;   ///< where they wait: "门诊楼正门"
  std::string note{};  ///< kept sealed
  AskedBy how = AskedBy::desk;
  Instant asked_at{};
  std::optional<Instant> assigned_at{}, met_at{}, ended_at{};
};

/// What a guide does at this moment.
enum class Doing { off_duty, free, busy };
std::string_view name_of(Doing doing);

/// Thread-safe.
class Requests {
 public:
  Requests(Environment environment, const access::Vault& vault)
      : env_(environment), vault_(vault) {}

  std::optional<Request> find(store::Snapshot& snapshot, GuideRequestId id) const;
  /// A day's: those that are not over first, then by the time they were asked for.
  std::vector<Request> on(store::Snapshot& snapshot, Day day) const;
  /// A member's, of a day.
  std::vector<Request> of(store::Snapshot& snapshot, MemberId member, Day day) const;
  Doing doing(store::Snapshot& snapshot, const Guide& guide, Instant now) const;

  /// A guide on duty and free, the one with the fewest that day, or nobody yet. Refusals: required
  /// (needs, place), field-invalid (needs).
  Result<Request> ask(store::Transaction& tx, Request wanted, const Actor& by, Instant now) const;
  /// A certain guide, on duty or not. Refusals: not-found, guide-request-over, guide-busy.
  Result<Request> assign(store::Transaction& tx, GuideRequestId id, GuideId guide, const Actor& by,
                         Instant now) const;
  /// `met` or `done`; a guide who is done goes to whoever has waited longest. Refusals: not-found,
  /// guide-request-over, guide-missing.
  Result<Request> progress(store::Transaction& tx, GuideRequestId id, Progress progress,
                           const Actor& by, Instant now) const;
  /// Refusals: not-found, guide-request-over.
  Result<Request> cancel(store::Transaction& tx, GuideRequestId id, const Actor& by,
                         Instant now) const;

 private:
  std::optional<GuideId> free_guide(store::Snapshot& snapshot, Instant now) const;
  void pass_on(store::Transaction& tx, const Actor& by, Instant now) const;
  Result<Request> open(store::Snapshot& snapshot, GuideRequestId id) const;
  void keep(store::Transaction& tx, const Request& request, std::string_view what, const Actor& by,
            Instant now) const;
  Request from(const store::Row& row) const;

  Environment env_;
  const access::Vault& vault_;
};

/// Each is as its state says: met after somebody was sent, over when it ended, of the day on which
/// it was asked for. Empty: all agree.
std::vector<std::string> check_requests(store::Snapshot& snapshot, const HospitalTime& time);
/// Two records of one person became one.
void move_requests(store::Transaction& tx, PersonId from, PersonId into);

}  // namespace yuyue::booking::guides
