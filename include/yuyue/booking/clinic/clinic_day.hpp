#pragma once
#include <optional>
#include <string>
#include <vector>

#include <functional>

#include "yuyue/booking/clinic/settling.hpp"

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

/// The number of somebody who came without an appointment, counted over the department's day: "W3".
/// One letter and a short number, which nobody with an appointment has.
std::string walk_in_number(int number);

/// How the line of a session orders, by the hospital's rules. `planned`: a visit's length as the
/// session's slots plan it, where the rules name none.
queue::LineRules line_rules(const policy::Rules& rules, std::chrono::minutes planned);

/// Somebody without an appointment is here.
struct WalkInRequest {
  SessionId session;
  PersonId person;         ///< that the actor may book for them is the caller's to check
  std::string reason{};    ///< needed for an extra number
  std::string priority{};  ///< class, as the desk has seen proof of; empty: as the rules find
  bool document_seen = false;
  std::optional<std::string> pay_later{};  ///< they need not pay first
  /// Until when a booking of the slot must be paid; may be empty.
  std::function<std::optional<Instant>(SlotId)> pay_until{};
};
struct WalkIn {
  Appointment appointment;
  /// None: they are in line as soon as they have paid.
  std::optional<queue::KeptTicket> ticket;
};
/// Somebody who came without an appointment.
bool is_walk_in(store::Snapshot& snapshot, AppointmentId appointment);

struct ClinicRoom {
  RoomId id;
  std::string name;
};
/// The rooms in which a session takes place.
std::vector<ClinicRoom> rooms_of(store::Snapshot& snapshot, SessionId session);
std::optional<LineId> line_of(store::Snapshot& snapshot, SessionId session);
/// Whose line a ticket stands in: after a transfer not the session of the appointment.
SessionId session_of(store::Snapshot& snapshot, LineId line);
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

  /// The next one to the place before a room of the session. Refusals: not-found,
  /// unknown-reference (roomId), room-paused and those of queue::Line::beckon.
  Result<queue::KeptTicket> beckon(store::Transaction& tx, SessionId session, RoomId room,
                                   const Actor& by, Instant now) const;

  /// Gives somebody a place of the session, from now on the first that is free, else an extra
  /// number, and puts them in line. Refusals: not-found, clinic-not-today, line-closing,
  /// unknown-reference (priority), document-not-seen, reason-required (for an extra number) and
  /// those of Appointments::book.
  Result<WalkIn> walk_in(store::Transaction& tx, const WalkInRequest& request, const Actor& by,
                         Instant now) const;

  /// To the line of a colleague, or of a later session today, where they keep their due time. The
  /// appointment stays what it is; its history tells. Refusals: not-found, transfer-elsewhere
  /// (another department or day, or a session that is stopped or over), and those of
  /// queue::Lines::transfer.
  Result<queue::KeptTicket> transfer(store::Transaction& tx, TicketId ticket, SessionId to,
                                     const std::string& reason, const Actor& by, Instant now) const;

  /// Who cannot be seen today gets another slot, keeping their appointment. Refusals: not-found,
  /// required (reason) and those of Appointments::rebook.
  Result<Appointment> rebook(store::Transaction& tx, TicketId ticket, SlotId to,
                             const std::string& reason, const Actor& by, Instant now) const;

  /// Nobody joins any more; when nobody is left the line is closed. Refusals: not-found,
  /// clinic-not-today.
  Result<void> begin_closing(store::Transaction& tx, SessionId session, const std::string& reason,
                             const Actor& by, Instant now) const;
  /// Refusals: not-found, clinic-not-today, line-open.
  Result<void> reopen(store::Transaction& tx, SessionId session, const std::string& reason,
                      const Actor& by, Instant now) const;

  /// Lines of days that are over are closed; whoever is left in one was not seen. One line at a
  /// time; false: there is none.
  bool settle_past(store::Transaction& tx, Instant now) const;
  bool any_past(store::Snapshot& snapshot, Instant now) const;

  /// Refusals: line-closing (back with results to a line that closes), not-found, field-required
  /// (other), unknown-reference (roomId), required (reason) and those of the queue.
  Result<queue::KeptTicket> step(store::Transaction& tx, TicketId ticket, const Step& step,
                                 const Actor& by, Instant now) const;

  void booked(store::Transaction&, const Appointment&, Instant) override {}
  /// A walk-in who has paid is in line.
  void confirmed(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void arrived(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void cancelled(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void rescheduled(store::Transaction& tx, const Appointment& was, const Appointment& now_is,
                   Instant now) override;
  void fulfilled(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void missed(store::Transaction& tx, const Appointment& now_is, Instant now) override;
  void reinstated(store::Transaction& tx, const Appointment& now_is, Instant now) override;

 private:
  LineId open(store::Transaction& tx, const Session& session, Instant now) const;
  Result<Session> session_today(store::Snapshot& snapshot, SessionId id, Instant now) const;
  queue::Joining joining_of(store::Transaction& tx, const Appointment& appointment,
                            Instant now) const;
  Result<Appointment> give_place(store::Transaction& tx, const WalkInRequest& request,
                                 const Actor& by, Instant now) const;
  void close_if_empty(store::Transaction& tx, LineId line, const Actor& by, Instant now) const;
  void journal(store::Transaction& tx, std::string_view what, SessionId session, const Actor& by,
               const std::string& reason, Instant now) const;
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
