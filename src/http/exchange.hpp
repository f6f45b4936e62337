#pragma once
#include <chrono>
#include <memory>
#include <string>

#include "http/request_parser.hpp"
#include "http/server_state.hpp"

namespace yuyue::http {

/// One request, what was found out about it, and how it is to be answered.
struct Exchange {
  explicit Exchange(const Limits& limits) : parser(request, limits) {}

  Request request;
  RequestParser parser;
  Router::Match match;                     ///< its params have been moved into the request
  std::shared_ptr<const SharedBody> page;  ///< from the fallback, instead of a route
  Headers page_headers;
  std::string moved_to;  ///< where a path lacks its last "/"
  std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
  bool close = false;  ///< the connection ends after this answer
};

/// Decides by the head alone, before any byte of the body is read: 0 and the route, page or new
/// place is set, and the parser's body limit with it; or the status to refuse with.
int choose_route(const ServerState& server, Exchange& x);

/// The answer that refuses the request with a status choose_route or the parser gave.
Response refusal(const ServerState& server, const Exchange& x, int status);

/// The answer of the route, page or new place. What a handler throws is reported and becomes a 500.
boost::asio::awaitable<Response> respond(const ServerState& server, const Exchange& x);

/// The access log's line; what the log throws is dropped.
void record(const ServerState& server, const Exchange& x, int status, std::size_t bytes) noexcept;

}  // namespace yuyue::http
