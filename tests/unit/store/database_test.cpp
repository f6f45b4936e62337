// The store as its users see it: jobs, groups, refusals, failures, snapshots, backups.
#include "yuyue/store/database.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fstream>
#include <thread>

#include "unit/temp_folder.hpp"
#include "yuyue/store/backup.hpp"

using namespace yuyue;
using namespace std::chrono_literals;

namespace {

struct Bench {
  test::TempFolder folder;
  std::unique_ptr<store::Database> database = open();

  std::unique_ptr<store::Database> open(store::Options options = {}) {
    options.file = folder / "t.db";
    return store::Database::open(std::move(options));
  }
  template <class F>
  auto write(F job) {
    return database->write_now(store::Lane::open, std::move(job));
  }
  void create_counter() {
    write([](store::Transaction& tx) {
      tx.execute_script(
          "CREATE TABLE counter (id INTEGER PRIMARY KEY, n INTEGER NOT NULL CHECK (n <= 100),"
          " name TEXT UNIQUE) STRICT; INSERT INTO counter VALUES (1, 0, 'one')");
      return true;
    });
  }
  std::int64_t n() {
    return database->read(
        [](store::Snapshot& s) { return *s.integer("SELECT n FROM counter WHERE id = 1"); });
  }
};

Result<int> add(store::Transaction& tx, int by) {
  tx.execute("UPDATE counter SET n = n + ? WHERE id = 1", {by});
  return by;
}

}  // namespace

TEST_CASE("a write is seen by the next read, and survives reopening") {
  Bench bench;
  bench.create_counter();
  bench.write([](store::Transaction& tx) { return add(tx, 3); }).value();
  CHECK(bench.n() == 3);
  bench.database.reset();
  bench.database = bench.open();
  CHECK(bench.n() == 3);
}

TEST_CASE("nobody else may read the file, its log and its index, whatever the umask") {
  Bench b;
  b.create_counter();
  int seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(b.folder.path())) {
    CAPTURE(entry.path().filename().string());
    const auto others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
    CHECK((entry.status().permissions() & others) == std::filesystem::perms::none);
    ++seen;
  }
  CHECK(seen >= 3);
}

TEST_CASE("a refused job leaves nothing behind, after_commit included") {
  Bench bench;
  bench.create_counter();
  bool announced = false;
  const auto refused = bench.write([&](store::Transaction& tx) -> Result<int> {
    add(tx, 5).value();
    tx.after_commit([&] { announced = true; });
    return Refusal("no");
  });
  CHECK(refused.has_error());
  CHECK(refused.error().code == "no");
  CHECK(bench.n() == 0);
  CHECK_FALSE(announced);
}

TEST_CASE("what a job throws reaches its caller and nobody else's work is lost") {
  Bench bench;
  bench.create_counter();
  std::atomic<int> thrown = 0, done = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 10; ++i) {
        try {
          bench.write([&](store::Transaction& tx) {
            add(tx, 1).value();
            if ((t + i) % 2) throw std::runtime_error("bug");
            return true;
          });
          ++done;
        } catch (const std::runtime_error&) {
          ++thrown;
        }
      }
    });
  }
  threads.clear();
  CHECK(done == 40);
  CHECK(thrown == 40);
  CHECK(bench.n() == 40);
}

TEST_CASE("constraints: unique ones by name, checks as a broken promise") {
  Bench bench;
  bench.create_counter();
  try {
    bench.write([](store::Transaction& tx) {
      tx.execute("INSERT INTO counter VALUES (2, 0, 'one')");
      return true;
    });
    FAIL("accepted");
  } catch (const store::UniqueViolation& e) {
    CHECK(e.constraint == "counter.name");
  }
  CHECK_THROWS_AS(bench.write([](store::Transaction& tx) { return add(tx, 101); }),
                  std::runtime_error);
  CHECK(bench.n() == 0);
}

