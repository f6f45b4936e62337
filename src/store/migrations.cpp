#include "store/migrations.hpp"

#include <sodium.h>

#include <algorithm>

#include "yuyue/core/embedded_text.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::store {

std::span<const EmbeddedText> migrations();  // generated from sql/sqlite/*.sql

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
  if (tx.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migration'") == 0) {
    for (const auto& migration : migrations()) names.emplace_back(migration.name);
    return names;
  }
  std::size_t applied = 0;
  for (auto rows = tx.query("SELECT name, checksum FROM schema_migration ORDER BY name");
       rows.next(); ++applied) {
    const auto name = rows->text(0);
    const auto known = std::ranges::find(migrations(), name, &EmbeddedText::name);
    if (known == migrations().end())
      throw CannotOpen("the file was made by a newer version (migration " + name + ")");
    if (checksum(known->text) != rows->text(1))
      throw CannotOpen("migration " + name + " was applied with another text than this program's");
  }
  for (const auto& migration : migrations().subspan(applied)) names.emplace_back(migration.name);
  return names;
}

void Migrator::run(const std::function<void(const std::string&)>& before_each) {
  const auto names = pending();
  const bool is_new = names.size() == migrations().size();
  for (const auto& name : names) {
    if (!is_new) before_each(name);
    const auto migration = std::ranges::find(migrations(), name, &EmbeddedText::name);
    Transaction tx(connection_);
    connection_->run("BEGIN IMMEDIATE");
    try {
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
