// Numbers of persons: which kinds there are, what makes one valid, and what it tells.
#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/unicode.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue {
namespace {

using namespace std::string_view_literals;

struct TypeName {
  IdentifierType type;
  std::string_view name;
};
constexpr std::array kTypeNames{
    TypeName{IdentifierType::resident_card, "resident-card"},
    TypeName{IdentifierType::foreign_resident, "foreign-resident"},
    TypeName{IdentifierType::hk_macau_permit, "hk-macau-permit"},
    TypeName{IdentifierType::taiwan_permit, "taiwan-permit"},
    TypeName{IdentifierType::passport, "passport"},
    TypeName{IdentifierType::birth_certificate, "birth-certificate"},
    TypeName{IdentifierType::military, "military"},
    TypeName{IdentifierType::hospital_card, "hospital-card"},
    TypeName{IdentifierType::insurance_code, "insurance-code"},
    TypeName{IdentifierType::record_number, "record-number"},
};
constexpr std::array kSexNames{"unknown"sv, "male"sv, "female"sv};

// GB/T 2260 codes of provinces; the counties below them change every year and are not checked.
constexpr std::array kProvinces{"11"sv, "12"sv, "13"sv, "14"sv, "15"sv, "21"sv, "22"sv, "23"sv,
                                "31"sv, "32"sv, "33"sv, "34"sv, "35"sv, "36"sv, "37"sv, "41"sv,
                                "42"sv, "43"sv, "44"sv, "45"sv, "46"sv, "50"sv, "51"sv, "52"sv,
                                "53"sv, "54"sv, "61"sv, "62"sv, "63"sv, "64"sv, "65"sv, "71"sv};
constexpr std::array kHongKongAndMacau{"810000"sv, "820000"sv};
constexpr std::array kTaiwan{"830000"sv};

constexpr std::size_t kCitizenLength = 18;
constexpr int kEarliestBirthYear = 1850;
constexpr int kLatestBirthYear = 2100;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, is_digit);
}
bool all_letters(std::string_view text) {
  return std::ranges::all_of(text, is_upper);
}

Refusal invalid(std::string_view why) {
  return Refusal("document-number-invalid").with("why", why);
}

int number_in(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

/// ISO 7064 MOD 11-2 over the first 17 digits.
char check_character(std::string_view digits) {
  int sum = 0;
  for (char c : digits) sum = (sum + (c - '0')) * 2 % 11;
  const int check = (12 - sum) % 11;
  return check == 10 ? 'X' : static_cast<char>('0' + check);
}

std::optional<Day> birth_day(std::string_view yyyymmdd) {
  const int year = number_in(yyyymmdd.substr(0, 4));
  const auto month = static_cast<unsigned>(number_in(yyyymmdd.substr(4, 2)));
  const auto day = static_cast<unsigned>(number_in(yyyymmdd.substr(6, 2)));
  const date::year_month_day date{date::year{year}, date::month{month}, date::day{day}};
  if (year < kEarliestBirthYear || year > kLatestBirthYear || !date.ok()) return std::nullopt;
  return Day{date};
}

/// The 18 characters of GB 11643, which all residents' documents of the mainland now share:
/// six of region, eight of birth, three of sequence (odd for men), one check character.
Result<DocumentFacts> citizen_number(std::string number) {
  if (number.size() != kCitizenLength) return invalid("length");
  const std::string_view text = number;
  const auto body = text.substr(0, kCitizenLength - 1);
  const char check = text.back();
  if (!all_digits(body) || (!is_digit(check) && check != 'X')) return invalid("characters");
  const auto birth = birth_day(text.substr(6, 8));
  if (!birth) return invalid("birth-date");
  if (check_character(body) != check) return invalid("check-digit");
  const Sex sex = (body.back() - '0') % 2 == 1 ? Sex::male : Sex::female;
  return DocumentFacts{std::move(number), birth, sex};
}

template <std::size_t Size>
bool begins_with_one_of(std::string_view text, const std::array<std::string_view, Size>& prefixes) {
  return std::ranges::any_of(prefixes, [&](auto prefix) { return text.starts_with(prefix); });
}

Result<DocumentFacts> resident_card(std::string number) {
  if (number.size() == 15 && all_digits(number)) return invalid("old-form");
  auto facts = citizen_number(std::move(number));
  if (!facts) return facts;
  const std::string_view text = facts->number;
  // One number, one kind: otherwise the same person could be registered twice.
  if (text.front() == '9' || begins_with_one_of(text, kHongKongAndMacau) ||
      begins_with_one_of(text, kTaiwan)) {
    return invalid("other-document");
  }
  if (!begins_with_one_of(text, kProvinces)) return invalid("region");
  return facts;
}

Result<DocumentFacts> foreign_resident(std::string number) {
  if (number.size() == 15) {
    const std::string_view text = number;
    if (!all_letters(text.substr(0, 3)) || !all_digits(text.substr(3))) {
      return invalid("characters");
    }
    return DocumentFacts{std::move(number), std::nullopt, Sex::unknown};
  }
  auto facts = citizen_number(std::move(number));
  if (facts && facts->number.front() != '9') return invalid("other-document");
  return facts;
}

/// A residence permit (居住证): GB 11643 with a region that stands for where the holder comes from.
template <std::size_t Size>
Result<DocumentFacts> residence_permit(std::string number,
                                       const std::array<std::string_view, Size>& regions) {
  auto facts = citizen_number(std::move(number));
  if (facts && !begins_with_one_of(facts->number, regions)) return invalid("other-document");
  return facts;
}

Result<DocumentFacts> hk_macau_permit(std::string number) {
  if (number.size() == kCitizenLength) {
    return residence_permit(std::move(number), kHongKongAndMacau);
  }
  if (number.size() != 9 && number.size() != 11) return invalid("length");
  const bool good = (number.front() == 'H' || number.front() == 'M') &&
                    all_digits(std::string_view(number).substr(1));
  if (!good) return invalid("characters");
  return DocumentFacts{std::move(number), std::nullopt, Sex::unknown};
}

Result<DocumentFacts> taiwan_permit(std::string number) {
  if (number.size() == kCitizenLength) return residence_permit(std::move(number), kTaiwan);
  if (number.size() != 8 && number.size() != 10) return invalid("length");
  if (!all_digits(number)) return invalid("characters");
  return DocumentFacts{std::move(number), std::nullopt, Sex::unknown};
}

Result<DocumentFacts> birth_certificate(std::string number) {
  if (number.size() != 10) return invalid("length");
  if (!is_upper(number.front()) || !all_digits(std::string_view(number).substr(1))) {
    return invalid("characters");
  }
  return DocumentFacts{std::move(number), std::nullopt, Sex::unknown};
}

Result<DocumentFacts> alphanumeric(std::string number, std::size_t shortest, std::size_t longest) {
  if (!std::ranges::all_of(number, [](char c) { return is_digit(c) || is_upper(c); })) {
    return invalid("characters");
  }
  if (number.size() < shortest || number.size() > longest) return invalid("length");
  return DocumentFacts{std::move(number), std::nullopt, Sex::unknown};
}

/// Cards of the forces carry Chinese characters (军字第 … 号) before and after the number.
Result<DocumentFacts> military(std::string number) {
  int length = 0;
  bool good = true;
  bool any_digit = false;
  for_each_code_point(to_unicode(number), [&](UChar32 c) {
    const bool ascii =
        c < 0x80 && (is_digit(static_cast<char>(c)) || is_upper(static_cast<char>(c)));
    good = good && (ascii || u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC));
    any_digit = any_digit || (c >= '0' && c <= '9');
    ++length;
  });
  if (!good) return invalid("characters");
  if (length < 6 || length > 12) return invalid("length");
  if (!any_digit) return invalid("characters");
  return DocumentFacts{std::move(number), std::nullopt, Sex::unknown};
}

}  // namespace

