#include "yuyue/access/vault.hpp"

#include "access/sodium.hpp"

namespace yuyue::access {
namespace {

constexpr char kVersion = 1;
constexpr std::size_t kHeader = 2;  // version, generation
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kLookupSize = 16;
constexpr std::size_t kTokenHashSize = 32;

std::string associated(std::string_view header, std::string_view context) {
  return std::string(header).append(context);
}

}  // namespace

Vault::Keys Vault::read(const KeyRing& keys) {
  Keys out;
  for (const auto& [id, master] : keys.masters()) {
    out.opening.emplace(
        id, Generation{keys.subkey(id, KeyUse::fields), keys.subkey(id, KeyUse::lookups)});
  }
  for (const auto id : keys.generations()) out.audit.emplace(id, keys.subkey(id, KeyUse::audit));
  out.tokens = keys.subkey(keys.tokens(), KeyUse::tokens);
  return out;
}

Vault::Vault(const KeyRing& keys) {
  auto first = read(keys);
  first.sealing = first.former = keys.newest();
  replace(std::move(first));
}

void Vault::replace(Keys keys) {
  kept_.push_back(std::make_unique<const Keys>(std::move(keys)));
  keys_ = kept_.back().get();
}

void Vault::learn(const KeyRing& keys) {
  const std::scoped_lock lock(mutex_);
  const Keys& present = *keys_.load();
  auto next = read(keys);
  const auto same = [](const SecretKey& a, const SecretKey& b) {
    return sodium_memcmp(a.data(), b.data(), SecretKey::kSize) == 0;
  };
  const auto found = next.opening.find(present.sealing);
  if (found == next.opening.end() ||
      !same(found->second.fields, present.generation(present.sealing).fields) ||
      !same(next.tokens, present.tokens)) {
    throw KeyFileError("the key file no longer holds the key in use (generation " +
                       std::to_string(present.sealing) + "): put it back");
  }
  next.sealing = present.sealing;
  next.former = next.opening.contains(present.former) ? present.former : present.sealing;
  replace(std::move(next));
}

void Vault::use(KeyRing::Generation generation, KeyRing::Generation former) {
  const std::scoped_lock lock(mutex_);
  const Keys& present = *keys_.load();
  if (present.sealing == generation && present.former == former) return;
  auto next = present;
  next.generation(generation);
  next.generation(former);
  next.sealing = generation;
  next.former = former;
  replace(std::move(next));
}

const Vault::Generation& Vault::Keys::generation(KeyRing::Generation id) const {
  const auto found = opening.find(id);
  if (found == opening.end()) {
    throw CannotOpenSealed("the key file lacks generation " + std::to_string(id));
  }
  return found->second;
}

KeyRing::Generation Vault::generation_of(std::string_view sealed) {
  if (sealed.size() < kHeader + kNonce + kTag || sealed[0] != kVersion) return 0;
  return static_cast<KeyRing::Generation>(sealed[1]);
}

store::Bytes Vault::seal(std::string_view context, std::string_view plaintext) const {
  const Keys& keys = *keys_.load();
  std::string out(kHeader + kNonce + plaintext.size() + kTag, '\0');
  out[0] = kVersion;
  out[1] = static_cast<char>(keys.sealing);
  unsigned char* nonce = as_bytes(out) + kHeader;
  randombytes_buf(nonce, kNonce);
  const std::string with = associated(std::string_view(out).substr(0, kHeader), context);
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + kNonce, nullptr, as_bytes(plaintext),
                                             plaintext.size(), as_bytes(with), with.size(), nullptr,
                                             nonce, keys.generation(keys.sealing).fields.data());
  return out;
}

std::string Vault::open(std::string_view context, std::string_view sealed) const {
  if (sealed.size() < kHeader + kNonce + kTag || sealed[0] != kVersion) {
    throw CannotOpenSealed("not a sealed value: " + std::string(context));
  }
  const Generation& keys = keys_.load()->generation(static_cast<KeyRing::Generation>(sealed[1]));
  const std::string with = associated(sealed.substr(0, kHeader), context);
  const std::string_view nonce = sealed.substr(kHeader, kNonce);
  const std::string_view cipher = sealed.substr(kHeader + kNonce);
  std::string plain(cipher.size() - kTag, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          as_bytes(plain), nullptr, nullptr, as_bytes(cipher), cipher.size(), as_bytes(with),
          with.size(), as_bytes(nonce), keys.fields.data()) != 0) {
    throw CannotOpenSealed("altered, moved, or of other keys: " + std::string(context));
  }
  return plain;
}

namespace {

store::Bytes keyed(const SecretKey& key, std::string_view kind, std::string_view text,
                   std::size_t size) {
  return KeyedHash(key.data(), SecretKey::kSize, size).part(kind).part(text).finish();
}

}  // namespace

store::Bytes Vault::lookup(std::string_view kind, std::string_view normalised) const {
  const Keys& keys = *keys_.load();
  return keyed(keys.generation(keys.sealing).lookups, kind, normalised, kLookupSize);
}

Lookups Vault::lookups(std::string_view kind, std::string_view normalised) const {
  const Keys& keys = *keys_.load();
  Lookups both;
  both.now = keyed(keys.generation(keys.sealing).lookups, kind, normalised, kLookupSize);
  both.former = keys.former == keys.sealing
                    ? both.now
                    : keyed(keys.generation(keys.former).lookups, kind, normalised, kLookupSize);
  return both;
}

store::Bytes Vault::token_hash(std::string_view purpose, std::string_view token) const {
  return keyed(keys_.load()->tokens, purpose, token, kTokenHashSize);
}

store::Bytes Vault::audit_mac(KeyRing::Generation id, std::string_view bytes) const {
  const Keys& keys = *keys_.load();
  const auto found = keys.audit.find(id);
  if (found == keys.audit.end()) {
    throw CannotOpenSealed("the key file lacks generation " + std::to_string(id));
  }
  return KeyedHash(found->second.data(), SecretKey::kSize, kTokenHashSize).part(bytes).finish();
}

std::string make_token() {
  ensure_sodium();
  unsigned char bytes[32];
  randombytes_buf(bytes, sizeof bytes);
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_ENCODED_LEN(sizeof bytes, kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes, sizeof bytes, kVariant);
  text.pop_back();  // the terminating zero
  return text;
}

bool equal_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace yuyue::access
