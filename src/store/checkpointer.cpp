#include "store/checkpointer.hpp"

#include <utility>

namespace yuyue::store {
namespace {

constexpr int kCheckpointPages = 2000;        // 8 MB
constexpr int kCheckpointPagesInRush = 8000;  // 32 MB
constexpr int kSmallRest = 500;               // synced in a few milliseconds
constexpr int kLongLogPages = 24000;
constexpr int kWaitForReadersMs = 20;

}  // namespace

struct Checkpointer::Pin {
  explicit Pin(const std::filesystem::path& file) : connection(file, Connection::Mode::reader) {
    sqlite3_file_control(connection.handle(), "main", SQLITE_FCNTL_FILE_POINTER, &main_file);
  }
  ~Pin() { let_go(); }
  void hold() {
    connection.run("BEGIN");
    connection.run("SELECT 1 FROM sqlite_schema");
  }
  void let_go() {
    if (connection.in_transaction()) connection.run("COMMIT");
  }
  /// On another thread, while the connection is idle.
  int sync() const { return main_file->pMethods->xSync(main_file, SQLITE_SYNC_NORMAL); }

  Connection connection;
  sqlite3_file* main_file = nullptr;
};

Checkpointer::Checkpointer(std::shared_ptr<Connection> writer, const std::filesystem::path& file,
                           OnTrouble on_trouble)
    : writer_(std::move(writer)),
      on_trouble_(std::move(on_trouble)),
      pin_(std::make_unique<Pin>(file)),
      next_pin_(std::make_unique<Pin>(file)) {
  sqlite3_wal_hook(
      writer_->handle(),
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<Checkpointer*>(self)->log_pages_ = pages;  // called by COMMIT
        return SQLITE_OK;
      },
      this);
}

Checkpointer::~Checkpointer() {
  sqlite3_wal_hook(writer_->handle(), nullptr, nullptr);
}

bool Checkpointer::log_is_long() const {
  return log_pages_ > kLongLogPages;
}

void Checkpointer::after_group(bool rush) {
  if (log_pages_ < copied_pages_) copied_pages_ = 0;  // the log was begun again
  if (is_syncing()) {
    if (syncing_.wait_for(std::chrono::seconds{0}) != std::future_status::ready && !log_is_long())
      return;
    if (grown() > kSmallRest && !log_is_long()) return copy_and_sync_beside();
    end_sync();
    checkpoint(log_is_long() ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE);
  } else if (log_is_long() && grown() >= kCheckpointPages) {
    checkpoint(SQLITE_CHECKPOINT_RESTART);
  } else if (grown() >= (rush ? kCheckpointPagesInRush : kCheckpointPages)) {
    copy_and_sync_beside();
  }
}

void Checkpointer::cut() {
  end_sync();
  checkpoint(SQLITE_CHECKPOINT_TRUNCATE);
}

void Checkpointer::copy_and_sync_beside() {
  next_pin_->hold();  // before the former lets go, so that the log cannot begin again in between
  end_sync();
  std::swap(pin_, next_pin_);
  writer_->run("PRAGMA synchronous=OFF");
  checkpoint(SQLITE_CHECKPOINT_PASSIVE);
  writer_->run("PRAGMA synchronous=FULL");
  syncing_ = std::async(std::launch::async, [pin = pin_.get()] { return pin->sync(); });
}

void Checkpointer::end_sync() {
  if (!is_syncing()) return;
  if (const int code = syncing_.get(); code != SQLITE_OK)
    throw CopyLost("syncing the file after a checkpoint failed (SQLite " + std::to_string(code) +
                   ")");
  pin_->let_go();
}

void Checkpointer::checkpoint(int mode) {
  const bool may_wait = mode == SQLITE_CHECKPOINT_RESTART;
  if (may_wait) sqlite3_busy_timeout(writer_->handle(), kWaitForReadersMs);
  const int code = sqlite3_wal_checkpoint_v2(writer_->handle(), nullptr, mode, nullptr, nullptr);
  if (may_wait) sqlite3_busy_timeout(writer_->handle(), 0);
  if (code != SQLITE_OK && code != SQLITE_BUSY) on_trouble_(sqlite3_errmsg(writer_->handle()));
  copied_pages_ = log_pages_;
  if (code == SQLITE_OK && mode == SQLITE_CHECKPOINT_TRUNCATE) log_pages_ = copied_pages_ = 0;
  ++count_;
}

}  // namespace yuyue::store
