#include "yuyue/access/accounts.hpp"

#include <algorithm>
#include <cctype>

#include "access/words.hpp"

namespace yuyue::access {
namespace {

constexpr std::size_t kShortestName = 2;
constexpr std::size_t kLongestName = 32;

Account read(const store::Row& row) {
  Account account;
  account.id = row.id<AccountId>(0);
  account.name = row.text(1);
  account.display_name = row.text(2);
  account.roles = split_roles(row.text(3));
  account.state = account_state_from(row.text(4)).value_or(AccountState::locked);
  account.must_change_password = row.flag(5);
  account.version = row.integer(6);
  account.created_at = row.instant(7);
  account.signed_in_at = row.maybe_instant(8);
  account.practitioner = row.maybe_id<PractitionerId>(9);
  return account;
}

bool has(const std::vector<Role>& roles, Role role) {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

bool is_active_administrator(const Account& account) {
  return account.state == AccountState::active && has(account.roles, Role::administrator);
}

bool another_administrator(store::Snapshot& snapshot, AccountId besides) {
  return snapshot
             .integer(
                 "SELECT COUNT(*) FROM account WHERE state = 'active' AND id <> ? "
                 "AND ' ' || roles || ' ' LIKE '% administrator %'",
                 {besides})
             .value_or(0) > 0;
}

// Prefixes keep an account's name from counting against an address that reads the same.
std::string name_subject(std::string_view name) {
  return "account:" + std::string(name);
}
std::string remote_subject(std::string_view remote) {
  return "remote:" + std::string(remote);
}

struct Secret {
  std::string hash;
  AccountState state;
};
std::optional<Secret> secret_of(store::Snapshot& snapshot, AccountId id) {
  auto rows = snapshot.query("SELECT password, state FROM account WHERE id = ?", {id});
  if (!rows.next()) return std::nullopt;
  return Secret{rows->text(0), account_state_from(rows->text(1)).value_or(AccountState::locked)};
}

}  // namespace

std::string_view name_of(AccountState state) {
  return state == AccountState::active ? "active" : "locked";
}

std::optional<AccountState> account_state_from(std::string_view name) {
  if (name == "active") return AccountState::active;
  if (name == "locked") return AccountState::locked;
  return std::nullopt;
}

std::optional<std::string> normalise_account_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  };
  if (out.size() < kShortestName || out.size() > kLongestName || out[0] < 'a' || out[0] > 'z' ||
      !std::all_of(out.begin(), out.end(), allowed)) {
    return std::nullopt;
  }
  return out;
}

Result<Account> Accounts::create(store::Transaction& tx, const Principal& by,
                                 const NewAccount& account, Instant now) const {
  const auto name = normalise_account_name(account.name);
  if (!name) return Refusal("account-name-invalid").at("/name");
  if (account.roles.empty()) return Refusal("roles-required").at("/roles");
  if (find(tx, *name)) return Refusal("account-exists").with("name", *name).at("/name");
  const auto id = ids_.next<AccountId>();
  const std::string roles = join_roles(account.roles);
  const std::string& shown = account.display_name.empty() ? *name : account.display_name;
  tx.execute(
      "INSERT INTO account (id, name, display_name, roles, state, password, must_change_password, "
      "practitioner_id, version, created_at) VALUES (?, ?, ?, ?, 'active', ?, ?, ?, 1, ?)",
      {id, *name, shown, roles, account.password_hash, account.must_change_password,
       account.practitioner, now});
  AuditDetails details{{"roles", roles}};
  if (account.practitioner) details.emplace_back("practitioner", to_string(*account.practitioner));
  audit_.record(tx, by, {"account-created", id, std::move(details), {}}, now);
  return *find(tx, id);
}

Result<Account> Accounts::change(store::Transaction& tx, const Principal& by, AccountId id,
                                 const AccountChange& change, Instant now) const {
  const auto before = find(tx, id);
  if (!before) return Refusal("account-unknown");
  if (change.version != before->version) {
    return Refusal("changed-meanwhile").with("version", std::to_string(before->version));
  }
  Account after = *before;
  if (change.display_name && !change.display_name->empty()) {
    after.display_name = *change.display_name;
  }
  if (change.roles) after.roles = *change.roles;
  if (change.state) after.state = *change.state;
  if (change.practitioner) after.practitioner = *change.practitioner;
  if (change.password_hash) after.must_change_password = true;
  if (after.roles.empty()) return Refusal("roles-required").at("/roles");
  if (is_active_administrator(*before) && !is_active_administrator(after) &&
      !another_administrator(tx, id)) {
    return Refusal("last-administrator");
  }
  const std::string roles = join_roles(after.roles);
  tx.execute(
      "UPDATE account SET display_name = ?, roles = ?, state = ?, must_change_password = ?, "
      "password = COALESCE(?, password), practitioner_id = ?, version = version + 1 WHERE id = ?",
      {after.display_name, roles, name_of(after.state), after.must_change_password,
       change.password_hash, after.practitioner, id});
  if (change.password_hash) names_.succeeded(tx, name_subject(before->name));
  if (change.password_hash || after.state == AccountState::locked) {
    sign_ins_.revoke_all(tx, id);
  } else {
    tx.after_commit([&cache = cache_, id] { cache.drop_all_of(PrincipalKind::staff, id.value); });
  }
  audit_.record(tx, by,
                {"account-changed",
                 id,
                 {{"roles", roles},
                  {"state", std::string(name_of(after.state))},
                  {"practitioner", after.practitioner ? to_string(*after.practitioner) : ""},
                  {"password", change.password_hash ? "reset" : "kept"}},
                 {}},
                now);
  return *find(tx, id);
}

