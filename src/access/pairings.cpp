// How a screen becomes a device: it shows a code, somebody enters it, the screen fetches its key.
#include <cstdio>

#include "access/sodium.hpp"
#include "yuyue/access/devices.hpp"

namespace yuyue::access {
namespace {

constexpr std::string_view kPurpose = "device";
constexpr int kDigits = 1000000;

std::string six_digits() {
  ensure_sodium();
  char text[8];
  std::snprintf(text, sizeof text, "%06u", randombytes_uniform(kDigits));
  return text;
}

struct Waiting {
  std::optional<DeviceId> device;
};

std::optional<Waiting> find_waiting(store::Snapshot& snapshot, const store::Bytes& secret_hash,
                                    Instant now) {
  auto rows = snapshot.query(
      "SELECT device_id FROM device_pairing WHERE secret_hash = ? AND expires_at > ?",
      {store::Blob{secret_hash}, now});
  if (!rows.next()) return std::nullopt;
  return Waiting{rows->maybe_id<DeviceId>(0)};
}

/// When one of `most` codes will have expired, if so many are open. `sql` gives the expiry of the
/// most-th youngest.
std::optional<Instant> full_until(store::Snapshot& snapshot, std::string_view sql,
                                  std::initializer_list<store::Value> values) {
  const auto at = snapshot.integer(sql, values);
  if (!at) return std::nullopt;
  return from_millis(*at);
}

}  // namespace

Result<OpenedPairing> Devices::open(store::Transaction& tx, DeviceKind kind,
                                    std::string_view remote, Instant now) const {
  const auto remote_hash = vault_.lookups("pairing-remote", remote);
  const auto all = full_until(tx,
                              "SELECT expires_at FROM device_pairing WHERE expires_at > ?"
                              " ORDER BY expires_at DESC LIMIT 1 OFFSET ?",
                              {now, rules_.most_open - 1});
  const auto from_remote =
      full_until(tx,
                 "SELECT expires_at FROM device_pairing WHERE expires_at > ?"
                 " AND remote_hash IN (?, ?) ORDER BY expires_at DESC LIMIT 1 OFFSET ?",
                 {now, store::Blob{remote_hash.now}, store::Blob{remote_hash.former},
                  rules_.most_from_remote - 1});
  if (const auto until = std::max(all, from_remote))
    return Refusal("too-many-pairings").until(*until);

  purge(tx, now);
  OpenedPairing opened{six_digits(), make_token(), now + rules_.valid_for};
  const store::Bytes secret_hash = vault_.token_hash("pairing-secret", opened.secret);
  for (;; opened.code = six_digits()) {
    const store::Bytes code_hash = vault_.token_hash("pairing-code", opened.code);
    if (tx.execute("INSERT INTO device_pairing (code_hash, secret_hash, kind, remote_hash,"
                   " expires_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (code_hash) DO NOTHING",
                   {store::Blob{code_hash}, store::Blob{secret_hash}, name_of(kind),
                    store::Blob{remote_hash.now}, opened.expires_at}) == 1)
      return opened;
  }
}

Result<bool> Devices::is_entered(store::Snapshot& snapshot, std::string_view secret,
                                 Instant now) const {
  const auto waiting = find_waiting(snapshot, vault_.token_hash("pairing-secret", secret), now);
  if (!waiting) return Refusal("pairing-expired");
  return waiting->device.has_value();
}

Result<std::string> Devices::collect(store::Transaction& tx, std::string_view secret,
                                     Instant now) const {
  const auto waiting = find_waiting(tx, vault_.token_hash("pairing-secret", secret), now);
  if (!waiting || !waiting->device) return Refusal("pairing-expired");
  auto key = make_token();
  const store::Bytes key_hash = vault_.token_hash(kPurpose, key);
  tx.execute("UPDATE device SET key_hash = ?, seen_at = ? WHERE id = ? AND revoked_at IS NULL",
             {store::Blob{key_hash}, now, *waiting->device});
  tx.after_commit([&cache = cache_, id = *waiting->device] {
    cache.drop_all_of(PrincipalKind::device, id.value);
  });
  return key;
}

int Devices::purge(store::Transaction& tx, Instant now) const {
  return tx.execute("DELETE FROM device_pairing WHERE expires_at <= ?", {now});
}

}  // namespace yuyue::access
