#pragma once
#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "yuyue/booking/appointments.hpp"

namespace yuyue {
struct GuideKind {
  static constexpr std::string_view kPrefix = "gui";
};
using GuideId = Id<GuideKind>;  ///< 导医
struct GuideVisitKind {
  static constexpr std::string_view kPrefix = "gvi";
};
using GuideVisitId = Id<GuideVisitKind>;  ///< a guide asked for with an appointment
}  // namespace yuyue

// Guides who accompany people that need it (专人导医), bookable with any appointment.
namespace yuyue::booking::guides {

struct Guide {
  GuideId id;
  std::int64_t version = 0;
  std::string name;                           ///< unique
  std::array<bool, 7> weekdays{};             ///< Monday first
  MinuteOfDay starts{8 * 60}, ends{17 * 60};  ///< on duty
  bool active = true;
};

enum class VisitState { waiting, assigned, cancelled };
std::string_view name_of(VisitState state);

struct GuideVisit {
  GuideVisitId id;
  std::int64_t version = 0;
  AppointmentId appointment;
  VisitState state = VisitState::waiting;
  std::optional<GuideId> guide;
  std::string guide_name;  ///< empty while waiting
  Day day{};
  Instant starts_at{};
  Instant asked_at{};
  std::optional<Instant> met_at, done_at;  ///< by the guide; while assigned
};

/// How far a guide has got with somebody. `none` takes back what was put down by a slip.
enum class Progress { none, met, done };
std::string_view name_of(Progress progress);
std::optional<Progress> progress_from(std::string_view name);

namespace rules {
/// Whether a guide works for the whole of a slot.
bool on_duty(const Guide& guide, Day day, MinuteOfDay start);
struct Candidate {
  GuideId guide;
  int visits_that_day = 0;
};
/// The one with the fewest visits that day; of equals the first.
std::optional<GuideId> choose(std::span<const Candidate> free);
}  // namespace rules

/// By name.
std::vector<Guide> guides(store::Snapshot& snapshot);
/// The visit that goes with an appointment, if it was not cancelled.
std::optional<GuideVisit> visit_of(store::Snapshot& snapshot, AppointmentId appointment);
/// A day's, by time; those that wait first.
std::vector<GuideVisit> visits_on(store::Snapshot& snapshot, Day day);

/// Told of appointments, so that a guide is free again when one is cancelled, and comes along when
/// it moves. Thread-safe.
class Guides final : public BookingListener {
 public:
  explicit Guides(Environment environment) : env_(environment) {}

  /// Refusals: required (name), name-taken, field-invalid (starts, ends), not-found,
  /// changed-meanwhile.
  Result<Guide> add(store::Transaction& tx, Guide, const Actor& by, Instant now) const;
  Result<Guide> change(store::Transaction& tx, Guide, const Actor& by, Instant now) const;

  /// Somebody on duty and free, or waiting until there is. Asked twice it is the same. Refusals:
  /// not-found, not-active (the appointment has no place any more), past-slot.
  Result<GuideVisit> ask(store::Transaction& tx, AppointmentId appointment, const Actor& by,
                         Instant now) const;
  /// Refusal: not-found (none was asked for).
  Result<GuideVisit> give_up(store::Transaction& tx, AppointmentId appointment, const Actor& by,
                             Instant now) const;
  /// A certain guide, on duty or not. Refusals: not-found, guide-busy.
  Result<GuideVisit> assign(store::Transaction& tx, GuideVisitId visit, GuideId guide,
                            const Actor& by, Instant now) const;

  /// The same again changes nothing. Refusals: not-found, guide-missing (nobody is assigned),
  /// not-today (params: date).
  Result<GuideVisit> progress(store::Transaction& tx, GuideVisitId visit, Progress progress,
                              const Actor& by, Instant now) const;

  void booked(store::Transaction&, const Appointment&, Instant) override {}
  void cancelled(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void rescheduled(store::Transaction& tx, const Appointment& was, const Appointment& now_is,
                   Instant now) override;
  void missed(store::Transaction& tx, const Appointment& now_is, Instant now) override;

 private:
  GuideVisit place(store::Transaction& tx, GuideVisit visit) const;
  void free(store::Transaction& tx, const GuideVisit& visit) const;
  void journal(store::Transaction& tx, std::string_view what, const GuideVisit& visit,
               const Actor& by, Instant now) const;
  Environment env_;
};

/// Visits agree with their appointments; nobody waits while a guide on duty is free. Empty: all
/// agree.
std::vector<std::string> check_guides(store::Snapshot& snapshot);

}  // namespace yuyue::booking::guides
