#pragma once
#include <optional>
#include <string>
#include <vector>

#include "yuyue/booking/appointments.hpp"
#include "yuyue/booking/policy/live.hpp"

namespace yuyue::booking::policy {

/// One entry of a person's conduct, as shown.
struct ConductEntry {
  ConductId id;
  AppointmentId appointment;
  std::string appointment_code;
  ConductKind kind = ConductKind::no_show;
  Instant at{};
  Day visit_day{};
  CampusId campus;
  std::string campus_name, department;
  std::string excused;  ///< "seen" | "session-stopped" | "appeal" | "outage"; empty: it counts
};
struct BarEntry {
  BarId id;
  PersonId person;
  Bar bar;  ///< with the campus's name
  std::optional<Instant> lifted_at;
  std::string lifted_because;
};
struct ConductView {
  std::vector<ConductEntry> entries;  ///< newest first, of the last two years
  std::vector<BarEntry> bars;         ///< newest first
};
struct DeclaredOutage {
  OutageId id;
  Instant from{}, to{};
  std::optional<CampusId> campus;
  std::string reason;
  Instant declared_at{};
  std::string declared_by;
};

ConductView conduct_of(store::Snapshot& snapshot, PersonId person);
/// Those that are not over and not lifted.
std::vector<Bar> bars_against(store::Snapshot& snapshot, PersonId person, Instant now);
std::vector<DeclaredOutage> outages(store::Snapshot& snapshot);  ///< newest first

/// Takes down what patients cancel and miss, inside the transaction in which it happens, and bars
/// those who do it too often, and tells so; takes back what turns out to be the hospital's doing.
/// Thread-safe.
class Conduct final : public BookingListener {
 public:
  explicit Conduct(Environment environment) : env_(environment) {}

  void booked(store::Transaction&, const Appointment&, Instant) override {}
  void rescheduled(store::Transaction&, const Appointment&, const Appointment&, Instant) override {}
  /// Counts if the patient is the cause, after the deadline as a no-show where the rules say so; or
  /// if it was not paid for in time.
  void cancelled(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  /// Counts unless the session was stopped.
  void missed(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  /// They had been there after all.
  void reinstated(store::Transaction& tx, const Appointment& now_is, Instant now) override;

  /// An entry no longer counts; bars that need it end. Refusals: reason-required, not-found,
  /// record-excused.
  Result<void> excuse(store::Transaction& tx, ConductId id, const std::string& reason,
                      const Actor& by, Instant now) const;
  /// A bar ends early. Refusals: reason-required, not-found, bar-over.
  Result<BarEntry> lift(store::Transaction& tx, BarId id, const std::string& reason,
                        const Actor& by, Instant now) const;
  /// Nothing between these times counts, and bars that need it end. Refusals: reason-required,
  /// period-invalid (ends before it begins, or is longer than 31 days), unknown-reference.
  Result<DeclaredOutage> declare_outage(store::Transaction& tx, Instant from, Instant to,
                                        std::optional<CampusId> campus, const std::string& reason,
                                        const Actor& by, Instant now) const;

  /// Two records are one person: entries and bars move, and thresholds are looked at again.
  void move_person(store::Transaction& tx, PersonId from, PersonId into, Instant now) const;

 private:
  void record(store::Transaction& tx, const Appointment& appointment, ConductKind kind, Instant at,
              Instant now) const;
  void look_again(store::Transaction& tx, PersonId person, Instant now) const;
  Environment env_;
};

}  // namespace yuyue::booking::policy
