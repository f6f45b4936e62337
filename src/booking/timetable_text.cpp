#include "booking/timetable_text.hpp"

#include <csv.h>
#include <unicode/normalizer2.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>

namespace yuyue::booking {
namespace {

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

std::optional<std::string> converted(std::string_view bytes, const char* encoding) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, CloseConverter> converter(ucnv_open(encoding, &status));
  // Wrong bytes are to be noticed, not replaced.
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  if (U_FAILURE(status)) throw std::runtime_error(std::string("no converter for ") + encoding);
  const icu::UnicodeString text(bytes.data(), static_cast<std::int32_t>(bytes.size()),
                                converter.get(), status);
  if (U_FAILURE(status) || text.indexOf(char16_t{0}) >= 0 || text.indexOf(char16_t{0xFFFD}) >= 0)
    return std::nullopt;
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

char delimiter_of(std::string_view text) {
  const auto first_line = text.substr(0, text.find_first_of("\r\n"));
  char best = ',';
  for (const char candidate : {';', '\t'})
    if (std::ranges::count(first_line, candidate) > std::ranges::count(first_line, best))
      best = candidate;
  return best;
}

/// libcsv's callbacks, and the counting of lines that it does not do.
class Splitter {
 public:
  explicit Splitter(char delimiter) {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
  }
  ~Splitter() { csv_free(&parser_); }
  Splitter(const Splitter&) = delete;
  Splitter& operator=(const Splitter&) = delete;

  CsvText split(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      const bool breaks = c == '\n' || c == '\r';
      if (!in_record_ && !breaks) {
        in_record_ = true;
        begins_at_ = line_;
      }
      if (csv_parse(&parser_, &c, 1, on_cell, on_record, this) != 1) return broken();
      if (c == '\n' || (c == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) ++line_;
    }
    if (csv_fini(&parser_, on_cell, on_record, this) != 0) return broken();
    return std::move(result_);
  }

 private:
  static void on_cell(void* cell, std::size_t size, void* self) {
    static_cast<Splitter*>(self)->cells_.emplace_back(static_cast<const char*>(cell), size);
  }
  static void on_record(int, void* self_pointer) {
    auto& self = *static_cast<Splitter*>(self_pointer);
    self.in_record_ = false;
    auto cells = std::exchange(self.cells_, {});
    for (auto& cell : cells) cell = trimmed(cell);
    if (std::ranges::any_of(cells, [](const std::string& cell) { return !cell.empty(); }))
      self.result_.lines.push_back({self.begins_at_, std::move(cells)});
  }
  CsvText broken() {
    result_.broken_at = begins_at_;
    return std::move(result_);
  }

  csv_parser parser_{};
  CsvText result_;
  std::vector<std::string> cells_;
  bool in_record_ = false;
  int line_ = 1;
  int begins_at_ = 1;
};

}  // namespace

std::optional<DecodedText> decode_text(std::string_view bytes) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    auto text = converted(bytes, "UTF-16");
    return text ? std::optional(DecodedText{std::move(*text), "UTF-16"}) : std::nullopt;
  }
  if (bytes.starts_with(kMark)) bytes.remove_prefix(kMark.size());
  for (const char* encoding : {"UTF-8", "GB18030"})
    if (auto text = converted(bytes, encoding)) return DecodedText{std::move(*text), encoding};
  return std::nullopt;
}

CsvText split_csv(std::string_view utf8) {
  return Splitter(delimiter_of(utf8)).split(utf8);
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view kWide = "\xE3\x80\x80";  // U+3000
  constexpr std::string_view kNoBreak = "\xC2\xA0";   // U+00A0
  constexpr std::string_view kAscii = " \t\r\n";
  for (bool again = true; again;) {
    again = false;
    for (const auto space : {kWide, kNoBreak}) {
      if (text.starts_with(space)) text.remove_prefix(space.size()), again = true;
      if (text.ends_with(space)) text.remove_suffix(space.size()), again = true;
    }
    const auto first = text.find_first_not_of(kAscii);
    if (first == std::string_view::npos) return {};
    const auto last = text.find_last_not_of(kAscii);
    if (first != 0 || last + 1 != text.size()) again = true;
    text = text.substr(first, last - first + 1);
  }
  return std::string(text);
}

std::string plain(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* form = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("no Unicode normal forms");
  const auto text = form->normalize(
      icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())}), status);
  std::string out;
  text.toUTF8String(out);
  out = trimmed(out);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

}  // namespace yuyue::booking
