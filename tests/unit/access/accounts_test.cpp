#include <doctest/doctest.h>

#include "unit/access_world.hpp"

using namespace yuyue;
using namespace yuyue::access;
using namespace std::chrono_literals;

namespace {

// Hashes are compared by the caller, outside: most tests need none that is real.
struct World : test::AccessWorld {
  Account make(std::string_view name, std::vector<Role> roles, std::string hash = "hash",
               bool must_change = false) {
    return write([&](store::Transaction& tx) {
             return accounts.create(
                 tx, admin, {std::string(name), "", std::move(roles), hash, must_change}, now);
           })
        .value();
  }
  Result<Account> change(const Account& account, AccountChange wish) {
    return write(
        [&](store::Transaction& tx) { return accounts.change(tx, admin, account.id, wish, now); });
  }
  /// As if the password had matched, or not.
  std::string attempt(std::string_view name, bool matched, std::string_view remote = "10.0.0.9") {
    auto question = read([&](store::Snapshot& s) { return accounts.ask(s, name, remote, now); });
    if (!question) return question.error().code;
    const auto answer = write([&](store::Transaction& tx) {
      return accounts.answer(tx, *question, matched, remote, now);
    });
    return answer.result ? "" : answer.result.error().code;
  }
  NewSignIn sign_in(const Identity& identity) {
    return write([&](store::Transaction& tx) { return sign_ins.open(tx, identity, now); });
  }
  std::optional<Resolved> resolve(const NewSignIn& signed_in) {
    return sign_ins.resolve(*database, signed_in.token, now);
  }
};

}  // namespace

TEST_CASE("passwords are argon2id, and weak ones are refused") {
  const std::string hash = hash_password("correct horse");
  CHECK(hash.starts_with("$argon2id$"));
  CHECK(verify_password(hash, "correct horse"));
  CHECK_FALSE(verify_password(hash, "correct horsf"));
  CHECK_FALSE(verify_password("", "anything"));
  CHECK_FALSE(verify_password("damaged", "anything"));
  const auto code = [](std::string_view name, std::string_view password) {
    auto checked = check_new_password(name, password);
    return checked ? std::string() : checked.error().code;
  };
  CHECK(code("wang", "ninechars") == "password-too-short");
  CHECK(code("wang", "tencharss!") == "");
  CHECK(code("wang", "一二三四五六七八九") == "password-too-short");
  CHECK(code("wang", "一二三四五六七八九十") == "");
  CHECK(code("wang", "xxxWANGxxx9") == "password-contains-name");
  CHECK(code("wang", "1234567890") == "password-too-simple");
  CHECK(code("wang", "aaaaaaaaaaaa") == "password-too-simple");
  CHECK(code("wang", std::string(257, 'x') + "y") == "password-too-long");
  const auto made = make_one_time_password();
  CHECK(made.size() == 19);
  CHECK(code("wang", made) == "");
}

TEST_CASE("accounts are made once, with a name one can type and a role") {
  World world;
  const auto code = [&](std::string_view name, std::vector<Role> roles) {
    auto made = world.write([&](store::Transaction& tx) {
      return world.accounts.create(tx, world.admin, {std::string(name), "王", roles, "h", true},
                                   world.now);
    });
    return made ? std::string() : made.error().code;
  };
  CHECK(code("Wang.Li", {Role::desk}) == "");
  CHECK(code("wang.li", {Role::desk}) == "account-exists");
  CHECK(code("x", {Role::desk}) == "account-name-invalid");
  CHECK(code("王丽", {Role::desk}) == "account-name-invalid");
  CHECK(code("li", {}) == "roles-required");
  const auto all = world.read([&](store::Snapshot& s) { return world.accounts.list(s); });
  REQUIRE(all.size() == 1);
  CHECK(all[0].name == "wang.li");
  CHECK(all[0].must_change_password);
}

TEST_CASE("the last administrator stays one") {
  World world;
  const auto first = world.make("boss", {Role::administrator, Role::auditor});
  AccountChange lock;
  lock.state = AccountState::locked;
  lock.version = 1;
  CHECK(world.change(first, lock).error().code == "last-administrator");
  AccountChange demote;
  demote.roles = std::vector{Role::auditor};
  demote.version = 1;
  CHECK(world.change(first, demote).error().code == "last-administrator");
  world.make("boss2", {Role::administrator});
  CHECK(world.change(first, demote).has_value());
  CHECK(world.change(first, demote).error().code == "changed-meanwhile");
}

