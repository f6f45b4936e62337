#pragma once
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "store/connection.hpp"
#include "yuyue/core/embedded_text.hpp"

namespace yuyue::store {

std::span<const EmbeddedText> migrations();  ///< generated from sql/sqlite/*.sql, in order

/// Brings the schema up to date: each migration of sql/sqlite runs once, in its own transaction,
/// and is recorded with its checksum.
class Migrator {
 public:
  explicit Migrator(std::shared_ptr<Connection> connection,
                    std::span<const EmbeddedText> known = migrations())
      : connection_(std::move(connection)), known_(known) {}

  /// Names of the migrations that are still to run. Throws CannotOpen when the file was made by a
  /// newer program, or by one whose migrations read differently.
  std::vector<std::string> pending();
  /// Runs them; `before_each(name)` first, unless the file is new.
  void run(const std::function<void(const std::string& name)>& before_each);

 private:
  std::shared_ptr<Connection> connection_;
  std::span<const EmbeddedText> known_;
};

}  // namespace yuyue::store
