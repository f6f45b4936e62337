#include "booking/timetable_cells.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "booking/timetable_text.hpp"

namespace yuyue::booking::cells {
namespace {

template <class T>
struct Word {
  std::string_view word;
  T value;
};

template <class T, std::size_t N>
std::optional<T> look_up(const std::array<Word<T>, N>& words, std::string_view text) {
  const auto found = std::ranges::find(words, text, &Word<T>::word);
  return found == words.end() ? std::nullopt : std::optional(found->value);
}

bool strip_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}
bool strip_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

constexpr std::array<Word<int>, 29> kWeekdays{{
    {"1", 1},        {"2", 2},      {"3", 3},        {"4", 4},       {"5", 5},
    {"6", 6},        {"7", 7},      {"一", 1},       {"二", 2},      {"三", 3},
    {"四", 4},       {"五", 5},     {"六", 6},       {"日", 7},      {"天", 7},
    {"mon", 1},      {"tue", 2},    {"wed", 3},      {"thu", 4},     {"fri", 5},
    {"sat", 6},      {"sun", 7},    {"monday", 1},   {"tuesday", 2}, {"wednesday", 3},
    {"thursday", 4}, {"friday", 5}, {"saturday", 6}, {"sunday", 7},
}};
constexpr std::array<Word<DayPart>, 12> kParts{{
    {"上午", DayPart::morning},
    {"早上", DayPart::morning},
    {"morning", DayPart::morning},
    {"am", DayPart::morning},
    {"下午", DayPart::afternoon},
    {"afternoon", DayPart::afternoon},
    {"pm", DayPart::afternoon},
    {"晚上", DayPart::evening},
    {"晚间", DayPart::evening},
    {"夜间", DayPart::evening},
    {"夜诊", DayPart::evening},
    {"evening", DayPart::evening},
}};
constexpr std::array<Word<Weeks>, 11> kWeeks{{
    {"", Weeks::every},
    {"每周", Weeks::every},
    {"every", Weeks::every},
    {"单周", Weeks::odd},
    {"单", Weeks::odd},
    {"奇数周", Weeks::odd},
    {"odd", Weeks::odd},
    {"双周", Weeks::even},
    {"双", Weeks::even},
    {"偶数周", Weeks::even},
    {"even", Weeks::even},
}};
constexpr std::array<Word<bool>, 11> kYesNo{{
    {"", false},
    {"否", false},
    {"no", false},
    {"n", false},
    {"0", false},
    {"false", false},
    {"是", true},
    {"yes", true},
    {"y", true},
    {"1", true},
    {"true", true},
}};

constexpr std::array<Word<Pool>, 22> kPoolWords{{
    {"网上", Pool::web},
    {"网络", Pool::web},
    {"手机", Pool::web},
    {"线上", Pool::web},
    {"web", Pool::web},
    {"自助机", Pool::kiosk},
    {"自助", Pool::kiosk},
    {"kiosk", Pool::kiosk},
    {"窗口", Pool::desk},
    {"现场", Pool::desk},
    {"服务台", Pool::desk},
    {"desk", Pool::desk},
    {"医联体", Pool::partner},
    {"医共体", Pool::partner},
    {"基层", Pool::partner},
    {"转诊", Pool::partner},
    {"partner", Pool::partner},
    {"复诊", Pool::clinician},
    {"诊间", Pool::clinician},
    {"医生", Pool::clinician},
    {"clinician", Pool::clinician},
    {"follow-up", Pool::clinician},
}};

}  // namespace

