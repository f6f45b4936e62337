// A short form of what scripts/bench --centre measures.
#include <doctest/doctest.h>

#include "centre_days/play.hpp"

using namespace yuyue;

namespace {

void check_fairness(const centre_days::Figures& figures) {
  CHECK(figures.broken == 0);
  CHECK(figures.mean_wait <= 1.05 * figures.first_come);
}

}  // namespace

TEST_CASE("predicted waits are off by less than the usual guesses, and as often as they say") {
  const auto mixed = centre_days::measure(
      {.make = &centre_days::mixed_day, .seed = 7, .before = 5, .days = 2, .runs = 20, .every = 8});
  REQUIRE(mixed.told > 50);
  MESSAGE("mixed: off by " << mixed.ours << " min, " << mixed.ahead << ", " << mixed.last);
  CHECK(mixed.gain() >= 0.3);
  CHECK(mixed.within_most >= 0.75);
  check_fairness(mixed);
  const auto plain = centre_days::measure(
      {.make = &centre_days::plain_day, .seed = 7, .before = 5, .days = 3, .runs = 20, .every = 5});
  MESSAGE("plain: off by " << plain.ours << " min, " << plain.ahead << ", " << plain.last);
  CHECK(plain.gain() >= 0);
  check_fairness(plain);
}
