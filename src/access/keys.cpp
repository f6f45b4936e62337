#include "yuyue/access/keys.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <sstream>
#include <vector>

#include "access/sodium.hpp"

namespace yuyue::access {
namespace {

constexpr char kSubkeyContext[crypto_kdf_CONTEXTBYTES + 1] = "yuyue-v1";
constexpr std::size_t kLargestFile = 64 * 1024;

/// Closes a descriptor when it goes away.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& why) {
  throw KeyFileError("key file " + file.string() + ": " + why);
}

std::string read_private_file(const std::filesystem::path& file) {
  Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) fail(file, std::strerror(errno));
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) fail(file, std::strerror(errno));
  if (!S_ISREG(info.st_mode)) fail(file, "is not a regular file");
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    fail(file, "may be read by others; allow its owner alone (chmod 600)");
  }
  std::string text(kLargestFile, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = ::read(fd.get(), text.data() + size, text.size() - size);
    if (got < 0) fail(file, std::strerror(errno));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  return text;
}

void sync_folder(const std::filesystem::path& file) {
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0 || ::fsync(fd.get()) != 0) fail(file, std::strerror(errno));
}

void write_private_file(const std::filesystem::path& file, const std::string& text) {
  Descriptor fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (fd.get() < 0) fail(file, std::strerror(errno));
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t done = ::write(fd.get(), text.data() + written, text.size() - written);
    if (done < 0) fail(file, std::strerror(errno));
    written += static_cast<std::size_t>(done);
  }
  if (::fsync(fd.get()) != 0) fail(file, std::strerror(errno));
}

KeyRing::Generation generation_number(const std::string& text, const std::string& file) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 1 || value > 255) {
    fail(file, "a generation is a number from 1 to 255");
  }
  return static_cast<KeyRing::Generation>(value);
}

SecretKey key_from_hex(const std::string& hex, const std::string& file) {
  SecretKey key;
  std::size_t size = 0;
  if (hex.size() != 2 * SecretKey::kSize ||
      sodium_hex2bin(key.data(), SecretKey::kSize, hex.data(), hex.size(), nullptr, &size,
                     nullptr) != 0 ||
      size != SecretKey::kSize) {
    fail(file, "a key is 64 hexadecimal digits");
  }
  return key;
}

constexpr std::pair<std::string_view, KeyUse> kParts[] = {{"tokens", KeyUse::tokens},
                                                          {"audit", KeyUse::audit}};

std::optional<KeyUse> part_use(std::string_view word) {
  for (const auto& [name, use] : kParts)
    if (name == word) return use;
  return std::nullopt;
}

std::string hex_line(const std::string& before, const SecretKey& key) {
  char hex[2 * SecretKey::kSize + 1];
  sodium_bin2hex(hex, sizeof hex, key.data(), SecretKey::kSize);
  std::string line = before + ' ' + hex + '\n';
  sodium_memzero(hex, sizeof hex);
  return line;
}

}  // namespace

SecretKey::~SecretKey() {
  sodium_memzero(bytes_.data(), bytes_.size());
}

KeyRing KeyRing::parse(const std::string& text, const std::string& file) {
  KeyRing ring;
  ring.tokens_ = 0;
  std::istringstream lines(text);
  std::string line;
  bool opened = false;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::vector<std::string> word;
    for (std::string w; words >> w;) word.push_back(w);
    if (word.empty() || word[0].starts_with('#')) continue;
    if (!opened) {
      if (word != std::vector<std::string>{"yuyue-keys", "1"}) fail(file, "is not a key file");
      opened = true;
    } else if (word[0] == "generation" && word.size() == 3) {
      const Generation id = generation_number(word[1], file);
      if (!ring.masters_.emplace(id, key_from_hex(word[2], file)).second) {
        fail(file, "names generation " + word[1] + " twice");
      }
    } else if (word[0] == "part" && word.size() == 4 && part_use(word[2])) {
      ring.parts_.insert_or_assign({generation_number(word[1], file), *part_use(word[2])},
                                   key_from_hex(word[3], file));
    } else if ((word[0] == "tokens" || word[0] == "lookups") && word.size() == 2) {
      // "lookups" is what the first version called it.
      ring.tokens_ = generation_number(word[1], file);
    } else {
      fail(file, "has a line that is not understood");
    }
  }
  if (ring.masters_.empty()) fail(file, "holds no key");
  if (!ring.masters_.contains(ring.tokens_) &&
      !ring.parts_.contains({ring.tokens_, KeyUse::tokens})) {
    fail(file, "lacks the generation of its tokens");
  }
  return ring;
}

