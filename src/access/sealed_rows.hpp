#pragma once
// Rows with sealed columns, as a change of keys goes through them.
#include <functional>

#include "yuyue/access/key_rotation.hpp"

namespace yuyue::access {

/// A row as it stands in the file.
struct SealedRow {
  std::int64_t id = 0;
  std::vector<std::string> contexts;
  std::vector<std::optional<store::Bytes>> values;
  std::vector<std::string> keys;

  /// Whether one of its values is of such a generation.
  bool any(const std::function<bool(KeyRing::Generation)>& is) const;
};

/// Of ids above `after`, in their order. A row may stand in several lines (one an item of its); the
/// limit counts rows.
std::vector<SealedRow> read_rows(store::Snapshot& snapshot, const SealedTable& table,
                                 std::int64_t after, int limit);
/// Whether there are no more rows after these, which were read with that limit.
bool is_last(const std::vector<SealedRow>& rows, int limit);

/// Seals and hashes it anew with the generation in use.
void reseal(store::Transaction& tx, const Vault& vault, const SealedTable& table,
            const SealedRow& row);

}  // namespace yuyue::access
