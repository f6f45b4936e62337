#include "http/registry.hpp"

#include <sys/socket.h>

#include "http/signal.hpp"

namespace yuyue::http {

std::int64_t Watch::now_millis() {
  using std::chrono::duration_cast, std::chrono::milliseconds, std::chrono::steady_clock;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

void Watch::wind(Cut what, std::chrono::milliseconds time) {
  due_.store((now_millis() + time.count()) * 2 + (what == Cut::everything ? 1 : 0));
}

void Watch::wake(const std::shared_ptr<Signal>& signal, std::chrono::milliseconds in) {
  if (!signal_) signal_ = signal;
  wake_at_.store(now_millis() + in.count());
}

void Registry::add(Watch& watch, const std::string& address, bool counted) {
  const std::lock_guard lock(mutex_);
  watch.index_ = watches_.size();
  watches_.push_back(&watch);
  ++addresses_[address];
  counted_ += counted ? 1 : 0;
}

void Registry::remove(Watch& watch, const std::string& address, bool counted) {
  const std::lock_guard lock(mutex_);
  watches_.back()->index_ = watch.index_;
  watches_[watch.index_] = watches_.back();
  watches_.pop_back();
  if (const auto at = addresses_.find(address); --at->second == 0) addresses_.erase(at);
  counted_ -= counted ? 1 : 0;
}

std::size_t Registry::count() const {
  const std::lock_guard lock(mutex_);
  return watches_.size();
}

std::size_t Registry::counted() const {
  const std::lock_guard lock(mutex_);
  return counted_;
}

std::size_t Registry::count_of(const std::string& address) const {
  const std::lock_guard lock(mutex_);
  const auto at = addresses_.find(address);
  return at == addresses_.end() ? 0 : at->second;
}

void Registry::cut_overdue() {
  const std::int64_t now = Watch::now_millis() * 2 + 1;
  const std::lock_guard lock(mutex_);
  for (Watch* watch : watches_) {
    std::int64_t due = watch->due_.load();
    if (due > now || !watch->due_.compare_exchange_strong(due, Watch::kNever)) continue;
    watch->run_out_.store(true);
    ::shutdown(watch->socket_, due % 2 == 1 ? SHUT_RDWR : SHUT_RD);
  }
}

void Registry::wake_until(std::int64_t time) {
  std::vector<std::shared_ptr<Signal>> due;
  {
    const std::lock_guard lock(mutex_);
    for (Watch* watch : watches_) {
      std::int64_t at = watch->wake_at_.load();
      if (at <= time && watch->wake_at_.compare_exchange_strong(at, Watch::kNever))
        due.push_back(watch->signal_);
    }
  }
  Signal::raise_all(due);
}

void Registry::wake_due() {
  wake_until(Watch::now_millis());
}

void Registry::wake_all() {
  wake_until(Watch::kNever - 1);
}

void Registry::end_idle() {
  const std::lock_guard lock(mutex_);
  for (Watch* watch : watches_) {
    if (watch->idle_.load()) ::shutdown(watch->socket_, SHUT_RD);
  }
}

void Registry::cut_all() {
  const std::lock_guard lock(mutex_);
  for (Watch* watch : watches_) {
    watch->run_out_.store(true);
    ::shutdown(watch->socket_, SHUT_RDWR);
  }
}

}  // namespace yuyue::http