TEST_CASE("coroutines: many writers, one after another, each told when durable and published") {
  Bench bench;
  bench.create_counter();
  boost::asio::io_context context;
  int answered = 0;
  std::atomic<int> published = 0;
  auto one = [&]() -> boost::asio::awaitable<void> {
    auto job = [&published](store::Transaction& tx) {
      tx.after_commit([&published] { ++published; });
      return add(tx, 1);
    };
    const auto result = co_await bench.database->write(store::Lane::open, job);
    CHECK(result.value() == 1);
    ++answered;
    CHECK(published >= answered);
  };
  for (int i = 0; i < 100; ++i)
    boost::asio::co_spawn(context, one(), [](std::exception_ptr e) { CHECK_FALSE(e); });
  context.run();
  CHECK(answered == 100);
  CHECK(bench.n() == 100);
  CHECK(bench.database->figures().groups < 100);
}

TEST_CASE("a full queue answers at once, and the counter has its own share") {
  Bench bench;
  bench.create_counter();
  bench.database.reset();
  bench.database = bench.open({.file = {}, .queue_open = 2});
  std::promise<void> gate;
  auto opened = gate.get_future().share();
  std::jthread blocker([&] {
    bench.write(
        [&](store::Transaction&) { return opened.wait_for(10s) == std::future_status::ready; });
  });
  while (bench.database->figures().waiting > 0) std::this_thread::sleep_for(1ms);
  std::this_thread::sleep_for(20ms);
  std::vector<std::jthread> waiting;
  std::atomic<int> finished = 0;
  for (int i = 0; i < 2; ++i)
    waiting.emplace_back([&] {
      bench.write([](store::Transaction& tx) { return add(tx, 1); }).value();
      ++finished;
    });
  while (bench.database->figures().waiting < 2) std::this_thread::sleep_for(1ms);
  CHECK_THROWS_AS(bench.write([](store::Transaction& tx) { return add(tx, 1); }), store::Busy);
  std::jthread counter([&] {
    bench.database
        ->write_now(store::Lane::counter, [](store::Transaction& tx) { return add(tx, 1); })
        .value();
    ++finished;
  });
  while (bench.database->figures().waiting < 3) std::this_thread::sleep_for(1ms);
  gate.set_value();
  blocker.join();
  waiting.clear();
  counter.join();
  CHECK(finished == 3);
  CHECK(bench.n() == 3);
}

TEST_CASE("a job that waited past its patience is not begun") {
  Bench bench;
  bench.create_counter();
  bench.database.reset();
  bench.database = bench.open({.file = {}, .patience = 30ms});
  std::jthread slow([&] {
    bench.write([](store::Transaction&) {
      std::this_thread::sleep_for(200ms);
      return true;
    });
  });
  std::this_thread::sleep_for(50ms);
  CHECK_THROWS_AS(bench.write([](store::Transaction& tx) { return add(tx, 1); }), store::Busy);
  slow.join();
  CHECK(bench.n() == 0);
}

TEST_CASE("with too little disk writes are refused before they begin, and reads go on") {
  Bench bench;
  bench.create_counter();
  bench.database.reset();
  std::string trouble;
  bench.database = bench.open({.file = {},
                               .disk_reserve = std::uintmax_t{1} << 60,
                               .on_trouble = [&](const std::string& text) {
                                 trouble = text;
                               }});
  CHECK_THROWS_AS(bench.write([](store::Transaction& tx) { return add(tx, 1); }), store::Busy);
  CHECK(bench.n() == 0);
  CHECK(trouble.find("free") != std::string::npos);
}

TEST_CASE("readers keep their snapshot while the writer goes on, and do not stop it") {
  Bench bench;
  bench.create_counter();
  bench.database->read([&](store::Snapshot& snapshot) {
    CHECK(snapshot.integer("SELECT n FROM counter") == 0);
    bench.write([](store::Transaction& tx) { return add(tx, 7); }).value();
    CHECK(snapshot.integer("SELECT n FROM counter") == 0);
    return 0;
  });
  CHECK(bench.n() == 7);
}

TEST_CASE("a reader cannot write") {
  Bench bench;
  bench.create_counter();
  CHECK_THROWS(bench.database->read(
      [](store::Snapshot& s) { return s.integer("UPDATE counter SET n = 9 RETURNING n"); }));
  CHECK(bench.n() == 0);
}

