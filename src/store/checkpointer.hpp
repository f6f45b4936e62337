#pragma once
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>

#include "store/connection.hpp"

namespace yuyue::store {

/// The disk lost pages that were copied to the file. The log still has them, so nothing may be
/// written any more, and recovery at the next start puts things right.
struct CopyLost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// When and how the log is copied into the file. Used by the writer's thread, between two groups.
///
/// A checkpoint writes pages all over the file and syncs them, and every commit would wait for that
/// sync. So it is taken apart: the pages are written by the writing connection, without a sync; a
/// reader pins the log meanwhile, so that SQLite cannot begin it again; the file is synced on
/// another thread, while commits go on; and then an ordinary checkpoint copies and syncs what
/// little has been added, after which the log begins again. Whatever happens before that, the log
/// still holds everything, and recovery reads it.
///
/// A log longer than kLongLogPages was kept so by readers (one that pins it, or so many that there
/// is always one): then RESTART, which waits for them a moment; and TRUNCATE once nothing has been
/// written for a while, tried again until no reader is in the way.
class Checkpointer {
 public:
  using OnTrouble = std::function<void(const std::string&)>;
  Checkpointer(std::shared_ptr<Connection> writer, const std::filesystem::path& file,
               OnTrouble on_trouble);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  /// Does what is due. In a `rush` later: each commit takes a whole group then, and in a longer log
  /// most pages have been replaced by later ones and need not be copied. Throws CopyLost.
  void after_group(bool rush);
  bool log_is_long() const;
  /// Copies everything and cuts the log to nothing, if no reader is in the way. Throws CopyLost.
  void cut();
  std::uint64_t count() const { return count_; }

 private:
  /// A connection whose only work is to read, and thereby to keep the log as it is.
  struct Pin;

  int grown() const { return log_pages_ - copied_pages_; }
  bool is_syncing() const { return syncing_.valid(); }
  void copy_and_sync_beside();
  void end_sync();  ///< waits for it, lets the log go; throws CopyLost
  void checkpoint(int mode);

  std::shared_ptr<Connection> writer_;
  OnTrouble on_trouble_;
  std::unique_ptr<Pin> pin_, next_pin_;
  std::future<int> syncing_;  ///< SQLite's code
  int log_pages_ = 0;         ///< length of the log
  int copied_pages_ = 0;      ///< how much of it has been copied
  std::uint64_t count_ = 0;
};

}  // namespace yuyue::store
