// What is shown of a person where the whole is not needed (R33).
#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <memory>
#include <stdexcept>
#include <vector>

#include "core/unicode.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue {
namespace {

struct Shown {
  std::size_t head;
  std::size_t tail;
};

/// NFKC without what cannot be seen: a "first character" may not hide others behind it.
icu::UnicodeString visible(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfkc = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error(u_errorName(status));
  const icu::UnicodeString composed = nfkc->normalize(to_unicode(utf8), status);
  if (U_FAILURE(status)) throw std::runtime_error(u_errorName(status));
  icu::UnicodeString out;
  for_each_code_point(composed, [&](UChar32 c) {
    const bool hidden = u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
                        (u_iscntrl(c) && !u_isUWhiteSpace(c));
    if (!hidden) out.append(c);
  });
  return out;
}

/// What a reader takes for one character each; of several code points only the first is kept.
std::vector<UChar32> letters_of(const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  // Made once per thread: loading its rules costs more than using them.
  thread_local const std::unique_ptr<icu::BreakIterator> characters(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
  if (!characters) throw std::runtime_error("ICU has no rules for characters");
  characters->setText(text);
  std::vector<UChar32> letters;
  std::int32_t at = characters->first();
  for (auto next = characters->next(); next != icu::BreakIterator::DONE;
       at = next, next = characters->next()) {
    letters.push_back(text.char32At(at));
  }
  return letters;
}

icu::UnicodeString masked(const std::vector<UChar32>& letters, Shown shown) {
  icu::UnicodeString out;
  for (std::size_t at = 0; at < letters.size(); ++at) {
    const bool show = at < shown.head || at + shown.tail >= letters.size();
    out.append(show ? letters[at] : UChar32{'*'});
  }
  return out;
}

bool has_han(const icu::UnicodeString& text) {
  bool found = false;
  for_each_code_point(text, [&](UChar32 c) {
    if (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC)) found = true;
  });
  return found;
}

bool separates_words(UChar32 c) {
  return u_isUWhiteSpace(c) || u_ispunct(c);
}

/// 王小明 → 王*明, 李四 → 李*, 龙 → *.
icu::UnicodeString mask_han(const icu::UnicodeString& name) {
  const auto letters = letters_of(name);
  const Shown shown{.head = letters.size() > 1 ? 1U : 0U, .tail = letters.size() > 2 ? 1U : 0U};
  return masked(letters, shown);
}

icu::UnicodeString mask_word(const icu::UnicodeString& word) {
  const auto letters = letters_of(word);
  return masked(letters, {.head = letters.size() > 1 ? 1U : 0U, .tail = 0});
}

icu::UnicodeString mask_words(const icu::UnicodeString& name) {
  icu::UnicodeString out;
  icu::UnicodeString word;
  for_each_code_point(name, [&](UChar32 c) {
    if (!separates_words(c)) {
      word.append(c);
      return;
    }
    out.append(mask_word(word)).append(c);
    word.remove();
  });
  return out.append(mask_word(word));
}

/// By code points: numbers have no combining marks worth keeping together.
std::string mask_code_points(std::string_view text, auto shown_of_length) {
  std::vector<UChar32> letters;
  for_each_code_point(to_unicode(text), [&](UChar32 c) { letters.push_back(c); });
  const Shown shown = shown_of_length(letters.size());
  return to_utf8(masked(letters, shown));
}

}  // namespace

std::string mask_name(std::string_view utf8) {
  const auto name = visible(utf8).trim();
  return to_utf8(has_han(name) ? mask_han(name) : mask_words(name));
}

std::string mask_number(std::string_view number) {
  return mask_code_points(normalise_number(number), [](std::size_t length) -> Shown {
    if (length >= 15) return {3, 4};
    if (length >= 8) return {2, 2};
    if (length >= 5) return {1, 1};
    return {0, 0};
  });
}

std::string mask_phone(std::string_view phone) {
  return mask_code_points(normalise_number(phone), [](std::size_t length) -> Shown {
    if (length >= 11) return {3, 4};
    if (length >= 8) return {2, 2};
    return {0, 0};
  });
}

}  // namespace yuyue
