#pragma once
#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/hospital.hpp"
#include "app/log.hpp"

namespace yuyue::app {

/// What must be done without anybody asking, on a thread of its own: messages delivered (every
/// second), what is out of date removed (every ten minutes), the sessions of a new day made (at
/// the first turn after midnight in the hospital's zone).
class Housekeeping {
 public:
  Housekeeping(Hospital& hospital, Log& log);
  ~Housekeeping();  ///< waits for the task under way

 private:
  void run(const std::stop_token& stop);
  void deliver(const std::stop_token& stop);
  void purge();
  void make_sessions_of_new_day();

  Hospital& hospital_;
  Log& log_;
  Day made_for_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace yuyue::app
