#pragma once
// From a file's bytes to lines of cells, whatever the spreadsheet program made of them.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuyue::booking {

struct DecodedText {
  std::string utf8;
  std::string encoding;
};
/// UTF-8 (byte order mark or not), UTF-16 with a mark, or else GB18030. nullopt: none of them.
std::optional<DecodedText> decode_text(std::string_view bytes);

struct CsvLine {
  int number = 0;  ///< of the line in the file on which it begins, from 1
  std::vector<std::string> cells;
};
struct CsvText {
  std::vector<CsvLine> lines;    ///< empty lines left out
  std::optional<int> broken_at;  ///< a quote that does not belong there or is not closed
};
/// Splits at commas, semicolons or tabs, whichever the first line has most of.
CsvText split_csv(std::string_view utf8);

/// Without white space (also the ideographic) at both ends.
std::string trimmed(std::string_view utf8);
/// NFKC, lower case for ASCII, trimmed: how numbers, times and keywords are compared.
std::string plain(std::string_view utf8);

}  // namespace yuyue::booking
