// The write-ahead log: copied back often enough, cut when nobody is in the way, never left behind.
#include <doctest/doctest.h>

#include <filesystem>
#include <thread>

#include "unit/store/fault_vfs.hpp"
#include "unit/temp_folder.hpp"
#include "yuyue/store/database.hpp"

using namespace yuyue;
using namespace std::chrono_literals;
using store::Transaction;

namespace {

constexpr std::int64_t kMegabyte = 1 << 20;
// How long the log may become while the disk (or a sanitizer) is too slow for what is written: then
// the writer waits for it.
constexpr std::int64_t kLongLog = 100 * kMegabyte;

struct Bench {
  test::FaultVfs disk;
  test::TempFolder folder;
  std::unique_ptr<store::Database> database;
  std::atomic<bool> ended = false;  ///< in the server: the process

  void open() {
    database.reset();
    ended = false;
    store::Options options;
    options.file = folder / "t.db";
    options.on_outcome_unknown = [this] {
      ended = true;
    };
    database = store::Database::open(std::move(options));
  }
  Bench() {
    open();
    database->write_now(store::Lane::open, [](Transaction& tx) {
      tx.execute_script("CREATE TABLE page (id INTEGER PRIMARY KEY, bytes BLOB) STRICT");
      return true;
    });
  }
  /// Over the same rows again and again: the log grows, the file does not.
  void write_megabytes(int megabytes) {
    for (int i = 0; i < megabytes; ++i)
      database->write_now(store::Lane::open, [](Transaction& tx) {
        tx.execute("INSERT OR REPLACE INTO page VALUES (1, randomblob(1048576))");
        return true;
      });
  }
  std::int64_t log_size() const { return database->figures().wal_bytes; }
  bool log_becomes_smaller_than(std::int64_t bytes) const {
    for (int tries = 0; tries < 400 && log_size() >= bytes; ++tries)
      std::this_thread::sleep_for(10ms);
    return log_size() < bytes;
  }
};

}  // namespace

TEST_CASE("the log stays short while nobody pins it") {
  Bench bench;
  bench.write_megabytes(200);
  CHECK(bench.log_size() < kLongLog);
  CHECK(bench.database->figures().checkpoints >= 2);
}

TEST_CASE("many short readers, one always there, do not let the log grow for ever") {
  Bench bench;
  std::atomic<bool> stop = false;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 3; ++i)
    readers.emplace_back([&] {
      while (!stop)
        bench.database->read([](store::Snapshot& s) {
          const auto n = s.integer("SELECT count(*) FROM page");
          std::this_thread::sleep_for(1ms);
          return n;
        });
    });
  std::int64_t longest = 0;
  for (int i = 0; i < 30; ++i) {
    bench.write_megabytes(10);
    longest = std::max(longest, bench.log_size());
  }
  stop = true;
  CHECK(longest < 160 * kMegabyte);
}

TEST_CASE("a pinned log grows, and is cut when the reader has gone") {
  Bench bench;
  bench.database->read([&](store::Snapshot& snapshot) {
    CHECK(snapshot.integer("SELECT count(*) FROM page") == 0);
    const int copied = bench.disk.file.writes;
    bench.write_megabytes(120);
    CHECK(bench.log_size() > 120 * kMegabyte);
    CHECK(bench.disk.file.writes <= copied + 1000);  // what was there before the reader
    CHECK(snapshot.integer("SELECT count(*) FROM page") == 0);
    return true;
  });
  SUBCASE("without another write: nothing waits, so it is cut to nothing") {
    CHECK(bench.log_becomes_smaller_than(1));
  }
  SUBCASE("with another write at once") {
    bench.write_megabytes(1);
    CHECK(bench.log_becomes_smaller_than(66 * kMegabyte));
  }
}

TEST_CASE("closing leaves no log behind") {
  Bench bench;
  bench.write_megabytes(3);
  CHECK(bench.log_size() > 0);
  bench.database->close();
  CHECK(bench.log_size() == 0);
}

TEST_CASE("a checkpoint that fails is told and tried again; commits go on") {
  Bench bench;
  bench.disk.file.write_fault = SQLITE_IOERR_WRITE;
  bench.write_megabytes(20);
  bench.disk.file.write_fault = SQLITE_OK;
  bench.write_megabytes(20);
  CHECK(bench.database->check().empty());
  CHECK(bench.log_size() < kLongLog);
}

TEST_CASE("the log is never given up before the disk has what was copied from it") {
  Bench bench;
  std::atomic<bool> stop = false;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 2; ++i)
    readers.emplace_back([&] {
      while (!stop) {
        bench.database->read([](store::Snapshot& s) {
          const auto n = s.integer("SELECT count(*) FROM page");
          std::this_thread::sleep_for(3ms);
          return n;
        });
        std::this_thread::sleep_for(20ms);
      }
    });
  for (int i = 0; i < 60; ++i) {
    bench.write_megabytes(7);
    if (i % 10 == 9) std::this_thread::sleep_for(50ms);
  }
  stop = true;
  readers.clear();
  bench.database->close();
  CHECK(bench.database->figures().checkpoints >= 20);
  CHECK(bench.disk.log_lost_too_early == 0);
}

TEST_CASE(
    "a copy that the disk did not keep ends the process, and the log brings everything back") {
  Bench bench;
  bench.write_megabytes(3);
  bench.disk.file.sync_fault = SQLITE_IOERR_FSYNC;
  int done = 0;
  try {
    for (; done < 200; ++done) {
      bench.write_megabytes(1);
      bench.database->write_now(store::Lane::open, [&](Transaction& tx) {
        tx.execute("INSERT INTO page VALUES (?, x'00')", {std::int64_t{1000 + done}});
        return true;
      });
    }
  } catch (const store::Busy&) {
    // What came after the end was not begun.
  }
  bench.database->close();
  CHECK(done < 200);
  CHECK(bench.ended);
  CHECK(bench.disk.log_lost_too_early == 0);
  bench.disk.file.sync_fault = SQLITE_OK;
  bench.open();
  CHECK(bench.database->check().empty());
  CHECK(bench.database->read([](store::Snapshot& s) {
    return s.integer("SELECT count(*) FROM page WHERE id >= 1000");
  }) == done);
}
