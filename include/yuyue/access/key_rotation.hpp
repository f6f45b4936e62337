#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/access/audit.hpp"
#include "yuyue/access/vault.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::access {

/// A table with sealed columns, as its module describes it for a change of keys.
struct SealedTable {
  /// Its keyed hashes, in the order of `update`; nothing for NULL. `opened` are the sealed columns,
  /// `keys` the further columns of `select`.
  using Hashes = std::vector<std::optional<store::Bytes>> (*)(
      const Vault& vault, const std::vector<std::optional<std::string>>& opened,
      const std::vector<std::string>& keys);

  std::string_view name;
  /// The id; for each sealed column its context and its value; further columns. Of ids above ?1, in
  /// their order, the first ?2.
  std::string_view select;
  int columns = 1;  ///< how many are sealed
  int keys = 0;     ///< how many further columns there are
  /// ?1 the id, then the sealed columns, the further ones, the hashes.
  std::string_view update;
  Hashes hashes = nullptr;
};

/// access's own.
std::vector<SealedTable> sealed_tables();

struct KeyRotationState {
  KeyRing::Generation settled = 0;  ///< nothing is sealed with an older one
  KeyRing::Generation newest = 0;   ///< what new values are sealed with
  KeyRing::Generation waiting = 0;  ///< a still newer one in the key file; 0: none
  std::string table;                ///< where it has got to
  int tables_done = 0, tables = 0;
  std::int64_t resealed = 0;  ///< rows of the present or last change
  std::optional<Instant> begun_at, done_at;
  bool is_running() const { return settled != newest; }
};

/// Changes the key of the personal fields while the server runs.
///
/// A new generation in the key file is taken into use by bind_keys: from then on everything is
/// sealed, and hashed for searching, with it. What is there already is opened, sealed and hashed
/// anew, table by table, in writer jobs of a few milliseconds (step); how far that has got stands
/// in the database and is committed with the rows, so that it goes on after any end of the process.
///
/// Searching: a row's hashes are of the generation that its sealed columns are of. While rows of
/// two generations are left, a search looks for both hashes of a value (Vault::lookups); values
/// that may exist once are looked for by both before they are written, in the same transaction. The
/// alternative, one key for hashes that never changes, would leave document numbers and phones to
/// be tried out by whoever once had the key, and is what a change of keys is to end.
///
/// Counted tries and one-time codes cannot be hashed anew; they are found by both until the
/// server's next start after the change is through, and then forgotten.
///
/// Thread-safe.
class KeyRotation {
 public:
  KeyRotation(Vault& vault, const AuditLog& audit, std::filesystem::path key_file,
              std::vector<SealedTable> tables);

  KeyRotationState state(store::Snapshot& snapshot) const;
  /// Reads the key file again and takes its newest generation into use, unless one is being taken
  /// into use already. True: there is something to do for step. Throws KeyFileError.
  bool take_up(store::Database& database, Instant now) const;
  /// One writer job. False: nothing (more) to do. Two callers do no harm.
  bool step(store::Database& database, Instant now) const;
  /// Tables that hold something that only this generation opens; empty: it may be retired. Slow: it
  /// looks at everything, in short reads.
  std::vector<std::string> used_by(const store::Database& database,
                                   KeyRing::Generation generation) const;
  const std::filesystem::path& key_file() const { return key_file_; }

 private:
  bool step(store::Transaction& tx, Instant now) const;
  void finish(store::Transaction& tx, KeyRing::Generation generation, Instant now) const;

  Vault& vault_;
  const AuditLog& audit_;
  const std::filesystem::path key_file_;
  const std::vector<SealedTable> tables_;
};

}  // namespace yuyue::access
