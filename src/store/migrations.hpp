#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "store/connection.hpp"

namespace yuyue::store {

/// Brings the schema up to date: each migration of sql/sqlite runs once, in its own transaction, and
/// is recorded with its checksum.
class Migrator {
 public:
  explicit Migrator(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}

  /// Names of the migrations that are still to run. Throws CannotOpen when the file was made by a
  /// newer program, or by one whose migrations read differently.
  std::vector<std::string> pending();
  /// Runs them; `before_each(name)` first, unless the file is new.
  void run(const std::function<void(const std::string& name)>& before_each);

 private:
  std::shared_ptr<Connection> connection_;
};

}  // namespace yuyue::store