std::string_view name_of(IdentifierType type) {
  return std::ranges::find(kTypeNames, type, &TypeName::type)->name;
}

std::optional<IdentifierType> identifier_type(std::string_view name) {
  const auto* found = std::ranges::find(kTypeNames, name, &TypeName::name);
  if (found == kTypeNames.end()) return std::nullopt;
  return found->type;
}

bool is_identity_document(IdentifierType type) {
  return type <= IdentifierType::military;
}

std::string_view name_of(Sex sex) {
  return kSexNames.at(static_cast<std::size_t>(sex));
}

std::optional<Sex> sex_from(std::string_view name) {
  const auto* found = std::ranges::find(kSexNames, name);
  if (found == kSexNames.end()) return std::nullopt;
  return static_cast<Sex>(found - kSexNames.begin());
}

std::string normalise_number(std::string_view text) {
  icu::UnicodeString out;
  for_each_code_point(to_unicode(text), [&](UChar32 c) {
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFF01 - 0x21;
    if (c >= 'a' && c <= 'z') c -= 'a' - 'A';
    const bool dropped = u_isUWhiteSpace(c) || u_hasBinaryProperty(c, UCHAR_DASH) ||
                         u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
    if (!dropped) out.append(c);
  });
  return to_utf8(out);
}

Result<DocumentFacts> check_document(IdentifierType type, std::string_view text) {
  std::string number = normalise_number(text);
  switch (type) {
    case IdentifierType::resident_card:
      return resident_card(std::move(number));
    case IdentifierType::foreign_resident:
      return foreign_resident(std::move(number));
    case IdentifierType::hk_macau_permit:
      return hk_macau_permit(std::move(number));
    case IdentifierType::taiwan_permit:
      return taiwan_permit(std::move(number));
    case IdentifierType::passport:
      return alphanumeric(std::move(number), 5, 12);
    case IdentifierType::birth_certificate:
      return birth_certificate(std::move(number));
    case IdentifierType::military:
      return military(std::move(number));
    case IdentifierType::hospital_card:
    case IdentifierType::insurance_code:
    case IdentifierType::record_number:
      return alphanumeric(std::move(number), 4, 32);
  }
  return invalid("type");
}

Result<std::string> check_phone(std::string_view text) {
  std::string number = normalise_number(text);
  std::erase_if(number, [](char c) { return c == '(' || c == ')'; });
  if (number.starts_with("00")) number.replace(0, 2, "+");
  const bool mainland = number.starts_with("+86");
  if (mainland) number.erase(0, 3);
  const bool international = !mainland && number.starts_with('+');
  const std::string_view digits = std::string_view(number).substr(international ? 1 : 0);
  const bool good = international
                        ? digits.size() >= 7 && digits.size() <= 15 && digits.front() != '0'
                        : digits.size() == 11 && digits[0] == '1' && digits[1] >= '3';
  if (!good || !all_digits(digits)) return Refusal("phone-invalid");
  return number;
}

int age_on(Day birth_date, Day today) {
  const date::year_month_day born{birth_date};
  const date::year_month_day now{today};
  const bool before_birthday = now.month() / now.day() < born.month() / born.day();
  const int years = static_cast<int>(now.year()) - static_cast<int>(born.year());
  return std::max(0, years - (before_birthday ? 1 : 0));
}

}  // namespace yuyue
