#pragma once
// What every handler sees, and how one is declared.
#include <boost/asio/awaitable.hpp>
#include <string>
#include <string_view>
#include <variant>

#include "yuyue/api/services.hpp"
#include "yuyue/core/result.hpp"
#include "yuyue/http/router.hpp"

namespace yuyue::api {

/// One authenticated request on its way to a handler.
struct Call {
  const http::Request& request;
  access::Principal principal;
  Instant now;

  /// The {name:prefix} parameter of the path. The router has checked its form.
  template <class IdType>
  IdType id(std::string_view name) const {
    return parse_id_of<IdType>(request.param(name));
  }
  /// Whose work waits where: the counter is not stopped by a rush on the public page.
  store::Lane lane() const {
    return request.listener == http::Listener::open ? store::Lane::open : store::Lane::counter;
  }
  booking::Actor actor() const;

 private:
  template <class IdType>
  static IdType parse_id_of(std::string_view text) {
    return parse_id(static_cast<IdType*>(nullptr), text);
  }
  template <class Kind>
  static Id<Kind> parse_id(Id<Kind>*, std::string_view text) {
    return yuyue::parse_id<Kind>(text).value();
  }
};

/// A handler that only reads answers at once; one that writes or waits is a coroutine.
using Read = Result<http::Response> (*)(const Services&, const Call&);
using Act = boost::asio::awaitable<Result<http::Response>> (*)(const Services&, const Call&);

/// On which listeners an endpoint exists.
enum class Doors { everywhere, staff_side, control_only, demo_everywhere, demo_staff_side };

struct Endpoint {
  http::Verb verb;
  std::string_view path;
  Doors doors;
  access::Permissions any_of;  ///< one of these is enough; none at all does not start
  std::variant<Read, Act> handler;
  std::string_view summary;                         ///< for the API's description
  std::string_view body_type = "application/json";  ///< of POST, PUT, PATCH; empty: no body
  std::size_t body_limit = 64 * 1024;
};

}  // namespace yuyue::api
