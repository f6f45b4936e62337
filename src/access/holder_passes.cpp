#include "yuyue/access/holder_passes.hpp"

#include <sodium.h>

#include <charconv>

namespace yuyue::access {
namespace {

constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t kLongest = 400;

/// Sealed for this kiosk: any other one cannot open it.
std::string context(const Principal& kiosk) {
  return "holder-pass:" + std::string(name_of(kiosk.kind)) + ':' + std::to_string(kiosk.id);
}

std::string to_text(std::string_view bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), kVariant);
  text.pop_back();  // the terminating zero
  return text;
}

std::string to_bytes(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, kVariant) != 0)
    return {};
  bytes.resize(size);
  return bytes;
}

}  // namespace

std::string HolderPasses::issue(const Principal& kiosk, PersonId holder, Instant now) const {
  return to_text(vault_.seal(context(kiosk),
                             to_string(holder) + ' ' + std::to_string(to_millis(now + kValidFor))));
}

Result<PersonId> HolderPasses::read(const Principal& kiosk, std::string_view pass,
                                    Instant now) const {
  const Refusal over("kiosk-pass-over");
  if (pass.size() > kLongest) return over;
  std::string opened;
  try {
    opened = vault_.open(context(kiosk), to_bytes(pass));
  } catch (const CannotOpenSealed&) {
    return over;
  }
  const auto space = opened.find(' ');
  const auto holder = parse_id<PersonKind>(opened.substr(0, space));
  std::int64_t until = 0;
  if (space == std::string::npos || !holder ||
      std::from_chars(opened.data() + space + 1, opened.data() + opened.size(), until).ec !=
          std::errc{})
    return over;
  if (now >= from_millis(until)) return over;
  return *holder;
}

}  // namespace yuyue::access
