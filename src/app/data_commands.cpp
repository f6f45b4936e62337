// Commands about the data as a whole: import, demo, backup, restore, check.
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/commands.hpp"
#include "app/control.hpp"
#include "app/demo.hpp"
#include "app/replies.hpp"
#include "yuyue/access/sealed_files.hpp"
#include "yuyue/centre/cases/cases.hpp"
#include "yuyue/store/backup.hpp"

namespace yuyue::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string read_whole(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw CommandFailed(2, file.string() + ": cannot be read");
  return text.str();
}

void print_import(const json& report) {
  const auto& added = report["added"];
  std::cout << report["lines"] << " lines: " << added["schedules"] << " rows new or changed, "
            << report["ended"] << " ended, " << report["unchanged"]
            << " unchanged; new: " << added["departments"] << " departments, "
            << added["practitioners"] << " clinicians, " << added["rooms"] << " rooms\n";
  for (const auto& warning : report["warnings"])
    std::cout << "line " << warning["line"] << ": warning: " << warning["detail"].get<std::string>()
              << "\n";
  for (const auto& kept : report["keptSessions"])
    std::cout << "kept, because it has " << kept["appointments"]
              << " appointments: " << kept["date"].get<std::string>() << " "
              << kept["department"].get<std::string>() << " "
              << kept["practitioner"].get<std::string>() << "\n";
  if (!report["changed"].get<bool>())
    std::cout << "nothing changes\n";
  else if (report["dryRun"].get<bool>())
    std::cout << "dry run: nothing was written\n";
  else
    std::cout << "imported\n";
}

[[noreturn]] void fail_import(const fs::path& file, const json& problem) {
  std::ostringstream out;
  if (problem.contains("errors")) {
    for (const auto& error : problem["errors"])
      out << file.string() << ":" << error["line"] << ": " << error["detail"].get<std::string>()
          << "\n";
    out << problem["errors"].size() << " errors; nothing was imported";
  } else {
    out << problem.value("detail", "the import failed");
  }
  throw CommandFailed(2, out.str());
}

void import_timetable(const Config& config, const fs::path& file, bool dry_run) {
  const auto bytes = read_whole(file);
  Control control(config);
  const auto response =
      control.send(http::Verb::post,
                   std::string("/api/v1/timetable-imports?dryRun=") + (dry_run ? "true" : "false"),
                   bytes, "text/csv");
  const auto body = json::parse(response.body, nullptr, false);
  if (response.status >= 300) fail_import(file, body);
  print_import(body);
}

/// The attachments that a backup refers to. One made before there were any has none.
std::vector<access::ExpectedFile> attachments_of(const fs::path& backup) {
  std::vector<access::ExpectedFile> expected;
  store::look_into(backup, [&](store::Snapshot& snapshot) {
    if (snapshot.integer("SELECT 1 FROM sqlite_schema WHERE name = 'attachment'"))
      expected = centre::cases::expected_files(snapshot);
  });
  return expected;
}

void back_up(const Config& config) {
  const auto body = reply(Control(config).send(http::Verb::post, "/api/v1/backups", "{}"));
  std::cout << (config.backups / body.at("file").get<std::string>()).string() << "\n";
  const auto& problems = body.at("problems");
  for (const auto& problem : problems) std::cout << problem.get<std::string>() << "\n";
  if (!problems.empty())
    throw CommandFailed(1, "the data are saved, but " + std::to_string(problems.size()) +
                               " attachments are not in the backup");
  std::cout << body.at("bytes") << " bytes and " << body.at("attachments")
            << " attachments, verified\n";
}

/// Attachments first: more of them than are needed do no harm, and if the data cannot be restored,
/// nothing else has changed.
void put_back(const Config& config, const fs::path& backup) {
  if (const auto problems = store::verify_file(backup); !problems.empty())
    throw CommandFailed(1, backup.string() + " cannot be restored: " + problems.front());
  const auto missing = access::copy_files(access::attachments_beside(backup), config.attachments,
                                          attachments_of(backup));
  const auto former = store::restore(backup, config.file());
  std::cout << "restored " << backup.string() << "\n";
  if (!former.empty()) std::cout << "the former data are kept as " << former.string() << "\n";
  for (const auto& problem : missing) std::cout << "warning: " << problem << "\n";
}

void check(const Config& config, const std::string& file) {
  std::vector<std::string> problems;
  if (!file.empty()) {
    problems = store::verify_file(file);
    if (problems.empty())
      problems = access::check_files(access::attachments_beside(file), attachments_of(file));
  } else {
    Control control(config);
    const auto body = reply(control.send(http::Verb::get, "/api/v1/checks"));
    problems = body.at("problems").get<std::vector<std::string>>();
  }
  if (problems.empty()) {
    std::cout << "sound\n";
    return;
  }
  for (const auto& problem : problems) std::cout << problem << "\n";
  throw CommandFailed(1, std::to_string(problems.size()) + " problems");
}

void fill(const Config& config) {
  Hospital hospital(config, /*demo=*/true, {});
  if (!is_empty_hospital(hospital))
    throw CommandFailed(1, config.file().string() + " is not empty; nothing was done");
  fill_demo(hospital, [](const std::string& text) { std::cout << text << "\n"; });
  std::cout << "filled; serve it with: yuyue serve --demo --data " << config.data.string() << "\n";
}

}  // namespace

void add_data_commands(CLI::App& app, const ConfigSource& config) {
  struct Options {
    std::string file;
    bool dry_run = false;
  };
  const auto options = std::make_shared<Options>();

  auto* import = app.add_subcommand("import", "Import the weekly timetable from a CSV file");
  import->add_option("file", options->file, "UTF-8 or GB18030, as Excel saves it")->required();
  import->add_flag("--dry-run", options->dry_run, "show what would change, write nothing");
  import->callback([=] { import_timetable(config(), options->file, options->dry_run);
});

auto* demo = app.add_subcommand("demo", "Fill an empty data folder with the demo hospital");
demo->callback([=] { fill(config()); });

auto* backup = app.add_subcommand("backup", "Make and verify a backup, also while serving");
backup->callback([=] { back_up(config()); });

auto* restore =
    app.add_subcommand("restore", "Put a backup in the place of the data (server stopped)");
restore->add_option("file", options->file, "the backup")->required();
restore->callback([=] { put_back(config(), options->file); });

auto* checking = app.add_subcommand("check", "Is the file sound, do its counters equal its rows?");
checking->add_option("--file", options->file, "check this backup instead of the data");
checking->callback([=] { check(config(), options->file); });
}  // namespace yuyue::app

}  // namespace yuyue::app
