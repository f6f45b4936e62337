// Configuration: file, environment, flags, in that order of strength; unknown keys by name.
#include "yuyue/app/config.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include "app/payment_providers.hpp"
#include "unit/temp_folder.hpp"

using namespace yuyue::app;

namespace {

struct File {
  yuyue::test::TempFolder folder;
  std::filesystem::path path = folder / "yuyue.toml";
  explicit File(const std::string& text) { std::ofstream(path) << text; }
};

struct Variable {
  const char* name;
  Variable(const char* variable, const char* value) : name(variable) { setenv(name, value, 1); }
  ~Variable() { unsetenv(name); }
};

std::string error_of(const std::string& text) {
  const File file(text);
  try {
    read_config(file.path, {});
    return "";
  } catch (const ConfigError& e) {
    return e.what();
  }
}

}  // namespace

TEST_CASE("without anything every key has a sane default") {
  const auto config = read_config("none", {});
  CHECK(config.public_address == "127.0.0.1:8080");
  CHECK(config.key_file == "yuyue-data.key");
  CHECK(config.backups == "yuyue-data/backups");
  CHECK(config.file() == "yuyue-data/yuyue.db");
}

TEST_CASE("flags win over the environment, the environment over the file") {
  const File file("threads = 2\nconnections = 100\ngroup_limit = 7\n");
  const Variable threads("YUYUE_THREADS", "3");
  const Variable connections("YUYUE_CONNECTIONS", "200");
  const auto config = read_config(file.path, {{"connections", "300"}});
  CHECK(config.group_limit == 7);
  CHECK(config.threads == 3);
  CHECK(config.connections == 300);
}

TEST_CASE("what is wrong is named, with its line") {
  CHECK(error_of("threads = 1\nthraeds = 2\n").find("line 2: unknown key \"thraeds\"") !=
        std::string::npos);
  CHECK(error_of("threads = \"many\"\n").find("line 1: threads: expected a whole number") !=
        std::string::npos);
  CHECK(error_of("public = \"here\"\n").find("public: expected host:port") != std::string::npos);
  CHECK(error_of("threads = [1]\n").find("must be a text") != std::string::npos);
  CHECK(error_of("threads = \n").find("line 1") != std::string::npos);
  const Variable wrong("YUYUE_SECURE_COOKIES", "perhaps");
  CHECK_THROWS_WITH_AS(read_config("none", {}), doctest::Contains("YUYUE_SECURE_COOKIES"),
                       ConfigError);
}

TEST_CASE("a named file must be there") {
  CHECK_THROWS_AS(read_config("/nowhere/yuyue.toml", {}), ConfigError);
}

TEST_CASE("a folder's name may end with a slash; its key stays beside it") {
  const auto config = read_config("none", {{"data", "/srv/yuyue/"}});
  CHECK(config.data == "/srv/yuyue");
  CHECK(config.key_file == "/srv/yuyue.key");
}

TEST_CASE("addresses") {
  CHECK(parse_address("[::1]:80").host == "::1");
  CHECK(parse_address("0.0.0.0:0").port == 0);
  CHECK_THROWS_AS(parse_address("127.0.0.1"), ConfigError);
  CHECK_THROWS_AS(parse_address("127.0.0.1:65536"), ConfigError);
  CHECK_THROWS_AS(parse_address(":80"), ConfigError);
}

TEST_CASE("a payment provider needs an address, a secret, and, being a sandbox, a demo") {
  const yuyue::SystemClock clock;
  const auto wrong = [&](const Config& config, bool demo) -> std::string {
    try {
      make_payment_providers(config, demo, clock);
      return "";
    } catch (const ConfigError& e) {
      return e.what();
    }
  };
  Config config;
  CHECK(make_payment_providers(config, false, clock).names().empty());
  config.payment_provider = "sandbox";
  CHECK(wrong(config, true).starts_with("payment_url: "));
  config.payment_url = "http://127.0.0.1:8090";
  CHECK(wrong(config, true).starts_with("payment_key_file: "));
  const yuyue::test::TempFolder folder;
  config.payment_key_file = folder / "pay.key";
  CHECK(wrong(config, true).find("cannot read") != std::string::npos);
  std::ofstream(config.payment_key_file) << "short\n";
  CHECK(wrong(config, true).find("fewer than 32") != std::string::npos);
  std::ofstream(config.payment_key_file) << std::string(32, 'x') << "\n";
  CHECK(wrong(config, true).empty());
  CHECK(wrong(config, false).find("--demo") != std::string::npos);
  CHECK(error_of("payment_provider = \"cash\"\n").find("line 1: payment_provider") !=
        std::string::npos);
  CHECK(error_of("payment_url = \"127.0.0.1\"\n").find("http://") != std::string::npos);
}
