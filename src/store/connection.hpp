#pragma once
#include <sqlite3.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "yuyue/store/transaction.hpp"

namespace yuyue::store {

/// One SQLite connection with the statements prepared on it. Used by one thread at a time.
class Connection {
 public:
  enum class Mode { writer, reader };
  /// Opens (the writer creates) and sets every pragma we rely on. Throws CannotOpen.
  Connection(const std::filesystem::path& file, Mode mode);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// A prepared statement for `sql` with its parameters bound; give it back with release(). With
  /// `keep_text` the values are copied, since the caller's data may go before the last step.
  sqlite3_stmt* acquire(std::string_view sql, std::span<const Value> values, bool keep_text);
  void release(std::string_view sql, sqlite3_stmt* statement) noexcept;
  /// Runs a statement without parameters or rows, kept prepared.
  void run(std::string_view sql);
  /// Several statements, not kept.
  void run_script(std::string_view sql);
  bool in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }
  sqlite3* handle() const { return db_; }
  [[noreturn]] void fail(int code, std::string_view doing) const;

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  sqlite3* db_ = nullptr;
  std::unordered_map<std::string, std::vector<sqlite3_stmt*>, TextHash, std::equal_to<>> idle_;
};

/// The disk, the memory or an interrupt said no: the statement did not happen, and perhaps the
/// whole group is gone. Jobs see it pass through; the writer turns it into Busy.
struct Trouble : std::runtime_error {
  Trouble(int sqlite_code, const std::string& text) : std::runtime_error(text), code(sqlite_code) {}
  int code;
};

}  // namespace yuyue::store
