#pragma once
#include "yuyue/queue/lines.hpp"

namespace yuyue::queue {

/// Told inside the transaction in which a line moved on (messages owed, in the server).
class NearingListener {
 public:
  virtual ~NearingListener() = default;
  /// Once for each ticket.
  virtual void few_ahead(store::Transaction& tx, const KeptLine& line, const Ticket& ticket,
                         int ahead, Instant now) = 0;
  virtual void called(store::Transaction& tx, const KeptLine& line, const Ticket& ticket,
                      Instant now) = 0;
};

/// Tells whoever has few ahead of them, whenever somebody of their line is called: who comes early
/// is not told before anybody is.
class Nearing final : public Watcher {
 public:
  /// How many are few; 0: nobody is told.
  using Few = std::function<int(store::Snapshot&)>;
  Nearing(NearingListener& listener, Few few) : listener_(listener), few_(std::move(few)) {}
  void happening(store::Transaction& tx, const KeptLine& line, const Happening& what) override;

 private:
  NearingListener& listener_;
  Few few_;
};

/// Forgets who was told long ago, of any line. Returns how many.
int purge_nearing(store::Transaction& tx, Instant now);

}  // namespace yuyue::queue
