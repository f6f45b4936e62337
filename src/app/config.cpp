#include "yuyue/app/config.hpp"

#include <toml++/toml.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <functional>
#include <sstream>

namespace yuyue::app {
namespace {

namespace fs = std::filesystem;

constexpr ConfigKey kKeys[] = {
    {"data", "YUYUE_DATA", "folder of the data (default yuyue-data)"},
    {"key_file", "YUYUE_KEY_FILE", "key of the personal fields (default: <data>.key)"},
    {"backups", "YUYUE_BACKUPS", "folder of the backups (default: <data>/backups)"},
    {"attachments", "YUYUE_ATTACHMENTS", "folder of scans (default: <data>/attachments)"},
    {"static", "YUYUE_STATIC", "folder of the pages (default: as installed)"},
    {"public", "YUYUE_PUBLIC", "address for patients (default 127.0.0.1:8080)"},
    {"internal", "YUYUE_INTERNAL", "address for staff (default 127.0.0.1:8081)"},
    {"time_zone", "YUYUE_TIME_ZONE", "the hospital's time zone (default Asia/Shanghai)"},
    {"threads", "YUYUE_THREADS", "threads that serve requests (default: one per processor)"},
    {"connections", "YUYUE_CONNECTIONS", "open connections at most (default 10000)"},
    {"group_limit", "YUYUE_GROUP_LIMIT", "writes per sync at most (default 64)"},
    {"access_log", "YUYUE_ACCESS_LOG", "- (standard error), off, or a file (default -)"},
    {"secure_cookies", "YUYUE_SECURE_COOKIES", "true behind TLS (default false)"},
    {"public_url", "YUYUE_PUBLIC_URL",
     "the patients' page as they reach it, for links in messages (default: no links)"},
    {"payment_provider", "YUYUE_PAYMENT_PROVIDER", "sandbox (with --demo), or none (default)"},
    {"payment_url", "YUYUE_PAYMENT_URL", "address of the payment provider"},
    {"payment_key_file", "YUYUE_PAYMENT_KEY_FILE", "file with the secret shared with it"},
    {"payment_callback_url", "YUYUE_PAYMENT_CALLBACK_URL",
     "where it reaches this server: https://…/api/v1/payment-callbacks/…"},
};

std::int64_t number(const std::string& text, std::int64_t min, std::int64_t max) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < min || value > max)
    throw ConfigError("expected a whole number from " + std::to_string(min) + " to " +
                      std::to_string(max) + ", found \"" + text + "\"");
  return value;
}

bool truth(const std::string& text) {
  if (text == "true" || text == "1" || text == "yes") return true;
  if (text == "false" || text == "0" || text == "no") return false;
  throw ConfigError("expected true or false, found \"" + text + "\"");
}

std::string provider(const std::string& text) {
  if (text == "none") return "";
  if (text != "sandbox") throw ConfigError("expected sandbox or none, found \"" + text + "\"");
  return text;
}

/// Without the slash at the end.
std::string web_address(std::string text) {
  if (!text.starts_with("http://") && !text.starts_with("https://"))
    throw ConfigError("expected http://… or https://…, found \"" + text + "\"");
  while (text.ends_with('/')) text.pop_back();
  return text;
}

void set(Config& config, std::string_view key, const std::string& value) {
  if (key == "data")
    config.data = value;
  else if (key == "key_file")
    config.key_file = value;
  else if (key == "backups")
    config.backups = value;
  else if (key == "attachments")
    config.attachments = value;
  else if (key == "static")
    config.static_folder = value;
  else if (key == "public")
    parse_address(value), config.public_address = value;
  else if (key == "internal")
    parse_address(value), config.internal_address = value;
  else if (key == "time_zone")
    config.time_zone = value;
  else if (key == "threads")
    config.threads = number(value, 0, 256);
  else if (key == "connections")
    config.connections = number(value, 1, 1'000'000);
  else if (key == "group_limit")
    config.group_limit = number(value, 1, 1024);
  else if (key == "access_log")
    config.access_log = value;
  else if (key == "secure_cookies")
    config.secure_cookies = truth(value);
  else if (key == "public_url")
    config.public_url = web_address(value);
  else if (key == "payment_provider")
    config.payment_provider = provider(value);
  else if (key == "payment_url")
    config.payment_url = web_address(value);
  else if (key == "payment_key_file")
    config.payment_key_file = value;
  else if (key == "payment_callback_url")
    config.payment_callback_url = web_address(value);
}

