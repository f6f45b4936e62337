#include "yuyue/access/identity.hpp"

#include "yuyue/core/person_data.hpp"

namespace yuyue::access {
namespace {

class PhoneCodeAttempt final : public SignInAttempt {
 public:
  PhoneCodeAttempt(const Codes& codes, const Members& members, std::string phone, std::string code)
      : codes_(codes), members_(members), phone_(std::move(phone)), code_(std::move(code)) {}

  Kept<Identity> finish(store::Transaction& tx, Instant now) override {
    const auto checked = codes_.check(tx, phone_, code_, now);
    if (!checked.result) return checked.result.error();
    return Identity{members_.of_phone(tx, phone_, now)};
  }

 private:
  const Codes& codes_;
  const Members& members_;
  std::string phone_;
  std::string code_;
};

class PasswordAttempt final : public SignInAttempt {
 public:
  PasswordAttempt(const Accounts& accounts, PasswordQuestion question, const Credentials& brought)
      : accounts_(accounts),
        question_(std::move(question)),
        password_(brought.field("password")),
        remote_(brought.remote) {}

  void work() override { matched_ = verify_password(question_.hash, password_); }
  bool has_work() const override { return true; }
  Kept<Identity> finish(store::Transaction& tx, Instant now) override {
    const auto answer = accounts_.answer(tx, question_, matched_, remote_, now);
    if (!answer.result) return answer.result.error();
    return Identity{*answer.result};
  }

 private:
  const Accounts& accounts_;
  PasswordQuestion question_;
  std::string password_;
  std::string remote_;
  bool matched_ = false;
};

}  // namespace

std::string_view Credentials::field(std::string_view name) const {
  const auto found = fields.find(std::string(name));
  return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

Result<std::unique_ptr<SignInAttempt>> PhoneCodeProvider::begin(store::Snapshot&,
                                                                const Credentials& credentials,
                                                                Instant) const {
  auto phone = check_phone(credentials.field("phone"));
  if (!phone) return phone.error();
  return std::unique_ptr<SignInAttempt>(std::make_unique<PhoneCodeAttempt>(
      codes_, members_, *phone, std::string(credentials.field("code"))));
}

Result<std::unique_ptr<SignInAttempt>> PasswordProvider::begin(store::Snapshot& snapshot,
                                                               const Credentials& credentials,
                                                               Instant now) const {
  auto question = accounts_.ask(snapshot, credentials.field("account"), credentials.remote, now);
  if (!question) return question.error();
  return std::unique_ptr<SignInAttempt>(
      std::make_unique<PasswordAttempt>(accounts_, *question, credentials));
}

Kept<NewSignIn> complete(store::Transaction& tx, SignInAttempt& attempt, const SignIns& sign_ins,
                         const AuditLog& audit, std::string_view provider,
                         const std::string& request_id, Instant now) {
  const auto proved = attempt.finish(tx, now);
  if (!proved.result) return proved.result.error();
  NewSignIn opened = sign_ins.open(tx, *proved.result, now);
  opened.principal.request_id = request_id;
  AuditEvent event{"signed-in", {}, {{"provider", std::string(provider)}}, {}};
  std::visit([&](auto id) { event.subject = id; }, *proved.result);
  audit.record(tx, opened.principal, event, now);
  return opened;
}

}  // namespace yuyue::access
