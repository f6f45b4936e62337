#include "http/negotiation.hpp"

#include <doctest/doctest.h>

#include "http/compression.hpp"
#include "http/target.hpp"
#include "yuyue/http/message.hpp"

using namespace yuyue::http;

TEST_CASE("Accept-Encoding") {
  const auto chosen = [](std::string_view value) {
    return choose_encoding(value, true, true);
  };
  CHECK(chosen("") == Encoding::identity);
  CHECK(chosen("gzip") == Encoding::gzip);
  CHECK(chosen("gzip, deflate, br") == Encoding::brotli);
  CHECK(chosen("GZIP;q=1.0, br;q=0.5") == Encoding::gzip);
  CHECK(chosen("br;q=0, gzip;q=0.001") == Encoding::gzip);
  CHECK(chosen("*") == Encoding::brotli);
  CHECK(chosen("*;q=0") == Encoding::identity);
  CHECK(chosen("br;q=0, *;q=0.1") == Encoding::gzip);
  CHECK(chosen("identity, gzip;q=0.5") == Encoding::identity);
  CHECK(chosen("gzip;q=nonsense") == Encoding::identity);
  CHECK(chosen("deflate, zstd") == Encoding::identity);
  CHECK(choose_encoding("gzip, br", true, false) == Encoding::gzip);
  CHECK(choose_encoding("gzip, br", false, false) == Encoding::identity);
}

TEST_CASE("Accept") {
  CHECK(accepts("", "application/json"));
  CHECK(accepts("*/*", "application/json"));
  CHECK(accepts("text/html, */*;q=0.1", "application/json; charset=utf-8"));
  CHECK(accepts("application/*", "application/json"));
  CHECK(accepts("Application/JSON", "application/json"));
  CHECK(accepts("*/*;q=0, application/json", "application/json"));
  CHECK_FALSE(accepts("text/html", "application/json"));
  CHECK_FALSE(accepts("*/*, application/json;q=0", "application/json"));
  CHECK_FALSE(accepts("application/*;q=0, */*", "application/json"));
}

TEST_CASE("If-None-Match") {
  CHECK(etag_matches("\"a\"", "\"a\""));
  CHECK(etag_matches("\"b\" , W/\"a\"", "\"a\""));
  CHECK(etag_matches("*", "\"a\""));
  CHECK_FALSE(etag_matches("\"b\"", "\"a\""));
  CHECK_FALSE(etag_matches("", "\"a\""));
  CHECK_FALSE(etag_matches("*", ""));
}

TEST_CASE("media types") {
  CHECK(media_type(" Text/HTML ; charset=utf-8") == "text/html");
  CHECK(is_compressible("text/csv"));
  CHECK(is_compressible("image/svg+xml"));
  CHECK(is_compressible("application/problem+json"));
  CHECK_FALSE(is_compressible("image/png"));
  CHECK(is_utf8_or_unsaid("application/json"));
  CHECK(is_utf8_or_unsaid("application/json; Charset=\"utf-8\""));
  CHECK_FALSE(is_utf8_or_unsaid("application/json; charset=gbk"));
}

TEST_CASE("targets") {
  Request request;
  CHECK(parse_target("/a%20b/%E5%BF%83?x=1&y=a%26b+c&x=2&z", request));
  CHECK(request.path == "/a b/心");
  CHECK(request.query.at("x") == "2");
  CHECK(request.query.at("y") == "a&b c");
  CHECK(request.query.at("z").empty());
  for (const char* bad :
       {"", "*", "a", "http://a/", "/%", "/%0", "/%0g", "/%0a", "/..", "/a/./b", "/%2e%2e/", "/a#b",
        "/%5c", "/%2F", "/%C0%80", "/%ED%A0%80", "/%F5%80%80%80", "/?a=%"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_target(bad, request));
  }
  CHECK(parse_target("/?a=%0A", request));
  CHECK(parse_target("/...", request));
}

TEST_CASE("requests find their parts") {
  Request request;
  request.headers = {{"Cookie", "a=1; yuyue_session=\"abc=\"; b=2"}, {"X-Y", "z"}};
  request.query = {{"q", "v"}};
  CHECK(request.header("x-y") == "z");
  CHECK(request.header("nothing").empty());
  CHECK(request.cookie("yuyue_session") == "abc=");
  CHECK(request.cookie("b") == "2");
  CHECK(request.cookie("session").empty());
  CHECK(request.query_or("q", "o") == "v");
  CHECK(request.query_or("r", "o") == "o");
  CHECK(request.param("p").empty());
}

TEST_CASE("shared bodies keep packed copies only where they are smaller") {
  const auto text = make_shared_body("text/css", std::string(4000, 'a'), true);
  CHECK(!text->gzip.empty());
  CHECK(!text->brotli.empty());
  CHECK(text->brotli.size() < text->gzip.size());
  const auto quick = make_shared_body("application/json", std::string(4000, 'a'), false);
  CHECK(!quick->gzip.empty());
  CHECK(quick->brotli.empty());
  CHECK(quick->etag == text->etag);
  CHECK(make_shared_body("text/css", "short", true)->gzip.empty());
  CHECK(make_shared_body("image/png", std::string(4000, 'a'), true)->gzip.empty());
  CHECK(make_shared_body("text/css", "a", true)->etag !=
        make_shared_body("text/css", "b", true)->etag);
}
