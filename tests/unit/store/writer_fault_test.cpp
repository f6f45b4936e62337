// What the writer promises when the disk, the memory or a job's own code fails in the middle of a
// group: nothing half done, nobody told "done" in vain, nobody forgotten.
#include <doctest/doctest.h>

#include <future>
#include <new>
#include <thread>

#include "unit/store/fault_vfs.hpp"
#include "unit/temp_folder.hpp"
#include "yuyue/store/backup.hpp"
#include "yuyue/store/database.hpp"

using namespace yuyue;
using namespace std::chrono_literals;
using store::Database;
using store::Transaction;

namespace {

/// A file on a disk that can fail, and a gate by which a test forms groups as it wants them.
struct Bench {
  test::FaultVfs disk;
  test::TempFolder folder;
  std::atomic<int> troubles = 0, unknown_outcomes = 0;
  std::unique_ptr<Database> database = open();

  std::unique_ptr<Database> open() {
    store::Options options;
    options.file = folder / "t.db";
    options.on_trouble = [this](const std::string&) {
      ++troubles;
    };
    options.on_outcome_unknown = [this] {
      ++unknown_outcomes;
    };
    return Database::open(std::move(options));
  }

  template <class F>
  auto write(F job) {
    return database->write_now(store::Lane::open, std::move(job));
  }
  Bench() {
    write([](Transaction& tx) {
      tx.execute_script(
          "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT) STRICT;"
          "CREATE TABLE count_of_notes (n INTEGER NOT NULL) STRICT;"
          "INSERT INTO count_of_notes VALUES (0)");
      return true;
    });
  }

  /// Waiting in the queue when it returns.
  template <class F>
  auto queue(F job) {
    const auto waiting = database->figures().waiting;
    auto answer = std::async(std::launch::async, [this, job]() mutable { return write(job); });
    while (database->figures().waiting <= waiting) std::this_thread::sleep_for(1ms);
    return answer;
  }
  /// Holds the writer while `form` queues jobs, which so become one group.
  template <class F>
  void in_one_group(F form) {
    std::promise<void> begun, gate;
    auto blocker = std::async(std::launch::async, [&] {
      return write([&](Transaction&) {
        begun.set_value();
        gate.get_future().wait();
        return true;
      });
    });
    begun.get_future().wait();
    form();
    gate.set_value();
    blocker.get();
  }

  std::int64_t number(std::string_view sql) {
    return database->read([&](store::Snapshot& s) { return s.integer(sql).value_or(-1); });
  }
  void check_consistent(std::int64_t notes) {
    CHECK(number("SELECT count(*) FROM note") == notes);
    CHECK(number("SELECT n FROM count_of_notes") == notes);
  }
};

bool add_note(Transaction& tx) {
  tx.execute("INSERT INTO note (text) VALUES ('x')");
  tx.execute("UPDATE count_of_notes SET n = n + 1");
  return true;
}

/// More than the writer's page cache holds, so that it reaches the disk before the commit.
void add_large_note(Transaction& tx) {
  tx.execute("INSERT INTO note (text) VALUES (hex(zeroblob(16000000)))");
}

}  // namespace

TEST_CASE(
    "a group that the disk rolls back whole: the innocent are run again, the culprit is Busy") {
  for (const int fault : {SQLITE_IOERR_WRITE, SQLITE_FULL}) {
    CAPTURE(fault);
    Bench bench;
    std::array<std::atomic<int>, 6> runs{};
    std::atomic<int> culprit_runs = 0, published = 0;
    std::vector<std::future<bool>> innocent;
    std::future<bool> culprit;
    const auto queue_innocent = [&](std::size_t i) {
      innocent.push_back(bench.queue([&, i](Transaction& tx) {
        ++runs[i];
        tx.after_commit([&] { ++published; });
        return add_note(tx);
      }));
    };
    bench.in_one_group([&] {
      for (std::size_t i = 0; i < 3; ++i) queue_innocent(i);
      culprit = bench.queue([&](Transaction& tx) {
        ++culprit_runs;
        add_note(tx);
        bench.disk.log.write_fault = fault;
        try {
          add_large_note(tx);
        } catch (...) {
          bench.disk.log.write_fault = SQLITE_OK;
          throw;
        }
        return true;
      });
      for (std::size_t i = 3; i < 6; ++i) queue_innocent(i);
    });
    CHECK_THROWS_AS(culprit.get(), store::Busy);
    for (auto& answer : innocent) CHECK(answer.get());
    CHECK(culprit_runs == 2);
    for (std::size_t i = 0; i < 6; ++i) CHECK(runs[i] == (i < 3 ? 2 : 1));
    CHECK(published == 6);
    CHECK(bench.troubles > 0);
    CHECK(bench.unknown_outcomes == 0);
    bench.check_consistent(6);
    CHECK(bench.write(&add_note));
    bench.check_consistent(7);
  }
}

TEST_CASE("a job that swallows the failure of the whole group changes nothing of this") {
  Bench bench;
  std::future<bool> innocent, culprit;
  bench.in_one_group([&] {
    innocent = bench.queue(&add_note);
    culprit = bench.queue([&](Transaction& tx) {
      bench.disk.log.write_fault = SQLITE_IOERR_WRITE;
      try {
        add_large_note(tx);
      } catch (const std::exception&) {
      }
      bench.disk.log.write_fault = SQLITE_OK;
      return true;
    });
  });
  CHECK(innocent.get());
  CHECK_THROWS_AS(culprit.get(), store::Busy);
  bench.check_consistent(1);
}

