#pragma once
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/signal.hpp"
#include "yuyue/http/events.hpp"

namespace yuyue::http {

/// One client's place in a channel, whose signal is raised when there is more. For one coroutine.
class EventReader {
 public:
  using Frame = std::shared_ptr<const std::string>;

  /// `last_id`: of the last event the client had, "epoch-number"; empty or unknown: it begins with
  /// the state as it is.
  EventReader(std::shared_ptr<EventChannel> channel, std::shared_ptr<Signal> signal,
              std::string_view last_id);
  ~EventReader();
  EventReader(const EventReader&) = delete;
  EventReader& operator=(const EventReader&) = delete;

  /// What is to be sent now; empty: nothing yet. Throws what the channel's snapshot throws.
  std::vector<Frame> next();

 private:
  const std::shared_ptr<EventChannel> channel_;
  std::list<std::shared_ptr<Signal>>::iterator place_;
  std::int64_t had_ = -1;  ///< the last event's number; -1: needs the state
};

}  // namespace yuyue::http