KeyRing KeyRing::load(const std::filesystem::path& file) {
  ensure_sodium();
  std::string text = read_private_file(file);
  KeyRing ring = parse(text, file.string());
  sodium_memzero(text.data(), text.size());
  return ring;
}

KeyRing KeyRing::create(const std::filesystem::path& file) {
  KeyRing ring = ephemeral();
  write_private_file(file, ring.text());
  sync_folder(file);
  return ring;
}

KeyRing KeyRing::load_or_create(const std::filesystem::path& file) {
  return std::filesystem::exists(file) ? load(file) : create(file);
}

KeyRing KeyRing::ephemeral() {
  KeyRing ring;
  ring.add_generation();
  ring.tokens_ = 1;
  return ring;
}

KeyRing::Generation KeyRing::add_generation() {
  ensure_sodium();
  const auto known = generations();
  const int next = known.empty() ? 1 : *known.rbegin() + 1;
  if (next > 255) throw KeyFileError("the key ring is full");
  SecretKey key;
  crypto_kdf_keygen(key.data());
  masters_.emplace(static_cast<Generation>(next), key);
  return static_cast<Generation>(next);
}

std::set<KeyRing::Generation> KeyRing::generations() const {
  std::set<Generation> all;
  for (const auto& [id, key] : masters_) all.insert(id);
  for (const auto& [of, key] : parts_) all.insert(of.first);
  return all;
}

void KeyRing::retire(Generation generation) {
  if (!masters_.contains(generation))
    throw KeyFileError("the key file lacks generation " + std::to_string(generation));
  if (generation == newest()) throw KeyFileError("the newest generation cannot be retired");
  parts_.insert_or_assign({generation, KeyUse::audit}, subkey(generation, KeyUse::audit));
  if (generation == tokens_)
    parts_.insert_or_assign({generation, KeyUse::tokens}, subkey(generation, KeyUse::tokens));
  masters_.erase(generation);
}

void KeyRing::save(const std::filesystem::path& file) const {
  std::filesystem::path beside = file;
  beside += ".new";
  std::filesystem::remove(beside);
  write_private_file(beside, text());
  // An administrator may do this for the service's user, whose file it stays.
  struct stat before {};
  if (::stat(file.c_str(), &before) == 0 &&
      (::chmod(beside.c_str(), before.st_mode & 0777) != 0 ||
       ::chown(beside.c_str(), before.st_uid, before.st_gid) != 0)) {
    const int error = errno;
    std::filesystem::remove(beside);
    fail(file, std::strerror(error));
  }
  std::filesystem::rename(beside, file);
  sync_folder(file);
}

std::string KeyRing::text() const {
  std::string out =
      "yuyue-keys 1\n"
      "# Without this file nobody can read the names, phones and document numbers in the "
      "database.\n"
      "# Keep a copy of it in another place than the data and its backups, and show it to "
      "nobody.\n";
  for (const auto& [id, key] : masters_) {
    out += hex_line("generation " + std::to_string(id), key);
  }
  for (const auto& [of, key] : parts_) {
    const auto name = of.second == KeyUse::tokens ? "tokens" : "audit";
    out += hex_line("part " + std::to_string(of.first) + ' ' + name, key);
  }
  return out + "tokens " + std::to_string(tokens_) + '\n';
}

SecretKey KeyRing::subkey(Generation generation, KeyUse use) const {
  ensure_sodium();
  if (const auto part = parts_.find({generation, use}); part != parts_.end()) return part->second;
  const auto master = masters_.find(generation);
  if (master == masters_.end()) {
    throw KeyFileError("the key file lacks generation " + std::to_string(generation));
  }
  SecretKey key;
  crypto_kdf_derive_from_key(key.data(), SecretKey::kSize, static_cast<std::uint64_t>(use),
                             kSubkeyContext, master->second.data());
  return key;
}

KeyFileLock::KeyFileLock(const std::filesystem::path& file) {
  // Of its folder: the file itself is replaced.
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  fd_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd_ >= 0 && ::flock(fd_, LOCK_EX | LOCK_NB) == 0) return;
  const int error = errno;
  if (fd_ >= 0) ::close(fd_);
  fail(file, error == EWOULDBLOCK ? "somebody else is changing it" : std::strerror(error));
}

KeyFileLock::~KeyFileLock() {
  ::close(fd_);
}

}  // namespace yuyue::access