TEST_CASE(
    "a commit that cannot be made durable: its clients are told so, and nothing is written any "
    "more") {
  struct Failure {
    const char* what;
    int sync, write;
  };
  for (const auto& failure :
       {Failure{"sync", SQLITE_IOERR_FSYNC, SQLITE_OK},
        Failure{"write", SQLITE_OK, SQLITE_IOERR_WRITE}, Failure{"full", SQLITE_OK, SQLITE_FULL}}) {
    CAPTURE(failure.what);
    Bench bench;
    bench.write(&add_note);
    std::vector<std::future<bool>> group;
    std::future<bool> queued_behind;
    std::atomic<int> published = 0;
    std::promise<void> running;
    bench.in_one_group([&] {
      for (int i = 0; i < 3; ++i)
        group.push_back(bench.queue([&](Transaction& tx) {
          tx.after_commit([&] { ++published; });
          return add_note(tx);
        }));
      group.push_back(bench.queue([&](Transaction& tx) {
        bench.disk.log.sync_fault = failure.sync;
        bench.disk.log.write_fault = failure.write;
        running.set_value();
        while (bench.database->figures().waiting == 0) std::this_thread::sleep_for(1ms);
        return add_note(tx);
      }));
    });
    running.get_future().wait();
    auto behind = std::async(std::launch::async, [&] { return bench.write(&add_note); });
    for (auto& answer : group) CHECK_THROWS_AS(answer.get(), store::OutcomeUnknown);
    CHECK_THROWS_AS(behind.get(), store::Busy);
    CHECK_THROWS_AS(bench.write(&add_note), store::Busy);
    CHECK(published == 0);
    while (bench.unknown_outcomes == 0) std::this_thread::sleep_for(1ms);
    CHECK(bench.unknown_outcomes == 1);
    const int syncs = bench.disk.log.syncs, copied = bench.disk.file.writes;
    bench.database->close();
    CHECK(bench.disk.log.syncs == syncs);
    CHECK(bench.disk.file.writes == copied);

    bench.disk.log.sync_fault = bench.disk.log.write_fault = SQLITE_OK;
    bench.database.reset();
    bench.database = bench.open();
    CHECK(bench.database->check().empty());
    // All of the group or nothing of it.
    const auto notes = bench.number("SELECT count(*) FROM note");
    CHECK((notes == 1 || notes == 5));
    bench.check_consistent(notes);
    CHECK(bench.write(&add_note));
    bench.check_consistent(notes + 1);
  }
}

TEST_CASE("a group that cannot even begin is answered Busy, and the next one goes on") {
  Bench bench;
  bench.disk.lock_fault = SQLITE_IOERR_SHMLOCK;
  int runs = 0;
  CHECK_THROWS_AS(bench.write([&](Transaction& tx) {
    ++runs;
    return add_note(tx);
  }),
                  store::Busy);
  CHECK(runs == 0);
  CHECK(bench.troubles > 0);
  bench.disk.lock_fault = SQLITE_OK;
  CHECK(bench.write(&add_note));
  bench.check_consistent(1);
}

TEST_CASE("a job that finds no memory, or throws what is no exception, loses its own work only") {
  Bench bench;
  std::future<bool> innocent, hungry, odd;
  bench.in_one_group([&] {
    innocent = bench.queue(&add_note);
    hungry = bench.queue([](Transaction& tx) -> bool {
      add_note(tx);
      throw std::bad_alloc();
    });
    odd = bench.queue([](Transaction& tx) -> bool {
      add_note(tx);
      throw 7;
    });
  });
  CHECK(innocent.get());
  CHECK_THROWS_AS(hungry.get(), std::bad_alloc);
  CHECK_THROWS_AS(odd.get(), int);
  bench.check_consistent(1);
}

TEST_CASE("publishing that throws: the commit stands, everybody is answered, trouble is told") {
  Bench bench;
  std::atomic<int> published = 0;
  std::vector<std::future<bool>> answers;
  bench.in_one_group([&] {
    for (int i = 0; i < 3; ++i)
      answers.push_back(bench.queue([&, i](Transaction& tx) {
        tx.after_commit([&, i] {
          if (i == 1) throw std::runtime_error("a page cannot be built");
          ++published;
        });
        return add_note(tx);
      }));
  });
  for (auto& answer : answers) CHECK(answer.get());
  CHECK(published == 2);
  CHECK(bench.troubles == 1);
  bench.check_consistent(3);
}

TEST_CASE("a listener of troubles that throws does not stop the writer") {
  test::TempFolder folder;
  store::Options options;
  options.file = folder / "t.db";
  options.on_trouble = [](const std::string&) {
    throw std::runtime_error("the log is full, too");
  };
  const auto database = Database::open(std::move(options));
  CHECK(database->write_now(store::Lane::open, [](Transaction& tx) {
    tx.after_commit([] { throw std::runtime_error("x"); });
    return true;
  }));
  CHECK(database->write_now(store::Lane::open, [](Transaction&) { return true; }));
}

TEST_CASE("one sync a group, and many jobs a group under load") {
  Bench bench;
  constexpr int kJobs = 40;
  const int before = bench.disk.log.syncs;
  const auto groups_before = bench.database->figures().groups;
  std::vector<std::future<bool>> answers;
  bench.in_one_group([&] {
    for (int i = 0; i < kJobs; ++i) answers.push_back(bench.queue(&add_note));
  });
  for (auto& answer : answers) CHECK(answer.get());
  // The gate's group and ours.
  CHECK(bench.database->figures().groups == groups_before + 2);
  CHECK(bench.disk.log.syncs <= before + 2);
  CHECK(bench.disk.log.syncs > before);

  const int begin = bench.disk.log.syncs;
  for (int i = 0; i < 5; ++i) bench.write(&add_note);
  CHECK(bench.disk.log.syncs == begin + 5);
  bench.check_consistent(kJobs + 5);
}
