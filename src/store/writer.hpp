#pragma once
#include <array>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "store/checkpointer.hpp"
#include "store/connection.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::store {

/// The one thread that writes and checkpoints.
///
/// Jobs queue up in three lanes; the writer takes them in turn, runs each in a savepoint of one
/// BEGIN IMMEDIATE, and makes the whole group durable by one COMMIT. There is no timer: while one
/// commit syncs, the next group forms. What may go wrong, and what then happens:
///
///   a job is refused or throws      its savepoint is rolled back, the others stay
///   the group is rolled back whole  (disk full, I/O error, out of memory, interrupt: SQLite may
///   end
///                                   the transaction by itself) every job in it is run once more,
///                                   in a group of its own, and then answered Busy
///   COMMIT fails                    nobody knows what the disk holds: all are told OutcomeUnknown,
///                                   nothing is written any more, and the process is ended; it
///                                   never retries in place. So it is when the log was copied and
///                                   the disk did not keep the copy
///   little disk left                everybody is answered Busy before anything is begun
///   publishing throws               the commit stands and is answered; trouble is reported
///
/// The log is copied into the file between two groups and, for good, at the end (checkpointer.hpp).
class Writer {
 public:
  Writer(std::shared_ptr<Connection> connection, const Options& options);
  ~Writer();
  void submit(Lane lane, std::unique_ptr<Database::Job> job);  ///< throws Busy
  Figures figures() const;
  void close();

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    std::unique_ptr<Database::Job> job;
    Clock::time_point deadline;
    std::exception_ptr failure;
    int attempts = 0;
    bool keep = false;
  };
  using Group = std::vector<Entry>;

  void run();
  std::optional<Group> next_group();
  std::size_t waiting() const;  ///< jobs; with the mutex held
  void serve(Group group);
  bool run_group(Group& group);  ///< false: the whole group was rolled back
  bool run_entry(Entry& entry);  ///< false: the transaction is gone
  bool end_savepoint(const Entry& entry, std::size_t announced_before);
  void commit(Group& group);
  void publish();
  void answer(Group& group);
  void tell(Entry& entry) const;
  void outcome_unknown(Group& group, const std::string& why);
  bool disk_is_short();
  template <class F>
  bool copy_log(F work);  ///< false: the process is being ended
  void trouble(const std::string& what) const noexcept;

  std::shared_ptr<Connection> connection_;
  const Options options_;
  Transaction transaction_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::array<std::deque<Entry>, 3> lanes_;
  std::size_t next_lane_ = 0;
  bool closing_ = false;
  Figures figures_;
  // The writer's thread only:
  Checkpointer checkpointer_;
  bool broken_ = false;  ///< a commit's outcome is unknown
  std::thread thread_;
};

}  // namespace yuyue::store
