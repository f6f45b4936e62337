// What people type about themselves: documents, phones, names; and times in requests.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "fuzz/expect.hpp"
#include "yuyue/core/person_data.hpp"
#include "yuyue/core/time.hpp"

namespace {

using namespace yuyue;
using fuzz::expect;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
}

void look_at_numbers(std::string_view text) {
  const auto number = normalise_number(text);
  expect(normalise_number(number) == number, "a normal form stays as it is");
  for (const auto type :
       {IdentifierType::resident_card, IdentifierType::foreign_resident,
        IdentifierType::hk_macau_permit, IdentifierType::taiwan_permit, IdentifierType::passport,
        IdentifierType::birth_certificate, IdentifierType::military}) {
    const auto facts = check_document(type, text);
    if (!facts) continue;
    const auto again = check_document(type, facts->number);
    expect(again && again->number == facts->number,
           "an accepted number is accepted in normal form");
  }
  if (const auto phone = check_phone(text)) {
    const auto again = check_phone(*phone);
    expect(again && *again == *phone, "an accepted phone is accepted in normal form");
    expect(mask_phone(*phone) != *phone, "a phone is masked");
  }
  mask_number(text);
}

void look_at_names(std::string_view text) {
  const auto name = normalise_name(text);
  expect(normalise_name(name) == name, "a compared name stays as it is");
  mask_name(text);
  expect(is_ascii(pinyin(text)) && is_ascii(pinyin_initials(text)), "pinyin is ASCII");
  expect(is_ascii(pinyin_of_name(text)) && is_ascii(pinyin_initials_of_name(text)),
         "pinyin of a name is ASCII");
}

void look_at_times(std::string_view text) {
  if (const auto day = parse_day(text)) expect(format_day(*day) == text, "a day reads as written");
  if (const auto minute = parse_minute(text))
    expect(parse_minute(format_minute(*minute)) == minute, "a minute reads as written");
  if (const auto instant = parse_rfc3339(text)) {
    static const HospitalTime kTime("Asia/Shanghai");
    const auto again = parse_rfc3339(kTime.rfc3339(*instant));
    expect(again && *again == std::chrono::floor<std::chrono::seconds>(*instant),
           "a moment reads as written");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data),
                              std::min<std::size_t>(size, 512));
  look_at_numbers(text);
  look_at_names(text);
  look_at_times(text);
  return 0;
}
