#include "app/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <mutex>
#include <unordered_map>

namespace yuyue::app {
namespace {

const prometheus::Histogram::BucketBoundaries kSeconds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02,
                                                       0.05,   0.1,   0.25,   0.5,   1,    2.5};

}  // namespace

struct Metrics::Impl {
  struct OfRoute {
    std::array<prometheus::Counter*, 6> by_class{};  ///< 2xx … 5xx, by the status' first digit
    prometheus::Histogram* seconds = nullptr;
  };

  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter()
          .Name("yuyue_http_requests_total")
          .Help("Requests answered, by route and class of status")
          .Register(registry);
  prometheus::Family<prometheus::Histogram>& seconds =
      prometheus::BuildHistogram()
          .Name("yuyue_http_request_seconds")
          .Help("From the request read to the answer written, by route")
          .Register(registry);
  std::mutex mutex;
  std::unordered_map<std::string, OfRoute> routes;
  std::function<store::Figures()> store;
  std::function<http::ServerFigures()> server;
  std::function<Money()> money;

  OfRoute& route(std::string_view verb, std::string_view pattern) {
    std::string key(verb);
    key.append(" ").append(pattern.empty() ? "(pages)" : pattern);
    const auto found = routes.find(key);
    if (found != routes.end()) return found->second;
    OfRoute made;
    made.seconds = &seconds.Add({{"route", key}}, kSeconds);
    for (std::size_t digit = 2; digit < made.by_class.size(); ++digit)
      made.by_class[digit] =
          &requests.Add({{"route", key}, {"status", std::to_string(digit) + "xx"}});
    return routes.emplace(key, made).first->second;
  }
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::answered(const http::AccessRecord& record) {
  Impl::OfRoute* route = nullptr;
  {
    const std::scoped_lock lock(impl_->mutex);
    route = &impl_->route(http::name_of(record.verb), record.pattern);
  }
  const auto digit = static_cast<std::size_t>(record.status / 100);
  if (digit >= 2 && digit < route->by_class.size()) route->by_class[digit]->Increment();
  route->seconds->Observe(std::chrono::duration<double>(record.took).count());
}

void Metrics::watch(std::function<store::Figures()> store,
                    std::function<http::ServerFigures()> server) {
  const std::scoped_lock lock(impl_->mutex);
  impl_->store = std::move(store);
  impl_->server = std::move(server);
}

void Metrics::watch_money(std::function<Money()> money) {
  const std::scoped_lock lock(impl_->mutex);
  impl_->money = std::move(money);
}

namespace {

prometheus::MetricFamily callbacks(const booking::fees::CallbackLog::Figures& f) {
  prometheus::MetricFamily family{"yuyue_payment_callbacks_total",
                                  "Call-backs of payment providers, by what became of them",
                                  prometheus::MetricType::Counter,
                                  {}};
  const std::pair<const char*, std::uint64_t> outcomes[] = {
      {"accepted", f.accepted}, {"repeated", f.repeated}, {"returned", f.returned},
      {"unknown", f.unknown},   {"forged", f.forged},     {"stale", f.stale},
      {"invalid", f.invalid}};
  for (const auto& [outcome, count] : outcomes) {
    prometheus::ClientMetric metric;
    metric.label.push_back({"outcome", outcome});
    metric.counter.value = static_cast<double>(count);
    family.metric.push_back(std::move(metric));
  }
  return family;
}

prometheus::MetricFamily figure(std::string name, std::string help, double value,
                                prometheus::MetricType type) {
  prometheus::ClientMetric metric;
  if (type == prometheus::MetricType::Counter)
    metric.counter.value = value;
  else
    metric.gauge.value = value;
  return {std::move(name), std::move(help), type, {metric}};
}

}  // namespace

std::string Metrics::text() {
  using enum prometheus::MetricType;
  auto families = impl_->registry.Collect();
  const std::scoped_lock lock(impl_->mutex);
  const auto add = [&](const char* name, const char* help, double value,
                       prometheus::MetricType type) {
    families.push_back(figure(name, help, value, type));
  };
  if (impl_->store) {
    const auto f = impl_->store();
    const auto d = [](auto v) {
      return static_cast<double>(v);
    };
    add("yuyue_store_jobs_total", "Write jobs answered", d(f.jobs), Counter);
    add("yuyue_store_refused_total", "Write jobs refused by a rule", d(f.refused), Counter);
    add("yuyue_store_failed_total", "Write jobs that failed", d(f.failed), Counter);
    add("yuyue_store_busy_total", "Write jobs turned away at the queue", d(f.busy), Counter);
    add("yuyue_store_commits_total", "Groups made durable", d(f.groups), Counter);
    add("yuyue_store_checkpoints_total", "Checkpoints", d(f.checkpoints), Counter);
    add("yuyue_store_waiting", "Write jobs waiting now", d(f.waiting), Gauge);
    add("yuyue_store_wal_bytes", "Size of the write-ahead log", d(f.wal_bytes), Gauge);
  }
  if (impl_->server) {
    const auto f = impl_->server();
    add("yuyue_http_connections", "Open connections", static_cast<double>(f.connections), Gauge);
    add("yuyue_http_refused_connections_total", "Connections refused",
        static_cast<double>(f.refused_connections), Counter);
  }
  if (impl_->money) {
    const auto f = impl_->money();
    const auto d = [](auto v) {
      return static_cast<double>(v);
    };
    families.push_back(callbacks(f.callbacks));
    add("yuyue_payment_errands_done_total", "Questions that providers answered", d(f.errands.done),
        Counter);
    add("yuyue_payment_errands_unanswered_total", "Questions that providers did not answer",
        d(f.errands.unavailable), Counter);
    add("yuyue_payment_errands", "Questions that providers have still to be asked",
        d(f.waiting.errands), Gauge);
    add("yuyue_refunds_owed", "Refunds not made yet", d(f.waiting.refunds_owed), Gauge);
    add("yuyue_refunds_failed", "Refunds that the desk has to settle", d(f.waiting.refunds_failed),
        Gauge);
  }
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace yuyue::app
