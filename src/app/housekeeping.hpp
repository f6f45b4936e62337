#pragma once
#include <condition_variable>
#include <latch>
#include <mutex>
#include <thread>

#include "app/hospital.hpp"
#include "app/log.hpp"

namespace yuyue::app {

/// Writes the audit chain's end to the log, where it outlives the file: whoever has a copy of the
/// line can tell later that nothing before it was altered or cut off (`yuyue audit verify --head`).
/// An empty chain has no end.
void note_audit_head(Hospital& hospital, Log& log);

/// What must be done without anybody asking, on a thread of its own: messages delivered (every
/// second), what was not paid in time given up (every second), places kept in vain passed on (every
/// second), examinations on a device that is closed planned anew (every second), no-shows found,
/// lines of days past settled and offices reminded of complaints (every ten), what is out of date
/// removed (every ten minutes), the sessions of a new day made and the audit chain's end written to
/// the log (at the first turn after midnight in the hospital's zone, the latter at start and stop
/// too).
class Housekeeping {
 public:
  Housekeeping(Hospital& hospital, Log& log);
  ~Housekeeping();  ///< waits for the task under way

 private:
  void run(const std::stop_token& stop);
  void run_providers(const std::stop_token& stop);
  void run_keys(const std::stop_token& stop);
  void run_waits(const std::stop_token& stop);
  void rest(const std::stop_token& stop);
  void ask_for_the_expired(const std::stop_token& stop);
  void expire_unpaid(const std::stop_token& stop);
  void deliver(const std::stop_token& stop);
  void go_on_with_disruptions(const std::stop_token& stop);
  void pass_places_on();
  void offer_free_places();
  void find_noshows();
  void settle_lines(const std::stop_token& stop);
  void remind_offices();
  void purge();
  void lapse_offers();
  void begin_new_day();

  Hospital& hospital_;
  Log& log_;
  Day made_for_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::latch asked_{1};  ///< those whose time ran out while nothing ran here were asked for
  /// Payment providers may take ten seconds to answer; nothing else waits for them.
  std::jthread providers_;
  /// Sealing everything anew may take minutes.
  std::jthread keys_;
  /// What former visits teach is read when the server has started; and forecasts are made here.
  std::jthread waits_;
  std::jthread thread_;
};

}  // namespace yuyue::app
