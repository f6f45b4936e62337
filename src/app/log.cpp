#include "app/log.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <nlohmann/json.hpp>

#include "yuyue/app/config.hpp"

namespace yuyue::app {
namespace {

std::shared_ptr<spdlog::logger> make(const std::shared_ptr<spdlog::details::thread_pool>& pool,
                                     const char* name, spdlog::sink_ptr sink, const char* pattern) {
  // When a disk cannot follow, lines are lost and not requests.
  auto logger = std::make_shared<spdlog::async_logger>(
      name, std::move(sink), pool, spdlog::async_overflow_policy::overrun_oldest);
  logger->set_pattern(pattern, spdlog::pattern_time_type::utc);
  return logger;
}

std::string quoted(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string_view name_of(http::Listener listener) {
  switch (listener) {
    case http::Listener::open:
      return "public";
    case http::Listener::internal:
      return "internal";
    case http::Listener::control:
      break;
  }
  return "control";
}

}  // namespace

Log::Log(const std::string& access)
    : pool_(std::make_shared<spdlog::details::thread_pool>(8192, 1)) {
  general_ = make(pool_, "log", std::make_shared<spdlog::sinks::stderr_sink_mt>(),
                  R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})");
  if (access == "off") return;
  try {
    spdlog::sink_ptr sink;
    if (access == "-")
      sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    else
      sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(access);
    access_ = make(pool_, "access", std::move(sink), R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ",%v})");
  } catch (const spdlog::spdlog_ex& e) {
    throw ConfigError("access_log: " + std::string(e.what()));
  }
}

Log::~Log() {
  general_->flush();
  if (access_) access_->flush();
}

void Log::error(std::string_view text) {
  general_->error("\"message\":{}", quoted(text));
  general_->flush();
}

void Log::info(std::string_view text) {
  general_->info("\"message\":{}", quoted(text));
  general_->flush();
}

void Log::answered(const http::AccessRecord& r) {
  if (!access_) return;
  access_->info(
      R"("listener":"{}","method":"{}","route":{},"status":{},"bytes":{},"us":{},"id":"{}")",
      name_of(r.listener), http::name_of(r.verb), quoted(r.pattern), r.status, r.bytes_out,
      r.took.count(), r.request_id);
}

}  // namespace yuyue::app
