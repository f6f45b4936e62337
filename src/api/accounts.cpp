// Staff accounts. A new password is made and hashed before the transaction: hashing is slow.
#include "api/answers.hpp"

namespace yuyue::api {
namespace {

Json account_json(const HospitalTime& time, const access::Account& account) {
  Json roles = Json::array();
  for (const auto role : account.roles) roles.push_back(access::name_of(role));
  return {
      {"id", to_string(account.id)},
      {"name", account.name},
      {"displayName", account.display_name},
      {"roles", std::move(roles)},
      {"state", access::name_of(account.state)},
      {"mustChangePassword", account.must_change_password},
      {"practitionerId", account.practitioner ? Json(to_string(*account.practitioner)) : Json()},
      {"createdAt", time.rfc3339(account.created_at)},
      {"lastSignInAt", account.signed_in_at ? Json(time.rfc3339(*account.signed_in_at)) : Json()},
      {"version", account.version}};
}

Json account_json(const HospitalTime& time, const access::Account& account,
                  const std::string& one_time_password) {
  Json out = account_json(time, account);
  if (!one_time_password.empty()) out["oneTimePassword"] = one_time_password;
  return out;
}

std::vector<access::Role> read_roles(Input& in, const std::vector<std::string>& names) {
  std::vector<access::Role> roles;
  for (const auto& name : names) {
    if (const auto role = access::role_from(name))
      roles.push_back(*role);
    else
      in.wrong("roles", "desk | clinician | administrator | auditor | operator");
  }
  return roles;
}

struct OneTimePassword {
  std::string text, hash;
};

boost::asio::awaitable<OneTimePassword> new_password(const Services& services) {
  OneTimePassword made;
  std::function<void()> work = [&made] {
    made.text = access::make_one_time_password();
    made.hash = access::hash_password(made.text);
  };
  co_await on_worker(services, work);
  co_return made;
}

Result<access::NewAccount> read_new_account(const http::Request& request) {
  Input in(request);
  access::NewAccount account;
  account.name = in.text("name", 32);
  account.display_name = in.text("displayName", 60);
  account.roles = read_roles(in, in.texts("roles"));
  account.practitioner = in.maybe_id<PractitionerId>("practitionerId");
  if (auto bad = in.finish()) return *bad;
  return account;
}

struct Wish {
  access::AccountChange change;
  bool reset_password = false;
};
Result<Wish> read_change(const http::Request& request) {
  Input in(request);
  Wish wish;
  wish.change.display_name = in.maybe_text("displayName", 60);
  if (const auto roles = in.maybe_texts("roles")) wish.change.roles = read_roles(in, *roles);
  wish.change.state = in.maybe_one_of("state", access::account_state_from);
  if (in.has("practitionerId"))
    wish.change.practitioner = in.maybe_id<PractitionerId>("practitionerId");
  else if (in.cleared("practitionerId"))
    wish.change.practitioner = std::optional<PractitionerId>();
  wish.reset_password = in.flag("resetPassword", false);
  wish.change.version = in.version();
  if (auto bad = in.finish()) return *bad;
  return wish;
}

Result<void> check_practitioner(store::Snapshot& snapshot,
                                const std::optional<PractitionerId>& practitioner) {
  if (practitioner && !booking::find_practitioner(snapshot, *practitioner))
    return Refusal("unknown-reference").with("name", "practitionerId").at("/practitionerId");
  return {};
}

}  // namespace

Answer list_accounts(const Services& services, const Call&) {
  const auto list = [&](store::Snapshot& snapshot) {
    Json items = Json::array();
    for (const auto& account : services.accounts.list(snapshot))
      items.push_back(account_json(services.time, account));
    return Json{{"items", std::move(items)}};
  };
  return json(200, services.database.read(list));
}

LaterAnswer add_account(const Services& services, const Call& call) {
  auto account = read_new_account(call.request);
  if (!account) co_return account.error();
  const auto password = co_await new_password(services);
  account->password_hash = password.hash;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto fine = check_practitioner(tx, account->practitioner); !fine) return fine.error();
    const auto made = services.accounts.create(tx, call.principal, *account, call.now);
    if (!made) return made.error();
    return account_json(services.time, *made, password.text);
  };
  co_return co_await write_once(services, call, 201, std::move(work));
}

LaterAnswer change_account(const Services& services, const Call& call) {
  auto wish = read_change(call.request);
  if (!wish) co_return wish.error();
  OneTimePassword password;
  if (wish->reset_password) {
    password = co_await new_password(services);
    wish->change.password_hash = password.hash;
  }
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto practitioner = wish->change.practitioner.value_or(std::nullopt);
    if (auto fine = check_practitioner(tx, practitioner); !fine) return fine.error();
    const auto changed = services.accounts.change(tx, call.principal, call.id<AccountId>("account"),
                                                  wish->change, call.now);
    if (!changed) return changed.error();
    return account_json(services.time, *changed, password.text);
  };
  co_return co_await write(services, call, 200, std::move(work));
}

}  // namespace yuyue::api
