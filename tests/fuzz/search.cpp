// What the desk types (or a card reader types for it): search texts, booking codes, names, reasons,
// ids.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "fuzz/expect.hpp"
#include "http/target.hpp"
#include "yuyue/booking/booking_code.hpp"
#include "yuyue/core/ids.hpp"
#include "yuyue/core/person_data.hpp"
#include "yuyue/patients/rules.hpp"

namespace {

using namespace yuyue;
using fuzz::expect;

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void look_at_search(std::string_view text) {
  const auto meant = patients::understand(text);
  expect(meant.number.size() <= 64, "a number is not longer than any");
  expect(normalise_number(meant.number) == meant.number, "a number is in its normal form");
  expect(meant.phone.empty() || check_phone(meant.phone).has_value(), "a phone is one");
  expect(meant.tail.empty() || (meant.tail.size() == 4 && is_digits(meant.tail)),
         "the tail of a phone is four digits");
  expect(std::all_of(meant.letters.begin(), meant.letters.end(),
                     [](char c) { return c >= 'a' && c <= 'z'; }),
         "letters are lower case");
}

void look_at_codes(std::string_view text) {
  if (const auto code = booking::parse_code(text)) {
    expect(code->size() == 9 && is_digits(*code), "a code is nine digits");
    expect(booking::parse_code(booking::spaced_code(*code)) == code, "a code reads as written");
    const auto payload = std::stoll(code->substr(0, 8));
    expect(booking::make_code(payload) == *code, "the check digit is the one we give");
    auto wrong = *code;
    wrong[text.size() % 9] = static_cast<char>('0' + (wrong[text.size() % 9] - '0' + 1) % 10);
    expect(!booking::parse_code(wrong), "one wrong digit is found");
  }
  for (const auto prefix : {"per", "apt", "slo"}) {
    const auto id = decode_id(prefix, text);
    if (!id) continue;
    expect(*id >= 0, "an id is not negative");
    expect(decode_id(prefix, encode_id(prefix, *id)) == id, "an id reads as written");
  }
}

void look_at_texts(std::string_view text) {
  if (const auto name = patients::check_name(text)) {
    const auto again = patients::check_name(*name);
    expect(again && *again == *name, "an accepted name is accepted as it is kept");
    expect(!patients::name_key(*name).empty(), "an accepted name can be compared");
  }
  if (const auto reason = patients::check_reason(text)) {
    const auto again = patients::check_reason(*reason);
    expect(again && *again == *reason, "an accepted reason is accepted as it is kept");
  }
  for (const auto& masked : {mask_name(text), mask_number(text), mask_phone(text)})
    expect(http::is_utf8(masked), "a mask is UTF-8");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data),
                              std::min<std::size_t>(size, 512));
  look_at_search(text);
  look_at_codes(text);
  look_at_texts(text);
  return 0;
}
