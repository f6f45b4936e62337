#pragma once
#include <sqlite3.h>

#include <atomic>

namespace yuyue::test {

/// Stands between SQLite and the disk while it exists: every file opened meanwhile goes through it.
/// Counts what reaches the disk and fails what it is told to fail, with the SQLite code given
/// (SQLITE_OK: works again). One at a time; make it before the database and destroy it after.
class FaultVfs {
 public:
  FaultVfs();
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  struct Disk {
    std::atomic<int> write_fault = SQLITE_OK, sync_fault = SQLITE_OK;
    std::atomic<int> writes = 0, syncs = 0;
    std::atomic<int> unsynced = 0;  ///< writes that a power cut might undo
  };
  Disk log;   ///< the -wal file
  Disk file;  ///< the database itself
  /// How often the log was begun again or cut while what had been copied from it into the database
  /// was not yet durable: a power cut would then have lost commits.
  std::atomic<int> log_lost_too_early = 0;
  std::atomic<int> lock_fault = SQLITE_OK;  ///< of the lock that BEGIN IMMEDIATE takes

 private:
  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* to, int flags, int* out_flags);

  sqlite3_vfs* real_;
  sqlite3_vfs vfs_;
};

}  // namespace yuyue::test
