#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "yuyue/http/server.hpp"

namespace spdlog {
class logger;
namespace details {
class thread_pool;
}
}  // namespace spdlog

namespace yuyue::app {

/// The program's log (standard error) and the access log, one JSON object a line, without personal
/// data. Written by a thread of their own: no request waits for a disk. Thread-safe.
class Log {
 public:
  /// `access`: "-", "off" or a file. Throws ConfigError when the file cannot be written.
  explicit Log(const std::string& access);
  ~Log();  ///< writes what is still waiting
  void error(std::string_view text);
  void info(std::string_view text);
  void answered(const http::AccessRecord& record);

 private:
  /// One queue for both logs, and the thread that writes it; ends after the loggers.
  std::shared_ptr<spdlog::details::thread_pool> pool_;
  std::shared_ptr<spdlog::logger> general_, access_;
};

}  // namespace yuyue::app
