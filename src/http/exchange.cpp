#include "http/exchange.hpp"

#include <boost/asio/awaitable.hpp>

#include "http/negotiation.hpp"

namespace yuyue::http {
namespace {

bool is_read(const Request& request) {
  return request.verb == Verb::get || request.verb == Verb::head;
}

std::string percent_encoded(std::string_view path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("/-._~").find(c) != std::string_view::npos;
    if (plain) {
      out.push_back(c);
    } else {
      out.append({'%', kHex[byte >> 4], kHex[byte & 15]});
    }
  }
  return out;
}

/// Nobody's route: perhaps a page, or a page's folder named without its slash.
int choose_page(const ServerState& server, Exchange& x) {
  const auto& find_page = server.hooks.fallback;
  if (find_page) {
    x.page = find_page(x.request, x.page_headers);
    if (!x.page && !x.request.path.ends_with('/')) {
      Request folder;
      folder.path = x.request.path + '/';
      folder.listener = x.request.listener;
      Headers ignored;
      if (find_page(folder, ignored)) x.moved_to = percent_encoded(folder.path);
    }
  }
  const bool found = x.page || !x.moved_to.empty();
  if (found && is_read(x.request)) {
    x.parser.limit_body(0);
    return x.parser.content_length().value_or(0) > 0 ? 413 : 0;
  }
  if (found && x.match.allowed.empty()) x.match.allowed = {Verb::get, Verb::head};
  return x.match.allowed.empty() ? 404 : 405;
}

bool is_wrong_type(const Request& request, const Route& route) {
  const auto type = request.header("Content-Type");
  const auto coding = request.header("Content-Encoding");
  return media_type(type) != route.body_type ||
         (route.body_type == "application/json" && !is_utf8_or_unsaid(type)) ||
         (!coding.empty() && !equal_ignoring_case(coding, "identity"));
}

int decide(const ServerState& server, Exchange& x) {
  Request& request = x.request;
  x.match = server.router.find(request.verb, request.path, request.listener);
  const Route* route = x.match.route;
  if (!route) return choose_page(server, x);
  request.params = std::move(x.match.params);
  const std::size_t limit = route->body_type.empty() ? 0 : route->body_limit;
  x.parser.limit_body(limit);
  if (x.parser.content_length().value_or(0) > limit) return 413;
  if (!route->body_type.empty()) {
    if (!x.parser.announces_body()) return 411;
    if (!x.parser.is_done() && is_wrong_type(request, *route)) return 415;
  }
  // Whether the answer to a change is wanted must be known before it is made; a read's is looked at
  // when it is there.
  if (is_read(request)) return 0;
  return accepts(request.header("Accept"), "application/json") ? 0 : 406;
}

/// Runs the handler; null, with what was thrown in `trouble`.
boost::asio::awaitable<std::optional<Response>> run_handler(const Exchange& x,
                                                            std::string& trouble) {
  try {
    co_return co_await x.match.route->handler(x.request);
  } catch (const std::exception& e) {
    trouble = e.what();
  } catch (...) {
    trouble = "something that is no std::exception";
  }
  co_return std::nullopt;
}

}  // namespace

int choose_route(const ServerState& server, Exchange& x) {
  try {
    return decide(server, x);
  } catch (const std::exception& e) {  // the fallback could not read its file, say
    server.report(x.request.id + ": choosing a route: " + e.what());
    return 500;
  }
}

Response refusal(const ServerState& server, const Exchange& x, int status) {
  Response response = server.problem(x.request, status);
  if (status == 503) response.headers.insert_or_assign("Retry-After", "5");
  if (status != 405) return response;
  std::string allow;
  for (const Verb verb : x.match.allowed) {
    if (!allow.empty()) allow.append(", ");
    allow.append(name_of(verb));
  }
  response.headers.insert_or_assign("Allow", std::move(allow));
  return response;
}

boost::asio::awaitable<Response> respond(const ServerState& server, const Exchange& x) {
  if (!x.moved_to.empty()) {
    Response response;
    response.status = 308;
    response.headers.emplace("Location", x.moved_to);
    co_return response;
  }
  if (x.page) {
    Response response;
    response.shared = x.page;
    response.headers = x.page_headers;
    co_return response;
  }
  std::string trouble;
  std::optional<Response> response = co_await run_handler(x, trouble);
  if (!response) {
    server.report(x.request.id + ": " + std::string(name_of(x.request.verb)) + ' ' +
                  x.match.route->pattern + ": " + trouble);
    co_return server.problem(x.request, 500);
  }
  if (is_read(x.request) && response->status == 200) {
    const auto type = response->headers.find("Content-Type");
    const std::string_view made = response->shared                  ? response->shared->type
                                  : type == response->headers.end() ? std::string_view{}
                                                                    : type->second;
    if (!made.empty() && !accepts(x.request.header("Accept"), made)) {
      co_return server.problem(x.request, 406);
    }
  }
  co_return std::move(*response);
}

void record(const ServerState& server, const Exchange& x, int status, std::size_t bytes) noexcept {
  if (!server.hooks.on_answered) return;
  const auto took = std::chrono::steady_clock::now() - x.began;
  const std::string_view pattern =
      x.match.route ? std::string_view(x.match.route->pattern) : std::string_view{};
  try {
    server.hooks.on_answered({x.request.listener, x.request.verb, pattern, status, bytes,
                              std::chrono::duration_cast<std::chrono::microseconds>(took),
                              x.request.id});
  } catch (const std::exception& e) {
    server.report(std::string("access log: ") + e.what());
  } catch (...) {
    server.report("access log failed");
  }
}

}  // namespace yuyue::http
