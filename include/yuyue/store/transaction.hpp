#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/core/ids.hpp"
#include "yuyue/core/time.hpp"

struct sqlite3_stmt;

namespace yuyue::store {

class Connection;

/// Bytes as they stand in a BLOB column.
using Bytes = std::string;
struct Blob {
  std::string_view bytes;
};

/// One value handed to a statement. Made implicitly from what domain code has at hand.
class Value {
 public:
  enum class Type { null, integer, real, text, blob };
  Value(std::nullptr_t) {}
  Value(std::nullopt_t) {}
  Value(bool v) : type(Type::integer), number(v) {}
  Value(int v) : type(Type::integer), number(v) {}
  Value(std::int64_t v) : type(Type::integer), number(v) {}
  Value(double v) : type(Type::real), real(v) {}
  Value(std::string_view v) : type(Type::text), bytes(v) {}
  Value(const std::string& v) : type(Type::text), bytes(v) {}
  Value(const char* v) : type(Type::text), bytes(v) {}
  Value(Blob v) : type(Type::blob), bytes(v.bytes) {}
  Value(Instant t) : type(Type::integer), number(to_millis(t)) {}
  Value(Day day);  ///< as text YYYY-MM-DD
  Value(MinuteOfDay m) : type(Type::integer), number(m.count()) {}
  template <class Kind>
  Value(Id<Kind> id) : type(Type::integer), number(id.value) {}
  template <class T>
  Value(const std::optional<T>& v) : Value(v ? Value(*v) : Value(nullptr)) {}

  Type type = Type::null;
  std::int64_t number = 0;
  double real = 0;
  /// Text or bytes. They point into the caller's data, which must outlive the call, unless the
  /// value was converted on the way and owns its text.
  std::string_view view() const { return owned.empty() ? bytes : std::string_view(owned); }

 private:
  std::string_view bytes;
  std::string owned;
};

/// One row of an answer; valid until the next call of Rows::next(). Columns count from 0.
class Row {
 public:
  bool is_null(int column) const;
  std::int64_t integer(int column) const;  ///< NULL reads as 0
  double real(int column) const;
  std::string text(int column) const;  ///< NULL reads as empty
  Bytes blob(int column) const;
  bool flag(int column) const { return integer(column) != 0; }
  Instant instant(int column) const { return from_millis(integer(column)); }
  std::optional<Instant> maybe_instant(int column) const;
  Day day(int column) const;
  std::optional<Day> maybe_day(int column) const;
  MinuteOfDay minute(int column) const { return MinuteOfDay{integer(column)}; }
  template <class IdType>
  IdType id(int column) const {
    return IdType{integer(column)};
  }
  template <class IdType>
  std::optional<IdType> maybe_id(int column) const {
    if (is_null(column)) return std::nullopt;
    return id<IdType>(column);
  }

 private:
  friend class Rows;
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
  sqlite3_stmt* statement_;
};

/// The rows of one query: `for (auto rows = tx.query(…); rows.next();) use(rows.row())`.
/// Gives its statement back when destroyed; two queries with the same text may be open at once.
/// Not kept beyond the Snapshot or Transaction it came from.
class Rows {
 public:
  Rows(Rows&&) noexcept;
  Rows& operator=(Rows&&) = delete;
  ~Rows();
  bool next();
  const Row& row() const { return row_; }
  const Row* operator->() const { return &row_; }

 private:
  friend class Snapshot;
  Rows(std::shared_ptr<Connection> connection, sqlite3_stmt* statement, std::string_view sql);
  std::shared_ptr<Connection> connection_;
  sqlite3_stmt* statement_;
  std::string_view sql_;
  Row row_;
};

/// Read access to one consistent state of the file. Use cases that only look take this; a
/// Transaction is one too. Statement texts are literals: they are prepared once and kept.
class Snapshot {
 public:
  virtual ~Snapshot();
  Rows query(std::string_view sql, std::initializer_list<Value> values = {});
  Rows query(std::string_view sql, std::span<const Value> values);
  /// First column of the first row.
  std::optional<std::int64_t> integer(std::string_view sql,
                                      std::initializer_list<Value> values = {});
  std::optional<std::string> text(std::string_view sql, std::initializer_list<Value> values = {});

  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 protected:
  friend class Database;
  explicit Snapshot(std::shared_ptr<Connection> connection);
  std::shared_ptr<Connection> connection_;
};

/// The same row exists already (a unique index said so). Thrown by execute; records turn it into a
/// refusal where that is a rule. `constraint` is SQLite's text, e.g. "appointment.person_id, …".
struct UniqueViolation : std::runtime_error {
  explicit UniqueViolation(const std::string& which)
      : std::runtime_error("unique: " + which), constraint(which) {}
  std::string constraint;
};

/// One job's part of the write transaction. Only on the writer's thread, only inside the job.
class Transaction : public Snapshot {
 public:
  /// Returns the number of rows changed. Throws UniqueViolation or std::runtime_error.
  int execute(std::string_view sql, std::initializer_list<Value> values = {});
  int execute(std::string_view sql, std::span<const Value> values);
  /// Several statements without parameters (migrations, tests).
  void execute_script(std::string_view sql);

  /// Remembers work to do once the group is durable and before anybody is answered (cached pages
  /// replaced, event streams fed). Dropped if the job is refused. Runs on the writer's thread, with
  /// no lock held; must be quick and must not throw.
  void after_commit(std::function<void()> work);

 private:
  friend class Writer;
  friend class Migrator;
  explicit Transaction(std::shared_ptr<Connection> connection);
  std::vector<std::function<void()>> after_commit_;
};

}  // namespace yuyue::store
