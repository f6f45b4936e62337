// The way of every request: who is asking, may they, the handler, and what it refused or threw.
#include "api/dispatch.hpp"

#include "api/answers.hpp"
#include "api/partner_side.hpp"
#include "yuyue/api/api.hpp"

namespace yuyue::api {
namespace {

namespace asio = boost::asio;

constexpr std::string_view kCookie = "yuyue_session";
constexpr std::string_view kDeviceCookie = "yuyue_device";

/// The API key that a request brings; it counts before a cookie. Empty: none, or the wrong door.
std::string_view key_of(const http::Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const auto authorization = request.header("Authorization");
  if (request.listener != http::Listener::internal || !authorization.starts_with(kScheme))
    return {};
  return authorization.substr(kScheme.size());
}

std::optional<access::Resolved> resolve(const Services& services, const http::Request& request,
                                        Instant now) {
  if (const auto key = key_of(request); !key.empty())
    return services.api_keys.resolve(services.database, key, now);
  const auto token = request.cookie(kCookie);
  if (token.empty()) return std::nullopt;
  auto resolved = services.sign_ins.resolve(services.database, token, now);
  // Staff work on the internal listener; their cookie means nothing outside.
  if (resolved && request.listener == http::Listener::open &&
      resolved->principal.kind != access::PrincipalKind::patient)
    return std::nullopt;
  return resolved;
}

/// The display or kiosk that asks.
std::optional<access::Principal> device_of(const Services& services, const http::Request& request) {
  if (request.listener != http::Listener::internal) return std::nullopt;
  return services.devices.resolve(services.database, request.cookie(kDeviceCookie));
}

/// Notes that a sign-in is in use. Nothing of the request depends on it.
asio::awaitable<void> touch(const Services& services, const http::Request& request, Instant now) {
  const std::string key(key_of(request)), token(request.cookie(kCookie));
  auto job = [&services, key, token, now](store::Transaction& tx) {
    return key.empty() ? services.sign_ins.touch(tx, token, now)
                       : services.api_keys.touch(tx, key, now);
  };
  try {
    co_await services.database.write(store::Lane::housekeeping, job);
  } catch (const store::Busy&) {
  }
}

bool changes_something(http::Verb verb) {
  return verb != http::Verb::get && verb != http::Verb::head && verb != http::Verb::options;
}

/// A page of another site may make a browser send our cookie along. SameSite stops most of it; this
/// stops the rest: the Origin must be ours.
bool from_another_site(const http::Request& request) {
  const auto origin = request.header("Origin");
  if (origin.empty() || (request.cookie(kCookie).empty() && request.cookie(kDeviceCookie).empty()))
    return false;
  const auto scheme = origin.find("://");
  return scheme == std::string_view::npos || origin.substr(scheme + 3) != request.header("Host");
}

std::optional<Refusal> barred(const Endpoint& endpoint, const Call& call) {
  if (changes_something(call.request.verb) && from_another_site(call.request))
    return Refusal("cross-site");
  for (const auto permission : endpoint.any_of.list())
    if (call.principal.may(permission)) return std::nullopt;
  if (call.principal.must_change_password) return Refusal("must-change-password");
  return call.principal.kind == access::PrincipalKind::anonymous ? Refusal("sign-in-needed")
                                                                 : Refusal("forbidden");
}

/// A screen remains one, also where somebody has signed in on it: to pair it, for instance.
bool let_in_as_device(const Services& services, const Endpoint& endpoint, Call& call) {
  const auto device = device_of(services, call.request);
  if (!device) return false;
  call.principal = *device;
  return !barred(endpoint, call);
}

/// Whether the use of the sign-in is to be noted.
bool find_out_who(const Services& services, Call& call) {
  if (call.request.listener == http::Listener::control) {
    call.principal = access::Principal::control_socket();
    return false;
  }
  const auto resolved = resolve(services, call.request, call.now);
  if (!resolved) {
    if (auto device = device_of(services, call.request)) call.principal = std::move(*device);
    return false;
  }
  call.principal = resolved->principal;
  return resolved->touch_due;
}

/// Why not; none: they may.
std::optional<Refusal> refused(const Services& services, const Endpoint& endpoint, Call& call) {
  auto refusal = barred(endpoint, call);
  if (refusal && let_in_as_device(services, endpoint, call)) return std::nullopt;
  return refusal;
}

/// A stream of events lasts no longer than the sign-in that it was asked for with.
void end_with_sign_in(const Services& services, const Endpoint& endpoint,
                      const http::Request& request, http::Response& response) {
  auto again = std::make_shared<http::Request>();
  again->listener = request.listener;
  for (const auto* name : {"Authorization", "Cookie"})
    if (const auto value = request.header(name); !value.empty())
      again->headers.emplace(name, std::string(value));
  response.may_go_on = [&services, &endpoint, again, also = std::move(response.may_go_on)] {
    Call call{*again, access::Principal::anonymous(), services.clock.now()};
    find_out_who(services, call);
    return !refused(services, endpoint, call) && (!also || also());
  };
}

LaterAnswer run(const Services& services, const Endpoint& endpoint, const Call& call) {
  if (const auto* read = std::get_if<Read>(&endpoint.handler)) co_return (*read)(services, call);
  co_return co_await std::get<Act>(endpoint.handler)(services, call);
}

/// Answers may hold personal data: no cache keeps them unless the handler says otherwise.
http::Response kept_by_nobody(http::Response response) {
  response.headers.try_emplace("Cache-Control", "no-store");
  return response;
}

http::Response busy(const http::Request& request, std::string_view code) {
  auto response = problem(request, 503, code);
  response.headers["Retry-After"] = "2";
  return response;
}

asio::awaitable<http::Response> serve(const Services& services, const Endpoint& endpoint,
                                      const http::Request& request) {
  Call call{request, access::Principal::anonymous(), services.clock.now()};
  try {
    if (find_out_who(services, call)) co_await touch(services, request, call.now);
    if (const auto refusal = refused(services, endpoint, call))
      co_return problem(request, *refusal);
    call.principal.request_id = request.id;
    auto answer = co_await run(services, endpoint, call);
    if (answer && answer->events) end_with_sign_in(services, endpoint, request, *answer);
    if (answer) co_return kept_by_nobody(std::move(*answer));
    Json more;
    if (const auto at = answer.error().possible_at) more["possibleAt"] = services.time.rfc3339(*at);
    co_return problem(request, answer.error(), more);
  } catch (const store::Busy&) {
    co_return busy(request, "busy");
  } catch (const store::OutcomeUnknown&) {
    co_return busy(request, "outcome-unknown");
  }
}

http::Route route_of(const Services& services, const Endpoint& endpoint) {
  if (endpoint.any_of == access::Permissions{})
    throw std::logic_error("no permission declared: " + std::string(endpoint.path));
  const auto doors = endpoint.doors;
  http::Route route;
  route.verb = endpoint.verb;
  route.pattern = endpoint.path;
  route.on_open = doors == Doors::everywhere || doors == Doors::demo_everywhere;
  route.on_internal = doors != Doors::control_only;
  route.on_control = true;
  route.body_limit = endpoint.body_limit;
  if (changes_something(endpoint.verb) && endpoint.verb != http::Verb::del)
    route.body_type = endpoint.body_type;
  route.handler = [&services, &endpoint](const http::Request& request) {
    return serve(services, endpoint, request);
  };
  return route;
}

bool is_demo(Doors doors) {
  return doors == Doors::demo_everywhere || doors == Doors::demo_staff_side;
}

}  // namespace

booking::Actor Call::actor() const {
  using enum access::PrincipalKind;
  using access::Permission;
  auto channel = booking::Channel::desk;
  if (principal.kind == access::PrincipalKind::patient || principal.kind == anonymous)
    channel = booking::Channel::web;
  else if (is_partner(principal))
    channel = booking::Channel::partner;
  else if (principal.kind == key || principal.kind == device)
    channel = booking::Channel::kiosk;
  else if (principal.may(Permission::add_numbers) && !principal.may(Permission::book_for_others))
    channel = booking::Channel::clinician;
  return booking::actor_of(principal, channel);
}

http::Router make_router(const Services& services) {
  http::Router router;
  for (const auto& endpoint : endpoints()) {
    if (services.demo || !is_demo(endpoint.doors)) router.add(route_of(services, endpoint));
  }
  return router;
}

std::string describe_endpoints() {
  std::string out;
  for (const auto& endpoint : endpoints()) {
    const bool open =
        endpoint.doors == Doors::everywhere || endpoint.doors == Doors::demo_everywhere;
    const Json line{{"method", http::name_of(endpoint.verb)},
                    {"path", endpoint.path},
                    {"public", open},
                    {"demo", is_demo(endpoint.doors)},
                    {"permissions", endpoint.any_of.names()},
                    {"summary", endpoint.summary}};
    out += line.dump() + "\n";
  }
  return out;
}

// Pages come from us alone and may not be framed; scripts and styles are files of ours, never
// inline (OWASP ASVS 4, 14.4).
http::Headers security_headers(const http::Request&) {
  return {{"Content-Security-Policy",
           "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
           "form-action 'self'; frame-ancestors 'none'"},
          {"X-Content-Type-Options", "nosniff"},
          {"Referrer-Policy", "no-referrer"},
          {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"},
          {"Cross-Origin-Opener-Policy", "same-origin"}};
}

}  // namespace yuyue::api
