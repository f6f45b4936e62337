#pragma once
#include <filesystem>

namespace yuyue::store {

/// Keeps other processes out of a database file for as long as it lives, by an exclusive lock on
/// `<file>.lock`. SQLite's own locks would let a second process write or checkpoint in between.
class FileLock {
 public:
  explicit FileLock(const std::filesystem::path& file);  ///< throws Locked or CannotOpen
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int fd_;
};

}  // namespace yuyue::store
