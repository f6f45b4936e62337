#include "yuyue/app/command_line.hpp"

#include <iostream>

#include "app/commands.hpp"
#include "app/serve.hpp"
#include "yuyue/api/api.hpp"
#include "yuyue/store/database.hpp"

#ifndef YUYUE_VERSION
#error "the build sets YUYUE_VERSION"
#endif

namespace yuyue::app {
namespace {

std::string flag_of(std::string_view key) {
  std::string flag = "--" + std::string(key);
  for (auto& c : flag)
    if (c == '_') c = '-';
  return flag;
}

struct Given {
  std::string file;
  std::map<std::string, std::string> flags;
};

/// The configuration's flags, the same for every command.
void add_config_flags(CLI::App& app, const std::shared_ptr<Given>& given) {
  app.add_option(
         "--config", given->file,
         "configuration file (default /etc/yuyue/yuyue.toml if there is one; none: no file)")
      ->envname("YUYUE_CONFIG");
  for (const auto& key : config_keys()) {
    app.add_option_function<std::string>(
           flag_of(key.name),
           [given, name = std::string(key.name)](const std::string& value) {
             given->flags[name] = value;
           },
           std::string(key.help) + "; " + std::string(key.variable))
        ->group("Configuration");
  }
}

int report(int code, const std::string& text) {
  std::cerr << "yuyue: " << text << "\n";
  return code;
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app("Yuyue (预约): outpatient appointments for a public hospital", "yuyue");
  app.set_version_flag("--version", "yuyue " YUYUE_VERSION);
  app.require_subcommand(1);
  app.fallthrough();  // so that --data may stand after the command's name
  const auto given = std::make_shared<Given>();
  add_config_flags(app, given);
  const ConfigSource config = [given] {
    return read_config(given->file, given->flags);
  };

  int code = 0;
  bool demo = false;
  auto* serving = app.add_subcommand("serve", "Serve patients, desk and administration");
  serving->add_flag("--demo", demo,
                    "a demo hospital with known passwords, visible codes, a clock to turn");
  serving->callback([&] { code = serve(config(), demo); });
  app.add_subcommand("routes", "The API's endpoints, one JSON object a line")->callback([] {
    std::cout << api::describe_endpoints();
  });
  add_data_commands(app, config);
  add_people_commands(app, config);
  add_plan_command(app);

  try {
    app.parse(argc, argv);
    return code;
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  } catch (const CommandFailed& e) {
    return report(e.code, e.what());
  } catch (const ConfigError& e) {
    return report(2, e.what());
  } catch (const store::Locked& e) {
    return report(3,
                  std::string(e.what()) + " (stop the server first, or wait until it has stopped)");
  } catch (const std::exception& e) {
    return report(1, e.what());
  }
}

}  // namespace yuyue::app
