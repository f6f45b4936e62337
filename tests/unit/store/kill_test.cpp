// kill -9 in the middle of writing: what was acknowledged is there after the restart, and nothing
// is there by half.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <random>
#include <set>
#include <thread>

#include "unit/temp_folder.hpp"
#include "yuyue/store/database.hpp"

using namespace yuyue;
using namespace std::chrono_literals;
using store::Transaction;

namespace {

constexpr int kRounds = 25;
constexpr int kWriters = 3;

std::unique_ptr<store::Database> open(const test::TempFolder& folder) {
  store::Options options;
  options.file = folder / "t.db";
  return store::Database::open(std::move(options));
}

/// One job: the same number in two tables, and enough bytes that checkpoints happen, too.
bool add(Transaction& tx, std::int64_t number) {
  tx.execute("INSERT INTO left_half VALUES (?, randomblob(3000))", {number});
  tx.execute("INSERT INTO right_half VALUES (?)", {number});
  return true;
}

/// The child: writes until it is killed and says through the pipe what was acknowledged.
[[noreturn]] void write_until_killed(const test::TempFolder& folder, int round, int pipe) {
  try {
    const auto database = open(folder);
    std::vector<std::jthread> writers;
    for (int w = 0; w < kWriters; ++w)
      writers.emplace_back([&, w] {
        for (std::int64_t i = 0;; ++i) {
          const std::int64_t number = (std::int64_t{round} * kWriters + w) * 1'000'000 + i;
          database->write_now(store::Lane::open,
                              [number](Transaction& tx) { return add(tx, number); });
          if (::write(pipe, &number, sizeof number) != sizeof number) _exit(1);
        }
      });
    writers.clear();
  } catch (...) {
  }
  _exit(1);
}

/// Kills a writing child after `time`; returns what it had been told was done.
std::vector<std::int64_t> kill_while_writing(const test::TempFolder& folder, int round,
                                             std::chrono::milliseconds time) {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    close(ends[0]);
    write_until_killed(folder, round, ends[1]);
  }
  close(ends[1]);
  std::vector<std::int64_t> acknowledged;
  std::int64_t number = 0;
  // Opening takes its time; the clock runs from the first acknowledgement.
  if (read(ends[0], &number, sizeof number) == sizeof number) acknowledged.push_back(number);
  std::jthread killer([=] {
    std::this_thread::sleep_for(time);
    kill(child, SIGKILL);
  });
  while (read(ends[0], &number, sizeof number) == sizeof number) acknowledged.push_back(number);
  killer.join();
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WIFSIGNALED(status));
  close(ends[0]);
  return acknowledged;
}

std::set<std::int64_t> numbers(store::Database& database, std::string_view sql) {
  return database.read([&](store::Snapshot& snapshot) {
    std::set<std::int64_t> found;
    for (auto rows = snapshot.query(sql); rows.next();) found.insert(rows->integer(0));
    return found;
  });
}

}  // namespace

TEST_CASE("kill -9 at random moments: every acknowledged write is there, none by half") {
  test::TempFolder folder;
  open(folder)->write_now(store::Lane::open, [](Transaction& tx) {
    tx.execute_script(
        "CREATE TABLE left_half (number INTEGER PRIMARY KEY, bytes BLOB) STRICT;"
        "CREATE TABLE right_half (number INTEGER PRIMARY KEY) STRICT");
    return true;
  });
  std::mt19937 random(20261122);
  std::vector<std::int64_t> acknowledged;
  for (int round = 0; round < kRounds; ++round) {
    CAPTURE(round);
    const std::chrono::milliseconds time(random() % 120);
    const auto of_round = kill_while_writing(folder, round, time);
    CHECK_FALSE(of_round.empty());
    acknowledged.insert(acknowledged.end(), of_round.begin(), of_round.end());

    const auto database = open(folder);
    const auto left = numbers(*database, "SELECT number FROM left_half");
    CHECK(left == numbers(*database, "SELECT number FROM right_half"));
    std::size_t lost = 0;
    for (const auto number : acknowledged) lost += left.contains(number) ? 0 : 1;
    CHECK(lost == 0);
    // At most one a writer was done, but not yet told.
    CHECK(left.size() <= acknowledged.size() + std::size_t{kWriters} * (std::size_t(round) + 1));
    if (round % 8 == 0) CHECK(database->check().empty());
  }
}
