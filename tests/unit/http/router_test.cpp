#include <doctest/doctest.h>

#include <boost/asio/awaitable.hpp>

#include "yuyue/core/ids.hpp"
#include "yuyue/http/router.hpp"

using namespace yuyue;
using namespace yuyue::http;

namespace {

Route route(Verb verb, std::string pattern, bool open = true, bool internal = false) {
  Route made{verb, std::move(pattern), {}, open, internal, false, 0, ""};
  made.handler = [](const Request&) -> boost::asio::awaitable<Response> {
    co_return Response{};
  };
  return made;
}

std::string found(const Router& router, Verb verb, std::string_view path,
                  Listener listener = Listener::open) {
  const auto match = router.find(verb, path, listener);
  return match.route ? match.route->pattern : "";
}

}  // namespace

TEST_CASE("parameters match what their kind allows") {
  Router router;
  router.add(route(Verb::get, "/"));
  router.add(route(Verb::get, "/slots/{slot:slo}"));
  router.add(route(Verb::get, "/slots/{slot:slo}/log/{n:int}"));
  router.add(route(Verb::get, "/days/{day:day}"));
  router.add(route(Verb::get, "/x/{name:text}"));
  router.add(route(Verb::get, "/x/{name:int}/{rest:text}"));
  router.add(route(Verb::get, "/x/mine"));
  const auto id = encode_id("slo", 123456789);

  const auto match = router.find(Verb::get, "/slots/" + id + "/log/-7", Listener::open);
  REQUIRE(match.route);
  CHECK(match.params.at("slot") == id);
  CHECK(match.params.at("n") == "-7");
  CHECK(found(router, Verb::get, "/") == "/");
  CHECK(found(router, Verb::get, "/slots/" + id) == "/slots/{slot:slo}");
  CHECK(found(router, Verb::get, "/slots/" + encode_id("apt", 5)).empty());
  CHECK(found(router, Verb::get, "/slots/slo_x").empty());
  CHECK(found(router, Verb::get, "/slots/").empty());
  CHECK(found(router, Verb::get, "/slots/" + id + "/").empty());
  CHECK(found(router, Verb::get, "/slots/" + id + "/log/12345678901234567890").empty());
  CHECK(found(router, Verb::get, "/slots/" + id + "/log/1x").empty());
  CHECK(found(router, Verb::get, "/days/2026-02-28") == "/days/{day:day}");
  CHECK(found(router, Verb::get, "/days/2026-02-30").empty());
  CHECK(found(router, Verb::get, "/x/mine") == "/x/mine");
  CHECK(found(router, Verb::get, "/x/yours") == "/x/{name:text}");
  CHECK(found(router, Verb::get, "/x/7/a") == "/x/{name:int}/{rest:text}");
  CHECK(found(router, Verb::get, "nonsense").empty());
}

TEST_CASE("what is allowed depends on the listener") {
  Router router;
  router.add(route(Verb::get, "/a", true, true));
  router.add(route(Verb::post, "/a", false, true));
  router.add(route(Verb::post, "/a", true, false));
  router.add(route(Verb::patch, "/b", false, true));
  const auto open = router.find(Verb::del, "/a", Listener::open);
  CHECK_FALSE(open.route);
  CHECK(open.allowed == std::vector{Verb::get, Verb::head, Verb::post});
  CHECK(router.find(Verb::get, "/b", Listener::open).allowed.empty());
  CHECK(router.find(Verb::get, "/b", Listener::internal).allowed == std::vector{Verb::patch});
  CHECK(router.find(Verb::get, "/a", Listener::control).allowed.empty());
  CHECK(found(router, Verb::head, "/a") == "/a");
  CHECK(router.find(Verb::post, "/a", Listener::open).route == &router.routes()[2]);
  CHECK(router.find(Verb::post, "/a", Listener::internal).route == &router.routes()[1]);
}

TEST_CASE("an empty table knows nothing") {
  CHECK(Router().find(Verb::get, "/", Listener::open).allowed.empty());
}

TEST_CASE("malformed and repeated patterns do not start") {
  Router router;
  router.add(route(Verb::get, "/a/{x:apt}"));
  for (const char* pattern : {"a", "/a//b", "/a/", "/{x}", "/{x:unknown}", "/{:int}", "/a{x:int}",
                              "/{x:int}/{x:int}", "/a/{y:apt}"}) {
    CAPTURE(pattern);
    CHECK_THROWS_AS(router.add(route(Verb::get, pattern)), std::logic_error);
  }
  CHECK_THROWS_AS(router.add(route(Verb::get, "/nowhere", false)), std::logic_error);
  Route no_handler{Verb::get, "/c", {}, true, false, false, 0, ""};
  CHECK_THROWS_AS(router.add(no_handler), std::logic_error);
}
