// Yuyue (预约): outpatient appointments, examinations and one queue for a public hospital.
#include "yuyue/app/command_line.hpp"

int main(int argc, char** argv) {
  return yuyue::app::run_command_line(argc, argv);
}
