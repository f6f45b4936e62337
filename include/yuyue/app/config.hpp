#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace yuyue::app {

/// A value of the configuration cannot be used; the text names where it stands and why.
struct ConfigError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// How this installation runs. What the hospital decides about booking is not here but in its
/// settings (table `setting`), which administrators change on a page.
struct Config {
  std::filesystem::path data = "yuyue-data";
  std::filesystem::path key_file;       ///< default: "<data>.key", beside the data and not in it
  std::filesystem::path backups;        ///< default: "<data>/backups"
  std::filesystem::path attachments;    ///< scans; default: "<data>/attachments"
  std::filesystem::path static_folder;  ///< default: where the program was installed or built
  std::string public_address = "127.0.0.1:8080";
  std::string internal_address = "127.0.0.1:8081";
  std::string time_zone = "Asia/Shanghai";
  std::int64_t threads = 0;                ///< 0: one per processor
  std::int64_t connections = 10'000;       ///< open at one time, at most
  std::int64_t group_limit = 64;           ///< writes made durable by one sync, at most
  std::string access_log = "-";            ///< "-": standard error; "off"; else a file
  std::string public_url;                  ///< of the patients' page; empty: no links in messages
  bool secure_cookies = false;             ///< behind TLS: cookies travel encrypted only
  std::string payment_provider;            ///< "sandbox"; empty: nothing is paid online
  std::string payment_url;                 ///< of the provider
  std::filesystem::path payment_key_file;  ///< the secret shared with it
  std::string payment_callback_url;        ///< where it reaches us from outside

  std::filesystem::path file() const { return data / "yuyue.db"; }
  std::filesystem::path control_socket() const { return data / "control.sock"; }
};

/// One key: its name in the file and as a flag (--name), its variable, what it means.
struct ConfigKey {
  std::string_view name;      ///< "key_file"; the flag is --key-file
  std::string_view variable;  ///< "YUYUE_KEY_FILE"
  std::string_view help;
};
std::span<const ConfigKey> config_keys();

/// Flags win over the environment, the environment over the file. `file` empty:
/// /etc/yuyue/yuyue.toml if there is one; "none": no file. `flags` by key name. Throws ConfigError
/// for unknown keys and values that cannot be.
Config read_config(const std::filesystem::path& file,
                   const std::map<std::string, std::string>& flags);

struct HostPort {
  std::string host;
  unsigned short port = 0;
};
/// "127.0.0.1:8080", "[::1]:8080". Throws ConfigError.
HostPort parse_address(std::string_view text);

}  // namespace yuyue::app
