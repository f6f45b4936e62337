#pragma once
#include "yuyue/booking/appointments.hpp"
#include "yuyue/queue/lines.hpp"

namespace yuyue::booking::clinic {

/// Told inside the transaction in which a line moved on (messages owed, in the server).
class LineMessages {
 public:
  virtual ~LineMessages() = default;
  /// Once for each ticket.
  virtual void few_ahead(store::Transaction& tx, const Appointment& appointment,
                         const queue::Ticket& ticket, int ahead, Instant now) = 0;
  virtual void called(store::Transaction& tx, const Appointment& appointment,
                      const queue::Ticket& ticket, const std::string& room, Instant now) = 0;
};

/// The setting of how many are few; 0: nobody is told.
inline constexpr const char* kFewAhead = "clinic.tell-ahead";
inline constexpr int kFewAheadUsually = 3;

/// Tells whoever has few ahead of them, whenever a room of their clinic calls: who comes early is
/// not told before anybody is called.
class Nearing final : public queue::Watcher {
 public:
  explicit Nearing(LineMessages& messages) : messages_(messages) {}
  void happening(store::Transaction& tx, const queue::KeptLine& line,
                 const queue::Happening& what) override;
  /// Who was told long ago. Returns how many.
  int purge(store::Transaction& tx, Instant now) const;

 private:
  void tell(store::Transaction& tx, const queue::KeptLine& line, TicketId ticket, int ahead,
            Instant now) const;
  LineMessages& messages_;
};

}  // namespace yuyue::booking::clinic