std::vector<Account> Accounts::list(store::Snapshot& snapshot) const {
  std::vector<Account> found;
  auto rows = snapshot.query(
      "SELECT id, name, display_name, roles, state, must_change_password, version, created_at, "
      "signed_in_at, practitioner_id FROM account ORDER BY name");
  while (rows.next()) found.push_back(read(rows.row()));
  return found;
}

std::optional<Account> Accounts::find(store::Snapshot& snapshot, AccountId id) const {
  auto rows = snapshot.query(
      "SELECT id, name, display_name, roles, state, must_change_password, version, created_at, "
      "signed_in_at, practitioner_id FROM account WHERE id = ?",
      {id});
  if (!rows.next()) return std::nullopt;
  return read(rows.row());
}

std::optional<Account> Accounts::find(store::Snapshot& snapshot, std::string_view name) const {
  const auto normal = normalise_account_name(name);
  if (!normal) return std::nullopt;
  auto rows = snapshot.query(
      "SELECT id, name, display_name, roles, state, must_change_password, version, created_at, "
      "signed_in_at, practitioner_id FROM account WHERE name = ?",
      {*normal});
  if (!rows.next()) return std::nullopt;
  return read(rows.row());
}

Result<PasswordQuestion> Accounts::ask(store::Snapshot& snapshot, std::string_view name,
                                       std::string_view remote, Instant now) const {
  PasswordQuestion question;
  // What cannot be a name is counted under a name of its own kind, cut to a bounded length.
  question.name = normalise_account_name(name).value_or("?" + std::string(name.substr(0, 64)));
  if (auto free = names_.check(snapshot, name_subject(question.name), now); !free) {
    return free.error();
  }
  if (auto free = remotes_.check(snapshot, remote_subject(remote), now); !free) {
    return free.error();
  }
  const auto account = find(snapshot, question.name);
  if (account && account->state == AccountState::active) {
    question.account = account->id;
    question.hash = secret_of(snapshot, account->id)->hash;
  }
  return question;
}

Kept<AccountId> Accounts::answer(store::Transaction& tx, const PasswordQuestion& question,
                                 bool matched, std::string_view remote, Instant now) const {
  // Asked again: many attempts may have been hashed side by side since the question.
  if (auto free = names_.check(tx, name_subject(question.name), now); !free) return free.error();
  if (auto free = remotes_.check(tx, remote_subject(remote), now); !free) return free.error();
  if (matched && question.account) {
    const auto secret = secret_of(tx, *question.account);
    if (secret && secret->state == AccountState::active && secret->hash == question.hash) {
      names_.succeeded(tx, name_subject(question.name));
      tx.execute("UPDATE account SET signed_in_at = ? WHERE id = ?", {now, *question.account});
      return *question.account;
    }
  }
  names_.failed(tx, name_subject(question.name), now);
  remotes_.failed(tx, remote_subject(remote), now);
  AuditEvent event{"sign-in-failed", {}, {{"provider", "password"}}, {}};
  if (question.account) event.subject = *question.account;
  audit_.record(tx, Principal::anonymous(), event, now);
  return Refusal("sign-in-failed");
}

Kept<bool> Accounts::change_password(store::Transaction& tx, const Principal& by,
                                     const PasswordQuestion& question, bool matched,
                                     const std::string& new_hash, std::string_view keep_token,
                                     Instant now) const {
  const std::string subject = name_subject(question.name);
  if (auto free = names_.check(tx, subject, now); !free) return free.error();
  if (!matched || !question.account || by.account() != question.account) {
    names_.failed(tx, subject, now);
    return Refusal("password-wrong").at("/current");
  }
  const auto secret = secret_of(tx, *question.account);
  if (!secret || secret->hash != question.hash) return Refusal("changed-meanwhile");
  names_.succeeded(tx, subject);
  tx.execute(
      "UPDATE account SET password = ?, must_change_password = 0, version = version + 1 WHERE id = "
      "?",
      {new_hash, *question.account});
  sign_ins_.revoke_all(tx, *question.account, keep_token);
  audit_.record(tx, by, {"password-changed", *question.account, {}, {}}, now);
  return true;
}

}  // namespace yuyue::access
