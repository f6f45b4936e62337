#pragma once
#include <memory>
#include <string>

#include "yuyue/booking/fees/callbacks.hpp"
#include "yuyue/booking/fees/errands.hpp"
#include "yuyue/http/server.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::app {

/// The server's figures in Prometheus' format. Thread-safe.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  void answered(const http::AccessRecord& record);
  /// Called by text(); set once both exist.
  void watch(std::function<store::Figures()> store, std::function<http::ServerFigures()> server);
  struct Money {
    booking::fees::CallbackLog::Figures callbacks;
    booking::fees::ErrandFigures errands;
    booking::fees::Fees::Figures waiting;
  };
  void watch_money(std::function<Money()> money);
  std::string text();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yuyue::app
