#pragma once
#include <CLI/CLI.hpp>

#include "yuyue/app/config.hpp"

namespace yuyue::app {

/// Gives a command the configuration as it is when it runs.
using ConfigSource = std::function<Config()>;

/// A command that ends with this exit code and text on standard error.
struct CommandFailed : std::runtime_error {
  CommandFailed(int exit_code, const std::string& text)
      : std::runtime_error(text), code(exit_code) {}
  int code;
};

// Each adds its commands; the chosen one runs as CLI11's callback.
void add_data_commands(CLI::App& app,
                       const ConfigSource& config);  // import demo backup restore check
void add_people_commands(CLI::App& app, const ConfigSource& config);  // user key api-key audit
void add_plan_command(CLI::App& app);

}  // namespace yuyue::app
