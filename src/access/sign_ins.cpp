#include "yuyue/access/sign_ins.hpp"

#include "access/words.hpp"

namespace yuyue::access {
namespace {

constexpr std::string_view kPurpose = "sign-in";
constexpr std::size_t kTokenLength = 43;
constexpr int kTouchesPerIdle = 24;  // how often use is written down within one idle time

PrincipalKind kind_of(const Identity& identity) {
  return std::holds_alternative<AccountId>(identity) ? PrincipalKind::staff
                                                     : PrincipalKind::patient;
}

std::int64_t value_of(const Identity& identity) {
  return std::visit([](auto id) { return id.value; }, identity);
}

Principal patient(MemberId member) {
  Principal who;
  who.kind = PrincipalKind::patient;
  who.id = member.value;
  who.permissions.add(Permission::patient);
  return who;
}

Principal staff(AccountId account, const std::string& display_name, const std::string& roles,
                bool must_change_password) {
  Principal who;
  who.kind = PrincipalKind::staff;
  who.id = account.value;
  who.name = display_name;
  who.roles = split_roles(roles);
  who.must_change_password = must_change_password;
  who.permissions = must_change_password ? Permissions{Permission::anyone, Permission::staff}
                                         : permissions_of(who.roles);
  return who;
}

}  // namespace

NewSignIn SignIns::open(store::Transaction& tx, const Identity& identity, Instant now) const {
  const bool is_staff = kind_of(identity) == PrincipalKind::staff;
  NewSignIn opened;
  opened.token = make_token();
  opened.expires_at = now + (is_staff ? rules_.staff_absolute : rules_.patient_absolute);
  std::optional<AccountId> account;
  std::optional<MemberId> member;
  if (is_staff) {
    account = std::get<AccountId>(identity);
  } else {
    member = std::get<MemberId>(identity);
  }
  const store::Bytes hash = vault_.token_hash(kPurpose, opened.token);
  tx.execute(
      "INSERT INTO sign_in (token_hash, account_id, member_id, created_at, seen_at, expires_at) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      {store::Blob{hash}, account, member, now, now, opened.expires_at});
  if (const auto entry = read(tx, hash)) opened.principal = entry->principal;
  return opened;
}

std::optional<SessionCache::Entry> SignIns::read(store::Snapshot& snapshot,
                                                 const store::Bytes& hash) const {
  auto rows = snapshot.query(
      "SELECT s.account_id, s.member_id, s.seen_at, s.expires_at, a.display_name, a.roles, "
      "a.state, "
      "a.must_change_password FROM sign_in s LEFT JOIN account a ON a.id = s.account_id "
      "WHERE s.token_hash = ?",
      {store::Blob{hash}});
  if (!rows.next()) return std::nullopt;
  const store::Row& row = rows.row();
  const bool is_staff = !row.is_null(0);
  if (is_staff && row.text(6) != "active") return std::nullopt;
  const auto idle = is_staff ? rules_.staff_idle : rules_.patient_idle;
  SessionCache::Entry entry;
  entry.principal = is_staff ? staff(row.id<AccountId>(0), row.text(4), row.text(5), row.flag(7))
                             : patient(row.id<MemberId>(1));
  entry.idle_until = row.instant(2) + idle;
  entry.expires_at = row.instant(3);
  entry.touch_at = row.instant(2) + idle / kTouchesPerIdle;
  return entry;
}

std::optional<Resolved> SignIns::resolve(const store::Database& database, std::string_view token,
                                         Instant now) const {
  if (token.size() != kTokenLength) return std::nullopt;
  const store::Bytes hash = vault_.token_hash(kPurpose, token);
  auto entry = cache_.find(hash);
  if (!entry) {
    const std::uint64_t epoch = cache_.epoch();
    entry = database.read([&](store::Snapshot& snapshot) { return read(snapshot, hash); });
    if (!entry) return std::nullopt;
    cache_.keep(hash, *entry, epoch);
  }
  if (entry->idle_until <= now || entry->expires_at <= now) return std::nullopt;
  Resolved resolved{std::move(entry->principal), false};
  if (entry->touch_at <= now) resolved.touch_due = cache_.claim_touch(hash, now);
  return resolved;
}

std::optional<Resolved> SignIns::resolve(store::Snapshot& snapshot, std::string_view token,
                                         Instant now) const {
  if (token.size() != kTokenLength) return std::nullopt;
  auto entry = read(snapshot, vault_.token_hash(kPurpose, token));
  if (!entry || entry->idle_until <= now || entry->expires_at <= now) return std::nullopt;
  return Resolved{std::move(entry->principal), entry->touch_at <= now};
}

bool SignIns::touch(store::Transaction& tx, std::string_view token, Instant now) const {
  const store::Bytes hash = vault_.token_hash(kPurpose, token);
  if (tx.execute("UPDATE sign_in SET seen_at = ? WHERE token_hash = ? AND seen_at < ?",
                 {now, store::Blob{hash}, now}) == 0) {
    return false;
  }
  tx.after_commit([&cache = cache_, hash] { cache.drop(hash); });
  return true;
}

bool SignIns::revoke(store::Transaction& tx, std::string_view token) const {
  const store::Bytes hash = vault_.token_hash(kPurpose, token);
  const bool existed =
      tx.execute("DELETE FROM sign_in WHERE token_hash = ?", {store::Blob{hash}}) > 0;
  tx.after_commit([&cache = cache_, hash] { cache.drop(hash); });
  return existed;
}

int SignIns::revoke_all(store::Transaction& tx, const Identity& identity,
                        std::optional<std::string_view> keep) const {
  const store::Bytes kept = keep ? vault_.token_hash(kPurpose, *keep) : store::Bytes();
  const std::int64_t id = value_of(identity);
  const PrincipalKind kind = kind_of(identity);
  const int revoked =
      kind == PrincipalKind::staff
          ? tx.execute("DELETE FROM sign_in WHERE account_id = ? AND token_hash <> ?",
                       {id, store::Blob{kept}})
          : tx.execute("DELETE FROM sign_in WHERE member_id = ? AND token_hash <> ?",
                       {id, store::Blob{kept}});
  tx.after_commit([&cache = cache_, kind, id] { cache.drop_all_of(kind, id); });
  return revoked;
}

int SignIns::purge(store::Transaction& tx, Instant now, int limit) const {
  return tx.execute(
      "DELETE FROM sign_in WHERE token_hash IN "
      "(SELECT token_hash FROM sign_in WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)",
      {now, limit});
}

}  // namespace yuyue::access
