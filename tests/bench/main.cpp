// bench_figures [NAME…] [--json] [--long] [--list]: measures the figures of README.
// bench_figures --day [--seed N] [--days N] [--served N] [--small] [--json]: the simulated day.
// bench_figures --centre [--seed N] [--days N] [--json]: simulated days of the service centre.
// What the options mean is said in scripts/bench, which builds and calls this.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <nlohmann/json.hpp>
#include <string_view>

#include "bench/centre.hpp"
#include "bench/day_command.hpp"
#include "bench/figure.hpp"
#include "bench/workshop.hpp"

namespace {

using namespace yuyue::bench;

struct Options {
  std::vector<std::string> names;
  bool json = false, list = false, is_long = false, day = false, centre = false;
  day::Options of_day;
  CentreOptions of_centre;
};

/// The number that follows the i-th word.
int number_after(int argc, char** argv, int& i) {
  const std::string name = argv[i];
  const int number = ++i < argc ? std::atoi(argv[i]) : 0;
  if (number < 1) throw std::runtime_error(name + " needs a number from 1 on");
  return number;
}

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--json")
      options.json = true;
    else if (word == "--list")
      options.list = true;
    else if (word == "--long")
      options.is_long = true;
    else if (word == "--day")
      options.day = true;
    else if (word == "--centre")
      options.centre = true;
    else if (word == "--small")
      options.of_day.small = true;
    else if (word == "--seed")
      options.of_centre.seed = options.of_day.seed =
          static_cast<unsigned>(number_after(argc, argv, i));
    else if (word == "--days")
      options.of_centre.days = options.of_day.days = number_after(argc, argv, i);
    else if (word == "--served")
      options.of_day.served = number_after(argc, argv, i);
    else
      options.names.emplace_back(word);
  }
  const auto known = figures();
  for (const auto& name : options.names) {
    if (std::ranges::find(known, name, &Figure::name) == known.end())
      throw std::runtime_error("no figure is called " + name + "; see --list");
  }
  return options;
}

void print(const Figure& figure, const Measured& measured, bool as_json) {
  if (as_json) {
    const nlohmann::ordered_json line{{"name", figure.name},
                                      {"value", std::round(measured.value * 1000) / 1000},
                                      {"aim", figure.aim},
                                      {"met", measured.met},
                                      {"basis", measured.basis}};
    std::puts(line.dump().c_str());
  } else {
    std::printf("%-18s %9.3g   %-12s %-8s %s\n", figure.name.c_str(), measured.value,
                figure.aim.c_str(), measured.met ? "met" : "NOT MET", measured.basis.c_str());
  }
  std::fflush(stdout);
}

int run(const Options& options) {
  Workshop workshop(options.is_long);
  if (options.day) return day::simulate(workshop, options.of_day, options.json) ? 0 : 1;
  if (options.centre) return simulate_centre(workshop, options.of_centre, options.json) ? 0 : 1;
  bool all_met = true;
  for (const auto& figure : figures()) {
    if (!options.names.empty() &&
        std::ranges::find(options.names, figure.name) == options.names.end())
      continue;
    if (options.list) {
      std::printf("%-18s %-12s %s\n", figure.name.c_str(), figure.aim.c_str(), figure.what.c_str());
      continue;
    }
    workshop.say("measuring " + figure.name);
    const auto measured = figure.measure(workshop);
    print(figure, measured, options.json);
    all_met = all_met && measured.met;
  }
  return all_met ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(read_options(argc, argv));
  } catch (const std::exception& e) {
    std::fprintf(stderr, "bench_figures: %s\n", e.what());
    return 2;
  }
}
