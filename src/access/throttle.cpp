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
  const store::Bytes hash = vault_.lookup(kLookup, subject);
  const auto until = snapshot.integer(
      "SELECT blocked_until FROM failure_count WHERE subject_hash = ? AND blocked_until > ?",
      {store::Blob{hash}, now});
  if (until) return Refusal("too-many-attempts").until(from_millis(*until));
  return {};
}

void Throttle::failed(store::Transaction& tx, std::string_view subject, Instant now) const {
  const store::Bytes hash = vault_.lookup(kLookup, subject);
  const auto before =
      tx.integer("SELECT failures FROM failure_count WHERE subject_hash = ? AND last_at > ?",
                 {store::Blob{hash}, Instant(now - rules_.forget_after)});
  const std::int64_t failures = before.value_or(0) + 1;
  std::optional<Instant> until;
  if (failures >= rules_.free_failures) until = now + wait_after(failures, rules_);
  tx.execute(
      "INSERT INTO failure_count (subject_hash, failures, last_at, blocked_until) "
      "VALUES (?, ?, ?, ?) ON CONFLICT (subject_hash) DO UPDATE SET failures = excluded.failures, "
      "last_at = excluded.last_at, blocked_until = excluded.blocked_until",
      {store::Blob{hash}, failures, now, until});
}

void Throttle::succeeded(store::Transaction& tx, std::string_view subject) const {
  const store::Bytes hash = vault_.lookup(kLookup, subject);
  tx.execute("DELETE FROM failure_count WHERE subject_hash = ?", {store::Blob{hash}});
}

int Throttle::purge(store::Transaction& tx, Instant now) const {
  return tx.execute("DELETE FROM failure_count WHERE last_at <= ?",
                    {Instant(now - rules_.forget_after)});
}

}  // namespace yuyue::access
