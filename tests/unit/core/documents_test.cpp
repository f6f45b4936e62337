#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "yuyue/core/person_data.hpp"

using namespace yuyue;

namespace {

std::string why(IdentifierType type, std::string_view number) {
  const auto facts = check_document(type, number);
  if (facts) return "good";
  CHECK(facts.error().code == "document-number-invalid");
  return facts.error().params.at("why");
}

/// As the standard's annex does it: weights 2^(18-i) mod 11, not the running form of the program.
std::string with_check_character(std::string body) {
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) {
    int weight = 1;
    for (std::size_t k = i; k < 17; ++k) weight = weight * 2 % 11;
    sum += (body[i] - '0') * weight;
  }
  return body + "10X98765432"[sum % 11];
}

std::string random_resident_number(std::mt19937& random) {
  const auto pick = [&](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random);
  };
  const auto two = [](int n) {
    return std::string{char('0' + n / 10), char('0' + n % 10)};
  };
  std::string number = std::vector<std::string>{"11", "21", "37", "44", "65"}[pick(0, 4)];
  number += two(pick(1, 99)) + two(pick(1, 99)) + two(pick(19, 20)) + two(pick(0, 99));
  number += two(pick(1, 12)) + two(pick(1, 28)) + two(pick(0, 99)) + char('0' + pick(0, 9));
  return with_check_character(number);
}

}  // namespace

TEST_CASE("a resident card tells birth and sex") {
  const auto facts = check_document(IdentifierType::resident_card, "11010519491231002X");
  REQUIRE(facts.has_value());
  CHECK(facts->number == "11010519491231002X");
  CHECK(format_day(*facts->birth_date) == "1949-12-31");
  CHECK(facts->sex == Sex::female);
  CHECK(check_document(IdentifierType::resident_card, "440524188001010014")->sex == Sex::male);
}

TEST_CASE("numbers are accepted as people type them") {
  const auto facts =
      check_document(IdentifierType::resident_card, " 110105 1949-1231　００２ｘ\u200b");
  REQUIRE(facts.has_value());
  CHECK(facts->number == "11010519491231002X");
}

TEST_CASE("a wrong resident card says what is wrong") {
  const auto resident = IdentifierType::resident_card;
  CHECK(why(resident, "") == "length");
  CHECK(why(resident, "1101051949123100") == "length");
  CHECK(why(resident, "11010519491231002X1") == "length");
  CHECK(why(resident, "110105491231002") == "old-form");
  CHECK(why(resident, "1101051949123100A2") == "characters");
  CHECK(why(resident, "11010519491231002A") == "characters");
  CHECK(why(resident, "11010519X91231002X") == "characters");
  CHECK(why(resident, "110105194912310021") == "check-digit");
  CHECK(why(resident, with_check_character("11010519490230002")) == "birth-date");
  CHECK(why(resident, with_check_character("11010519001301002")) == "birth-date");
  CHECK(why(resident, with_check_character("11010518490101002")) == "birth-date");
  CHECK(why(resident, with_check_character("11010521010101002")) == "birth-date");
  CHECK(why(resident, with_check_character("11010520230229002")) == "birth-date");
  CHECK(why(resident, with_check_character("11010520240229002")) == "good");
  CHECK(why(resident, with_check_character("00010519900101002")) == "region");
  CHECK(why(resident, with_check_character("91110519900101002")) == "other-document");
  CHECK(why(resident, with_check_character("81000019900101002")) == "other-document");
  CHECK(why(resident, with_check_character("83000019900101002")) == "other-document");
}

TEST_CASE("every single wrong character and every swap of neighbours is noticed") {
  std::mt19937 random(20261123);
  for (int round = 0; round < 300; ++round) {
    const std::string number = random_resident_number(random);
    CAPTURE(number);
    REQUIRE(check_document(IdentifierType::resident_card, number).has_value());
    for (std::size_t at = 0; at < number.size(); ++at) {
      for (char c : std::string_view("0123456789X")) {
        std::string wrong = number;
        wrong[at] = c;
        if (wrong == number) continue;
        CHECK(check_document(IdentifierType::resident_card, wrong).has_error());
      }
      if (at + 1 == number.size() || number[at] == number[at + 1]) continue;
      std::string swapped = number;
      std::swap(swapped[at], swapped[at + 1]);
      CHECK(check_document(IdentifierType::resident_card, swapped).has_error());
    }
  }
}

