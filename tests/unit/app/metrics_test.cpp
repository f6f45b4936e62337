#include "app/metrics.hpp"

#include <doctest/doctest.h>

using namespace yuyue;

TEST_CASE("figures by route and class of status, the store's beside them") {
  app::Metrics metrics;
  metrics.watch([] { return store::Figures{.jobs = 7}; },
                [] { return http::ServerFigures{.connections = 3}; });
  metrics.answered({.listener = http::Listener::open,
                    .verb = http::Verb::get,
                    .pattern = "/api/v1/hospital",
                    .status = 200,
                    .bytes_out = 10,
                    .took = std::chrono::microseconds{1500},
                    .request_id = "x"});
  const auto text = metrics.text();
  CHECK(text.find("yuyue_http_requests_total{route=\"GET /api/v1/hospital\",status=\"2xx\"} 1") !=
        std::string::npos);
  CHECK(text.find(
            "yuyue_http_request_seconds_bucket{route=\"GET /api/v1/hospital\",le=\"0.001\"} 0") !=
        std::string::npos);
  CHECK(text.find("yuyue_store_jobs_total 7") != std::string::npos);
  CHECK(text.find("yuyue_http_connections 3") != std::string::npos);
}

TEST_CASE("money: what became of call-backs, what is still owed") {
  app::Metrics metrics;
  metrics.watch_money([] {
    return app::Metrics::Money{.callbacks = {.accepted = 3, .forged = 5},
                               .errands = {.done = 7, .unavailable = 1},
                               .waiting = {.refunds_owed = 2, .refunds_failed = 0, .errands = 4}};
  });
  const auto text = metrics.text();
  CHECK(text.find("yuyue_payment_callbacks_total{outcome=\"accepted\"} 3") != std::string::npos);
  CHECK(text.find("yuyue_payment_callbacks_total{outcome=\"forged\"} 5") != std::string::npos);
  CHECK(text.find("yuyue_refunds_owed 2") != std::string::npos);
  CHECK(text.find("yuyue_payment_errands 4") != std::string::npos);
}
