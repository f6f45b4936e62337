#include "centre_days/day.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace yuyue::centre_days {
namespace {

using namespace std::chrono_literals;

constexpr double kSpread = 0.6;  // of the logarithm of a visit's length
constexpr double kNoShow = 0.1, kGone = 0.03, kPriority = 0.06, kSecondErrand = 0.15;
constexpr double kDaysDiffer = 0.1, kPauses = 0.35;

Instant at(double hour) {
  return kMidnight + std::chrono::milliseconds{static_cast<std::int64_t>(hour * 3'600'000)};
}

class Maker {
 public:
  Maker(unsigned seed, Day& day, bool plain) : dice_(seed), day_(day), plain_(plain) {}

  void fill() {
    for (auto& window : day_.windows) {
      window.today = std::exp(kDaysDiffer * normal());
      if (plain_ || !happens(kPauses)) continue;
      const auto from = at(between(8.5, 16));
      window.pause = Span{from, from + std::chrono::minutes{static_cast<int>(between(5, 25))}};
    }
    for (std::size_t i = 0; i < day_.services.size(); ++i) {
      walk_ins(i);
      booked(i);
    }
    std::ranges::sort(day_.visits, {}, &Visit::arrives);
  }

 private:
  double normal() { return std::normal_distribution<double>()(dice_); }
  double between(double a, double b) { return std::uniform_real_distribution<double>(a, b)(dice_); }
  bool happens(double share) { return std::bernoulli_distribution(share)(dice_); }
  double length() {
    return std::clamp(std::exp(kSpread * normal() - kSpread * kSpread / 2), 0.2, 6.0);
  }

  // People come in the morning rather than at noon, and fewer towards the evening.
  static double busy(double hour) {
    if (hour < 9) return 1.2;
    if (hour < 11) return 1.5;
    if (hour < 13) return 0.7;
    return hour < 15.5 ? 1.1 : 0.5;
  }

  void add(std::size_t service, Visit visit) {
    visit.errands = {service};
    visit.lengths = {length()};
    if (!plain_) {
      visit.hears = !happens(kGone);
      if (day_.services.size() > 1 && happens(kSecondErrand)) {
        auto other = service;
        while (other == service)
          other = std::uniform_int_distribution<std::size_t>(0, day_.services.size() - 1)(dice_);
        visit.errands.push_back(other);
        visit.lengths.push_back(length());
      }
    }
    day_.visits.push_back(std::move(visit));
  }
  void walk_ins(std::size_t service) {
    for (double hour = 7.75; hour < 16; hour += 0.25) {
      const double mean = day_.services[service].an_hour / 4 * busy(hour);
      for (int n = std::poisson_distribution<int>(std::max(mean, 1e-9))(dice_); n > 0; --n) {
        Visit visit{.arrives = at(between(hour, hour + 0.25)), .errands = {}, .lengths = {}};
        if (!plain_ && happens(kPriority)) visit.priority = "elderly";
        add(service, std::move(visit));
      }
    }
  }
  void booked(std::size_t service) {
    for (double hour = 8; hour < 16; hour += 0.5)
      for (int n = 1; n <= day_.services[service].booked; ++n) {
        if (hour >= 12 && hour < 13) continue;
        const double early = std::clamp(15 + 12 * normal(), -25.0, 55.0) / 60;
        add(service, {.arrives = std::max(at(hour - early), at(7.75)),
                      .errands = {},
                      .slot = at(hour),
                      .sequence = n,
                      .comes = !happens(kNoShow),
                      .lengths = {}});
      }
  }

  std::mt19937_64 dice_;
  Day& day_;
  const bool plain_;
};

std::vector<Span> hours(double a, double b, double c, double d) {
  return {{at(a), at(b)}, {at(c), at(d)}};
}

}  // namespace

Day mixed_day(unsigned seed) {
  const queue::Duty insurance{.line = 0}, certificates{.line = 1}, records{.line = 2},
      invoices{.line = 3}, review{.line = 4};
  auto first = invoices, late_help = insurance, idle_help = records;
  first.bias = std::chrono::minutes{-5};
  late_help.help_after = 20min;
  late_help.help_when_idle = false;
  idle_help.help_after = 10min;
  Day day{{{"insurance", 6, 9, 2},
           {"certificates", 4, 9, 1},
           {"records", 7, 4, 1},
           {"invoices", 2.5, 11, 0},
           {"review", 10, 1.5, 1}},
          {{.station = {1},
            .duties = {insurance, certificates},
            .speed = 0.85,
            .open = hours(8, 12, 13, 17)},
           {.station = {2},
            .duties = {insurance, records},
            .speed = 1.15,
            .open = hours(8, 11.5, 12.5, 17)},
           {.station = {3},
            .duties = {certificates, first},
            .speed = 1.0,
            .open = hours(8, 12, 13, 17)},
           {.station = {4},
            .duties = {review, idle_help},
            .speed = 0.95,
            .open = hours(8.5, 12, 13.5, 16.5)},
           {.station = {5},
            .duties = {records, certificates, late_help},
            .speed = 1.1,
            .open = hours(8, 12.5, 13.5, 17)},
           {.station = {6},
            .duties = {insurance, invoices},
            .speed = 1.2,
            .open = hours(9, 11, 14, 16)}},
          {}};
  Maker(seed, day, false).fill();
  return day;
}

Day plain_day(unsigned seed) {
  const queue::Duty duty{.line = 0};
  Day day{{{"registration", 5, 26, 0}}, {}, {}};
  for (int i = 1; i <= 3; ++i)
    day.windows.push_back(
        {.station = {i}, .duties = {duty}, .speed = 1, .open = {{at(8), at(17)}}});
  Maker(seed, day, true).fill();
  return day;
}

}  // namespace yuyue::centre_days
