// Names and other Chinese words as they are searched and compared.
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>

#include <memory>
#include <stdexcept>
#include <vector>

#include "core/unicode.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue {
namespace {

void require(UErrorCode status) {
  if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU: ") + u_errorName(status));
}

/// Tones go and the dots of ü become the letter people type for it.
constexpr const char16_t* kHanRules = u":: %s; [ǖǘǚǜü] > v; :: Latin-ASCII; :: Lower;";

std::unique_ptr<icu::Transliterator> make_reader(const icu::UnicodeString& han_to_latin) {
  icu::UnicodeString rules(kHanRules);
  rules.findAndReplace(u"%s", han_to_latin);
  UErrorCode status = U_ZERO_ERROR;
  UParseError where;
  std::unique_ptr<icu::Transliterator> reader(icu::Transliterator::createFromRules(
      u"yuyue-" + han_to_latin, rules, UTRANS_FORWARD, where, status));
  require(status);
  return reader;
}

std::unique_ptr<icu::Transliterator> make_ascii() {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> ascii(
      icu::Transliterator::createInstance("Latin-ASCII", UTRANS_FORWARD, status));
  require(status);
  return ascii;
}

// A transliterator is slow to make and promises nothing to two threads at once: one per thread.
const icu::Transliterator& word_reader() {
  thread_local const auto reader = make_reader("Han-Latin");
  return *reader;
}
const icu::Transliterator& name_reader() {
  thread_local const auto reader = make_reader("Han-Latin/Names");
  return *reader;
}
const icu::Transliterator& ascii_reader() {
  thread_local const auto reader = make_ascii();
  return *reader;
}

icu::UnicodeString compatible(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfkc = icu::Normalizer2::getNFKCInstance(status);
  require(status);
  icu::UnicodeString out = nfkc->normalize(to_unicode(utf8), status);
  require(status);
  return out;
}

/// One syllable of a Chinese text, or one Latin word or number in it.
struct Syllable {
  std::string text;
  bool whole_in_initials;  ///< an abbreviation ("CT", "B") is its own initials
};

void add_words(std::vector<Syllable>& out, const icu::UnicodeString& text, bool may_abbreviate) {
  std::string word;
  bool abbreviation = may_abbreviate;
  const auto close = [&] {
    if (!word.empty()) out.push_back({word, abbreviation});
    word.clear();
    abbreviation = may_abbreviate;
  };
  for_each_code_point(text, [&](UChar32 c) {
    const bool lower = c >= 'a' && c <= 'z';
    const bool upper = c >= 'A' && c <= 'Z';
    if (lower || upper || (c >= '0' && c <= '9')) {
      word += static_cast<char>(upper ? c - 'A' + 'a' : c);
      abbreviation = abbreviation && !lower;
    } else if (c != '\'') {
      close();
    }
  });
  close();
}

std::vector<Syllable> syllables(std::string_view utf8, const icu::Transliterator& han) {
  std::vector<Syllable> out;
  icu::UnicodeString run;
  bool run_is_han = false;
  const auto close = [&] {
    if (run.isEmpty()) return;
    (run_is_han ? han : ascii_reader()).transliterate(run);
    add_words(out, run, !run_is_han);
    run.remove();
  };
  for_each_code_point(compatible(utf8), [&](UChar32 c) {
    const bool is_han = u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC);
    if (is_han != run_is_han) close();
    run_is_han = is_han;
    run.append(c);
  });
  close();
  return out;
}

std::string joined(const std::vector<Syllable>& syllables) {
  std::string out;
  for (const auto& syllable : syllables) out += syllable.text;
  return out;
}

std::string initials(const std::vector<Syllable>& syllables) {
  std::string out;
  for (const auto& syllable : syllables) {
    out += syllable.whole_in_initials ? syllable.text : syllable.text.substr(0, 1);
  }
  return out;
}

bool is_name_dot(UChar32 c) {
  constexpr std::u32string_view kDots = U".·•‧∙⋅・᛫⸱";
  return kDots.find(static_cast<char32_t>(c)) != std::u32string_view::npos;
}

}  // namespace

std::string pinyin(std::string_view utf8) {
  return joined(syllables(utf8, word_reader()));
}
std::string pinyin_initials(std::string_view utf8) {
  return initials(syllables(utf8, word_reader()));
}
std::string pinyin_of_name(std::string_view utf8) {
  return joined(syllables(utf8, name_reader()));
}
std::string pinyin_initials_of_name(std::string_view utf8) {
  return initials(syllables(utf8, name_reader()));
}

std::string normalise_name(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* folded = icu::Normalizer2::getNFKCCasefoldInstance(status);
  require(status);
  icu::UnicodeString name = to_unicode(utf8);
  // Taking a dot out may bring two characters together that compose: until nothing changes.
  for (icu::UnicodeString before; before != name;) {
    before = name;
    icu::UnicodeString kept;
    for_each_code_point(folded->normalize(before, status), [&](UChar32 c) {
      if (!u_isUWhiteSpace(c) && !is_name_dot(c)) kept.append(c);
    });
    require(status);
    name = kept;
  }
  return to_utf8(name);
}

}  // namespace yuyue
