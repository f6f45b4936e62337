// exam_timing FILE…: plans each instance and prints, a line each, the milliseconds of processor
// time it took (the planner is one thread and waits for nothing), the outcome, and the program's
// peak memory so far in KiB. For tests/planner/bench.mjs.
#include <sys/resource.h>

#include <cstdio>
#include <ctime>
#include <exception>
#include <fstream>
#include <sstream>

#include "yuyue/planner/instance.hpp"
#include "yuyue/planner/planner.hpp"

namespace {

using namespace yuyue::planner;

double processor_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

void time_one(const char* file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw std::runtime_error("cannot be read");
  const auto problem = read_instance(text.str());
  const double begun = processor_milliseconds();
  const auto answer = plan(problem);
  const double took = processor_milliseconds() - begun;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%.4f %s %ld\n", took, answer.outcome == Outcome::optimal ? "optimal" : "infeasible",
              usage.ru_maxrss);
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    try {
      time_one(argv[i]);
    } catch (const std::exception& e) {
      std::fprintf(stderr, "exam_timing: %s: %s\n", argv[i], e.what());
      return 2;
    }
  }
  return 0;
}
