#include "access/sealed_rows.hpp"

#include <algorithm>

namespace yuyue::access {

bool SealedRow::any(const std::function<bool(KeyRing::Generation)>& is) const {
  return std::ranges::any_of(values, [&](const auto& value) {
    return value && !value->empty() && is(Vault::generation_of(*value));
  });
}

std::vector<SealedRow> read_rows(store::Snapshot& snapshot, const SealedTable& table,
                                 std::int64_t after, int limit) {
  std::vector<SealedRow> found;
  auto rows = snapshot.query(table.select, {after, limit});
  while (rows.next()) {
    SealedRow& row = found.emplace_back();
    row.id = rows->integer(0);
    int column = 1;
    for (int i = 0; i < table.columns; ++i, column += 2) {
      row.contexts.push_back(rows->text(column));
      row.values.push_back(rows->is_null(column + 1) ? std::nullopt
                                                     : std::optional(rows->blob(column + 1)));
    }
    for (int i = 0; i < table.keys; ++i) row.keys.push_back(rows->text(column++));
  }
  return found;
}

bool is_last(const std::vector<SealedRow>& rows, int limit) {
  int ids = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) ids += i == 0 || rows[i].id != rows[i - 1].id;
  return ids < limit;
}

void reseal(store::Transaction& tx, const Vault& vault, const SealedTable& table,
            const SealedRow& row) {
  std::vector<std::optional<std::string>> opened;
  std::vector<std::optional<store::Bytes>> written;
  for (std::size_t i = 0; i < row.values.size(); ++i) {
    const auto& value = row.values[i];
    if (!value || value->empty()) {
      opened.emplace_back();
      written.push_back(value);
    } else {
      opened.emplace_back(vault.open(row.contexts[i], *value));
      written.emplace_back(vault.seal(row.contexts[i], *opened.back()));
    }
  }
  std::vector<std::optional<store::Bytes>> hashes;
  if (table.hashes) hashes = table.hashes(vault, opened, row.keys);
  std::vector<store::Value> values{row.id};
  const auto put = [&](const std::optional<store::Bytes>& bytes) {
    values.push_back(bytes ? store::Value(store::Blob{*bytes}) : store::Value(nullptr));
  };
  std::ranges::for_each(written, put);
  for (const auto& key : row.keys) values.emplace_back(key);
  std::ranges::for_each(hashes, put);
  tx.execute(table.update, values);
}

}  // namespace yuyue::access
