#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "yuyue/access/key_rotation.hpp"
#include "yuyue/notify/channel.hpp"
#include "yuyue/notify/message.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::notify {

struct DeliveryRules {
  int chunk = 20;                         ///< messages claimed at a time
  int attempts = 6;                       ///< then given up
  std::chrono::seconds first_pause{30};   ///< doubles with each attempt
  std::chrono::seconds claim{300};        ///< a claim not marked by then is taken up again
  std::chrono::hours text_kept{24 * 30};  ///< then the text and the address are wiped
};
struct DeliveryFigures {
  int delivered = 0, retried = 0, given_up = 0;
};

/// The table with sealed columns, for a change of keys.
std::vector<access::SealedTable> sealed_tables();

/// Messages owed to people: written with what they tell of, in one transaction, delivered after it.
class Outbox {
 public:
  Outbox(const access::Vault& vault, IdMaker& ids, DeliveryRules rules = {})
      : vault_(vault), ids_(ids), rules_(rules) {}

  MessageId owe(store::Transaction& tx, const NewMessage& message, Instant now) const;
  /// Delivers what is due, in small chunks: claim (write), deliver (no transaction), mark (write).
  /// Blocks; call it from a housekeeping thread, one at a time. `stop` is asked between messages.
  DeliveryFigures deliver_due(store::Database& database, Channel& channel, Instant now,
                              const std::function<bool()>& stop = {}) const;
  /// The last 50 messages, newest first, to one phone or to all: for the demo's mailbox page only.
  std::vector<Message> demo_messages(store::Snapshot& snapshot,
                                     std::optional<std::string_view> phone = {}) const;
  /// Wipes address and text of old messages; returns how many.
  int purge(store::Transaction& tx, Instant now, int limit = 500) const;
  /// Messages due and not yet delivered; for /metrics.
  std::int64_t waiting(store::Snapshot& snapshot, Instant now) const;

 private:
  std::vector<Message> claim(store::Transaction& tx, Instant now) const;
  int mark(store::Transaction& tx, const Message& message, const Delivery& delivery,
           Instant now) const;
  const access::Vault& vault_;
  IdMaker& ids_;
  DeliveryRules rules_;
};

}  // namespace yuyue::notify
