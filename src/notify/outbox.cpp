#include "yuyue/notify/outbox.hpp"

#include <algorithm>
#include <utility>

namespace yuyue::notify {
namespace {

using access::sealed_in;

constexpr std::string_view kLookup = "message-to";
constexpr std::string_view kTo = "message.to";
constexpr std::string_view kText = "message.text";
constexpr int kDemoMessages = 50;
constexpr int kVoidedAtATime = 200;

MessageState state_from(const std::string& name) {
  using enum MessageState;
  for (const MessageState state : {owed, sending, delivered}) {
    if (name == name_of(state)) return state;
  }
  return undelivered;
}

/// Columns: id, channel, to_sealed, text_sealed, created_at, sent_at, attempts, state, reason,
/// about_kind, about_id.
Message read(const access::Vault& vault, const store::Row& row) {
  Message message;
  message.id = row.id<MessageId>(0);
  message.channel = row.text(1);
  message.to = vault.open(sealed_in(kTo, message.id), row.blob(2));
  message.text = vault.open(sealed_in(kText, message.id), row.blob(3));
  message.created_at = row.instant(4);
  message.sent_at = row.maybe_instant(5);
  message.attempts = static_cast<int>(row.integer(6));
  message.state = state_from(row.text(7));
  message.reason = row.text(8);
  message.about_kind = row.text(9);
  message.about_id = row.integer(10);
  return message;
}

/// A channel that throws (a gateway that cannot be reached) is tried again later.
Delivery try_to_deliver(Channel& channel, const Message& message) {
  try {
    return channel.deliver(message);
  } catch (const std::exception&) {
    return Delivery::later("channel-failed");
  }
}

/// Claimed, but stopped before its turn.
void give_back(store::Transaction& tx, const Message& message, Instant now) {
  tx.execute(
      "UPDATE message SET state = 'owed', due_at = ?, attempts = attempts - 1 "
      "WHERE id = ? AND state = 'sending'",
      {now, message.id});
}

}  // namespace

MessageId Outbox::owe(store::Transaction& tx, const NewMessage& message, Instant now) const {
  const auto id = ids_.next<MessageId>();
  const store::Bytes hash = vault_.lookup(kLookup, message.to);
  const store::Bytes to = vault_.seal(sealed_in(kTo, id), message.to);
  const store::Bytes text = vault_.seal(sealed_in(kText, id), message.text);
  tx.execute(
      "INSERT INTO message (id, channel, to_hash, to_sealed, text_sealed, state, created_at, "
      "due_at, "
      "void_at, about_kind, about_id) VALUES (?, ?, ?, ?, ?, 'owed', ?, ?, ?, ?, ?)",
      {id, message.channel, store::Blob{hash}, store::Blob{to}, store::Blob{text}, now,
       message.due_at.value_or(now), message.void_at, message.about_kind, message.about_id});
  return id;
}

std::vector<Message> Outbox::claim(store::Transaction& tx, Instant now) const {
  // What is worth nothing any more is not sent late. Only the head of the line is looked at, so
  // that a long one costs no more than a short one.
  tx.execute(
      "UPDATE message SET state = 'undelivered', reason = 'too-late' WHERE void_at <= ? AND id IN "
      "(SELECT id FROM message WHERE state IN ('owed', 'sending') AND due_at <= ? "
      "ORDER BY due_at, id LIMIT ?)",
      {now, now, kVoidedAtATime});
  std::vector<Message> claimed;
  {
    auto rows = tx.query(
        "SELECT id, channel, to_sealed, text_sealed, created_at, sent_at, attempts, state, reason, "
        "about_kind, about_id FROM message WHERE state IN ('owed', 'sending') AND due_at <= ? "
        "AND (void_at IS NULL OR void_at > ?) ORDER BY due_at, id LIMIT ?",
        {now, now, rules_.chunk});
    while (rows.next()) claimed.push_back(read(vault_, rows.row()));
  }
  for (Message& message : claimed) {
    ++message.attempts;
    tx.execute("UPDATE message SET state = 'sending', attempts = ?, due_at = ? WHERE id = ?",
               {message.attempts, Instant(now + rules_.claim), message.id});
  }
  return claimed;
}

int Outbox::mark(store::Transaction& tx, const Message& message, const Delivery& delivery,
                 Instant now) const {
  using Outcome = Delivery::Outcome;
  if (delivery.outcome == Outcome::delivered) {
    return tx.execute(
        "UPDATE message SET state = 'delivered', sent_at = ?, reason = '' "
        "WHERE id = ? AND state = 'sending'",
        {now, message.id});
  }
  if (delivery.outcome == Outcome::failed || message.attempts >= rules_.attempts) {
    return tx.execute(
        "UPDATE message SET state = 'undelivered', reason = ? WHERE id = ? AND state = 'sending'",
        {delivery.reason, message.id});
  }
  const auto pause = rules_.first_pause * (std::int64_t{1} << std::min(message.attempts - 1, 20));
  return tx.execute(
      "UPDATE message SET state = 'owed', due_at = ?, reason = ? WHERE id = ? AND state = "
      "'sending'",
      {Instant(now + pause), delivery.reason, message.id});
}

DeliveryFigures Outbox::deliver_due(store::Database& database, Channel& channel, Instant now,
                                    const std::function<bool()>& stop) const {
  DeliveryFigures figures;
  for (;;) {
    const auto claimed = database.write_now(store::Lane::housekeeping,
                                            [&](store::Transaction& tx) { return claim(tx, now); });
    if (claimed.empty()) return figures;
    std::vector<std::pair<Message, Delivery>> done;
    bool stopped = false;
    for (const Message& message : claimed) {
      stopped = stop && stop();
      if (stopped) break;
      done.emplace_back(message, try_to_deliver(channel, message));
      switch (done.back().second.outcome) {
        case Delivery::Outcome::delivered:
          ++figures.delivered;
          break;
        case Delivery::Outcome::retry:
          ++(message.attempts >= rules_.attempts ? figures.given_up : figures.retried);
          break;
        case Delivery::Outcome::failed:
          ++figures.given_up;
          break;
      }
    }
    database.write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      int marked = 0;
      for (const auto& [message, delivery] : done) marked += mark(tx, message, delivery, now);
      for (std::size_t i = done.size(); i < claimed.size(); ++i) give_back(tx, claimed[i], now);
      return marked;
    });
    if (stopped) return figures;
  }
}

