#pragma once
#include <boost/system/result.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "yuyue/core/time.hpp"

namespace yuyue {

/// An expected "no": what was asked is understood and not done, and nothing has changed.
///
/// The one way in which a rule, a use case or a parser says no. `code` is stable, part of the API
/// and of nothing else's wording; the sentence for people (in their language) and the HTTP status
/// belong to the code and are written once, in src/api/problems.cpp. What is broken (a store that
/// cannot write, a bug) is thrown instead and becomes a 500 at the request's edge.
struct Refusal {
  std::string code;                           ///< e.g. "slot-full"
  std::map<std::string, std::string> params;  ///< fill the sentence's {placeholders}
  std::string field;                          ///< which input, as a JSON pointer; may be empty
  std::optional<Instant> possible_at;         ///< when the same request may succeed, if known

  Refusal() = default;  ///< Boost's result asks for it; no refusal is made this way
  /// Codes are literals. (Were this a string_view, Result<std::string> could not be told from its
  /// refusal.)
  explicit Refusal(const char* refusal_code) : code(refusal_code) {}
  Refusal& with(std::string_view name, std::string_view value) & {
    params.insert_or_assign(std::string(name), std::string(value));
    return *this;
  }
  Refusal&& with(std::string_view name, std::string_view value) && {
    return std::move(with(name, value));
  }
  Refusal&& at(std::string_view json_pointer) && {
    field = json_pointer;
    return std::move(*this);
  }
  Refusal&& until(Instant when) && {
    possible_at = when;
    return std::move(*this);
  }
};

/// A value, or the refusal that stands in its place.
template <class T>
using Result = boost::system::result<T, Refusal>;

/// `.value()` on a refusal is a bug in the caller; it throws std::logic_error with the code.
[[noreturn]] void throw_exception_from_error(const Refusal& refusal,
                                             const boost::source_location& where);

}  // namespace yuyue
