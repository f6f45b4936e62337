// One-time codes, API keys, the audit chain, idempotency, settings.
#include <doctest/doctest.h>

#include <cctype>

#include "unit/access_world.hpp"

using namespace yuyue;
using namespace yuyue::access;
using namespace std::chrono_literals;

namespace {

struct World : test::AccessWorld {
  Result<IssuedCode> issue(std::string_view phone, std::string_view remote = "r") {
    return write([&](store::Transaction& tx) { return codes.issue(tx, phone, remote, now); });
  }
  std::string check(std::string_view phone, std::string_view code) {
    const auto checked =
        write([&](store::Transaction& tx) { return codes.check(tx, phone, code, now); });
    return checked.result ? "" : checked.result.error().code;
  }
  void note(std::string action, std::string note = {}) {
    write([&](store::Transaction& tx) {
      audit.record(tx, admin, {action, PersonId{7}, {{"k", "v"}}, note}, now);
      return true;
    });
  }
  void tamper(const std::string& sql) {
    write([&](store::Transaction& tx) {
      tx.execute_script("DROP TRIGGER IF EXISTS audit_entry_is_not_changed");
      tx.execute_script("DROP TRIGGER IF EXISTS audit_entry_is_not_removed");
      return tx.execute(sql);
    });
  }
};

std::string wrong(const std::string& code) {
  return code == "000000" ? "000001" : "000000";
}

}  // namespace

TEST_CASE("a one-time code works once, for five minutes and five tries") {
  World world;
  const auto start = world.now;
  auto issued = world.issue("13800138000").value();
  CHECK(issued.code.size() == 6);
  CHECK(world.check("13800138001", issued.code) == "code-expired");
  for (int i = 0; i < 4; ++i) CHECK(world.check("13800138000", wrong(issued.code)) == "code-wrong");
  CHECK(world.check("13800138000", issued.code) == "");
  CHECK(world.check("13800138000", issued.code) == "code-expired");

  world.now = start + 60s;
  issued = world.issue("13800138000").value();
  for (int i = 0; i < 5; ++i) CHECK(world.check("13800138000", wrong(issued.code)) == "code-wrong");
  CHECK(world.check("13800138000", issued.code) == "code-expired");

  world.now = start + 120s;
  const auto first = world.issue("13800138000").value();
  world.now = start + 180s;
  issued = world.issue("13800138000").value();
  if (first.code != issued.code) CHECK(world.check("13800138000", first.code) == "code-wrong");
  world.now = start + 180s + 300s - 1ms;
  CHECK(world.check("13800138000", issued.code) == "");

  issued = world.issue("13800138000").value();
  world.now += 300s;
  CHECK(world.check("13800138000", issued.code) == "code-expired");
  CHECK(world.raw_bytes().find(issued.code + "13800138000") == std::string::npos);
  CHECK(world.raw_bytes().find("13800138000") == std::string::npos);
}

TEST_CASE("codes are limited per phone and per address") {
  World world;
  const auto start = world.now;
  REQUIRE(world.issue("13800138000").has_value());
  world.now = start + 60s - 1ms;
  auto refused = world.issue("13800138000");
  CHECK(refused.error().code == "too-many-codes");
  CHECK(refused.error().possible_at == start + 60s);
  for (int i = 1; i < 5; ++i) {
    world.now = start + 60s * i;
    REQUIRE(world.issue("13800138000").has_value());
  }
  world.now = start + 300s;
  refused = world.issue("13800138000");
  CHECK(refused.error().possible_at == start + 1h);
  for (int i = 0; i < 5; ++i) {
    world.now = start + 1h + 60s * i;
    REQUIRE(world.issue("13800138000").has_value());
  }
  world.now = start + 3h;
  CHECK(world.issue("13800138000").error().possible_at == start + 24h);
  world.now = start + 24h;
  CHECK(world.issue("13800138000").has_value());

  for (int i = 0; i < 60; ++i) {
    REQUIRE(world.issue("139" + std::to_string(10000000 + i), "10.1.1.1").has_value());
  }
  CHECK(world.issue("13912345678", "10.1.1.1").error().code == "too-many-codes");
  CHECK(world.issue("13912345678", "10.1.1.2").has_value());
  world.now += 25h;
  CHECK(world.write([&](store::Transaction& tx) { return world.codes.purge(tx, world.now); }) ==
        72);
}

TEST_CASE("the phone provider signs a member in") {
  World world;
  const PhoneCodeProvider provider(world.codes, world.members);
  const auto issued = world.issue("13800138000").value();
  const auto attempt = [&](const std::string& code) {
    auto begun = world.read([&](store::Snapshot& s) {
      return provider.begin(s, {{{"phone", "138 0013 8000"}, {"code", code}}, "r"}, world.now);
    });
    return world.write([&](store::Transaction& tx) {
      return complete(tx, **begun, world.sign_ins, world.audit, provider.name(), "", world.now);
    });
  };
  const auto refused = attempt(wrong(issued.code));
  CHECK(refused.result.error().code == "code-wrong");
  CHECK(refused.result.error().params.at("triesLeft") == "4");
  CHECK(attempt(issued.code).result->principal.kind == PrincipalKind::patient);
  auto bad = world.read([&](store::Snapshot& s) {
    return provider.begin(s, {{{"phone", "12"}}, "r"}, world.now);
  });
  CHECK(bad.error().code == "phone-invalid");
}

