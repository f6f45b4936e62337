#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "yuyue/core/person_data.hpp"

using namespace yuyue;

namespace {

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) {
    out += static_cast<char>(byte);
  };
  if (c < 0x80) return put(c);
  if (c < 0x800) return put(0xC0 | c >> 6), put(0x80 | (c & 63));
  if (c < 0x10000) return put(0xE0 | c >> 12), put(0x80 | (c >> 6 & 63)), put(0x80 | (c & 63));
  put(0xF0 | c >> 18), put(0x80 | (c >> 12 & 63)), put(0x80 | (c >> 6 & 63)), put(0x80 | (c & 63));
}

std::size_t code_points(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::size_t hidden(std::string_view masked) {
  return static_cast<std::size_t>(std::ranges::count(masked, '*'));
}

std::string random_text(std::mt19937& random,
                        const std::vector<std::pair<char32_t, char32_t>>& of) {
  std::string out;
  const int length = std::uniform_int_distribution<int>(0, 20)(random);
  for (int i = 0; i < length; ++i) {
    const auto& [low, high] =
        of[std::uniform_int_distribution<std::size_t>(0, of.size() - 1)(random)];
    append_utf8(out, std::uniform_int_distribution<char32_t>(low, high)(random));
  }
  return out;
}

}  // namespace

TEST_CASE("names are masked as people expect") {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"王小明", "王*明"},
      {"李四", "李*"},
      {"龙", "*"},
      {"欧阳娜娜", "欧**娜"},
      {"买买提·艾力", "买****力"},
      {"John Smith", "J*** S****"},
      {"Jean-Luc O'Neil", "J***-L** *'N***"},
      {"J. R. Ewing", "*. *. E****"},
      {" 王小明 ", "王*明"},
      {"王\u200b小\u200d明", "王*明"},
      {"Zoe\u0308 Li", "Z** L*"},
      {"", ""},
      {"*", "*"},
  };
  for (const auto& [name, masked] : cases) {
    CAPTURE(name);
    CHECK(mask_name(name) == masked);
  }
}

TEST_CASE("numbers and phones are masked as people expect") {
  CHECK(mask_number("11010519491231002X") == "110***********002X");
  CHECK(mask_number("11010519491231002x") == "110***********002X");
  CHECK(mask_number("USA110019900101") == "USA********0101");
  CHECK(mask_number("E12345678") == "E1*****78");
  CHECK(mask_number("军字第1234567号") == "军字*******7号");
  CHECK(mask_number("12345") == "1***5");
  CHECK(mask_number("1234") == "****");
  CHECK(mask_number("") == "");
  CHECK(mask_phone("13800138000") == "138****8000");
  CHECK(mask_phone("+85291234567") == "+85*****4567");
  CHECK(mask_phone("61234567") == "61****67");
  CHECK(mask_phone("6123456") == "*******");
}

TEST_CASE("no name shows more than promised") {
  std::mt19937 random(33);
  const std::vector<std::pair<char32_t, char32_t>> han{{0x4E00, 0x9FFF}, {0x20000, 0x2A6DF}};
  const std::vector<std::pair<char32_t, char32_t>> word{
      {'a', 'z'}, {0x300, 0x34E}, {0x1100, 0x11FF}, {0x900, 0x963}, {0x1F466, 0x1F469}};
  // Also what is invisible, joined, or looks otherwise once normalised.
  const std::vector<std::pair<char32_t, char32_t>> both{
      {0x4E00, 0x9FFF}, {'a', 'z'},       {0xC0, 0xD6},     {0x300, 0x36F},
      {0x200B, 0x200F}, {0xFE00, 0xFE0F}, {0xFF21, 0xFF3A}, {0xE0100, 0xE01EF}};
  for (int round = 0; round < 20000; ++round) {
    const std::string chinese = random_text(random, han);
    const std::string masked = mask_name(chinese);
    REQUIRE(code_points(masked) == code_points(chinese));
    REQUIRE(code_points(masked) - hidden(masked) <= 2);
    if (!chinese.empty()) REQUIRE(hidden(masked) >= 1);

    const std::string one = mask_name(random_text(random, word));
    const std::string two = mask_name(random_text(random, word) + " " + random_text(random, word));
    REQUIRE(code_points(one) - hidden(one) <= 1);
    REQUIRE(code_points(two) - hidden(two) <= 3);

    const std::string mixed = mask_name(random_text(random, both));
    CAPTURE(mixed);
    REQUIRE(code_points(mixed) - hidden(mixed) <= 2);
    REQUIRE((mixed.empty() || hidden(mixed) > 0));
  }
}

TEST_CASE("no number shows more than its ends") {
  std::mt19937 random(34);
  const std::vector<std::pair<char32_t, char32_t>> of{
      {'0', '9'}, {'A', 'Z'}, {0x4E00, 0x9FFF}, {0x1F466, 0x1F469}, {0x300, 0x34E}};
  for (int round = 0; round < 20000; ++round) {
    const std::string number = random_text(random, of);
    CAPTURE(number);
    for (const std::string& masked : {mask_number(number), mask_phone(number)}) {
      const std::size_t length = code_points(number);
      REQUIRE(code_points(masked) == length);
      REQUIRE(length - hidden(masked) <= std::min<std::size_t>(7, length * 7 / 11));
    }
  }
}

TEST_CASE("broken UTF-8 comes out mended") {
  std::mt19937 random(35);
  std::uniform_int_distribution<int> byte(0, 255);
  for (int round = 0; round < 20000; ++round) {
    std::string text(static_cast<std::size_t>(round % 12), ' ');
    for (char& c : text) c = static_cast<char>(byte(random));
    for (const std::string& out :
         {mask_name(text), mask_number(text), mask_phone(text), normalise_name(text),
          normalise_number(text), pinyin(text), pinyin_initials_of_name(text)}) {
      CHECK_NOTHROW((void)nlohmann::json(out).dump());  // throws at bytes that are not UTF-8
    }
  }
}
