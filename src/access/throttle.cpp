#include "yuyue/access/throttle.hpp"

#include <algorithm>

namespace yuyue::access {
namespace {

constexpr std::string_view kLookup = "throttle";

std::chrono::seconds wait_after(std::int64_t failures, const ThrottleRules& rules) {
  std::chrono::seconds wait = rules.first_wait;
  for (std::int64_t extra = failures - rules.free_failures; extra > 0 && wait < rules.longest_wait;
       --extra) {
    wait *= 2;
  }
  return std::min(wait, rules.longest_wait);
}

}  // namespace

Result<void> Throttle::check(store::Snapshot& snapshot, std::string_view subject,
                             Instant now) const {
  const auto hash = vault_.lookups(kLookup, subject);
  const auto until = snapshot.integer(
      "SELECT blocked_until FROM failure_count WHERE subject_hash IN (?, ?) AND blocked_until > ? "
      "ORDER BY blocked_until DESC",
      {store::Blob{hash.now}, store::Blob{hash.former}, now});
  if (until) return Refusal("too-many-attempts").until(from_millis(*until));
  return {};
}

void Throttle::failed(store::Transaction& tx, std::string_view subject, Instant now) const {
  const auto hash = vault_.lookups(kLookup, subject);
  const auto before = tx.integer(
      "SELECT failures FROM failure_count WHERE subject_hash IN (?, ?) AND last_at > ? "
      "ORDER BY failures DESC",
      {store::Blob{hash.now}, store::Blob{hash.former}, Instant(now - rules_.forget_after)});
  const std::int64_t failures = before.value_or(0) + 1;
  std::optional<Instant> until;
  if (failures >= rules_.free_failures) until = now + wait_after(failures, rules_);
  tx.execute(
      "INSERT INTO failure_count (subject_hash, failures, last_at, blocked_until) "
      "VALUES (?, ?, ?, ?) ON CONFLICT (subject_hash) DO UPDATE SET failures = excluded.failures, "
      "last_at = excluded.last_at, blocked_until = excluded.blocked_until",
      {store::Blob{hash.now}, failures, now, until});
}

void Throttle::succeeded(store::Transaction& tx, std::string_view subject) const {
  const auto hash = vault_.lookups(kLookup, subject);
  tx.execute("DELETE FROM failure_count WHERE subject_hash IN (?, ?)",
             {store::Blob{hash.now}, store::Blob{hash.former}});
}

int Throttle::purge(store::Transaction& tx, Instant now) const {
  constexpr int kAtOnce = 500;
  return tx.execute(
      "DELETE FROM failure_count WHERE subject_hash IN "
      "(SELECT subject_hash FROM failure_count WHERE last_at <= ? ORDER BY last_at LIMIT ?)",
      {Instant(now - rules_.forget_after), kAtOnce});
}

namespace {

std::string guesser(const Principal& who) {
  return "guesses:" + std::string(name_of(who.kind)) + ':' + std::to_string(who.id);
}
std::string guessed_from(std::string_view remote) {
  return "guesses-from:" + std::string(remote);
}

}  // namespace

Result<void> GuessLimit::check(store::Snapshot& snapshot, const Principal& who,
                               std::string_view remote, Instant now) const {
  if (auto free = accounts_.check(snapshot, guesser(who), now); !free) return free.error();
  return remotes_.check(snapshot, guessed_from(remote), now);
}

Kept<bool> GuessLimit::failed(store::Transaction& tx, const Principal& who, std::string_view remote,
                              Instant now) const {
  if (auto free = check(tx, who, remote, now); !free) return free.error();
  accounts_.failed(tx, guesser(who), now);
  remotes_.failed(tx, guessed_from(remote), now);
  return true;
}

}  // namespace yuyue::access