TEST_CASE("a second process, or a second opening, is kept out") {
  Bench bench;
  CHECK_THROWS_AS(bench.open(), store::Locked);
}

TEST_CASE("values go in and come out as they were") {
  Bench bench;
  const std::string bytes("a\0b\xff", 4);
  const auto day = *parse_day("2028-02-29");
  bench.write([&](store::Transaction& tx) {
    tx.execute_script(
        "CREATE TABLE v (t TEXT, e TEXT, b BLOB, d TEXT, n INTEGER, x INTEGER) STRICT");
    tx.execute("INSERT INTO v VALUES (?, ?, ?, ?, ?, ?)",
               {"预约", "", store::Blob{bytes}, day, std::optional<int>{}, from_millis(123)});
    return true;
  });
  bench.database->read([&](store::Snapshot& s) {
    auto rows = s.query("SELECT t, e, b, d, n, x, e IS NULL FROM v");
    REQUIRE(rows.next());
    CHECK(rows->text(0) == "预约");
    CHECK(rows->text(1).empty());
    CHECK(rows->integer(6) == 0);
    CHECK(rows->blob(2) == bytes);
    CHECK(rows->day(3) == day);
    CHECK(rows->is_null(4));
    CHECK(rows->instant(5) == from_millis(123));
    CHECK_FALSE(rows.next());
    return 0;
  });
  CHECK_THROWS_AS(bench.write([](store::Transaction& tx) {
    return tx.execute("INSERT INTO v (t) VALUES (?)", {"a", "b"});
  }),
                  std::logic_error);
}

TEST_CASE("backup while writing, verify, restore; the former state is kept") {
  Bench bench;
  bench.create_counter();
  std::atomic<bool> stop = false;
  std::jthread writer([&] {
    for (int i = 0; i < 90 && !stop; ++i)
      bench.write([](store::Transaction& tx) { return add(tx, 1); }).value();
  });
  while (bench.n() < 3) std::this_thread::sleep_for(1ms);
  bench.database->backup(bench.folder / "copy.db");
  stop = true;
  writer.join();
  const auto last = bench.n();
  CHECK(store::verify_file(bench.folder / "copy.db").empty());
  CHECK_THROWS(bench.database->backup(bench.folder / "copy.db"));
  CHECK_THROWS_AS(store::restore(bench.folder / "copy.db", bench.folder / "t.db"), store::Locked);
  bench.database.reset();
  const auto former = store::restore(bench.folder / "copy.db", bench.folder / "t.db");
  bench.database = bench.open();
  CHECK(bench.n() >= 3);
  CHECK(bench.n() <= last);
  CHECK(std::filesystem::exists(former));
}

TEST_CASE("a damaged backup is not restored") {
  Bench bench;
  bench.create_counter();
  bench.database->backup(bench.folder / "copy.db");
  bench.database.reset();
  {
    std::fstream file(bench.folder / "copy.db", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096);  // the second page: a table's root
    file << std::string(4096, '\x5a');
  }
  CHECK_FALSE(store::verify_file(bench.folder / "copy.db").empty());
  CHECK_THROWS_AS(store::restore(bench.folder / "copy.db", bench.folder / "t.db"),
                  store::CannotOpen);
  bench.database = bench.open();
  CHECK(bench.n() == 0);
}

TEST_CASE("a file that is no database, and another program's, are refused by name") {
  test::TempFolder folder;
  std::ofstream(folder / "a.db") << std::string(5000, 'x');
  CHECK_THROWS_AS(store::Database::open({.file = folder / "a.db"}), store::CannotOpen);
}

TEST_CASE("an applied migration with another text is refused") {
  Bench bench;
  bench.write([](store::Transaction& tx) {
    return tx.execute("INSERT INTO schema_migration VALUES ('9999_future.sql', 'x', 0)") == 1;
  });
  bench.database.reset();
  CHECK_THROWS_WITH_AS(bench.open(), doctest::Contains("newer"), store::CannotOpen);
}
