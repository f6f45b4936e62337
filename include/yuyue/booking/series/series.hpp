#pragma once
#include <vector>

#include "yuyue/access/vault.hpp"
#include "yuyue/booking/appointments.hpp"
#include "yuyue/booking/series/planner.hpp"

namespace yuyue::booking::series {

/// A course of appointments. Each of them may also be changed by itself. One that staff book is a
/// clinician's one decision: its visits do not count against how many upcoming appointments
/// somebody may have (policy::Visit::in_course); one that patients book themselves counts like any
/// other.
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

/// What somebody is told of a course: one message for all its visits.
struct Notice {
  enum class What { booked, moved, cancelled };
  What what = What::booked;
  SeriesId series;
  const std::vector<Appointment>& visits;  ///< that it is about, by time; at least one
};
/// Owes people messages. Called inside the transaction; what it writes stands or falls with it.
class Messages {
 public:
  virtual ~Messages() = default;
  virtual void owe(store::Transaction& tx, const Notice& notice, Instant now) = 0;
};

/// Each use case is one transaction: all of it or nothing. Thread-safe.
class Courses {
 public:
  /// `environment.listener` is told of what becomes of each visit; that people are told is this
  /// module's to see to, through `messages` (null: nobody is).
  Courses(Environment environment, const access::Vault& vault, Messages* messages)
      : env_(environment), vault_(vault), messages_(messages), appointments_(environment) {}

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

  void tell(store::Transaction& tx, Notice::What what, SeriesId series,
            std::vector<Appointment> visits, Instant now) const;

  Environment env_;
  const access::Vault& vault_;
  Messages* messages_;
  Appointments appointments_;
};

/// Histories add up, visits are their patients'. Empty: all agree.
std::vector<std::string> check_series(store::Snapshot& snapshot);

}  // namespace yuyue::booking::series
