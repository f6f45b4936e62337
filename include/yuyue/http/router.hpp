#pragma once
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/http/message.hpp"

namespace yuyue::http {

/// Answers one request. Runs as a coroutine on the server's threads; must not block longer than a
/// few milliseconds. The request outlives it. What it throws becomes a 500 that tells nothing.
/// A 200 to GET gets an ETag from its bytes unless it has one or says Cache-Control: no-store.
using Handler = std::function<boost::asio::awaitable<Response>(const Request&)>;

struct Route {
  Verb verb;
  /// "/api/v1/slots/{slot:slo}/x": {name:kind} matches one segment; `kind` is an id prefix
  /// (parse checked by ids.hpp), `day` (YYYY-MM-DD), `int`, or `text`. A segment that does not
  /// parse does not match, so handlers need not check again.
  std::string pattern;
  Handler handler;
  bool on_open = false;  ///< which listeners know it; elsewhere it is a 404
  bool on_internal = false;
  bool on_control = false;
  std::size_t body_limit = 64 * 1024;
  /// Media type a body must have (415 otherwise); empty: the route takes no body (413). A request
  /// with a length of 0 is let through to either.
  std::string body_type;
};

/// A table of routes. Built once, then only read (thread-safe).
class Router {
 public:
  /// Throws std::logic_error for a malformed or repeated pattern.
  void add(Route route);

  struct Match {
    const Route* route = nullptr;  ///< null: see `allowed`
    std::map<std::string, std::string> params;
    std::vector<Verb> allowed;  ///< verbs this path knows on this listener; empty: 404, else 405
  };
  /// HEAD finds GET's route.
  Match find(Verb verb, std::string_view path, Listener listener) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Node;
  std::vector<Route> routes_;
  std::shared_ptr<Node> root_;  ///< a tree by segment; see router.cpp
};

}  // namespace yuyue::http
