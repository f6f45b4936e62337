#include "yuyue/access/sign_ins.hpp"

namespace yuyue::access {

std::optional<SessionCache::Entry> SessionCache::find(const store::Bytes& token_hash) const {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(token_hash);
  if (found == entries_.end()) return std::nullopt;
  return found->second;
}

bool SessionCache::claim_touch(const store::Bytes& token_hash, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(token_hash);
  if (found == entries_.end() || found->second.touch_at > now) return false;
  found->second.touch_at = now + std::chrono::minutes(1);
  return true;
}

std::uint64_t SessionCache::epoch() const {
  const std::lock_guard lock(mutex_);
  return epoch_;
}

void SessionCache::keep(const store::Bytes& token_hash, Entry entry, std::uint64_t epoch) {
  const std::lock_guard lock(mutex_);
  if (epoch != epoch_ || most_ == 0) return;
  // Starting over is rare, cheap to refill, and needs no bookkeeping on every look.
  if (entries_.size() >= most_) entries_.clear();
  entries_.insert_or_assign(token_hash, std::move(entry));
}

void SessionCache::drop(const store::Bytes& token_hash) {
  const std::lock_guard lock(mutex_);
  ++epoch_;
  entries_.erase(token_hash);
}

void SessionCache::drop_all_of(PrincipalKind kind, std::int64_t id) {
  const std::lock_guard lock(mutex_);
  ++epoch_;
  std::erase_if(entries_, [&](const auto& item) {
    return item.second.principal.kind == kind && item.second.principal.id == id;
  });
}

std::size_t SessionCache::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace yuyue::access
