#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/access/audit.hpp"
#include "yuyue/access/kept.hpp"
#include "yuyue/access/password.hpp"
#include "yuyue/access/sign_ins.hpp"
#include "yuyue/access/throttle.hpp"

namespace yuyue::access {

enum class AccountState { active, locked };
std::string_view name_of(AccountState state);
std::optional<AccountState> account_state_from(std::string_view name);

/// A staff account. The name is what one signs in with.
struct Account {
  AccountId id;
  std::string name;          ///< 2 … 32 of a-z 0-9 . _ -, starting with a letter
  std::string display_name;  ///< 王护士
  std::vector<Role> roles;
  AccountState state = AccountState::active;
  bool must_change_password = false;
  std::optional<PractitionerId> practitioner;  ///< who this is in the timetable
  std::int64_t version = 1;
  Instant created_at;
  std::optional<Instant> signed_in_at;
};

struct NewAccount {
  std::string name;
  std::string display_name;
  std::vector<Role> roles;
  std::string password_hash;  ///< of a one-time password, hashed by the caller off the writer
  bool must_change_password = true;
  std::optional<PractitionerId> practitioner{};  ///< that there is one is the caller's to check
};
struct AccountChange {
  std::optional<std::string> display_name;
  std::optional<std::vector<Role>> roles;
  std::optional<AccountState> state;
  std::optional<std::string> password_hash;  ///< resets: of a new one-time password
  std::optional<std::optional<PractitionerId>> practitioner;  ///< of nobody: tied to none any more
  std::int64_t version = 0;                                   ///< that the change is based on
};

/// What verifying a password needs from the file; the slow part happens outside.
struct PasswordQuestion {
  std::string name;                  ///< normal form
  std::optional<AccountId> account;  ///< nothing: unknown or locked
  std::string hash;                  ///< empty then; verify_password knows what to do
};

/// Staff accounts. Changes are audited, sign everybody concerned out where needed, and never leave
/// the hospital without an active administrator.
class Accounts {
 public:
  Accounts(IdMaker& ids, const SignIns& sign_ins, SessionCache& cache, const AuditLog& audit,
           const Throttle& names, const Throttle& remotes)
      : ids_(ids),
        sign_ins_(sign_ins),
        cache_(cache),
        audit_(audit),
        names_(names),
        remotes_(remotes) {}

  /// Refusals: account-name-invalid, account-exists, roles-required.
  Result<Account> create(store::Transaction& tx, const Principal& by, const NewAccount& account,
                         Instant now) const;
  /// Refusals: account-unknown, changed-meanwhile, last-administrator, roles-required.
  Result<Account> change(store::Transaction& tx, const Principal& by, AccountId id,
                         const AccountChange& change, Instant now) const;
  std::vector<Account> list(store::Snapshot& snapshot) const;
  std::optional<Account> find(store::Snapshot& snapshot, AccountId id) const;
  std::optional<Account> find(store::Snapshot& snapshot, std::string_view name) const;

  /// First step of signing in by password. Refusal: too-many-attempts (possible_at).
  Result<PasswordQuestion> ask(store::Snapshot& snapshot, std::string_view name,
                               std::string_view remote, Instant now) const;
  /// Last step; `matched` is verify_password's answer to the question. Counts a failure, also
  /// against names that do not exist. Refusals: sign-in-failed, too-many-attempts.
  Kept<AccountId> answer(store::Transaction& tx, const PasswordQuestion& question, bool matched,
                         std::string_view remote, Instant now) const;
  /// The account's owner changes the password: ask(), verify_password(current), check_new_password,
  /// hash_password(new), then this. Signs the account out everywhere but at `keep_token`.
  /// Refusals: password-wrong, too-many-attempts, changed-meanwhile.
  Kept<bool> change_password(store::Transaction& tx, const Principal& by,
                             const PasswordQuestion& question, bool matched,
                             const std::string& new_hash, std::string_view keep_token,
                             Instant now) const;

 private:
  IdMaker& ids_;
  const SignIns& sign_ins_;
  SessionCache& cache_;
  const AuditLog& audit_;
  const Throttle& names_;
  const Throttle& remotes_;
};

/// Lower case; nothing if it is not a possible account name.
std::optional<std::string> normalise_account_name(std::string_view name);

}  // namespace yuyue::access