TEST_CASE("failed attempts wait longer and longer, known name or not") {
  World world;
  world.make("wang", {Role::desk});
  for (const char* name : {"wang", "nobody", "王"}) {
    const std::string remote = std::string("10.0.1.") + name;
    const auto before = world.now;
    for (int i = 0; i < 5; ++i) CHECK(world.attempt(name, false, remote) == "sign-in-failed");
    CHECK(world.attempt(name, true, remote) == "too-many-attempts");
    world.now = before + 30s - 1ms;
    CHECK(world.attempt(name, true, remote) == "too-many-attempts");
    world.now = before + 30s;
    CHECK(world.attempt(name, false, remote) == "sign-in-failed");
    world.now = before + 90s - 1ms;
    CHECK(world.attempt(name, true, remote) == "too-many-attempts");
    world.now = before + 90s;
  }
  CHECK(world.attempt("wang", true) == "");
  for (int i = 0; i < 4; ++i) CHECK(world.attempt("wang", false) == "sign-in-failed");
  CHECK(world.attempt("wang", true) == "");
}

TEST_CASE("one address may not try names without end") {
  World world;
  for (int i = 0; i < 20; ++i) {
    CHECK(world.attempt("name" + std::to_string(i), false, "10.0.0.7") == "sign-in-failed");
  }
  CHECK(world.attempt("another", false, "10.0.0.7") == "too-many-attempts");
  CHECK(world.attempt("another", false, "10.0.0.8") == "sign-in-failed");
}

TEST_CASE("locked accounts do not sign in, and attempts begun before a change fail") {
  World world;
  const auto account = world.make("wang", {Role::desk});
  auto question =
      world.read([&](store::Snapshot& s) { return world.accounts.ask(s, "wang", "r", world.now); });
  AccountChange lock;
  lock.state = AccountState::locked;
  lock.version = 1;
  REQUIRE(world.change(account, lock).has_value());
  const auto late = world.write([&](store::Transaction& tx) {
    return world.accounts.answer(tx, *question, true, "r", world.now);
  });
  CHECK(late.result.error().code == "sign-in-failed");
  CHECK(world.attempt("wang", true) == "sign-in-failed");
}

TEST_CASE("sign-ins end by idling, by age, by signing out, and by changes of the account") {
  World world;
  const auto account = world.make("wang", {Role::desk});
  const auto start = world.now;
  auto signed_in = world.sign_in(account.id);
  REQUIRE(world.resolve(signed_in));
  CHECK(world.resolve(signed_in)->principal.may(Permission::patients_edit));
  CHECK_FALSE(world.resolve(signed_in)->principal.may(Permission::accounts_edit));
  CHECK(world.cache.size() == 1);

  world.now = start + 2h - 1ms;
  CHECK(world.resolve(signed_in)->touch_due);
  CHECK_FALSE(world.resolve(signed_in)->touch_due);  // one caller a minute
  CHECK(world.write([&](store::Transaction& tx) {
    return world.sign_ins.touch(tx, signed_in.token, world.now);
  }));
  world.now = start + 4h - 2ms;
  CHECK(world.resolve(signed_in));
  world.now = start + 4h;
  CHECK_FALSE(world.resolve(signed_in));

  world.now = start;
  signed_in = world.sign_in(account.id);
  for (auto later = 1h; later < 12h; later += 1h) {
    world.now = start + later;
    world.write([&](store::Transaction& tx) {
      return world.sign_ins.touch(tx, signed_in.token, world.now);
    });
  }
  world.now = start + 12h - 1ms;
  CHECK(world.resolve(signed_in));
  world.now = start + 12h;
  CHECK_FALSE(world.resolve(signed_in));

  signed_in = world.sign_in(account.id);
  CHECK(world.resolve(signed_in));
  CHECK(world.write(
      [&](store::Transaction& tx) { return world.sign_ins.revoke(tx, signed_in.token); }));
  CHECK_FALSE(world.resolve(signed_in));

  signed_in = world.sign_in(account.id);
  CHECK(world.resolve(signed_in));
  AccountChange roles;
  roles.roles = std::vector{Role::auditor};
  roles.version = 1;
  REQUIRE(world.change(account, roles).has_value());
  CHECK(world.resolve(signed_in)->principal.may(Permission::audit_read));
  CHECK_FALSE(world.resolve(signed_in)->principal.may(Permission::patients_edit));
  AccountChange reset;
  reset.password_hash = "other";
  reset.version = 2;
  REQUIRE(world.change(account, reset).has_value());
  CHECK_FALSE(world.resolve(signed_in));
  signed_in = world.sign_in(account.id);
  CHECK(world.resolve(signed_in)->principal.must_change_password);
  CHECK_FALSE(world.resolve(signed_in)->principal.may(Permission::audit_read));
  CHECK_FALSE(world.sign_ins.resolve(*world.database, "nonsense", world.now));
  CHECK(world.raw_bytes().find(signed_in.token) == std::string::npos);
}

