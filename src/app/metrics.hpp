#pragma once
#include <memory>
#include <string>

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
  std::string text();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yuyue::app
