#include "yuyue/access/sealed_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <sstream>

#include "access/sodium.hpp"

namespace yuyue::access {
namespace {

namespace fs = std::filesystem;

constexpr char kVersion = 1;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kHash = 32;
/// A key is used for one content only, so its nonce may be any.
constexpr unsigned char kNonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES] = {};
constexpr const char* kPartial = ".partial";

std::string hex(std::string_view bytes) {
  std::string out(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), as_bytes(bytes), bytes.size());
  out.pop_back();  // the terminating zero
  return out;
}

store::Bytes hash_of(std::string_view bytes) {
  ensure_sodium();
  store::Bytes out(kHash, '\0');
  crypto_generichash(as_bytes(out), kHash, as_bytes(bytes), bytes.size(), nullptr, 0);
  return out;
}

std::string encrypted(std::string_view bytes, std::string_view key) {
  std::string out(1 + bytes.size() + kTag, kVersion);
  crypto_aead_xchacha20poly1305_ietf_encrypt(as_bytes(out) + 1, nullptr, as_bytes(bytes),
                                             bytes.size(), as_bytes(out), 1, nullptr, kNonce,
                                             as_bytes(key));
  return out;
}

[[noreturn]] void fail(const fs::path& file) {
  throw std::runtime_error(file.string() + ": " + std::strerror(errno));
}

/// Closed whatever happens.
class Descriptor {
 public:
  Descriptor(const fs::path& file, int flags) : fd_(::open(file.c_str(), flags | O_CLOEXEC, 0600)) {
    if (fd_ < 0) fail(file);
  }
  ~Descriptor() { ::close(fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  const int fd_;
};

void write_file(const fs::path& file, std::string_view bytes) {
  const Descriptor out(file, O_WRONLY | O_CREAT | O_TRUNC);
  while (!bytes.empty()) {
    const auto written = ::write(out.get(), bytes.data(), bytes.size());
    if (written < 0) fail(file);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(out.get()) != 0) fail(file);
}

void sync_folder(const fs::path& folder) {
  const Descriptor opened(folder, O_RDONLY | O_DIRECTORY);
  if (::fsync(opened.get()) != 0) fail(folder);
}

/// It appears under its name when it is whole.
void put_durably(const fs::path& folder, const std::string& name, std::string_view bytes) {
  if (fs::create_directories(folder)) fs::permissions(folder, fs::perms::owner_all);
  const auto partial = folder / (name + kPartial);
  write_file(partial, bytes);
  fs::rename(partial, folder / name);
  sync_folder(folder);
}

std::optional<std::string> read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return std::nullopt;
  return std::move(text).str();
}

/// What a file is not; empty: all is well.
std::string trouble_with(const fs::path& file, const store::Bytes& hash) {
  const auto bytes = read_file(file);
  if (!bytes) return "is missing";
  return hash_of(*bytes) == hash ? "" : "was altered";
}

}  // namespace

SealedFiles::Kept SealedFiles::put(std::string_view bytes) const {
  Kept kept{hex(vault_.token_hash("file", bytes)), vault_.token_hash("file-key", bytes), {}};
  const auto sealed = encrypted(bytes, kept.key);
  kept.hash = hash_of(sealed);
  const std::scoped_lock lock(mutex_);
  put_durably(folder_, kept.name, sealed);
  return kept;
}

std::string SealedFiles::open(std::string_view name, std::string_view key) const {
  ensure_sodium();
  const auto sealed = read_file(folder_ / name);
  if (!sealed || sealed->size() < 1 + kTag || sealed->front() != kVersion)
    throw FileDamaged("file " + std::string(name) + " is missing or no file of ours");
  std::string out(sealed->size() - 1 - kTag, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(as_bytes(out), nullptr, nullptr,
                                                 as_bytes(*sealed) + 1, sealed->size() - 1,
                                                 as_bytes(*sealed), 1, kNonce, as_bytes(key)) != 0)
    throw FileDamaged("file " + std::string(name) + " was altered");
  return out;
}

int SealedFiles::sweep(std::chrono::seconds age,
                       const std::function<bool(const std::string&)>& in_use) const {
  if (!fs::exists(folder_)) return 0;
  int deleted = 0;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    const auto name = entry.path().filename().string();
    if (in_use(name)) continue;
    // Whoever writes the same content now makes it new again, and its row follows.
    const std::scoped_lock lock(mutex_);
    std::error_code gone;
    const auto written = fs::last_write_time(entry.path(), gone);
    if (gone || fs::file_time_type::clock::now() - written < age || in_use(name)) continue;
    if (fs::remove(entry.path())) ++deleted;
  }
  return deleted;
}

std::vector<std::string> check_files(const fs::path& folder,
                                     const std::vector<ExpectedFile>& expected) {
  std::vector<std::string> problems;
  for (const auto& file : expected)
    if (const auto what = trouble_with(folder / file.name, file.hash); !what.empty())
      problems.push_back("attachment " + file.name + " " + what);
  return problems;
}

std::vector<std::string> copy_files(const fs::path& from, const fs::path& to,
                                    const std::vector<ExpectedFile>& expected) {
  std::vector<std::string> problems;
  for (const auto& file : expected) {
    if (trouble_with(to / file.name, file.hash).empty()) continue;
    const auto bytes = read_file(from / file.name);
    if (bytes && hash_of(*bytes) == file.hash)
      put_durably(to, file.name, *bytes);
    else
      problems.push_back("attachment " + file.name + (bytes ? " was altered" : " is missing"));
  }
  return problems;
}

}  // namespace yuyue::access
