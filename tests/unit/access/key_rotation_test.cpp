// Another key: what was sealed and hashed with the old one stays readable and findable all the
// while, and is the new one's in the end.
#include "yuyue/access/key_rotation.hpp"

#include <doctest/doctest.h>

#include "unit/access_world.hpp"

using namespace yuyue;
using namespace yuyue::access;

namespace {

struct World : test::AccessWorld {
  World() {
    keys.save(file());
    write([&](store::Transaction& tx) { return bind_keys(tx, vault, now); });
  }
  std::filesystem::path file() const { return folder.path() / "yuyue.key"; }
  KeyRotation rotation{vault, audit, file(), sealed_tables()};

  static std::string phone(int n) { return "139" + std::to_string(10000000 + n); }
  MemberId member(int n) {
    return write([&](store::Transaction& tx) { return members.of_phone(tx, phone(n), now); });
  }
  std::vector<MemberId> fill(int count) {
    return write([&](store::Transaction& tx) {
      std::vector<MemberId> made;
      for (int n = 0; n < count; ++n) made.push_back(members.of_phone(tx, phone(n), now));
      return made;
    });
  }
  std::optional<MemberId> find(int n) {
    return read([&](store::Snapshot& s) { return members.find(s, phone(n)); });
  }
  void note(std::string text) {
    write([&](store::Transaction& tx) {
      audit.record(tx, admin, {"looked", {}, {}, std::move(text)}, now);
      return true;
    });
  }
  std::int64_t of_generation(const char* digits) {
    return count(
        std::string("SELECT count(*) FROM member WHERE hex(substr(phone_sealed, 2, 1)) = '") +
        digits + "'");
  }
  KeyRotationState state() {
    return read([&](store::Snapshot& s) { return rotation.state(s); });
  }
  void add_key() {
    keys.add_generation();
    keys.save(file());
  }
};

}  // namespace

TEST_CASE("a change of the key goes through everything in pieces") {
  constexpr int kPeople = 500;
  World world;
  auto known = world.fill(kPeople);
  world.note("病人来电核对");
  CHECK_FALSE(world.rotation.take_up(*world.database, world.now));
  CHECK_FALSE(world.rotation.step(*world.database, world.now));

  world.add_key();
  CHECK(world.rotation.take_up(*world.database, world.now));
  CHECK(world.state().is_running());
  CHECK(world.vault.newest() == 2);
  // Nothing is sealed anew yet, and everybody is found; new ones are the new key's.
  CHECK(world.of_generation("01") == kPeople);
  for (int n = 0; n < kPeople; n += 7) CHECK(world.member(n) == known[static_cast<std::size_t>(n)]);
  known.push_back(world.member(kPeople));
  CHECK(world.of_generation("02") == 1);

  int jobs = 0;
  while (world.rotation.step(*world.database, world.now)) {
    ++jobs;
    const int n = jobs * 37 % kPeople;
    CHECK(world.find(n) == known[static_cast<std::size_t>(n)]);
    CHECK(world.member(n) == known[static_cast<std::size_t>(n)]);
  }
  CHECK_FALSE(world.state().is_running());
  CHECK(world.state().resealed == kPeople + 1);
  CHECK(world.of_generation("01") == 0);
  for (int n = 0; n <= kPeople; ++n) CHECK(world.find(n) == known[static_cast<std::size_t>(n)]);
  CHECK(world.count("SELECT count(*) FROM member") == kPeople + 1);
  CHECK(world.audit.verify_all(*world.database).intact);
  CHECK(world.rotation.used_by(*world.database, 1).empty());
  CHECK_FALSE(world.rotation.used_by(*world.database, 2).empty());

  SUBCASE("and then the old generation is not needed any more") {
    world.keys.retire(1);
    world.keys.save(world.file());
    CHECK_FALSE(world.rotation.take_up(*world.database, world.now));
    const auto ring = KeyRing::load(world.file());
    Vault fresh(ring);
    CHECK(world.write([&](store::Transaction& tx) { return bind_keys(tx, fresh, world.now); }));
    const AuditLog audit(fresh);
    CHECK(audit.verify_all(*world.database).intact);
    const auto page =
        world.read([&](store::Snapshot& s) { return audit.read(s, {.action = "looked"}); });
    REQUIRE(page.items.size() == 1);
    CHECK(page.items[0].note == "病人来电核对");
    const Members members(fresh, world.ids);
    CHECK(world.read([&](store::Snapshot& s) { return members.find(s, World::phone(3)); }) ==
          known[3]);
    CHECK(ring.generations() == std::set<KeyRing::Generation>{1, 2});
    CHECK_THROWS_AS(KeyRing::load(world.file()).subkey(1, KeyUse::fields), KeyFileError);
  }
  SUBCASE("the former key file does not open it") {
    Vault former(KeyRing::ephemeral());
    CHECK_THROWS_AS(
        world.write([&](store::Transaction& tx) { return bind_keys(tx, former, world.now); }),
        WrongKeys);
  }
  SUBCASE("and again") {
    world.add_key();
    CHECK(world.rotation.take_up(*world.database, world.now));
    CHECK(world.find(5) == known[5]);
    while (world.rotation.step(*world.database, world.now)) {
    }
    CHECK(world.state().settled == 3);
    CHECK(world.find(5) == known[5]);
  }
}