TEST_CASE("a patient's sign-in lasts 30 days, idle 14") {
  World world;
  const auto member = world.write(
      [&](store::Transaction& tx) { return world.members.of_phone(tx, "13800138000", world.now); });
  CHECK(member == world.write([&](store::Transaction& tx) {
    return world.members.of_phone(tx, "13800138000", world.now);
  }));
  CHECK(world.read([&](store::Snapshot& s) { return world.members.phone(s, member); }) ==
        "13800138000");
  const auto signed_in = world.sign_in(member);
  const auto start = world.now;
  CHECK(world.resolve(signed_in)->principal.member() == member);
  CHECK(world.resolve(signed_in)->principal.may(Permission::patient));
  CHECK_FALSE(world.resolve(signed_in)->principal.may(Permission::staff));
  world.now = start + 24h * 14 - 1ms;
  CHECK(world.resolve(signed_in));
  world.now = start + 24h * 14;
  CHECK_FALSE(world.resolve(signed_in));
  world.now = start + 24h * 30;
  CHECK(world.write([&](store::Transaction& tx) { return world.sign_ins.purge(tx, world.now); }) ==
        1);
}

TEST_CASE("what a reader saw before a change is not kept after it") {
  SessionCache cache;
  const auto epoch = cache.epoch();
  cache.drop("another");
  cache.keep("token", {}, epoch);
  CHECK_FALSE(cache.find("token"));
  cache.keep("token", {}, cache.epoch());
  CHECK(cache.find("token"));
}

TEST_CASE("changing one's password needs the old one and signs out elsewhere") {
  World world;
  const auto account = world.make("wang", {Role::desk}, hash_password("old password"), true);
  const auto here = world.sign_in(account.id);
  const auto there = world.sign_in(account.id);
  const auto change = [&](bool matched) {
    auto question = world.read(
        [&](store::Snapshot& s) { return world.accounts.ask(s, "wang", "r", world.now); });
    const auto done = world.write([&](store::Transaction& tx) {
      return world.accounts.change_password(tx, here.principal, *question, matched, "new hash",
                                            here.token, world.now);
    });
    return done.result ? std::string() : done.result.error().code;
  };
  CHECK(change(false) == "password-wrong");
  CHECK(change(true) == "");
  CHECK(world.resolve(here)->principal.may(Permission::patients_find));
  CHECK_FALSE(world.resolve(there));
}

TEST_CASE("the password provider goes the whole way") {
  World world;
  world.make("wang", {Role::desk}, hash_password("old password"));
  const PasswordProvider provider(world.accounts);
  const auto attempt = [&](const char* name, const char* password) {
    auto begun = world.read([&](store::Snapshot& s) {
      return provider.begin(s, {{{"account", name}, {"password", password}}, "r"}, world.now);
    });
    REQUIRE(begun.has_value());
    (*begun)->work();
    return world.write([&](store::Transaction& tx) {
      return complete(tx, **begun, world.sign_ins, world.audit, provider.name(), "req", world.now);
    });
  };
  CHECK(attempt("WANG", "old password").result->principal.may(Permission::staff));
  CHECK(attempt("wang", "wrong").result.error().code == "sign-in-failed");
  CHECK(attempt("nobody", "wrong").result.error().code == "sign-in-failed");
  CHECK(world.count("SELECT COUNT(*) FROM audit_entry WHERE action = 'sign-in-failed'") == 2);
  CHECK(world.count("SELECT COUNT(*) FROM audit_entry WHERE action = 'signed-in'") == 1);
}
