#pragma once
#include "yuyue/app/config.hpp"

namespace yuyue::app {

/// Runs the server until SIGTERM or SIGINT; then finishes what is under way and closes the file.
/// Returns the exit code. Says on standard output when it is ready: for people at a terminal, as
/// one line of JSON otherwise.
int serve(const Config& config, bool demo);

}  // namespace yuyue::app
