#include <algorithm>
#include <array>

#include "yuyue/centre/voice/complaints.hpp"
#include "yuyue/core/words.hpp"

namespace yuyue::centre::voice {
namespace {

constexpr Words<3> kKinds{"complaint", "suggestion", "praise"};
constexpr Words<4> kWays{"page", "desk", "phone", "letter"};
constexpr Words<5> kStates{"received", "assigned", "reviewed", "answered", "closed"};
constexpr Words<4> kAssignmentStates{"open", "answered", "accepted", "withdrawn"};
constexpr Words<2> kFilters{"open", "closed"};

constexpr std::string_view kHidden = "＊＊";
/// Without those that look alike: codes are read from paper and over the phone.
constexpr std::string_view kCodeLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr std::size_t kCodeLength = 10;

void replace_all(std::string& text, std::string_view what) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), kHidden);
    at += kHidden.size();
  }
}

}  // namespace

std::string_view name_of(Kind kind) {
  return word_of(kKinds, kind);
}
std::optional<Kind> kind_from(std::string_view name) {
  return from_word<Kind>(kKinds, name);
}
std::string_view name_of(Way way) {
  return word_of(kWays, way);
}
std::optional<Way> way_from(std::string_view name) {
  return from_word<Way>(kWays, name);
}
std::string_view name_of(State state) {
  return word_of(kStates, state);
}
std::string_view name_of(AssignmentState state) {
  return word_of(kAssignmentStates, state);
}
std::optional<Filter> filter_from(std::string_view name) {
  return from_word<Filter>(kFilters, name);
}

namespace rules {

bool allowed(State state, Step step) {
  using enum State;
  switch (step) {
    case Step::assign:
      return state == received || state == assigned || state == reviewed;
    case Step::reply:
      return state == received || state == reviewed || state == answered;
    case Step::close:
      return state == received || state == reviewed || state == answered;
    case Step::rate:
    case Step::reopen:
      return state == answered || state == closed;
  }
  return false;
}

State after(std::span<const Assignment> assignments) {
  bool any = false;
  for (const auto& one : assignments) {
    if (one.state == AssignmentState::withdrawn) continue;
    if (one.state != AssignmentState::accepted) return State::assigned;
    any = true;
  }
  return any ? State::reviewed : State::received;
}

Day working_days_after(Day from, int n, const std::function<bool(Day)>& works) {
  auto day = from;
  // A calendar without any working day ends, too.
  for (int left = n, looked = 0; left > 0 && looked < 40 * (n + 1); ++looked) {
    day += date::days{1};
    if (works(day)) --left;
  }
  return day;
}

std::string number(int year, std::int64_t n) {
  auto digits = std::to_string(n);
  if (digits.size() < 4) digits.insert(0, 4 - digits.size(), '0');
  return std::to_string(year) + "-" + digits;
}

std::string without(std::string text, const Who& who) {
  for (const auto& words : {who.phone, who.name})
    if (!words.empty()) replace_all(text, words);
  return text;
}

std::optional<std::string> normal_code(std::string_view typed) {
  std::string code;
  for (const char letter : typed) {
    if (letter == ' ' || letter == '-') continue;
    const char upper =
        letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    if (kCodeLetters.find(upper) == std::string_view::npos) return std::nullopt;
    code += upper;
  }
  if (code.size() != kCodeLength) return std::nullopt;
  return code;
}

}  // namespace rules
}  // namespace yuyue::centre::voice
