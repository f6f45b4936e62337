#include "yuyue/access/api_keys.hpp"

#include "access/words.hpp"

namespace yuyue::access {
namespace {

constexpr std::string_view kPurpose = "api-key";
constexpr std::string_view kPrefix = "yuyue_";
constexpr Permissions kNotForKeys{Permission::patient, Permission::accounts_edit,
                                  Permission::operate, Permission::demo};

ApiKey read(const store::Row& row) {
  ApiKey key;
  key.id = row.id<ApiKeyId>(0);
  key.name = row.text(1);
  key.permissions = split_permissions(row.text(2));
  key.created_at = row.instant(3);
  key.last_used = row.maybe_day(4);
  key.revoked_at = row.maybe_instant(5);
  return key;
}

Principal principal_of(const ApiKey& key) {
  Principal who;
  who.kind = PrincipalKind::key;
  who.id = key.id.value;
  who.name = key.name;
  who.permissions = key.permissions;
  return who;
}

}  // namespace

Result<NewApiKey> ApiKeys::create(store::Transaction& tx, const Principal& by,
                                  std::string_view name, Permissions permissions,
                                  Instant now) const {
  if (name.empty()) return Refusal("name-required").at("/name");
  if (permissions == Permissions{} || permissions == Permissions{Permission::anyone}) {
    return Refusal("permissions-required").at("/permissions");
  }
  for (Permission p : kNotForKeys.list()) {
    if (permissions.has(p)) {
      return Refusal("permission-not-for-keys").with("permission", name_of(p)).at("/permissions");
    }
  }
  permissions.add(Permission::anyone);
  NewApiKey made;
  made.secret = std::string(kPrefix) + make_token();
  made.key = {ids_.next<ApiKeyId>(), std::string(name), permissions, now, {}, {}};
  const store::Bytes hash = vault_.token_hash(kPurpose, made.secret);
  const std::string granted = join_permissions(permissions);
  tx.execute(
      "INSERT INTO api_key (id, name, secret_hash, permissions, created_at) VALUES (?, ?, ?, ?, ?)",
      {made.key.id, name, store::Blob{hash}, granted, now});
  audit_.record(tx, by, {"api-key-created", made.key.id, {{"permissions", granted}}, {}}, now);
  return made;
}

Result<ApiKey> ApiKeys::revoke(store::Transaction& tx, const Principal& by, ApiKeyId id,
                               Instant now) const {
  if (tx.execute("UPDATE api_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
                 {now, id}) == 0) {
    return Refusal("key-unknown");
  }
  tx.after_commit([&cache = cache_, id] { cache.drop_all_of(PrincipalKind::key, id.value); });
  audit_.record(tx, by, {"api-key-revoked", id, {}, {}}, now);
  auto rows = tx.query(
      "SELECT id, name, permissions, created_at, last_used, revoked_at FROM api_key WHERE id = ?",
      {id});
  rows.next();
  return read(rows.row());
}

std::vector<ApiKey> ApiKeys::list(store::Snapshot& snapshot) const {
  std::vector<ApiKey> found;
  auto rows = snapshot.query(
      "SELECT id, name, permissions, created_at, last_used, revoked_at FROM api_key ORDER BY id");
  while (rows.next()) found.push_back(read(rows.row()));
  return found;
}

std::optional<Resolved> ApiKeys::resolve(const store::Database& database, std::string_view secret,
                                         Instant now) const {
  if (!secret.starts_with(kPrefix) || secret.size() > 100) return std::nullopt;
  const store::Bytes hash = vault_.token_hash(kPurpose, secret);
  auto entry = cache_.find(hash);
  if (!entry) {
    const std::uint64_t epoch = cache_.epoch();
    entry = database.read([&](store::Snapshot& snapshot) -> std::optional<SessionCache::Entry> {
      auto rows = snapshot.query(
          "SELECT id, name, permissions, created_at, last_used, revoked_at FROM api_key "
          "WHERE secret_hash = ? AND revoked_at IS NULL",
          {store::Blob{hash}});
      if (!rows.next()) return std::nullopt;
      const ApiKey key = read(rows.row());
      SessionCache::Entry found;
      found.principal = principal_of(key);
      found.idle_until = found.expires_at = Instant::max();
      // Its day of use is noted once a day.
      if (key.last_used) {
        found.touch_at = time_.at(*key.last_used + date::days(1), MinuteOfDay(0));
      } else {
        found.touch_at = key.created_at;
      }
      return found;
    });
    if (!entry) return std::nullopt;
    cache_.keep(hash, *entry, epoch);
  }
  Resolved resolved{std::move(entry->principal), false};
  if (entry->touch_at <= now) resolved.touch_due = cache_.claim_touch(hash, now);
  return resolved;
}

bool ApiKeys::touch(store::Transaction& tx, std::string_view secret, Instant now) const {
  const store::Bytes hash = vault_.token_hash(kPurpose, secret);
  const bool existed = tx.execute("UPDATE api_key SET last_used = ? WHERE secret_hash = ?",
                                  {time_.day_of(now), store::Blob{hash}}) > 0;
  tx.after_commit([&cache = cache_, hash] { cache.drop(hash); });
  return existed;
}

}  // namespace yuyue::access
