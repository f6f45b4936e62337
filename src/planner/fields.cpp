#include "planner/fields.hpp"

#include "yuyue/planner/instance.hpp"
#include "yuyue/planner/model.hpp"

namespace yuyue::planner {

void Field::fail(const std::string& what) const {
  throw BadInstance((place_.empty() ? "the instance" : place_) + ": " + what);
}

Field Field::at(const char* name) const {
  if (!value_.is_object()) fail("must be an object");
  const auto found = value_.find(name);
  const auto place = place_.empty() ? name : place_ + "." + name;
  if (found == value_.end()) Field(value_, place).fail("is missing");
  return {*found, place};
}

std::optional<Field> Field::find(const char* name) const {
  if (!value_.is_object()) fail("must be an object");
  const auto found = value_.find(name);
  if (found == value_.end() || found->is_null()) return std::nullopt;
  return at(name);
}

std::size_t Field::size(std::optional<std::size_t> exactly) const {
  if (!value_.is_array()) fail("must be an array");
  if (exactly && value_.size() != *exactly)
    fail("must have " + std::to_string(*exactly) + " entries, not " +
         std::to_string(value_.size()));
  return value_.size();
}

int Field::number(int least, int most) const {
  if (!value_.is_number_integer()) fail("must be a whole number");
  const bool too_large = value_.is_number_unsigned() &&
                         value_.get<std::uint64_t>() > static_cast<std::uint64_t>(INT32_MAX);
  const auto number = too_large ? INT64_MAX : value_.get<std::int64_t>();
  if (number < least || number > most)
    fail("must be " + std::to_string(least) + " to " + std::to_string(most) + ", not " +
         value_.dump());
  return static_cast<int>(number);
}

bool Field::truth() const {
  if (!value_.is_boolean()) fail("must be true or false");
  return value_.get<bool>();
}

const std::string& Field::text() const {
  if (!value_.is_string()) fail("must be a text");
  const auto& text = value_.get_ref<const std::string&>();
  if (text.empty()) fail("must not be empty");
  return text;
}

int Field::clock() const {
  const auto& t = text();
  const auto digit = [&](std::size_t i) {
    return t[i] >= '0' && t[i] <= '9';
  };
  const bool formed = t.size() == 5 && t[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4);
  const int hour = formed ? (t[0] - '0') * 10 + (t[1] - '0') : 24;
  const int minute = formed ? (t[3] - '0') * 10 + (t[4] - '0') : 60;
  if (hour > 23 || minute > 59) fail("must be a time \"HH:MM\", not \"" + t + "\"");
  return hour * 60 + minute;
}

}  // namespace yuyue::planner
