#pragma once

namespace yuyue::app {

/// The whole program: parses the arguments and runs one command. Returns its exit code: 0 done,
/// 1 failed, 2 wrong usage or input (named on standard error), 3 a server already holds the file.
int run_command_line(int argc, char** argv);

}  // namespace yuyue::app
