#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/booking/policy/model.hpp"
#include "yuyue/core/result.hpp"

namespace yuyue::booking::policy {

/// The first thing found wrong in a document; everything after it is ignored.
class Problem {
 public:
  void invalid(const std::string& place, std::string_view expected);
  void unknown(const std::string& place);
  void missing(const std::string& place);
  const std::optional<Refusal>& first() const { return first_; }

 private:
  void add(Refusal refusal);
  std::optional<Refusal> first_;
};

/// Reads one JSON object into fields that have their defaults already. What is absent stays as it
/// is; null empties what is optional; members nobody read are refused by `finish`.
class Fields {
 public:
  Fields(const nlohmann::json& object, std::string place, Problem& problem);

  void minute(std::string_view name, MinuteOfDay& field);  ///< 00:00 … 23:59
  void maybe_minute(std::string_view name, std::optional<MinuteOfDay>& field);
  void integer(std::string_view name, int& field, int min, int max);
  void maybe_integer(std::string_view name, std::optional<int>& field, int min, int max);
  void flag(std::string_view name, bool& field);
  void text(std::string_view name, std::string& field, std::size_t max, bool required);
  void texts(std::string_view name, std::set<std::string>& field);
  void part_times(std::string_view name, PartTimes& field);

  /// A word that `parse` (text → optional) knows.
  template <class T, class Parse>
  void word(std::string_view name, T& field, Parse parse) {
    const auto* value = find(name);
    if (!value) return;
    const auto known =
        value->is_string() ? parse(value->template get<std::string>()) : std::nullopt;
    if (known) {
      field = *known;
    } else {
      problem_.invalid(place_of(name), "known value");
    }
  }
  template <class T, class Parse>
  void words(std::string_view name, std::set<T>& field, Parse parse) {
    const auto* list = find_list(name);
    if (!list) return;
    field.clear();
    for (std::size_t i = 0; i < list->size(); ++i) {
      const auto& item = (*list)[i];
      const auto known = item.is_string() ? parse(item.template get<std::string>()) : std::nullopt;
      if (known) {
        field.insert(*known);
      } else {
        problem_.invalid(place_of(name) + "/" + std::to_string(i), "known value");
      }
    }
  }
  /// `read(Fields&, T&)` for an object.
  template <class T, class Read>
  void object(std::string_view name, T& field, Read read) {
    const auto* value = find(name);
    if (!value) return;
    Fields inner(*value, place_of(name), problem_);
    read(inner, field);
    inner.finish();
  }
  /// The same; null: none. `start` is what absent members have.
  template <class T, class Read>
  void maybe_object(std::string_view name, std::optional<T>& field, const T& start, Read read) {
    const auto* value = find(name);
    if (!value) return;
    if (value->is_null()) {
      field.reset();
    } else {
      field = start;
      object(name, *field, read);
    }
  }
  template <class T, class Read>
  void objects(std::string_view name, std::vector<T>& field, std::size_t most, Read read) {
    const auto* list = find_list(name);
    if (!list) return;
    if (list->size() > most) problem_.invalid(place_of(name), "0–" + std::to_string(most));
    field.clear();
    for (std::size_t i = 0; i < list->size(); ++i) {
      Fields inner((*list)[i], place_of(name) + "/" + std::to_string(i), problem_);
      T item;
      read(inner, item);
      inner.finish();
      field.push_back(std::move(item));
    }
  }

  bool has(std::string_view name) const { return object_->contains(name); }
  void need(std::string_view name);
  void invalid(std::string_view name, std::string_view expected);
  /// To be called when everything has been read.
  void finish();

 private:
  const nlohmann::json* find(std::string_view name);
  const nlohmann::json* find_list(std::string_view name);
  std::string place_of(std::string_view name) const { return place_ + "/" + std::string(name); }
  const nlohmann::json* object_;
  std::string place_;
  Problem& problem_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace yuyue::booking::policy
