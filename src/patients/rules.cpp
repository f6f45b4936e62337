#include "yuyue/patients/rules.hpp"

#include <algorithm>

#include "yuyue/access/settings.hpp"

namespace yuyue::patients {
namespace {

constexpr int kOldest = 130;  // years
constexpr std::size_t kShortestNumber = 4;
constexpr std::size_t kLongestNumber = 64;  // bytes
constexpr std::size_t kShortestLetters = 2;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

/// One blank between words, none around; control characters are blanks too.
std::string tidy(std::string_view text) {
  std::string out;
  bool gap = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_space(c) || byte < 0x20U || byte == 0x7FU) {
      gap = !out.empty();
      continue;
    }
    if (gap) out += ' ';
    gap = false;
    out += c;
  }
  return out;
}

int read(store::Snapshot& snapshot, std::string_view name, int fallback, int least, int most) {
  return static_cast<int>(
      std::clamp<std::int64_t>(access::setting_integer(snapshot, name, fallback), least, most));
}

/// "张三 1234", "1234张三": a name with the last four digits of a phone before or after it.
void split_tail(std::string_view text, SearchText& found) {
  if (std::count_if(text.begin(), text.end(), is_digit) != 4 || text.size() < 5) return;
  const auto digits = [](std::string_view part) {
    return std::all_of(part.begin(), part.end(), is_digit);
  };
  if (digits(text.substr(text.size() - 4))) {
    found.tail = text.substr(text.size() - 4);
    found.name = tidy(text.substr(0, text.size() - 4));
  } else if (digits(text.substr(0, 4))) {
    found.tail = text.substr(0, 4);
    found.name = tidy(text.substr(4));
  }
}

}  // namespace

Rules read_rules(store::Snapshot& snapshot) {
  const Rules usual;
  Rules rules;
  rules.family_limit = read(snapshot, "patients.family-limit", usual.family_limit, 1, 100);
  rules.family_changes = read(snapshot, "patients.family-changes", usual.family_changes, 1, 1000);
  rules.guardian_until = read(snapshot, "patients.guardian-until", usual.guardian_until, 0, 30);
  rules.guardian_age = read(snapshot, "patients.guardian-age", usual.guardian_age, 0, 60);
  rules.newborn_days = read(snapshot, "patients.newborn-days", usual.newborn_days, 0, 3660);
  return rules;
}

Result<std::string> check_name(std::string_view name) {
  std::string kept = tidy(name);
  const bool has_digit = std::any_of(kept.begin(), kept.end(), is_digit);
  if (name_key(kept).empty() || has_digit || count_characters(kept) > kLongestName) {
    return Refusal("name-invalid").at("/name");
  }
  return kept;
}

std::string name_key(std::string_view name) {
  return normalise_name(name);
}

Result<std::vector<std::string>> check_needs(const std::vector<std::string>& needs) {
  std::vector<std::string> kept;
  for (const std::string& known : known_needs()) {
    if (std::find(needs.begin(), needs.end(), known) != needs.end()) kept.push_back(known);
  }
  for (const std::string& need : needs) {
    if (std::find(kept.begin(), kept.end(), need) == kept.end()) {
      return Refusal("need-unknown").with("need", need).at("/needs");
    }
  }
  return kept;
}

Result<std::string> check_reason(std::string_view reason) {
  std::string kept = tidy(reason);
  if (kept.empty() || count_characters(kept) > kLongestReason) {
    return Refusal("reason-required").with("maximum", std::to_string(kLongestReason)).at("/reason");
  }
  return kept;
}

Result<Day> settle_birth_date(const std::optional<Day>& from_documents,
                              const std::optional<Day>& given, Day today) {
  if (from_documents && given && *from_documents != *given) {
    return Refusal("birth-date-mismatch").at("/birthDate");
  }
  const std::optional<Day> settled = from_documents ? from_documents : given;
  if (!settled) return Refusal("birth-date-required").at("/birthDate");
  if (*settled > today || age_on(*settled, today) > kOldest) {
    return Refusal("birth-date-invalid").at("/birthDate");
  }
  return *settled;
}

Result<Day> check_newborn(const std::optional<Day>& birth_date, Day today, const Rules& rules) {
  auto settled = settle_birth_date({}, birth_date, today);
  if (settled && *settled + date::days(rules.newborn_days) < today) {
    return Refusal("newborn-too-old")
        .with("days", std::to_string(rules.newborn_days))
        .at("/birthDate");
  }
  return settled;
}

bool needs_guardian(Day birth_date, Day today, const Rules& rules) {
  return age_on(birth_date, today) < rules.guardian_until;
}

std::string identifier_scope(IdentifierType type, std::string_view normal_number) {
  switch (type) {
    case IdentifierType::resident_card:
    case IdentifierType::foreign_resident:
    case IdentifierType::hk_macau_permit:
    case IdentifierType::taiwan_permit:
      if (normal_number.size() == 18) return "gb-11643";
      break;
    default:
      break;
  }
  return std::string(name_of(type));
}

SearchText understand(std::string_view text) {
  SearchText found;
  const std::string tidied = tidy(text);
  const std::string number = normalise_number(tidied);
  const bool any_digit = std::any_of(number.begin(), number.end(), is_digit);
  if (any_digit && number.size() >= kShortestNumber && number.size() <= kLongestNumber) {
    found.number = number;
  }
  if (auto phone = check_phone(tidied)) found.phone = *phone;
  if (any_digit) {
    split_tail(tidied, found);
    return found;
  }
  if (count_characters(tidied) > kLongestName) return found;
  found.name = tidied;
  std::string letters;
  for (const char c : tidied) {
    if (is_letter(c)) letters += static_cast<char>(c | 0x20);
  }
  const bool only_letters = std::all_of(tidied.begin(), tidied.end(), [](char c) {
    return is_letter(c) || is_space(c) || c == '\'';
  });
  if (only_letters && letters.size() >= kShortestLetters) found.letters = letters;
  return found;
}

}  // namespace yuyue::patients
