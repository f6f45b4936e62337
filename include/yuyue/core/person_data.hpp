#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/core/result.hpp"

namespace yuyue {

/// Kinds of numbers a person is known by. The first seven are identity documents (证件).
enum class IdentifierType {
  resident_card,     ///< 居民身份证 / 居民户口簿, GB 11643
  foreign_resident,  ///< 外国人永久居留身份证 (both the 15-character and the 18-digit form)
  hk_macau_permit,  ///< 港澳居民来往内地通行证 (and 港澳居民居住证 in the 18-digit form)
  taiwan_permit,      ///< 台湾居民来往大陆通行证 (and 台湾居民居住证)
  passport,           ///< 护照
  birth_certificate,  ///< 出生医学证明
  military,           ///< 军官证 / 士兵证
  hospital_card,      ///< 就诊卡号
  insurance_code,     ///< 医保电子凭证 / 医保编号
  record_number,      ///< 病案号
};

/// "resident-card" …; the form used in JSON, CSV and the file.
std::string_view name_of(IdentifierType type);
std::optional<IdentifierType> identifier_type(std::string_view name);
bool is_identity_document(IdentifierType type);

enum class Sex { unknown, male, female };
std::string_view name_of(Sex sex);
std::optional<Sex> sex_from(std::string_view name);

/// A number in its normal form: full-width to ASCII, spaces and hyphens of any script gone, letters
/// upper case.
std::string normalise_number(std::string_view text);

/// What a valid document number itself tells.
struct DocumentFacts {
  std::string number;             ///< normal form
  std::optional<Day> birth_date;  ///< 18-digit forms only
  Sex sex = Sex::unknown;
};
/// Checks length, character set, dates and the check digit (GB 11643: ISO 7064 MOD 11-2).
/// Refusals: document-number-invalid (params: why = length | characters | birth-date | check-digit
/// | region | old-form (the 15 digits of the first cards) | other-document (a good number of
/// another type: one number has one type, so that nobody is registered twice)).
Result<DocumentFacts> check_document(IdentifierType type, std::string_view number);

/// Mainland mobile numbers (11 digits, 1[3-9]…, with or without +86), and international numbers in
/// E.164 with a leading +. Refusal: phone-invalid. Gives the normal form ("13800138000",
/// "+85291234567").
Result<std::string> check_phone(std::string_view text);

/// Whole years of age on `today`; 0 before birth. Born on 29 February: a year older on 1 March.
int age_on(Day birth_date, Day today);

// Masks (R33): what a screen shows that does not need the whole. Any bytes may come in; what goes
// out is valid UTF-8.

/// 王小明 → 王*明, 李四 → 李*, John Smith → J*** S****. With a Chinese character in it at most the
/// first and the last are shown, otherwise the first of each word; never the whole of either.
std::string mask_name(std::string_view utf8);
/// 11010519491231002X → 110***********002X; of shorter ones less, of fewer than five nothing.
std::string mask_number(std::string_view number);
/// 13800138000 → 138****8000; of fewer than eleven less, of fewer than eight nothing.
std::string mask_phone(std::string_view phone);

/// Pinyin of a Chinese text for searching: lower case, no tones, ü as the v people type, words
/// joined ("xinneike", "lvse"). Latin letters and digits stay; anything else is left out.
std::string pinyin(std::string_view utf8);
/// First letters ("xnk" for 心内科). A Latin word gives its first letter, an abbreviation in
/// capitals all of it ("cts" for CT室).
std::string pinyin_initials(std::string_view utf8);
/// As above for a person's name, with the readings that characters have as surnames (单: shan).
std::string pinyin_of_name(std::string_view utf8);
std::string pinyin_initials_of_name(std::string_view utf8);

/// A name as it is compared, not as it is shown: NFKC, case folded, white space and the dots of
/// minority and foreign names removed.
std::string normalise_name(std::string_view utf8);

}  // namespace yuyue
