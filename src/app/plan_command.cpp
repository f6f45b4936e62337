// The command "plan": a plan of one patient's examinations, from a file, without a hospital.
#include <chrono>
#include <fstream>
#include <iostream>
#include <sstream>

#include "app/commands.hpp"
#include "yuyue/planner/instance.hpp"
#include "yuyue/planner/planner.hpp"

namespace yuyue::app {
namespace {

struct Given {
  std::string file;
  double seconds = 0;  // 0: until it is proven
};

std::string read_instance_file(const std::string& file) {
  std::ostringstream text;
  if (file == "-") {
    text << std::cin.rdbuf();
  } else {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw CommandFailed(2, file + ": cannot be read");
    text << in.rdbuf();
  }
  return text.str();
}

void plan_instance(const Given& given) {
  const auto begun = std::chrono::steady_clock::now();
  planner::Limits limits;
  if (given.seconds > 0) {
    const std::chrono::duration<double> seconds(given.seconds);
    limits.deadline = begun + std::chrono::duration_cast<std::chrono::milliseconds>(seconds);
  }
  try {
    const auto problem = planner::read_instance(read_instance_file(given.file));
    std::cout << planner::write_answer(problem, planner::plan(problem, limits)) << "\n";
  } catch (const planner::BadInstance& e) {
    throw CommandFailed(2, (given.file == "-" ? "standard input" : given.file) + ": " + e.what());
  }
}

}  // namespace

void add_plan_command(CLI::App& app) {
  const auto given = std::make_shared<Given>();
  auto* planning =
      app.add_subcommand("plan", "The best plan of one patient's examinations, proven, as JSON");
  planning
      ->add_option("--instance", given->file,
                   "the examinations, rules and free places, as JSON (-: standard input)")
      ->required();
  planning
      ->add_option(
          "--time-limit", given->seconds,
          "stop proving after so many seconds and print the best plan so far and its bound")
      ->check(CLI::Range(0.001, 1e6));
  planning->callback([given] { plan_instance(*given); });
}

}  // namespace yuyue::app