TEST_CASE("an interrupted change goes on where it was, with the keys it began with") {
  World world;
  world.fill(1500);
  world.add_key();
  REQUIRE(world.rotation.take_up(*world.database, world.now));
  REQUIRE(world.rotation.step(*world.database, world.now));
  const auto halfway = world.state();
  REQUIRE(halfway.is_running());

  // As after a start; a third key in the file waits for its turn.
  world.add_key();
  const auto ring = KeyRing::load(world.file());
  Vault vault(ring);
  world.write([&](store::Transaction& tx) { return bind_keys(tx, vault, world.now); });
  CHECK(vault.newest() == 2);
  const AuditLog audit(vault);
  const KeyRotation rotation(vault, audit, world.file(), sealed_tables());
  CHECK(world.read([&](store::Snapshot& s) { return rotation.state(s); }).waiting == 3);
  const Members members(vault, world.ids);
  for (int n = 0; n < 1500; n += 37)
    CHECK(world.read([&](store::Snapshot& s) { return members.find(s, World::phone(n)); }));
  while (rotation.step(*world.database, world.now)) {
  }
  CHECK(world.of_generation("02") == 1500);
  CHECK(rotation.take_up(*world.database, world.now));
  while (rotation.step(*world.database, world.now)) {
  }
  CHECK(world.of_generation("03") == 1500);
  for (int n = 0; n < 1500; n += 37)
    CHECK(world.read([&](store::Snapshot& s) { return members.find(s, World::phone(n)); }));
}

TEST_CASE("a key file without the key in use is not taken up") {
  World world;
  const auto other = KeyRing::ephemeral();
  other.save(world.file());
  CHECK_THROWS_AS(world.rotation.take_up(*world.database, world.now), KeyFileError);
  CHECK(world.vault.newest() == 1);
  const KeyFileLock lock(world.file());
  CHECK_THROWS_AS(KeyFileLock(world.file()), KeyFileError);
}

TEST_CASE("tries at what must not be guessed are counted per account and address") {
  World world;
  const GuessLimit guesses(world.vault);
  const auto who = Principal::control_socket();
  auto other = who;
  other.id = 77;
  const auto failed = [&](const Principal& by, const std::string& remote) {
    return world
        .write([&](store::Transaction& tx) { return guesses.failed(tx, by, remote, world.now); })
        .result.has_value();
  };
  const auto free = [&](const Principal& by, const std::string& remote) {
    return world.read([&](store::Snapshot& s) { return guesses.check(s, by, remote, world.now); })
        .has_value();
  };
  for (int i = 0; i < 5; ++i) CHECK(failed(who, "10.0.0.1"));
  CHECK_FALSE(free(who, "10.0.0.2"));
  CHECK_FALSE(failed(who, "10.0.0.2"));
  CHECK(free(other, "10.0.0.1"));
  // One machine with many accounts.
  for (int i = 5; i < 60; ++i) {
    other.id = 100 + i;
    CHECK(failed(other, "10.0.0.1"));
  }
  other.id = 999;
  CHECK_FALSE(free(other, "10.0.0.1"));
  CHECK(free(other, "10.0.0.3"));
  world.now += std::chrono::hours(25);
  CHECK(free(who, "10.0.0.1"));
}
