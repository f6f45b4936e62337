#pragma once
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/input.hpp"

namespace yuyue::api {

/// Lays what a request gives over a thing, so that adding and changing read the same fields in one
/// place: for a new thing the needed fields must be there; a change gives what changes, and `null`
/// takes away what may be missing.
class Overlay {
 public:
  enum class Purpose { add, change };
  Overlay(const http::Request& request, Purpose purpose) : in_(request), purpose_(purpose) {}

  void needed(std::string_view name, std::string& target) {
    if (take(name)) target = in_.text(name);
  }
  void text(std::string_view name, std::string& target, std::size_t max = 200) {
    if (in_.cleared(name))
      target.clear();
    else if (auto given = in_.maybe_text(name, max))
      target = std::move(*given);
  }
  void texts(std::string_view name, std::vector<std::string>& target) {
    if (auto given = in_.maybe_texts(name)) target = std::move(*given);
  }
  void flag(std::string_view name, bool& target) {
    if (const auto given = in_.maybe_flag(name)) target = *given;
  }
  template <class Integer>
  void needed(std::string_view name, Integer& target, std::int64_t min, std::int64_t max) {
    if (take(name)) target = static_cast<Integer>(in_.integer(name, min, max));
  }
  template <class Integer>
  void integer(std::string_view name, Integer& target, std::int64_t min, std::int64_t max) {
    if (const auto given = in_.maybe_integer(name, min, max)) target = static_cast<Integer>(*given);
  }
  template <class Integer>
  void integer(std::string_view name, std::optional<Integer>& target, std::int64_t min,
               std::int64_t max) {
    if (in_.cleared(name))
      target.reset();
    else if (const auto given = in_.maybe_integer(name, min, max))
      target = static_cast<Integer>(*given);
  }
  template <std::size_t N>
  void integers(std::string_view name, std::array<int, N>& target, std::int64_t min,
                std::int64_t max) {
    if (const auto given = in_.maybe_integers(name, N, min, max))
      std::ranges::transform(*given, target.begin(), [](auto n) { return static_cast<int>(n); });
  }
  /// 1 Monday … 7 Sunday.
  std::optional<std::vector<std::int64_t>> weekdays(std::string_view name) {
    return in_.maybe_integer_list(name, 7, 1, 7);
  }
  void needed(std::string_view name, MinuteOfDay& target) {
    if (take(name)) target = in_.minute(name);
  }
  void needed(std::string_view name, Day& target) {
    if (take(name)) target = in_.day(name);
  }
  void day(std::string_view name, std::optional<Day>& target) {
    if (in_.cleared(name))
      target.reset();
    else if (const auto given = in_.maybe_day(name))
      target = given;
  }
  template <class IdType>
  void needed_id(std::string_view name, IdType& target) {
    if (take(name)) target = in_.id<IdType>(name);
  }
  template <class IdType>
  void id(std::string_view name, std::optional<IdType>& target) {
    if (in_.cleared(name))
      target.reset();
    else if (const auto given = in_.maybe_id<IdType>(name))
      target = given;
  }
  template <class IdType>
  void ids(std::string_view name, std::vector<IdType>& target) {
    if (in_.has(name)) target = in_.ids<IdType>(name);
  }
  /// A word of a fixed list.
  template <class Word, class Convert>
  void needed_word(std::string_view name, Word& target, Convert convert) {
    if (take(name)) target = in_.one_of(name, convert);
  }
  template <class Word, class Convert>
  void word(std::string_view name, Word& target, Convert convert) {
    if (const auto given = in_.maybe_one_of(name, convert)) target = *given;
  }

  /// A field with a form of its own, read by `read` (Input&) if it is there.
  template <class Read>
  void own_form(std::string_view name, Read read) {
    if (in_.has(name)) read(in_);
  }

  /// The version a change is based on; of a new thing 0.
  std::int64_t version() { return purpose_ == Purpose::change ? in_.version() : 0; }
  bool has(std::string_view name) { return in_.has(name); }
  bool cleared(std::string_view name) { return in_.cleared(name); }
  void wrong(std::string_view name, std::string_view expected) { in_.wrong(name, expected); }
  std::optional<Refusal> finish() { return in_.finish(); }

 private:
  /// A change may leave it out; taking it away is not possible, so that null is refused there, too.
  bool take(std::string_view name) {
    return purpose_ == Purpose::add || in_.has(name) || in_.cleared(name);
  }
  Input in_;
  Purpose purpose_;
};

}  // namespace yuyue::api
