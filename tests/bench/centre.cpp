#include "bench/centre.hpp"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "bench/workshop.hpp"
#include "centre_days/play.hpp"

namespace yuyue::bench {
namespace {

constexpr double kGain = 0.3, kMostFrom = 0.85, kMostTo = 0.95, kLonger = 1.05;

struct Kind {
  const char* name;
  centre_days::Day (*make)(unsigned);
  double gain;  ///< aim
};
constexpr Kind kKinds[] = {{"mixed", &centre_days::mixed_day, kGain},
                           {"plain", &centre_days::plain_day, 0}};

bool is_met(const Kind& kind, const centre_days::Figures& f) {
  return f.gain() >= kind.gain && f.within_most >= kMostFrom && f.within_most <= kMostTo &&
         f.broken == 0 && f.mean_wait <= kLonger * f.first_come;
}

void print(const Kind& kind, const centre_days::Figures& f, bool as_json) {
  if (as_json) {
    const nlohmann::ordered_json line{{"name", std::string("centre ") + kind.name},
                                      {"told", f.told},
                                      {"off", f.ours},
                                      {"offByPeopleAhead", f.ahead},
                                      {"offByLastServed", f.last},
                                      {"gain", f.gain()},
                                      {"withinHalf", f.within_half},
                                      {"withinMost", f.within_most},
                                      {"meanWait", f.mean_wait},
                                      {"meanWaitFirstCome", f.first_come},
                                      {"promisesBroken", f.broken},
                                      {"met", is_met(kind, f)}};
    std::puts(line.dump().c_str());
    return;
  }
  std::printf("%s days, %d numbers taken\n", kind.name, f.told);
  std::printf("  minutes off, on average      %6.2f\n", f.ours);
  std::printf("    people ahead x mean / open %6.2f\n", f.ahead);
  std::printf("    as the last one served     %6.2f\n", f.last);
  std::printf("  below the better of the two  %5.0f%%   aim >= %.0f%%\n", 100 * f.gain(),
              100 * kind.gain);
  std::printf("  within the half range        %5.0f%%\n", 100 * f.within_half);
  std::printf("  within nine in ten           %5.0f%%   aim %.0f to %.0f%%\n", 100 * f.within_most,
              100 * kMostFrom, 100 * kMostTo);
  std::printf(
      "  mean wait, minutes           %6.2f   first come, first served: %.2f, aim <= +5%%\n",
      f.mean_wait, f.first_come);
  std::printf("  promises broken              %6d   aim 0\n", f.broken);
  std::printf("  %s\n", is_met(kind, f) ? "met" : "NOT MET");
}

}  // namespace

bool simulate_centre(Workshop& workshop, const CentreOptions& options, bool as_json) {
  bool met = true;
  for (const auto& kind : kKinds) {
    workshop.say(std::to_string(options.days) + " " + kind.name + " days of a service centre");
    const auto figures =
        centre_days::measure({.make = kind.make, .seed = options.seed, .days = options.days});
    print(kind, figures, as_json);
    met = met && is_met(kind, figures);
  }
  return met;
}

}  // namespace yuyue::bench
