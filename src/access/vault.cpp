#include "yuyue/access/vault.hpp"

#include "access/sodium.hpp"

namespace yuyue::access {
namespace {

constexpr char kVersion = 1;
constexpr std::size_t kHeader = 2;  // version, generation
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::string_view kKnownText = "yuyue";
constexpr std::string_view kKnownContext = "key_check.sealed:1";

std::string associated(std::string_view header, std::string_view context) {
  return std::string(header).append(context);
}

}  // namespace

Vault::Vault(const KeyRing& keys)
    : newest_(keys.newest()),
      lookups_(keys.subkey(keys.lookups(), KeyUse::lookups)),
      tokens_(keys.subkey(keys.lookups(), KeyUse::tokens)) {
  for (const auto& [id, master] : keys.masters()) {
    generations_.emplace(
        id, Generation{keys.subkey(id, KeyUse::fields), keys.subkey(id, KeyUse::audit)});
  }
}

const Vault::Generation& Vault::generation(KeyRing::Generation id) const {
  const auto found = generations_.find(id);
  if (found == generations_.end()) {
    throw CannotOpenSealed("the key file lacks generation " + std::to_string(id));
  }
  return found->second;
}

store::Bytes Vault::seal(std::string_view context, std::string_view plaintext) const {
  std::string out(kHeader + kNonce + plaintext.size() + kTag, '\0');
  out[0] = kVersion;
  out[1] = static_cast<char>(newest_);
  unsigned char* nonce = as_bytes(out) + kHeader;
  randombytes_buf(nonce, kNonce);
  const std::string with = associated(std::string_view(out).substr(0, kHeader), context);
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + kNonce, nullptr, as_bytes(plaintext),
                                             plaintext.size(), as_bytes(with), with.size(), nullptr,
                                             nonce, generation(newest_).fields.data());
  return out;
}

std::string Vault::open(std::string_view context, std::string_view sealed) const {
  if (sealed.size() < kHeader + kNonce + kTag || sealed[0] != kVersion) {
    throw CannotOpenSealed("not a sealed value: " + std::string(context));
  }
  const Generation& keys = generation(static_cast<KeyRing::Generation>(sealed[1]));
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

store::Bytes Vault::lookup(std::string_view kind, std::string_view normalised) const {
  return KeyedHash(lookups_.data(), SecretKey::kSize, 16).part(kind).part(normalised).finish();
}

store::Bytes Vault::token_hash(std::string_view purpose, std::string_view token) const {
  return KeyedHash(tokens_.data(), SecretKey::kSize, 32).part(purpose).part(token).finish();
}

store::Bytes Vault::audit_mac(KeyRing::Generation id, std::string_view bytes) const {
  return KeyedHash(generation(id).audit.data(), SecretKey::kSize, 32).part(bytes).finish();
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

bool bind_keys(store::Transaction& tx, const Vault& vault) {
  const store::Bytes lookup = vault.lookup("key-check", kKnownText);
  auto rows = tx.query("SELECT sealed, lookup_hash FROM key_check WHERE id = 1");
  if (!rows.next()) {
    const store::Bytes sealed = vault.seal(kKnownContext, kKnownText);
    tx.execute("INSERT INTO key_check (id, sealed, lookup_hash) VALUES (1, ?, ?)",
               {store::Blob{sealed}, store::Blob{lookup}});
    return true;
  }
  try {
    if (vault.open(kKnownContext, rows->blob(0)) == kKnownText && rows->blob(1) == lookup) {
      return true;
    }
  } catch (const CannotOpenSealed&) {
    // said below, in words for whoever starts the program
  }
  throw WrongKeys(
      "the key file does not belong to this database: put back the key file that was used with it "
      "(a new one cannot open what the old one sealed)");
}

}  // namespace yuyue::access
