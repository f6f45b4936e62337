// Migrations: each once, a verified backup before, nothing half done, no silent change.
#include "store/migrations.hpp"

#include <doctest/doctest.h>

#include <array>
#include <fstream>

#include "unit/temp_folder.hpp"
#include "yuyue/store/backup.hpp"
#include "yuyue/store/database.hpp"

using namespace yuyue;
using store::Connection;
using store::Database;
using store::Migrator;

namespace {

namespace fs = std::filesystem;

struct Bench {
  test::TempFolder folder;
  const fs::path file = folder / "data/t.db";

  Bench() { fs::create_directories(file.parent_path()); }

  std::shared_ptr<Connection> connect() const {
    return std::make_shared<Connection>(file, Connection::Mode::writer);
  }
  std::unique_ptr<Database> open() const {
    store::Options options;
    options.file = file;
    options.backup_folder = folder / "backups";
    return Database::open(std::move(options));
  }
  /// The file as a program left it that knew one migration fewer.
  void make_older_file() const {
    Migrator(connect(), store::migrations().first(store::migrations().size() - 1)).run({});
  }
  std::vector<fs::path> backups() const {
    std::vector<fs::path> found;
    if (fs::exists(folder / "backups"))
      for (const auto& entry : fs::directory_iterator(folder / "backups"))
        found.push_back(entry.path());
    return found;
  }
};

std::vector<std::string> names(std::span<const EmbeddedText> migrations) {
  std::vector<std::string> list;
  for (const auto& migration : migrations) list.emplace_back(migration.name);
  return list;
}

constexpr std::array kTwo{
    EmbeddedText{"0001_a.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT;"},
    EmbeddedText{"0002_b.sql", "CREATE TABLE b (id INTEGER PRIMARY KEY) STRICT;"}};

}  // namespace

TEST_CASE("a new file gets every migration, once, without a backup of nothing") {
  Bench bench;
  bench.open();
  CHECK(bench.backups().empty());
  CHECK(Migrator(bench.connect()).pending().empty());
  bench.open();
  CHECK(bench.backups().empty());
}

TEST_CASE("a file with data is backed up before a migration, and the backup is sound and older") {
  Bench bench;
  bench.make_older_file();
  const auto last = std::string(store::migrations().back().name);
  CHECK(Migrator(bench.connect()).pending() == std::vector{last});
  bench.open();
  REQUIRE(bench.backups().size() == 1);
  const auto backup = bench.backups().front();
  CHECK(backup.filename().string().find(last.substr(0, last.find('.'))) != std::string::npos);
  CHECK(store::verify_file(backup).empty());
  const auto copy = std::make_shared<Connection>(backup, Connection::Mode::reader);
  CHECK(Migrator(copy).pending() == std::vector{last});
  CHECK(Migrator(bench.connect()).pending().empty());
}

TEST_CASE("a service that fails to migrate again and again does not fill the disk with backups") {
  Bench bench;
  bench.make_older_file();
  bench.connect()->run(
      "CREATE TRIGGER refuse BEFORE INSERT ON schema_migration"
      " BEGIN SELECT RAISE(ABORT, 'no'); END");
  for (int start = 0; start < 3; ++start) CHECK_THROWS_AS(bench.open(), store::CannotOpen);
  CHECK(bench.backups().empty());
}

TEST_CASE("without a backup there is no migration") {
  Bench bench;
  bench.make_older_file();
  std::ofstream(bench.folder / "backups") << "a file where the folder should be";
  CHECK_THROWS_AS(bench.open(), store::CannotOpen);
  CHECK(Migrator(bench.connect()).pending().size() == 1);
}

TEST_CASE("a migration whose text changed after it was applied is refused by name") {
  Bench bench;
  Migrator(bench.connect(), kTwo).run({});
  auto changed = kTwo;
  changed[0].text = "CREATE TABLE a (id INTEGER PRIMARY KEY, more TEXT) STRICT;";
  CHECK_THROWS_WITH_AS(Migrator(bench.connect(), changed).pending(),
                       doctest::Contains("0001_a.sql"), store::CannotOpen);
  CHECK_THROWS_AS(Migrator(bench.connect(), changed).run({}), store::CannotOpen);
}

TEST_CASE("a file made by a newer program is refused") {
  Bench bench;
  Migrator(bench.connect(), kTwo).run({});
  CHECK_THROWS_WITH_AS(Migrator(bench.connect(), std::span(kTwo).first(1)).pending(),
                       doctest::Contains("newer"), store::CannotOpen);
}

TEST_CASE("a migration that fails leaves the file as it was before it") {
  Bench bench;
  Migrator(bench.connect(), std::span(kTwo).first(1)).run({});
  auto broken = kTwo;
  broken[1].text =
      "CREATE TABLE b (id INTEGER PRIMARY KEY) STRICT; INSERT INTO nowhere VALUES (1);";
  int before = 0;
  CHECK_THROWS_WITH_AS(Migrator(bench.connect(), broken).run([&](const std::string&) { ++before; }),
                       doctest::Contains("0002_b.sql"), store::CannotOpen);
  CHECK(before == 1);
  CHECK(Migrator(bench.connect(), kTwo).pending() == names(std::span(kTwo).last(1)));
  Migrator(bench.connect(), kTwo).run([](const std::string&) {});
  CHECK(Migrator(bench.connect(), kTwo).pending().empty());
}
