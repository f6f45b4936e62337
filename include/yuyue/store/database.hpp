#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "yuyue/core/result.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::store {

/// Whose work waits in the writer's queue. Each lane has its own share, so that a rush on the
/// public page does not stop the counter. The writer takes from them in turn.
enum class Lane { open, counter, housekeeping };

/// The writer's queue is full, closing, or a job waited past its deadline: nothing was done, and
/// the same request may be sent again. Becomes 503 with Retry-After.
struct Busy : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// The commit's outcome is unknown (the disk said no while it was being made durable). The process
/// ends after telling those who wait; recovery at the next start finds the truth.
struct OutcomeUnknown : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// The file cannot be used as it is (locked by another process, a changed migration, too new, …).
struct CannotOpen : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Another process holds the file (a running server: speak to it through its control socket).
struct Locked : CannotOpen {
  using CannotOpen::CannotOpen;
};

struct Options {
  std::filesystem::path file;
  std::size_t group_limit = 64;   ///< jobs made durable by one commit at most
  std::size_t queue_open = 2048;  ///< jobs waiting at most, per lane
  std::size_t queue_counter = 512;
  std::size_t queue_housekeeping = 64;
  std::chrono::milliseconds patience{5000};  ///< a job not begun by then is answered Busy
  /// Writes are refused (Busy) while less than this is free on the file's disk, so that the disk
  /// does not fill in the middle of a commit; reads go on.
  std::uintmax_t disk_reserve = 64 << 20;
  std::filesystem::path
      backup_folder;  ///< for the backup before a migration; empty: beside the file
  /// Told of conditions that need a person (disk full, unknown outcome): one line of text.
  std::function<void(const std::string&)> on_trouble;
  /// Called, after the waiters were told, when the outcome of a commit is unknown. Default: abort.
  std::function<void()> on_outcome_unknown;
};

/// What the writer has done since start; for /metrics.
struct Figures {
  std::uint64_t jobs = 0, refused = 0, failed = 0, groups = 0, busy = 0, checkpoints = 0;
  std::size_t waiting = 0;     ///< now
  std::int64_t wal_bytes = 0;  ///< now
};

/// One SQLite file: one writer thread with group commit, many readers on snapshots.
///
/// The only connection that writes or checkpoints belongs to the writer thread: SQLite before
/// 3.51.3 can lose committed data when two connections do so at one moment. A lock file keeps a
/// second process out. Thread-safe.
class Database {
 public:
  /// Locks, opens, recovers and migrates (with a verified backup before each migration of a file
  /// that holds data). Throws CannotOpen.
  static std::unique_ptr<Database> open(Options options);
  ~Database();  ///< finishes what is queued, checkpoints, closes
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Runs `job(Transaction&)` on the writer thread in its own savepoint and resumes the caller, on
  /// its own executor, when the group it was part of is durable and its after_commit functions have
  /// run. A job that returns a refused Result, or throws, loses what it did and nobody else's work.
  /// The job may be run again (a group that failed as a whole), so its only side effect is the
  /// database's. It returns a value or a Result, never void. Throws Busy, OutcomeUnknown, or what
  /// the job threw.
  template <class F>
  boost::asio::awaitable<std::invoke_result_t<F&, Transaction&>> write(Lane lane, F job);

  /// The same for a thread that may block: commands, housekeeping, tests.
  template <class F>
  std::invoke_result_t<F&, Transaction&> write_now(Lane lane, F job);

  /// Runs `job(Snapshot&)` at once, on the calling thread, on a read-only connection over one
  /// snapshot. Keep it short (a few milliseconds): it occupies the caller's thread.
  template <class F>
  std::invoke_result_t<F&, Snapshot&> read(F job) const;

  /// Copies the file as of now to `target` (must not exist), while the server goes on, and verifies
  /// the copy (integrity, foreign keys). Blocks the caller, not the writer. Throws
  /// std::runtime_error.
  void backup(const std::filesystem::path& target,
              const std::function<void(int percent)>& progress = {});
  /// Problems found in the file (integrity, foreign keys); empty: sound. May take long.
  std::vector<std::string> check() const;
  const std::filesystem::path& file() const;

  Figures figures() const;
  /// Refuses new jobs (Busy), finishes the queued ones, checkpoints. Called once, by the destructor
  /// at the latest.
  void close();

 private:
  struct Impl;
  /// A type-erased job. run() happens inside the savepoint (true: keep, false: roll back; may
  /// throw); on_done is called exactly once, from the writer's thread, with the failure or null.
  struct Job {
    virtual ~Job() = default;
    virtual bool run(Transaction& tx) = 0;
    std::function<void(std::exception_ptr)> on_done;
  };
  friend class Writer;
  template <class F>
  struct TypedJob;

  explicit Database(std::unique_ptr<Impl> impl);
  /// Throws Busy when the lane is full or closing.
  void submit(Lane lane, std::unique_ptr<Job> job);
  boost::asio::awaitable<void> submit_and_wait(Lane lane, std::unique_ptr<Job> job);
  std::unique_ptr<Snapshot> borrow() const;
  void give_back(std::unique_ptr<Snapshot> snapshot) const noexcept;

  std::unique_ptr<Impl> impl_;
};

}  // namespace yuyue::store

#include "yuyue/store/database_impl.hpp"
