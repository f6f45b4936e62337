#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "yuyue/access/accounts.hpp"
#include "yuyue/access/codes.hpp"
#include "yuyue/access/kept.hpp"
#include "yuyue/access/members.hpp"
#include "yuyue/access/sign_ins.hpp"

namespace yuyue::access {

/// What somebody brings to prove who they are: the request's fields besides "provider".
struct Credentials {
  std::map<std::string, std::string> fields;
  std::string remote;  ///< address of the client
  /// Empty if there is no such field.
  std::string_view field(std::string_view name) const;
};

/// One attempt to sign in, in the three places its parts belong to.
class SignInAttempt {
 public:
  virtual ~SignInAttempt() = default;
  /// The slow part, without the database (hashing, asking another system). On a worker thread.
  virtual void work() {}
  virtual bool has_work() const { return false; }
  /// In a write transaction; counts failures.
  virtual Kept<Identity> finish(store::Transaction& tx, Instant now) = 0;
};

/// A way of proving who one is; hospitals plug in others (WeChat, the province's app).
class IdentityProvider {
 public:
  virtual ~IdentityProvider() = default;
  /// As clients name it: "phone-code".
  virtual std::string_view name() const = 0;
  /// Offered on the internal listener only.
  virtual bool internal_only() const = 0;
  /// Reads what the attempt needs. Refuses what cannot succeed, or not yet.
  virtual Result<std::unique_ptr<SignInAttempt>> begin(store::Snapshot& snapshot,
                                                       const Credentials& credentials,
                                                       Instant now) const = 0;
};

/// "phone-code" {phone, code}. Refusals: phone-invalid, code-wrong, code-expired.
class PhoneCodeProvider final : public IdentityProvider {
 public:
  PhoneCodeProvider(const Codes& codes, const Members& members)
      : codes_(codes), members_(members) {}
  std::string_view name() const override { return "phone-code"; }
  bool internal_only() const override { return false; }
  Result<std::unique_ptr<SignInAttempt>> begin(store::Snapshot& snapshot,
                                               const Credentials& credentials,
                                               Instant now) const override;

 private:
  const Codes& codes_;
  const Members& members_;
};

/// "password" {account, password}. Refusals: sign-in-failed, too-many-attempts.
class PasswordProvider final : public IdentityProvider {
 public:
  explicit PasswordProvider(const Accounts& accounts) : accounts_(accounts) {}
  std::string_view name() const override { return "password"; }
  bool internal_only() const override { return true; }
  Result<std::unique_ptr<SignInAttempt>> begin(store::Snapshot& snapshot,
                                               const Credentials& credentials,
                                               Instant now) const override;

 private:
  const Accounts& accounts_;
};

/// The last step of every provider: finish the attempt and, if it holds, open a sign-in and say so
/// in the audit.
Kept<NewSignIn> complete(store::Transaction& tx, SignInAttempt& attempt, const SignIns& sign_ins,
                         const AuditLog& audit, std::string_view provider,
                         const std::string& request_id, Instant now);

}  // namespace yuyue::access
