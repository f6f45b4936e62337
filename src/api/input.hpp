#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/core/ids.hpp"
#include "yuyue/core/result.hpp"
#include "yuyue/core/time.hpp"
#include "yuyue/http/message.hpp"

namespace yuyue::api {

using Json = nlohmann::json;

/// Reads a JSON object field by field and remembers the first thing that is wrong:
///
///     Input in(call.request);
///     NewThing thing{.name = in.text("name"), .room = in.id<RoomId>("roomId")};
///     if (auto bad = in.finish()) return *bad;
///
/// Fields that nobody asked for are refused by name, so that a misspelt one is not ignored.
/// Refusals: body-invalid, field-required, field-invalid (params: name, expected), field-unknown.
class Input {
 public:
  explicit Input(const http::Request& request);
  /// An object inside another, named by its place ("/document").
  Input(const Json& object, std::string place);

  bool has(std::string_view name);      ///< present and not null
  bool cleared(std::string_view name);  ///< present and null: what is there is to go
  /// "version", the one of the thing that a change is based on.
  std::int64_t version();
  std::string text(std::string_view name, std::size_t max = 200);
  std::optional<std::string> maybe_text(std::string_view name, std::size_t max = 200);
  std::int64_t integer(std::string_view name, std::int64_t min, std::int64_t max);
  std::optional<std::int64_t> maybe_integer(std::string_view name, std::int64_t min,
                                            std::int64_t max);
  bool flag(std::string_view name, bool otherwise);
  std::optional<bool> maybe_flag(std::string_view name);
  Day day(std::string_view name);
  std::optional<Day> maybe_day(std::string_view name);
  MinuteOfDay minute(std::string_view name);
  std::optional<MinuteOfDay> maybe_minute(std::string_view name);
  std::vector<std::string> texts(std::string_view name, std::size_t most = 100);
  std::optional<std::vector<std::string>> maybe_texts(std::string_view name,
                                                      std::size_t most = 100);
  std::optional<std::vector<std::int64_t>> maybe_integer_list(std::string_view name,
                                                              std::size_t most, std::int64_t min,
                                                              std::int64_t max);
  /// A list of exactly `count` integers.
  std::optional<std::vector<std::int64_t>> maybe_integers(std::string_view name, std::size_t count,
                                                          std::int64_t min, std::int64_t max);
  std::vector<Json> objects(std::string_view name, std::size_t most = 20);
  std::optional<Json> maybe_object(std::string_view name);

  template <class IdType>
  IdType id(std::string_view name) {
    return maybe_id<IdType>(name, true).value_or(IdType{});
  }
  template <class IdType>
  std::optional<IdType> maybe_id(std::string_view name, bool required = false) {
    const auto given = required ? std::optional(text(name)) : maybe_text(name);
    if (!given || first_) return std::nullopt;
    const auto id = parse(static_cast<IdType*>(nullptr), *given);
    if (!id) wrong(name, "id");
    return id;
  }
  template <class IdType>
  std::vector<IdType> ids(std::string_view name) {
    std::vector<IdType> out;
    for (const auto& item : texts(name)) {
      if (const auto id = parse(static_cast<IdType*>(nullptr), item))
        out.push_back(*id);
      else
        wrong(name, "id");
    }
    return out;
  }
  /// A text that `convert` (text → optional) must know.
  template <class Convert>
  auto one_of(std::string_view name, Convert convert) {
    const auto value = convert(text(name));
    if (!value && !first_) wrong(name, "known value");
    return value ? *value : typename decltype(convert(std::string()))::value_type{};
  }
  template <class Convert>
  auto maybe_one_of(std::string_view name, Convert convert) -> decltype(convert(std::string())) {
    const auto given = maybe_text(name);
    if (!given) return std::nullopt;
    const auto value = convert(*given);
    if (!value) wrong(name, "known value");
    return value;
  }

  /// The first problem, or, if there is none, one about a field that nobody asked for.
  std::optional<Refusal> finish();
  void wrong(std::string_view name, std::string_view expected);
  /// What was wrong inside an object that is read on its own; nothing: all was well.
  void wrong_inside(std::optional<Refusal> inner) {
    if (inner && !first_) first_ = std::move(inner);
  }

 private:
  const Json* find(std::string_view name);
  const Json* need(std::string_view name);
  template <class Kind>
  static std::optional<Id<Kind>> parse(Id<Kind>*, std::string_view text) {
    return parse_id<Kind>(text);
  }
  Json object_;
  std::string place_;
  std::set<std::string, std::less<>> asked_;
  std::optional<Refusal> first_;
};

}  // namespace yuyue::api
