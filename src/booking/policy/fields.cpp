#include "booking/policy/fields.hpp"

namespace yuyue::booking::policy {
namespace {

const nlohmann::json& nothing() {
  static const nlohmann::json kEmpty = nlohmann::json::object();
  return kEmpty;
}

std::string range(int min, int max) {
  return std::to_string(min) + "–" + std::to_string(max);
}

// Every time of the day but 24:00, which is the next day's.
std::optional<MinuteOfDay> minute_from(const nlohmann::json& value) {
  if (!value.is_string()) return std::nullopt;
  const auto minute = parse_minute(value.get<std::string>());
  if (!minute || *minute >= std::chrono::hours{24}) return std::nullopt;
  return minute;
}
constexpr std::string_view kMinute = "HH:MM";

bool is_integer_in(const nlohmann::json& value, int min, int max) {
  if (!value.is_number_integer()) return false;
  const auto number = value.is_number_unsigned() && value.get<std::uint64_t>() > INT32_MAX
                          ? std::int64_t{INT32_MAX} + 1
                          : value.get<std::int64_t>();
  return number >= min && number <= max;
}

// UTF-8 code points.
std::size_t characters(const std::string& text) {
  std::size_t count = 0;
  for (const unsigned char byte : text) count += (byte & 0xC0U) != 0x80U;
  return count;
}

}  // namespace

void Problem::add(Refusal refusal) {
  if (!first_) first_ = std::move(refusal);
}
void Problem::invalid(const std::string& place, std::string_view expected) {
  add(Refusal("field-invalid").with("name", place).with("expected", expected).at(place));
}
void Problem::unknown(const std::string& place) {
  add(Refusal("field-unknown").with("name", place).at(place));
}
void Problem::missing(const std::string& place) {
  add(Refusal("field-required").with("name", place).at(place));
}

Fields::Fields(const nlohmann::json& object, std::string place, Problem& problem)
    : object_(&object), place_(std::move(place)), problem_(problem) {
  if (object.is_object()) return;
  problem_.invalid(place_, "object");
  object_ = &nothing();
}

const nlohmann::json* Fields::find(std::string_view name) {
  asked_.emplace(name);
  const auto found = object_->find(name);
  return found == object_->end() ? nullptr : &*found;
}

const nlohmann::json* Fields::find_list(std::string_view name) {
  const auto* value = find(name);
  if (!value || value->is_array()) return value;
  problem_.invalid(place_of(name), "list");
  return nullptr;
}

void Fields::minute(std::string_view name, MinuteOfDay& field) {
  const auto* value = find(name);
  if (!value) return;
  if (const auto minute = minute_from(*value)) {
    field = *minute;
  } else {
    problem_.invalid(place_of(name), kMinute);
  }
}

void Fields::maybe_minute(std::string_view name, std::optional<MinuteOfDay>& field) {
  const auto* value = find(name);
  if (!value) return;
  field.reset();
  if (value->is_null()) return;
  minute(name, field.emplace());
}

void Fields::integer(std::string_view name, int& field, int min, int max) {
  const auto* value = find(name);
  if (!value) return;
  if (is_integer_in(*value, min, max)) {
    field = value->get<int>();
  } else {
    problem_.invalid(place_of(name), range(min, max));
  }
}

void Fields::maybe_integer(std::string_view name, std::optional<int>& field, int min, int max) {
  const auto* value = find(name);
  if (!value) return;
  field.reset();
  if (value->is_null()) return;
  integer(name, field.emplace(min), min, max);
}

void Fields::flag(std::string_view name, bool& field) {
  const auto* value = find(name);
  if (!value) return;
  if (value->is_boolean()) {
    field = value->get<bool>();
  } else {
    problem_.invalid(place_of(name), "true | false");
  }
}

void Fields::text(std::string_view name, std::string& field, std::size_t max, bool required) {
  const auto* value = find(name);
  if (!value) {
    if (required) problem_.missing(place_of(name));
    return;
  }
  if (value->is_string()) field = value->get<std::string>();
  const auto length = characters(field);
  if (!value->is_string() || length > max || (required && length == 0))
    problem_.invalid(place_of(name), "text");
}

void Fields::texts(std::string_view name, std::set<std::string>& field) {
  words(name, field,
        [](const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); });
}

void Fields::part_times(std::string_view name, PartTimes& field) {
  object(name, field, [](Fields& in, PartTimes& times) {
    times.clear();
    for (const auto part : {DayPart::morning, DayPart::afternoon, DayPart::evening}) {
      std::optional<MinuteOfDay> at;
      in.maybe_minute(name_of(part), at);
      if (at) times.emplace(part, *at);
    }
  });
}

void Fields::need(std::string_view name) {
  if (!has(name)) problem_.missing(place_of(name));
}

void Fields::invalid(std::string_view name, std::string_view expected) {
  problem_.invalid(place_of(name), expected);
}

void Fields::finish() {
  for (const auto& [name, value] : object_->items()) {
    if (!asked_.contains(name)) problem_.unknown(place_of(name));
  }
}

}  // namespace yuyue::booking::policy
