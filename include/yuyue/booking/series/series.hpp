#pragma once
#include <vector>

#include "yuyue/access/vault.hpp"
#include "yuyue/booking/appointments.hpp"
#include "yuyue/booking/series/planner.hpp"

namespace yuyue::booking::series {

/// A course of appointments. Each of them may also be changed by itself.
struct Series {
  SeriesId id;
  std::int64_t version = 0;
  PersonId person;
  std::string title;  ///< what it is for; kept sealed
  Instant created_at{};
  std::vector<AppointmentId> visits;  ///< in their order when booked
};

/// Where to look for its slots.
struct Where {
  DepartmentId department;
  std::optional<PractitionerId> practitioner;
};

struct NewSeries {
  PersonId person;  ///< that the actor may book for them is the caller's to check
  std::string title;
  std::vector<SlotId> slots;
  std::optional<MemberId> member;
};

/// The visits that are still to come move together.
struct Shift {
  int days = 0;                   ///< later; negative: earlier
  std::optional<MinuteOfDay> at;  ///< about this time; else each at its own
  int slack = 0;
};

/// Each use case is one transaction: all of it or nothing. Thread-safe.
class Courses {
 public:
  Courses(Environment environment, const access::Vault& vault, const Appointments& appointments)
      : env_(environment), vault_(vault), appointments_(appointments) {}

  std::optional<Series> find(store::Snapshot& snapshot, SeriesId id) const;
  std::vector<Series> of_person(store::Snapshot& snapshot, PersonId person) const;

  /// What could be booked now. Refusals: pattern-invalid, unknown-reference (departmentId).
  Result<std::vector<Proposal>> propose(store::Snapshot& snapshot, PersonId person,
                                        const Where& where, const Pattern& pattern, Channel channel,
                                        Instant now) const;

  /// Refusals: pattern-invalid (none or too many slots), required (title) and those of
  /// Appointments::book (params: visit, the number of the slot that cannot be had, from 1).
  Result<Series> book(store::Transaction& tx, const NewSeries& wanted, const Actor& by,
                      Instant now) const;

  /// Cancels every visit that is still to come and can be. Refusals: not-found, nothing-to-come,
  /// and those of Appointments::cancel if none of them can be.
  Result<Series> cancel(store::Transaction& tx, SeriesId id, const std::string& reason,
                        const Actor& by, Instant now) const;

  /// Refusals: not-found, nothing-to-come, series-cannot-move (params: date, why) and those of
  /// Appointments::reschedule.
  Result<Series> shift(store::Transaction& tx, SeriesId id, const Shift& shift, const Actor& by,
                       Instant now) const;

  /// Two records turn out to be one person.
  int move_person(store::Transaction& tx, PersonId from, PersonId into) const;

 private:
  Market market_for(store::Snapshot& snapshot, PersonId person, const Where& where, Day from,
                    Day to, Channel channel, std::optional<AppointmentId> instead_of,
                    Instant now) const;
  std::vector<Appointment> to_come(store::Snapshot& snapshot, const Series& series,
                                   Instant now) const;
  void note(store::Transaction& tx, const Series& series, std::string_view what, int visits,
            const Actor& by, Instant now) const;

  Environment env_;
  const access::Vault& vault_;
  const Appointments& appointments_;
};

/// Histories add up, visits are their patients'. Empty: all agree.
std::vector<std::string> check_series(store::Snapshot& snapshot);

}  // namespace yuyue::booking::series
