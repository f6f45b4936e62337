#include "api/input.hpp"

#include <algorithm>
#include <limits>

namespace yuyue::api {
namespace {

/// Of text that is UTF-8, as all that the JSON parser lets through.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace
namespace {

constexpr int kDeepest = 16;  // our own bodies have four levels

/// Copying a value takes stack for each of its levels, so a body of nothing but brackets would end
/// the process. What stands in texts does not count; what is not JSON is left to the parser.
bool is_nested_too_deep(std::string_view json) {
  int depth = 0;
  bool in_text = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (in_text && c == '\\') {
      ++at;
    } else if (c == '"') {
      in_text = !in_text;
    } else if (!in_text && (c == '[' || c == '{')) {
      if (++depth > kDeepest) return true;
    } else if (!in_text && (c == ']' || c == '}')) {
      --depth;
    }
  }
  return false;
}

}  // namespace

Input::Input(const http::Request& request) {
  if (!is_nested_too_deep(request.body))
    object_ = Json::parse(request.body, nullptr, /*allow_exceptions=*/false);
  if (!object_.is_object()) {
    first_ = Refusal("body-invalid");
    object_ = Json::object();
  }
}

Input::Input(const Json& object, std::string place) : object_(object), place_(std::move(place)) {
  if (object_.is_object()) return;
  first_ = Refusal("field-invalid").with("name", place_).with("expected", "object").at(place_);
  object_ = Json::object();
}

const Json* Input::find(std::string_view name) {
  asked_.emplace(name);
  const auto found = object_.find(name);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

const Json* Input::need(std::string_view name) {
  const auto* value = find(name);
  if (!value && !first_)
    first_ = Refusal("field-required").with("name", name).at(place_ + "/" + std::string(name));
  return value;
}

void Input::wrong(std::string_view name, std::string_view expected) {
  if (!first_)
    first_ = Refusal("field-invalid")
                 .with("name", name)
                 .with("expected", expected)
                 .at(place_ + "/" + std::string(name));
}

bool Input::has(std::string_view name) {
  return find(name) != nullptr;
}

bool Input::cleared(std::string_view name) {
  asked_.emplace(name);
  const auto found = object_.find(name);
  return found != object_.end() && found->is_null();
}

std::int64_t Input::version() {
  return integer("version", 0, std::numeric_limits<std::int64_t>::max());
}

std::string Input::text(std::string_view name, std::size_t max) {
  need(name);
  return maybe_text(name, max).value_or("");
}

std::optional<std::string> Input::maybe_text(std::string_view name, std::size_t max) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  if (!value->is_string()) {
    wrong(name, "text");
    return std::nullopt;
  }
  auto text = value->get<std::string>();
  if (characters(text) > max) wrong(name, "at most " + std::to_string(max) + " characters");
  return text;
}

std::int64_t Input::integer(std::string_view name, std::int64_t min, std::int64_t max) {
  need(name);
  return maybe_integer(name, min, max).value_or(min);
}

std::optional<std::int64_t> Input::maybe_integer(std::string_view name, std::int64_t min,
                                                 std::int64_t max) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  if (!value->is_number_integer() || value->get<std::int64_t>() < min ||
      value->get<std::int64_t>() > max) {
    wrong(name, std::to_string(min) + " – " + std::to_string(max));
    return std::nullopt;
  }
  return value->get<std::int64_t>();
}

bool Input::flag(std::string_view name, bool otherwise) {
  return maybe_flag(name).value_or(otherwise);
}

std::optional<bool> Input::maybe_flag(std::string_view name) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  if (!value->is_boolean()) {
    wrong(name, "true | false");
    return std::nullopt;
  }
  return value->get<bool>();
}

Day Input::day(std::string_view name) {
  need(name);
  return maybe_day(name).value_or(Day{});
}

std::optional<Day> Input::maybe_day(std::string_view name) {
  const auto given = maybe_text(name);
  if (!given) return std::nullopt;
  const auto day = parse_day(*given);
  if (!day) wrong(name, "YYYY-MM-DD");
  return day;
}

MinuteOfDay Input::minute(std::string_view name) {
  need(name);
  return maybe_minute(name).value_or(MinuteOfDay{});
}

std::optional<MinuteOfDay> Input::maybe_minute(std::string_view name) {
  const auto given = maybe_text(name);
  if (!given) return std::nullopt;
  const auto minute = parse_minute(*given);
  if (!minute) wrong(name, "HH:MM");
  return minute;
}

std::vector<std::string> Input::texts(std::string_view name, std::size_t most) {
  need(name);
  return maybe_texts(name, most).value_or(std::vector<std::string>{});
}

std::optional<std::vector<std::string>> Input::maybe_texts(std::string_view name,
                                                           std::size_t most) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  std::vector<std::string> out;
  if (!value->is_array() || value->size() > most) {
    wrong(name, "list");
    return out;
  }
  for (const auto& item : *value) {
    if (!item.is_string()) {
      wrong(name, "list of texts");
      return out;
    }
    out.push_back(item.get<std::string>());
  }
  return out;
}

std::optional<std::vector<std::int64_t>> Input::maybe_integer_list(std::string_view name,
                                                                   std::size_t most,
                                                                   std::int64_t min,
                                                                   std::int64_t max) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  std::vector<std::int64_t> out;
  bool fine = value->is_array() && value->size() <= most;
  if (fine) {
    for (const auto& item : *value) {
      fine = fine && item.is_number_integer() && item.get<std::int64_t>() >= min &&
             item.get<std::int64_t>() <= max;
      if (fine) out.push_back(item.get<std::int64_t>());
    }
  }
  if (!fine) {
    wrong(name, "list");
    return std::nullopt;
  }
  return out;
}

std::optional<std::vector<std::int64_t>> Input::maybe_integers(std::string_view name,
                                                               std::size_t count, std::int64_t min,
                                                               std::int64_t max) {
  auto out = maybe_integer_list(name, count, min, max);
  if (!out) return std::nullopt;
  if (out->size() != count) {
    wrong(name, "list");
    return std::nullopt;
  }
  return out;
}

std::vector<Json> Input::objects(std::string_view name, std::size_t most) {
  const auto* value = find(name);
  if (!value) return {};
  if (!value->is_array() || value->size() > most) {
    wrong(name, "list of objects");
    return {};
  }
  return value->get<std::vector<Json>>();
}

std::optional<Json> Input::maybe_object(std::string_view name) {
  const auto* value = find(name);
  if (!value) return std::nullopt;
  if (!value->is_object()) {
    wrong(name, "object");
    return std::nullopt;
  }
  return *value;
}

std::optional<Refusal> Input::finish() {
  if (first_) return first_;
  for (const auto& [name, value] : object_.items()) {
    if (!asked_.contains(name))
      return Refusal("field-unknown").with("name", name).at(place_ + "/" + name);
  }
  return std::nullopt;
}

}  // namespace yuyue::api