TEST_CASE("an API key is shown once, and ends when revoked") {
  World world;
  const auto make = [&](Permissions permissions) {
    return world.write([&](store::Transaction& tx) {
      return world.api_keys.create(tx, world.admin, "一楼自助机", permissions, world.now);
    });
  };
  const auto made = make(kiosk_permissions()).value();
  CHECK(world.raw_bytes().find(made.secret) == std::string::npos);
  const auto resolve = [&] {
    return world.api_keys.resolve(*world.database, made.secret, world.now);
  };
  REQUIRE(resolve());
  CHECK(resolve()->principal.may(Permission::timetable_read));
  CHECK_FALSE(resolve()->principal.may(Permission::staff));
  CHECK(world.write(
      [&](store::Transaction& tx) { return world.api_keys.touch(tx, made.secret, world.now); }));
  CHECK_FALSE(resolve()->touch_due);
  world.now = test::moment("2026-11-24T00:00:00+08:00");
  CHECK(resolve()->touch_due);
  CHECK_FALSE(world.api_keys.resolve(*world.database, made.secret + "x", world.now));
  const auto revoke = [&] {
    return world.write([&](store::Transaction& tx) {
      return world.api_keys.revoke(tx, world.admin, made.key.id, world.now);
    });
  };
  CHECK(revoke()->revoked_at == world.now);
  CHECK_FALSE(resolve());
  CHECK(revoke().error().code == "key-unknown");
  CHECK(make({Permission::accounts_edit}).error().code == "permission-not-for-keys");
  CHECK(make({}).error().code == "permissions-required");
}

TEST_CASE("the audit chain shows what was altered, removed, inserted or cut off") {
  World world;
  for (int i = 0; i < 10; ++i) world.note("looked", i == 3 ? "病人来电核对" : "");
  const auto verdict = [&](std::optional<AuditHead> head = {}) {
    return world.audit.verify_all(*world.database, head);
  };
  CHECK(verdict().intact);
  CHECK(verdict().checked == 10);
  const auto head = world.read([&](store::Snapshot& s) { return world.audit.head(s); });
  CHECK(head.seq == 10);
  CHECK(verdict(head).intact);
  CHECK_THROWS(world.execute("UPDATE audit_entry SET action = 'x' WHERE seq = 5"));
  CHECK_THROWS(world.execute("DELETE FROM audit_entry WHERE seq = 5"));
  CHECK(world.raw_bytes().find("病人来电核对") == std::string::npos);

  SUBCASE("altered") {
    for (const char* change : {"action = 'x'", "at = at + 1", "actor_id = 9", "details = '{}'",
                               "subject_id = 8", "request_id = 'r'", "note_sealed = x'00'"}) {
      world.tamper("CREATE TABLE kept AS SELECT * FROM audit_entry WHERE seq = 5");
      world.tamper(std::string("UPDATE audit_entry SET ") + change + " WHERE seq = 5");
      CHECK(verdict().broken_at == 5);
      CHECK(verdict().why == "altered");
      world.tamper("DELETE FROM audit_entry WHERE seq = 5");
      world.tamper("INSERT INTO audit_entry SELECT * FROM kept");
      world.tamper("DROP TABLE kept");
      CHECK(verdict().intact);
    }
  }
  SUBCASE("removed") {
    world.tamper("DELETE FROM audit_entry WHERE seq = 5");
    CHECK(verdict().broken_at == 6);
    CHECK(verdict().why == "missing");
  }
  SUBCASE("removed and renumbered") {
    world.tamper("DELETE FROM audit_entry WHERE seq = 5");
    world.tamper("UPDATE audit_entry SET seq = 5 WHERE seq = 6");
    CHECK(verdict().broken_at == 5);
  }
  SUBCASE("cut off") {
    world.tamper("DELETE FROM audit_entry WHERE seq > 8");
    CHECK(verdict().intact);
    CHECK(verdict(head).why == "cut-off");
    world.note("again");
    world.note("again");
    CHECK(verdict().intact);
    CHECK(verdict(head).why == "altered");
    CHECK(verdict(head).broken_at == 10);
  }
}

TEST_CASE("an audit head is written down and read back") {
  World world;
  const auto head_of = [&] {
    return world.read([&](store::Snapshot& s) { return world.audit.head(s); });
  };
  CHECK(to_text(head_of()).empty());
  for (int i = 0; i < 12; ++i) world.note("looked");
  const auto text = to_text(head_of());
  CHECK(text.starts_with("12:"));
  const auto read = parse_audit_head(text);
  REQUIRE(read);
  CHECK(read->seq == 12);
  CHECK(read->hash == head_of().hash);
  std::string upper = text;
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  CHECK(parse_audit_head(upper)->hash == read->hash);
  const std::string hash = read->hash;
  for (const auto& bad : std::initializer_list<std::string>{
           std::string(), hash, "12:", "12:" + hash.substr(1), "12:" + hash + "0", "0:" + hash,
           "-1:" + hash, "x:" + hash, " 12:" + hash, "12:" + hash.substr(1) + "g",
           "99999999999999999999:" + hash})
    CHECK_FALSE(parse_audit_head(bad));
}