TEST_CASE("other documents") {
  using enum IdentifierType;
  struct Case {
    IdentifierType type;
    std::string number;
    std::string outcome;
  };
  const std::vector<Case> cases{
      {foreign_resident, with_check_character("91184019900101001"), "good"},
      {foreign_resident, "usa110019900101", "good"},
      {foreign_resident, "US1110019900101", "characters"},
      {foreign_resident, "11010519491231002X", "other-document"},
      {foreign_resident, "USA1100199001", "length"},
      {hk_macau_permit, "h12345678", "good"},
      {hk_macau_permit, "M1234567801", "good"},
      {hk_macau_permit, "C12345678", "characters"},
      {hk_macau_permit, "H1234567", "length"},
      {hk_macau_permit, with_check_character("81000019900101002"), "good"},
      {hk_macau_permit, with_check_character("82000019900101002"), "good"},
      {hk_macau_permit, with_check_character("83000019900101002"), "other-document"},
      {taiwan_permit, "12345678", "good"},
      {taiwan_permit, "1234567890", "good"},
      {taiwan_permit, "123456789", "length"},
      {taiwan_permit, "T2345678", "characters"},
      {taiwan_permit, with_check_character("83000019900101002"), "good"},
      {taiwan_permit, "11010519491231002X", "other-document"},
      {passport, "E12345678", "good"},
      {passport, "e1 234 5678", "good"},
      {passport, "E123", "length"},
      {passport, "E1234567890123", "length"},
      {passport, "E1234_678", "characters"},
      {passport, "", "length"},
      {birth_certificate, "T123456789", "good"},
      {birth_certificate, "1123456789", "characters"},
      {birth_certificate, "T12345678", "length"},
      {military, "军字第1234567号", "good"},
      {military, "1234567", "good"},
      {military, "军字第甲乙丙号", "characters"},
      {military, "军1", "length"},
      {military, "军字第1234567890123号", "length"},
      {military, "军字第12345%号", "characters"},
      {hospital_card, "0000123456", "good"},
      {hospital_card, "A1-2026-0007", "good"},
      {hospital_card, "123", "length"},
      {insurance_code, std::string(33, '1'), "length"},
      {record_number, "二十", "characters"},
  };
  for (const auto& [type, number, outcome] : cases) {
    CAPTURE(name_of(type));
    CAPTURE(number);
    CHECK(why(type, number) == outcome);
  }
}

TEST_CASE("no bytes whatever confuse the checks, and the normal form is final") {
  std::mt19937 random(7);
  std::uniform_int_distribution<int> byte(0, 255);
  std::uniform_int_distribution<int> length(0, 24);
  for (int round = 0; round < 20000; ++round) {
    std::string text(length(random), ' ');
    for (char& c : text) c = static_cast<char>(byte(random));
    const std::string once = normalise_number(text);
    CHECK(normalise_number(once) == once);
    for (int type = 0; type < 10; ++type) {
      const auto facts = check_document(static_cast<IdentifierType>(type), text);
      if (facts) CHECK(facts->number == once);
    }
    (void)check_phone(text);
  }
}

TEST_CASE("names of types and sexes go back and forth") {
  for (int i = 0; i < 10; ++i) {
    const auto type = static_cast<IdentifierType>(i);
    CHECK(identifier_type(name_of(type)) == type);
    CHECK(is_identity_document(type) == (i < 7));
  }
  CHECK_FALSE(identifier_type("Resident-Card"));
  for (Sex sex : {Sex::unknown, Sex::male, Sex::female}) CHECK(sex_from(name_of(sex)) == sex);
  CHECK_FALSE(sex_from(""));
}

TEST_CASE("phones") {
  const std::vector<std::pair<std::string, std::string>> good{
      {"13800138000", "13800138000"},        {"+86 138-0013-8000", "13800138000"},
      {"0086 13800138000", "13800138000"},   {"１９９００００１２３４", "19900001234"},
      {"+852 9123 4567", "+85291234567"},    {"+1 (212) 555-0100", "+12125550100"},
      {"+49 151 23456789", "+4915123456789"}};
  for (const auto& [text, number] : good) {
    CAPTURE(text);
    const auto phone = check_phone(text);
    REQUIRE(phone.has_value());
    CHECK(*phone == number);
    CHECK(*check_phone(*phone) == number);
  }
  for (const char* text :
       {"", "+", "+86", "1380013800", "138001380000", "12800138000", "+012345678", "+123456",
        "+1234567890123456", "8613800138000", "1380013800a", "+8602161234567", "+86+8613800138000",
        "二三八零零一三八零零零", "+1 212 555 0100 x7"}) {
    CAPTURE(text);
    const auto phone = check_phone(text);
    REQUIRE(phone.has_error());
    CHECK(phone.error().code == "phone-invalid");
  }
}

TEST_CASE("age in whole years") {
  const auto age = [](const char* born, const char* today) {
    return age_on(*parse_day(born), *parse_day(today));
  };
  CHECK(age("1949-12-31", "2026-12-30") == 76);
  CHECK(age("1949-12-31", "2026-12-31") == 77);
  CHECK(age("2012-06-01", "2026-05-31") == 13);
  CHECK(age("2012-06-01", "2026-06-01") == 14);
  CHECK(age("2024-02-29", "2025-02-28") == 0);
  CHECK(age("2024-02-29", "2025-03-01") == 1);
  CHECK(age("2024-02-29", "2028-02-29") == 4);
  CHECK(age("2026-06-01", "2026-06-01") == 0);
  CHECK(age("2027-06-01", "2026-06-01") == 0);
}
