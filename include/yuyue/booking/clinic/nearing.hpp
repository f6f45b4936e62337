#pragma once
#include "yuyue/booking/appointments.hpp"
#include "yuyue/queue/nearing.hpp"

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

int few_ahead_setting(store::Snapshot& snapshot);

/// The lines of clinics, as LineMessages hears of them.
class Nearing final : public queue::Watcher, private queue::NearingListener {
 public:
  explicit Nearing(LineMessages& messages)
      : messages_(messages), nearing_(*this, &few_ahead_setting) {}
  void happening(store::Transaction& tx, const queue::KeptLine& line,
                 const queue::Happening& what) override {
    nearing_.happening(tx, line, what);
  }

 private:
  void few_ahead(store::Transaction& tx, const queue::KeptLine& line, const queue::Ticket& ticket,
                 int ahead, Instant now) override;
  void called(store::Transaction& tx, const queue::KeptLine& line, const queue::Ticket& ticket,
              Instant now) override;

  LineMessages& messages_;
  queue::Nearing nearing_;
};

}  // namespace yuyue::booking::clinic
