#include "yuyue/access/idempotency.hpp"

#include <algorithm>

#include "access/sodium.hpp"

namespace yuyue::access {
namespace {

store::Bytes key_hash(const Vault& vault, const RequestKey& request) {
  // The parts cannot run into one another: principals hold no line break, routes neither.
  return vault.token_hash("idempotency-key",
                          request.principal + '\n' + request.route + '\n' + request.key);
}

std::string context_of(const store::Bytes& hash) {
  std::string hex(2 * hash.size() + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), as_bytes(std::string_view(hash)), hash.size());
  hex.pop_back();
  return "idempotency.answer:" + hex;
}

bool is_possible(std::string_view key) {
  return !key.empty() && key.size() <= Idempotency::kLongestKey &&
         std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

std::string principal_key(const Principal& principal) {
  return std::string(name_of(principal.kind)) + ':' + std::to_string(principal.id);
}

Result<std::optional<StoredAnswer>> Idempotency::find(store::Snapshot& snapshot,
                                                      const RequestKey& request,
                                                      Instant now) const {
  if (!is_possible(request.key)) return Refusal("idempotency-key-invalid");
  const store::Bytes hash = key_hash(vault_, request);
  auto rows = snapshot.query(
      "SELECT body_hash, status, answer_sealed FROM idempotency WHERE key_hash = ? AND at > ?",
      {store::Blob{hash}, Instant(now - kKept)});
  if (!rows.next()) return std::optional<StoredAnswer>{};
  if (rows->blob(0) != vault_.token_hash("idempotency-body", request.body)) {
    return Refusal("idempotency-mismatch");
  }
  return std::optional<StoredAnswer>{StoredAnswer{static_cast<int>(rows->integer(1)),
                                                  vault_.open(context_of(hash), rows->blob(2))}};
}

void Idempotency::remember(store::Transaction& tx, const RequestKey& request,
                           const StoredAnswer& answer, Instant now) const {
  const store::Bytes hash = key_hash(vault_, request);
  const store::Bytes body = vault_.token_hash("idempotency-body", request.body);
  const store::Bytes sealed = vault_.seal(context_of(hash), answer.body);
  // A row of the same key can only be one that is no longer kept: find() came first.
  tx.execute(
      "INSERT INTO idempotency (key_hash, body_hash, status, answer_sealed, at) "
      "VALUES (?, ?, ?, ?, ?) ON CONFLICT (key_hash) DO UPDATE SET body_hash = excluded.body_hash, "
      "status = excluded.status, answer_sealed = excluded.answer_sealed, at = excluded.at",
      {store::Blob{hash}, store::Blob{body}, answer.status, store::Blob{sealed}, now});
}

int Idempotency::purge(store::Transaction& tx, Instant now, int limit) const {
  return tx.execute(
      "DELETE FROM idempotency WHERE key_hash IN "
      "(SELECT key_hash FROM idempotency WHERE at <= ? ORDER BY at LIMIT ?)",
      {Instant(now - kKept), limit});
}

}  // namespace yuyue::access
