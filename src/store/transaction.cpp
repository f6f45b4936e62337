#include "yuyue/store/transaction.hpp"

#include "store/connection.hpp"

namespace yuyue::store {

Value::Value(Day day) : type(Type::text), owned(format_day(day)) {}

bool Row::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
std::int64_t Row::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}
double Row::real(int column) const {
  return sqlite3_column_double(statement_, column);
}

std::string Row::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (!bytes) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Bytes Row::blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  if (!bytes) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::optional<Instant> Row::maybe_instant(int column) const {
  return is_null(column) ? std::nullopt : std::optional(instant(column));
}

Day Row::day(int column) const {
  const auto parsed = parse_day(text(column));
  if (!parsed) throw std::runtime_error("not a day in the file: " + text(column));
  return *parsed;
}

std::optional<Day> Row::maybe_day(int column) const {
  return is_null(column) ? std::nullopt : std::optional(day(column));
}

Rows::Rows(std::shared_ptr<Connection> connection, sqlite3_stmt* statement, std::string_view sql)
    : connection_(std::move(connection)), statement_(statement), sql_(sql), row_(statement) {}

Rows::Rows(Rows&& other) noexcept
    : connection_(std::move(other.connection_)),
      statement_(std::exchange(other.statement_, nullptr)),
      sql_(other.sql_),
      row_(other.row_) {}

Rows::~Rows() {
  if (statement_) connection_->release(sql_, statement_);
}

bool Rows::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) connection_->fail(code, sql_);
  return false;
}

Snapshot::Snapshot(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
Snapshot::~Snapshot() = default;

Rows Snapshot::query(std::string_view sql, std::span<const Value> values) {
  return {connection_, connection_->acquire(sql, values, true), sql};
}

Rows Snapshot::query(std::string_view sql, std::initializer_list<Value> values) {
  return query(sql, std::span<const Value>(values.begin(), values.size()));
}

std::optional<std::int64_t> Snapshot::integer(std::string_view sql,
                                              std::initializer_list<Value> values) {
  auto rows = query(sql, values);
  if (!rows.next() || rows->is_null(0)) return std::nullopt;
  return rows->integer(0);
}

std::optional<std::string> Snapshot::text(std::string_view sql,
                                          std::initializer_list<Value> values) {
  auto rows = query(sql, values);
  if (!rows.next() || rows->is_null(0)) return std::nullopt;
  return rows->text(0);
}

Transaction::Transaction(std::shared_ptr<Connection> connection)
    : Snapshot(std::move(connection)) {}

int Transaction::execute(std::string_view sql, std::span<const Value> values) {
  const auto statement = connection_->acquire(sql, values, false);
  int code = sqlite3_step(statement);
  while (code == SQLITE_ROW) code = sqlite3_step(statement);
  const int changed = sqlite3_changes(connection_->handle());
  if (code != SQLITE_DONE) {
    // The message is the connection's and is lost by the reset in release().
    try {
      connection_->fail(code, sql);
    } catch (...) {
      connection_->release(sql, statement);
      throw;
    }
  }
  connection_->release(sql, statement);
  return changed;
}

int Transaction::execute(std::string_view sql, std::initializer_list<Value> values) {
  return execute(sql, std::span<const Value>(values.begin(), values.size()));
}

void Transaction::execute_script(std::string_view sql) {
  connection_->run_script(sql);
}

void Transaction::after_commit(std::function<void()> work) {
  after_commit_.push_back(std::move(work));
}

}  // namespace yuyue::store
