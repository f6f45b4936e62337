#include "store/connection.hpp"

#include "yuyue/store/database.hpp"

namespace yuyue::store {
namespace {

// "YYUE": tells our files from any other program's.
constexpr int kApplicationId = 0x59595545;

// WAL lets readers go on beside the one writer. synchronous=FULL is one sync a commit: with NORMAL
// a power cut loses bookings that were already answered. Checkpoints are the writer's own business
// (writer.cpp), so the automatic ones are off. Foreign keys are immediate, so that one bad job
// fails by itself and not the group's commit.
constexpr const char* kWriterPragmas =
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA wal_autocheckpoint=0;"
    "PRAGMA journal_size_limit=67108864;"  // a log that grew longer shrinks when it is begun again
    "PRAGMA foreign_keys=ON;"
    "PRAGMA trusted_schema=OFF;"
    "PRAGMA cache_size=-20480;"
    "PRAGMA temp_store=MEMORY;";
constexpr const char* kReaderPragmas =
    "PRAGMA query_only=ON;"
    "PRAGMA trusted_schema=OFF;"
    "PRAGMA cache_size=-4096;"
    "PRAGMA temp_store=MEMORY;";

bool is_trouble(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_INTERRUPT:
    case SQLITE_READONLY:
    case SQLITE_CORRUPT:
      return true;
    default:
      return false;
  }
}

void bind(sqlite3_stmt* statement, int index, const Value& value, bool keep_text) {
  const auto lifetime = keep_text ? SQLITE_TRANSIENT : SQLITE_STATIC;
  const auto bytes = value.view();
  switch (value.type) {
    case Value::Type::null:
      sqlite3_bind_null(statement, index);
      break;
    case Value::Type::integer:
      sqlite3_bind_int64(statement, index, value.number);
      break;
    case Value::Type::real:
      sqlite3_bind_double(statement, index, value.real);
      break;
    case Value::Type::text:
      // A null pointer would bind NULL: an empty text must stay a text.
      sqlite3_bind_text(statement, index, bytes.data() ? bytes.data() : "",
                        static_cast<int>(bytes.size()), lifetime);
      break;
    case Value::Type::blob:
      sqlite3_bind_blob(statement, index, bytes.data() ? bytes.data() : "",
                        static_cast<int>(bytes.size()), lifetime);
      break;
  }
}

}  // namespace

Connection::Connection(const std::filesystem::path& file, Mode mode) {
  // Counting every allocation takes a lock that all connections share. Only the first call counts.
  static const int kWithoutMemoryFigures = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(kWithoutMemoryFigures);
  const int flags =
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
      (mode == Mode::writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
  const int opened = sqlite3_open_v2(file.c_str(), &db_, flags, nullptr);
  try {
    if (opened != SQLITE_OK) fail(opened, "open");
    // A checkpoint on close by a reader would be a second writer of the main file.
    sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_busy_timeout(db_, mode == Mode::writer ? 0 : 2000);
    const auto values = [this](const char* sql) {
      const auto statement = acquire(sql, {}, false);
      const int code = sqlite3_step(statement);
      const auto value = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
      release(sql, statement);
      if (code != SQLITE_ROW) fail(code, sql);
      return value;
    };
    const auto id = values("PRAGMA application_id");
    const auto tables = values("SELECT count(*) FROM sqlite_schema");
    if (id != kApplicationId && tables > 0)
      throw CannotOpen(file.string() + " is a database of another program");
    run_script(mode == Mode::writer ? kWriterPragmas : kReaderPragmas);
    if (mode == Mode::writer && id != kApplicationId)
      run_script("PRAGMA application_id=" + std::to_string(kApplicationId));
  } catch (const CannotOpen&) {
    sqlite3_close_v2(db_);
    throw;
  } catch (const std::exception& e) {
    for (auto& [sql, list] : idle_)
      for (auto* statement : list) sqlite3_finalize(statement);
    sqlite3_close_v2(db_);
    throw CannotOpen(file.string() + ": " + e.what());
  }
}

Connection::~Connection() {
  for (auto& [sql, list] : idle_)
    for (auto* statement : list) sqlite3_finalize(statement);
  sqlite3_close_v2(db_);
}

void Connection::fail(int code, std::string_view doing) const {
  const std::string message = db_ ? sqlite3_errmsg(db_) : sqlite3_errstr(code);
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY) {
    const auto colon = message.find(": ");
    throw UniqueViolation(colon == std::string::npos ? message : message.substr(colon + 2));
  }
  const auto text = message + " (SQLite " + std::to_string(code) + ") in: " + std::string(doing);
  if (is_trouble(code)) throw Trouble(code, text);
  throw std::runtime_error(text);
}

sqlite3_stmt* Connection::acquire(std::string_view sql, std::span<const Value> values,
                                  bool keep_text) {
  sqlite3_stmt* statement = nullptr;
  if (const auto found = idle_.find(sql); found != idle_.end() && !found->second.empty()) {
    statement = found->second.back();
    found->second.pop_back();
  } else {
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, &rest);
    if (code != SQLITE_OK) fail(code, sql);
  }
  const int wanted = sqlite3_bind_parameter_count(statement);
  if (wanted != static_cast<int>(values.size())) {
    sqlite3_finalize(statement);
    throw std::logic_error(std::to_string(values.size()) + " values for " + std::to_string(wanted) +
                           " parameters in: " + std::string(sql));
  }
  for (std::size_t i = 0; i < values.size(); ++i)
    bind(statement, static_cast<int>(i) + 1, values[i], keep_text);
  return statement;
}

void Connection::release(std::string_view sql, sqlite3_stmt* statement) noexcept {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  try {
    auto found = idle_.find(sql);
    if (found == idle_.end())
      found = idle_.emplace(std::string(sql), std::vector<sqlite3_stmt*>{}).first;
    found->second.push_back(statement);
  } catch (const std::bad_alloc&) {
    sqlite3_finalize(statement);
  }
}

void Connection::run(std::string_view sql) {
  const auto statement = acquire(sql, {}, false);
  const int code = sqlite3_step(statement);
  release(sql, statement);
  if (code != SQLITE_DONE && code != SQLITE_ROW) fail(code, sql);
}

void Connection::run_script(std::string_view sql) {
  const std::string text(sql);
  const int code = sqlite3_exec(db_, text.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code, text.substr(0, 200));
}

}  // namespace yuyue::store
