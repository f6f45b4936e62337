#pragma once
#include <optional>
#include <string>
#include <vector>

#include "yuyue/booking/appointments.hpp"
#include "yuyue/queue/lines.hpp"

// The clinic's day: who has arrived stands in the session's line and is called from there (R04).
namespace yuyue::booking::clinic {

/// What is done with one ticket.
struct Step {
  enum class What {
    recall,
    start,
    finish,  ///< the appointment is fulfilled
    miss,
    come_back,  ///< after a missed call, or from examinations
    send_away,  ///< to examinations
    postpone,   ///< by the patient's own wish
    move_before,
    move_after,
    assign,
    leave  ///< went home; settled at closing
  };
  What what = What::recall;
  std::string reason;              ///< needed for decisions against the rule
  std::optional<TicketId> other;   ///< move_before, move_after
  std::optional<RoomId> room;      ///< assign; empty: any room
  std::chrono::minutes later{15};  ///< postpone
};
std::string_view name_of(Step::What what);
std::optional<Step::What> step_from(std::string_view name);

/// The number as it is called: the slot's start and the number in it, "0830-2".
std::string ticket_number(const Appointment& appointment, const HospitalTime& time);

/// How the line of a session orders: the hospital's rules of arriving, and the rest as usual.
queue::LineRules line_rules(const policy::Arrival& arrival);

struct ClinicRoom {
  RoomId id;
  std::string name;
};
/// The rooms in which a session takes place.
std::vector<ClinicRoom> rooms_of(store::Snapshot& snapshot, SessionId session);
std::optional<LineId> line_of(store::Snapshot& snapshot, SessionId session);
/// Whom a ticket is for.
AppointmentId appointment_of(const queue::Reference& subject);

/// Thread-safe.
class ClinicDay final : public BookingListener {
 public:
  /// `watcher` may be null.
  ClinicDay(Environment environment, queue::Watcher* watcher)
      : env_(environment), lines_(*environment.ids, watcher), appointments_(environment) {}

  /// The next one, or `ticket` against the rule, into a room of the session. Refusals: not-found,
  /// unknown-reference (roomId), and those of queue::Line::call.
  Result<queue::KeptTicket> call(store::Transaction& tx, SessionId session, RoomId room,
                                 std::optional<TicketId> ticket, const std::string& reason,
                                 const Actor& by, Instant now) const;

  /// Refusals: not-found, field-required (other), unknown-reference (roomId), required (reason) and
  /// those of the queue.
  Result<queue::KeptTicket> step(store::Transaction& tx, TicketId ticket, const Step& step,
                                 const Actor& by, Instant now) const;

  void booked(store::Transaction&, const Appointment&, Instant) override {}
  void arrived(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void cancelled(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void rescheduled(store::Transaction& tx, const Appointment& was, const Appointment& now_is,
                   Instant now) override;
  void fulfilled(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void missed(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void reinstated(store::Transaction& tx, const Appointment& now_is, Instant now) override;

 private:
  LineId open(store::Transaction& tx, const Appointment& appointment, Instant now) const;
  void take_out(store::Transaction& tx, AppointmentId appointment, Instant now) const;
  Result<queue::Event> decide(const queue::Line& line, TicketId ticket, const Step& step,
                              Instant now) const;
  void journal(store::Transaction& tx, std::string_view what, const queue::KeptTicket& ticket,
               const Actor& by, const std::string& reason, Instant now) const;

  Environment env_;
  queue::Lines lines_;
  Appointments appointments_;
};

/// Lines are what their events say, and only who has arrived stands in them. Empty: all agree.
std::vector<std::string> check_clinic_day(store::Snapshot& snapshot);

}  // namespace yuyue::booking::clinic
