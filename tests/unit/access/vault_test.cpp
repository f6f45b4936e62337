#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <set>

#include "unit/access_world.hpp"

using namespace yuyue;
using namespace yuyue::access;

TEST_CASE("a sealed value opens in its own place only") {
  const KeyRing keys = KeyRing::ephemeral();
  const Vault vault(keys);
  const auto sealed = vault.seal("person.name:1", "王小明");
  CHECK(vault.open("person.name:1", sealed) == "王小明");
  CHECK(sealed.find("王小明") == std::string::npos);
  CHECK(sealed != vault.seal("person.name:1", "王小明"));
  CHECK_THROWS_AS(vault.open("person.name:2", sealed), CannotOpenSealed);
  CHECK_THROWS_AS(vault.open("person.phone:1", sealed), CannotOpenSealed);
  CHECK_THROWS_AS(vault.open("person.name:1", ""), CannotOpenSealed);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto altered = sealed;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    CHECK_THROWS_AS(vault.open("person.name:1", altered), CannotOpenSealed);
  }
  CHECK_THROWS_AS(vault.open("person.name:1", sealed.substr(0, sealed.size() - 1)),
                  CannotOpenSealed);
  CHECK(vault.open("x", vault.seal("x", "")).empty());
}

TEST_CASE("lookups are the same for the same kind and value, and keyed") {
  const KeyRing keys = KeyRing::ephemeral();
  const Vault vault(keys);
  const KeyRing other_keys = KeyRing::ephemeral();
  const Vault other(other_keys);
  CHECK(vault.lookup("phone", "13800138000") == vault.lookup("phone", "13800138000"));
  CHECK(vault.lookup("phone", "13800138000").size() == 16);
  CHECK(vault.lookup("phone", "13800138000") != vault.lookup("name", "13800138000"));
  CHECK(vault.lookup("ab", "c") != vault.lookup("a", "bc"));
  CHECK(vault.lookup("phone", "13800138000") != other.lookup("phone", "13800138000"));
}

TEST_CASE("a key file is its owner's alone, and several generations stay readable") {
  const test::TempFolder folder;
  const auto file = folder.path() / "yuyue.keys";
  KeyRing keys = KeyRing::create(file);
  struct stat info {};
  REQUIRE(::stat(file.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK_THROWS_AS(KeyRing::create(file), KeyFileError);

  const auto old_sealed = Vault(keys).seal("x", "old");
  const auto lookup = Vault(keys).lookup("x", "old");
  CHECK(keys.add_generation() == 2);
  keys.save(file);
  const KeyRing loaded = KeyRing::load_or_create(file);
  Vault vault(loaded);
  CHECK(loaded.newest() == 2);
  CHECK(vault.open("x", old_sealed) == "old");
  // Searched by the new one, and by the old one as long as it is told to.
  CHECK(vault.lookup("x", "old") != lookup);
  CHECK(vault.lookups("x", "old").former == vault.lookup("x", "old"));
  vault.use(2, 1);
  CHECK(vault.lookups("x", "old").former == lookup);
  CHECK(vault.seal("x", "new")[1] == 2);

  for (const mode_t mode : {0640, 0604, 0660}) {
    REQUIRE(::chmod(file.c_str(), mode) == 0);
    CHECK_THROWS_AS(KeyRing::load(file), KeyFileError);
  }
  CHECK_THROWS_AS(KeyRing::load(folder.path() / "none"), KeyFileError);
  for (const char* damaged : {"", "yuyue-keys 1\n", "yuyue-keys 1\ngeneration 1 00\nlookups 1\n",
                              "yuyue-keys 2\n", "yuyue-keys 1\nnonsense\n"}) {
    const auto bad = folder.path() / "bad";
    std::ofstream(bad) << damaged;
    REQUIRE(::chmod(bad.c_str(), 0600) == 0);
    CHECK_THROWS_AS(KeyRing::load(bad), KeyFileError);
  }
}

TEST_CASE("a database knows its keys") {
  test::AccessWorld world;
  CHECK(world.write([&](store::Transaction& tx) { return bind_keys(tx, world.vault, world.now); }));
  CHECK(world.write([&](store::Transaction& tx) { return bind_keys(tx, world.vault, world.now); }));
  const KeyRing other_keys = KeyRing::ephemeral();
  Vault other(other_keys);
  CHECK_THROWS_AS(
      world.write([&](store::Transaction& tx) { return bind_keys(tx, other, world.now); }),
      WrongKeys);
}

TEST_CASE("tokens are long and do not repeat") {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(make_token());
  CHECK(seen.size() == 1000);
  CHECK(seen.begin()->size() == 43);
}
