#include "yuyue/access/holder_passes.hpp"

#include <sodium.h>

#include <charconv>

namespace yuyue::access {
namespace {

constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

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

/// Sealed for this kiosk and purpose: nothing else opens it.
std::string KioskPasses::context(const Principal& kiosk) const {
  return purpose_ + ':' + std::string(name_of(kiosk.kind)) + ':' + std::to_string(kiosk.id);
}

std::string KioskPasses::issue(const Principal& kiosk, std::string_view what, Instant now) const {
  const auto until = std::to_string(to_millis(now + kValidFor));
  return to_text(vault_.seal(context(kiosk), until + ' ' + std::string(what)));
}

Result<std::string> KioskPasses::read(const Principal& kiosk, std::string_view pass,
                                      Instant now) const {
  const Refusal over("kiosk-pass-over");
  if (pass.size() > kLongest) return over;
  std::string opened;
  try {
    opened = vault_.open(context(kiosk), to_bytes(pass));
  } catch (const CannotOpenSealed&) {
    return over;
  }
  std::int64_t until = 0;
  const auto* end = opened.data() + opened.size();
  const auto [after, bad] = std::from_chars(opened.data(), end, until);
  if (bad != std::errc{} || after == end || now >= from_millis(until)) return over;
  return std::string(after + 1, end);
}

Result<PersonId> HolderPasses::read(const Principal& kiosk, std::string_view pass,
                                    Instant now) const {
  const auto opened = passes_.read(kiosk, pass, now);
  if (!opened) return opened.error();
  const auto holder = parse_id<PersonKind>(*opened);
  if (!holder) return Refusal("kiosk-pass-over");
  return *holder;
}

}  // namespace yuyue::access