std::vector<Message> Outbox::demo_messages(store::Snapshot& snapshot,
                                           std::optional<std::string_view> phone) const {
  const auto hash = phone ? vault_.lookups(kLookup, *phone) : access::Lookups();
  std::vector<Message> found;
  auto rows =
      phone
          ? snapshot.query(
                "SELECT id, channel, to_sealed, text_sealed, created_at, sent_at, attempts, state, "
                "reason, about_kind, about_id FROM message WHERE to_hash IN (?, ?) "
                "ORDER BY id DESC LIMIT ?",
                {store::Blob{hash.now}, store::Blob{hash.former}, kDemoMessages})
          : snapshot.query(
                "SELECT id, channel, to_sealed, text_sealed, created_at, sent_at, attempts, state, "
                "reason, about_kind, about_id FROM message WHERE to_hash IS NOT NULL "
                "ORDER BY id DESC LIMIT ?",
                {kDemoMessages});
  while (rows.next()) found.push_back(read(vault_, rows.row()));
  return found;
}

int Outbox::purge(store::Transaction& tx, Instant now, int limit) const {
  return tx.execute(
      "UPDATE message SET to_hash = NULL, to_sealed = NULL, text_sealed = NULL WHERE id IN "
      "(SELECT id FROM message WHERE to_hash IS NOT NULL AND created_at <= ? "
      "AND state IN ('delivered', 'undelivered') ORDER BY created_at LIMIT ?)",
      {Instant(now - rules_.text_kept), limit});
}

std::int64_t Outbox::waiting(store::Snapshot& snapshot, Instant now) const {
  return snapshot
      .integer("SELECT COUNT(*) FROM message WHERE state IN ('owed', 'sending') AND due_at <= ?",
               {now})
      .value_or(0);
}

std::vector<access::SealedTable> sealed_tables() {
  return {{.name = "message",
           .select = "SELECT id, 'message.to:' || id, to_sealed, 'message.text:' || id, "
                     "text_sealed FROM message WHERE id > ? ORDER BY id LIMIT ?",
           .columns = 2,
           .update = "UPDATE message SET to_sealed = ?2, text_sealed = ?3, to_hash = ?4 "
                     "WHERE id = ?1",
           .hashes = [](const access::Vault& vault, const auto& opened, const auto&) {
             return std::vector<std::optional<store::Bytes>>{
                 vault.lookup(kLookup, opened[0].value())};
           }}};
}

}  // namespace yuyue::notify
