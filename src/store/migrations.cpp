#include "store/migrations.hpp"

#include <sodium.h>

#include <algorithm>

#include "yuyue/store/database.hpp"

namespace yuyue::store {
namespace {

std::string checksum(std::string_view text) {
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  char hex[sizeof hash * 2 + 1];
  return sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
}

constexpr std::string_view kTable =
    "CREATE TABLE IF NOT EXISTS schema_migration ("
    " name TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT";

}  // namespace

std::vector<std::string> Migrator::pending() {
  Transaction tx(connection_);
  std::vector<std::string> names;
  for (const auto& migration : known_) names.emplace_back(migration.name);
  if (tx.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migration'") == 0)
    return names;
  for (auto rows = tx.query("SELECT name, checksum FROM schema_migration"); rows.next();) {
    const auto name = rows->text(0);
    const auto known = std::ranges::find(known_, name, &EmbeddedText::name);
    if (known == known_.end())
      throw CannotOpen("the file was made by a newer version (migration " + name + ")");
    if (checksum(known->text) != rows->text(1))
      throw CannotOpen("migration " + name + " was applied with another text than this program's");
    std::erase(names, name);
  }
  return names;
}

void Migrator::run(const std::function<void(const std::string&)>& before_each) {
  const auto names = pending();
  const bool is_new = names.size() == known_.size();
  for (const auto& name : names) {
    const auto migration = std::ranges::find(known_, name, &EmbeddedText::name);
    Transaction tx(connection_);
    try {
      if (!is_new) before_each(name);
      connection_->run("BEGIN IMMEDIATE");
      tx.execute(kTable);
      tx.execute_script(migration->text);
      tx.execute("INSERT INTO schema_migration (name, checksum, applied_at) VALUES (?, ?, ?)",
                 {name, checksum(migration->text), SystemClock{}.now()});
      connection_->run("COMMIT");
    } catch (const std::exception& e) {
      if (connection_->in_transaction()) connection_->run("ROLLBACK");
      throw CannotOpen("migration " + name + " failed, nothing was changed by it: " + e.what());
    }
  }
}

}  // namespace yuyue::store
