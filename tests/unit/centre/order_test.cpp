#include "yuyue/centre/waits/order.hpp"

#include <doctest/doctest.h>

using namespace yuyue;
using namespace yuyue::centre::waits;
using namespace std::chrono_literals;

namespace {

const Instant kNow = from_millis(1'795'000'000'000);

Leg leg(int service, std::chrono::minutes wait, std::chrono::minutes takes,
        std::chrono::minutes closes = 480min) {
  return {.service = ServiceId{service},
          .called = kNow + wait,
          .takes = takes,
          .open = {{kNow - 60min, kNow + closes}}};
}

std::vector<int> services(const std::vector<Planned>& plan) {
  std::vector<int> list;
  for (const auto& one : plan) list.push_back(static_cast<int>(one.service.value));
  return list;
}

}  // namespace

TEST_CASE("errands are done while others wait, and the due time stays") {
  const std::vector legs{leg(1, 40min, 5min), leg(2, 10min, 20min), leg(3, 0min, 5min)};
  const auto plan = best_order(legs, kNow, /*keep=*/false);
  CHECK(services(plan) == std::vector{3, 2, 1});
  CHECK(plan[0].called == kNow);
  CHECK(plan[1].called == kNow + 10min);
  CHECK(plan[2].called == kNow + 40min);
}

TEST_CASE("an order that somebody wishes to keep is kept, and only timed") {
  const std::vector legs{leg(1, 40min, 5min), leg(2, 10min, 20min)};
  const auto plan = best_order(legs, kNow, /*keep=*/true);
  CHECK(services(plan) == std::vector{1, 2});
  CHECK(plan[1].called == kNow + 45min);
}

TEST_CASE("nothing is gained: the order stays as said") {
  const std::vector legs{leg(1, 0min, 5min), leg(2, 0min, 5min)};
  CHECK(services(best_order(legs, kNow, false)) == std::vector{1, 2});
}

TEST_CASE("what closes soon comes first, and breaks are waited for") {
  auto closing = leg(1, 20min, 10min, 30min);
  auto noon = leg(2, 0min, 30min);
  CHECK(services(best_order({noon, closing}, kNow, false)) == std::vector{1, 2});
  noon.open = {{kNow - 60min, kNow + 5min}, {kNow + 60min, kNow + 300min}};
  const auto plan = best_order({leg(3, 0min, 10min), noon}, kNow, true);
  CHECK(plan[1].called == kNow + 60min);
}

TEST_CASE("what cannot be said of one cannot be said of those after it") {
  auto unknown = leg(1, 0min, 5min);
  unknown.called.reset();
  const auto plan = best_order({leg(2, 5min, 5min), unknown, leg(3, 5min, 5min)}, kNow, true);
  CHECK(plan[0].called);
  CHECK(!plan[1].called);
  CHECK(!plan[2].called);
}