TEST_CASE("the audit is read by subject, actor, action and time, page by page") {
  World world;
  for (int i = 0; i < 5; ++i) {
    world.note(i % 2 == 0 ? "even" : "odd", "理由");
    world.now += 1min;
  }
  const auto read = [&](const AuditFilter& filter) {
    return world.read([&](store::Snapshot& s) { return world.audit.read(s, filter); });
  };
  AuditFilter filter;
  filter.limit = 2;
  auto page = read(filter);
  REQUIRE(page.items.size() == 2);
  CHECK(page.items[0].seq == 5);
  CHECK(page.items[0].note == "理由");
  CHECK(page.items[0].details == R"({"k":"v"})");
  filter.before = page.next;
  page = read(filter);
  CHECK(page.items[0].seq == 3);
  filter.before = page.next;
  page = read(filter);
  CHECK(page.items.size() == 1);
  CHECK_FALSE(page.next);
  AuditFilter odd;
  odd.action = "odd";
  CHECK(read(odd).items.size() == 2);
  AuditFilter person;
  person.subject = AuditSubject(PersonId{7});
  CHECK(read(person).items.size() == 5);
  person.subject = AuditSubject(PersonId{8});
  CHECK(read(person).items.empty());
  AuditFilter actor;
  actor.actor_kind = PrincipalKind::operator_;
  actor.actor_id = 0;
  CHECK(read(actor).items.size() == 5);
  AuditFilter time;
  time.from = world.now - 2min;
  time.to = world.now - 1min;
  CHECK(read(time).items.size() == 1);
}

TEST_CASE("the same request gets the same answer for 24 hours") {
  World world;
  const RequestKey request{"k1", "patient:1", "POST /a", "{\"name\":\"王小明\"}"};
  const auto find = [&](const RequestKey& asked) {
    return world.read(
        [&](store::Snapshot& s) { return world.idempotency.find(s, asked, world.now); });
  };
  CHECK_FALSE(find(request)->has_value());
  world.write([&](store::Transaction& tx) {
    world.idempotency.remember(tx, request, {201, "answer 王小明"}, world.now);
    return true;
  });
  REQUIRE(find(request)->has_value());
  CHECK((*find(request))->status == 201);
  CHECK((*find(request))->body == "answer 王小明");
  auto other = request;
  other.body = "{}";
  CHECK(find(other).error().code == "idempotency-mismatch");
  other = request;
  other.principal = "patient:2";
  CHECK_FALSE(find(other)->has_value());
  other = request;
  other.route = "POST /b";
  CHECK_FALSE(find(other)->has_value());
  other = request;
  other.key = "";
  CHECK(find(other).error().code == "idempotency-key-invalid");
  other.key = std::string(201, 'k');
  CHECK(find(other).error().code == "idempotency-key-invalid");
  CHECK(world.raw_bytes().find("王小明") == std::string::npos);
  world.now += 24h - 1ms;
  CHECK(find(request)->has_value());
  world.now += 1ms;
  CHECK_FALSE(find(request)->has_value());
  CHECK(world.write(
            [&](store::Transaction& tx) { return world.idempotency.purge(tx, world.now); }) == 1);
}

TEST_CASE("settings have versions and typed readings") {
  World world;
  const auto set = [&](std::string_view json, std::optional<std::int64_t> version) {
    auto done = world.write([&](store::Transaction& tx) {
      return set_setting(tx, world.audit, world.admin, "x", json, version, world.now);
    });
    return done ? std::to_string(done->version) : done.error().code;
  };
  CHECK(set("{", 0) == "setting-invalid");
  CHECK(set("7", 0) == "1");
  CHECK(set("8", 0) == "changed-meanwhile");
  CHECK(set("8", 1) == "2");
  world.read([&](store::Snapshot& s) {
    CHECK(setting_integer(s, "x", 1) == 8);
    CHECK(setting_integer(s, "y", 1) == 1);
    CHECK(setting_text(s, "x", "t") == "t");
    CHECK(setting_flag(s, "x", true));
    CHECK(find_setting(s, "x")->changed_by == "operator");
    CHECK(all_settings(s).size() == 1);
    return true;
  });
}

TEST_CASE("permissions have names, and roles grant them") {
  for (int i = 0; i < kPermissionCount; ++i) {
    const auto permission = static_cast<Permission>(i);
    CHECK(permission_from(name_of(permission)) == permission);
  }
  CHECK_FALSE(permission_from("nothing"));
  for (const Role role : kRoles) CHECK(role_from(name_of(role)) == role);
  const auto everything = all_staff_permissions();
  CHECK(everything.has(Permission::operate));
  CHECK_FALSE(everything.has(Permission::patient));
  CHECK_FALSE(everything.has(Permission::demo));
  CHECK_FALSE(permissions_of(Role::clinician).has(Permission::patients_find));
}
