#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace yuyue::planner {

/// A value of an instance together with its place, so that every complaint names it.
class Field {
 public:
  Field(const nlohmann::json& value, std::string place) : value_(value), place_(std::move(place)) {}

  Field at(const char* name) const;                   ///< a member that must be there
  std::optional<Field> find(const char* name) const;  ///< nothing: absent or null
  Field at(std::size_t index) const {
    return {value_[index], place_ + "[" + std::to_string(index) + "]"};
  }
  /// An array, of this many where `exactly` is given.
  std::size_t size(std::optional<std::size_t> exactly = {}) const;

  int number(int least, int most) const;
  int minutes() const { return number(0, 10'000'000); }
  bool truth() const;
  const std::string& text() const;  ///< not empty
  int clock() const;                ///< "HH:MM" as the minute of the day

  [[noreturn]] void fail(const std::string& what) const;

 private:
  const nlohmann::json& value_;
  std::string place_;
};

}  // namespace yuyue::planner