std::vector<std::string> specialty_candidates(std::string_view text) {
  const auto dot = text.find('.');
  const auto whole = text.substr(0, dot);
  const auto part = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  const auto digits = [](std::string_view word) {
    return !word.empty() && word.size() <= 2 &&
           word.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (!digits(whole) || (dot != std::string_view::npos && !digits(part))) return {};
  const auto chapter = (whole.size() == 1 ? "0" : "") + std::string(whole);
  if (part.empty()) return {chapter};
  if (part.size() == 2) return {chapter + "." + std::string(part)};
  return {chapter + ".0" + std::string(part), chapter + "." + std::string(part) + "0"};
}

std::optional<Quotas> quotas(std::string_view text) {
  Quotas found;
  for (const auto& piece : list(plain(text), {";", "；", ",", "，", "、", "/", "\n"})) {
    const auto digits = piece.find_first_of("0123456789");
    if (digits == std::string::npos) return std::nullopt;
    auto name = trimmed(piece.substr(0, digits));
    while (name.ends_with(':') || name.ends_with('='))
      name = trimmed(name.substr(0, name.size() - 1));
    const auto pool = look_up(kPoolWords, name);
    const auto size = number(piece.substr(digits));
    if (!pool || !size) return std::nullopt;
    found.push_back({*pool, *size});
  }
  return in_order(std::move(found));
}

std::optional<int> weekday(std::string_view text) {
  const auto word = plain(text);
  std::string_view rest = word;
  strip_prefix(rest, "周") || strip_prefix(rest, "星期") || strip_prefix(rest, "礼拜");
  return look_up(kWeekdays, rest);
}

std::optional<DayPart> part(std::string_view text) {
  return look_up(kParts, plain(text));
}

std::optional<MinuteOfDay> time(std::string_view text) {
  const auto word = plain(text);
  std::string_view rest = word;
  if (std::ranges::count(rest, ':') == 2) strip_suffix(rest, ":00");
  return parse_minute(rest);
}

std::optional<int> number(std::string_view text) {
  const auto word = plain(text);
  std::string_view rest = word;
  strip_suffix(rest, ".0") || strip_suffix(rest, ".00");
  if (rest.empty() || rest.size() > 9) return std::nullopt;
  int value = 0;
  for (const char c : rest) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<std::int64_t> fee(std::string_view text) {
  const auto word = plain(text);
  std::string_view rest = word;
  strip_prefix(rest, "¥");
  strip_suffix(rest, "元");
  const auto dot = rest.find('.');
  auto decimals = dot == std::string_view::npos ? std::string() : std::string(rest.substr(dot + 1));
  if (decimals.size() > 2 || (dot != std::string_view::npos && decimals.empty()))
    return std::nullopt;
  decimals.resize(2, '0');
  const auto yuan = number(rest.substr(0, dot));
  const auto fen = number(decimals);
  if (!yuan || !fen || *yuan > 1'000'000) return std::nullopt;
  return std::int64_t{*yuan} * 100 + *fen;
}

std::optional<Weeks> weeks(std::string_view text) {
  return look_up(kWeeks, plain(text));
}

std::optional<Day> day(std::string_view text) {
  const auto word = plain(text);
  std::vector<std::string> parts = list(word, {"-", "/", ".", "年", "月", "日"});
  if (parts.size() == 1 && word.size() == 8)
    parts = {word.substr(0, 4), word.substr(4, 2), word.substr(6, 2)};
  if (parts.size() != 3 || parts[0].size() != 4) return std::nullopt;
  const auto y = number(parts[0]), m = number(parts[1]), d = number(parts[2]);
  if (!y || !m || !d || *m > 12 || *d > 31) return std::nullopt;
  char iso[40];
  std::snprintf(iso, sizeof iso, "%04d-%02d-%02d", *y, *m, *d);
  return parse_day(iso);
}

std::optional<bool> yes_or_no(std::string_view text) {
  return look_up(kYesNo, plain(text));
}

std::vector<std::string> list(std::string_view text, const std::vector<std::string>& separators) {
  std::vector<std::string> pieces;
  std::string current;
  const auto finish = [&] {
    if (auto piece = trimmed(current); !piece.empty()) pieces.push_back(std::move(piece));
    current.clear();
  };
  while (!text.empty()) {
    const auto separator =
        std::ranges::find_if(separators, [&](const std::string& s) { return text.starts_with(s); });
    if (separator == separators.end()) {
      current.push_back(text.front());
      text.remove_prefix(1);
    } else {
      finish();
      text.remove_prefix(separator->size());
    }
  }
  finish();
  return pieces;
}

}  // namespace yuyue::booking::cells