bool known(std::string_view name) {
  for (const auto& key : kKeys)
    if (key.name == name) return true;
  return false;
}

std::string all_names() {
  std::string out;
  for (const auto& key : kKeys) out += (out.empty() ? "" : ", ") + std::string(key.name);
  return out;
}

void set_from(Config& config, const std::string& where, std::string_view key,
              const std::string& value) {
  try {
    set(config, key, value);
  } catch (const ConfigError& e) {
    throw ConfigError(where + ": " + std::string(key) + ": " + e.what());
  }
}

void read_file(Config& config, const fs::path& file) {
  toml::table table;
  try {
    table = toml::parse_file(file.string());
  } catch (const toml::parse_error& e) {
    throw ConfigError(file.string() + ", line " + std::to_string(e.source().begin.line) + ": " +
                      std::string(e.description()));
  }
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    const auto where = file.string() + ", line " + std::to_string(node.source().begin.line);
    if (!known(name))
      throw ConfigError(where + ": unknown key \"" + name + "\"; known are " + all_names());
    std::ostringstream text;
    if (const auto value = node.value<std::string>())
      text << *value;
    else if (node.is_integer())
      text << node.as_integer()->get();
    else if (node.is_boolean())
      text << (node.as_boolean()->get() ? "true" : "false");
    else
      throw ConfigError(where + ": " + name + " must be a text, a whole number, true or false");
    set_from(config, where, name, text.str());
  }
}

fs::path default_static_folder() {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    const auto installed = program.parent_path().parent_path() / "share/yuyue/static";
    if (fs::is_directory(installed, error)) return installed;
    // Run from a build folder of the sources: build/<preset>/yuyue.
    const auto sources = program.parent_path().parent_path().parent_path() / "static";
    if (fs::is_directory(sources, error)) return sources;
  }
  return "static";
}

}  // namespace

std::span<const ConfigKey> config_keys() {
  return kKeys;
}

Config read_config(const fs::path& file, const std::map<std::string, std::string>& flags) {
  Config config;
  const fs::path usual = "/etc/yuyue/yuyue.toml";
  if (!file.empty() && file != "none")
    read_file(config, file);
  else if (file.empty() && access(usual.c_str(), R_OK) == 0)
    read_file(config, usual);
  for (const auto& key : kKeys) {
    const auto* value = std::getenv(std::string(key.variable).c_str());
    if (value)
      set_from(config, "environment variable " + std::string(key.variable), key.name, value);
  }
  for (const auto& [name, value] : flags) set_from(config, "command line", name, value);
  while (!config.data.has_filename() && config.data.has_parent_path())
    config.data = config.data.parent_path();  // "data/" is "data"
  if (config.key_file.empty()) config.key_file = config.data.string() + ".key";
  if (config.backups.empty()) config.backups = config.data / "backups";
  if (config.attachments.empty()) config.attachments = config.data / "attachments";
  if (config.static_folder.empty()) config.static_folder = default_static_folder();
  return config;
}

HostPort parse_address(std::string_view text) {
  const auto colon = text.rfind(':');
  auto host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (colon == std::string_view::npos || host.empty())
    throw ConfigError("expected host:port, found \"" + std::string(text) + "\"");
  const auto port = number(std::string(text.substr(colon + 1)), 0, 65535);
  return {std::string(host), static_cast<unsigned short>(port)};
}

}  // namespace yuyue::app
