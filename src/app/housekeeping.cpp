#include "app/housekeeping.hpp"

namespace yuyue::app {
namespace {

using namespace std::chrono_literals;
constexpr auto kTurn = 1s;
constexpr int kTurnsPerPurge = 600;

}  // namespace

Housekeeping::Housekeeping(Hospital& hospital, Log& log)
    : hospital_(hospital),
      log_(log),
      made_for_(hospital.services().time.day_of(hospital.services().clock.now())),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Housekeeping::~Housekeeping() = default;

void Housekeeping::run(const std::stop_token& stop) {
  for (int turn = 0; !stop.stop_requested(); ++turn) {
    try {
      deliver(stop);
      make_sessions_of_new_day();
      if (turn % kTurnsPerPurge == 0) purge();
    } catch (const std::exception& e) {
      // The next turn tries again; nothing here is lost by waiting.
      log_.error(std::string("housekeeping: ") + e.what());
    }
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, kTurn, [] { return false; });
  }
}

void Housekeeping::deliver(const std::stop_token& stop) {
  const auto& services = hospital_.services();
  services.outbox.deliver_due(hospital_.database(), hospital_.channel(), services.clock.now(),
                              [&] { return stop.stop_requested(); });
}

void Housekeeping::purge() {
  const auto& services = hospital_.services();
  const auto now = services.clock.now();
  const auto each = [&](auto purge_some) {
    // In small jobs, so that the writer is never held for long.
    while (hospital_.database().write_now(store::Lane::housekeeping, purge_some) >= 500) {
    }
  };
  each([&](store::Transaction& tx) { return services.idempotency.purge(tx, now); });
  each([&](store::Transaction& tx) { return services.sign_ins.purge(tx, now); });
  each([&](store::Transaction& tx) { return services.codes.purge(tx, now); });
  each([&](store::Transaction& tx) { return services.outbox.purge(tx, now); });
}

void Housekeeping::make_sessions_of_new_day() {
  const auto& services = hospital_.services();
  const auto now = services.clock.now();
  const auto today = services.time.day_of(now);
  if (today == made_for_) return;
  booking::ensure_sessions(hospital_.database(), services.booking, now);
  made_for_ = today;
}

}  // namespace yuyue::app
