// Each status the server gives by itself, over a real socket.
#include <doctest/doctest.h>

#include "test_server.hpp"

using namespace yuyue::http;
using namespace yuyue::http::test;

namespace {

struct Case {
  const char* name;
  std::string request;
  int status;
  const char* code;
  bool stays_open;
};

std::vector<Case> refusals() {
  const std::string h = "Host: h\r\n";
  const auto raw = [](const std::string& text) {
    return text + "\r\n";
  };
  return {
      {"not HTTP", "hello there\r\n\r\n", 400, "malformed-request", false},
      {"TLS greeting", std::string("\x16\x03\x01\x02\x00", 5), 400, "malformed-request", false},
      {"bare line feeds", "GET /hello HTTP/1.1\nHost: h\n\n", 400, "malformed-request", false},
      {"no host", raw("GET /hello HTTP/1.1\r\n"), 400, "malformed-request", false},
      {"two hosts", get("/hello", h), 400, "malformed-request", false},
      {"host with a path", raw("GET /hello HTTP/1.1\r\nHost: a/b\r\n"), 400, "malformed-request",
       false},
      {"absolute target", get("http://h/hello"), 400, "malformed-request", false},
      {"asterisk", raw("OPTIONS * HTTP/1.1\r\n" + h), 400, "malformed-request", false},
      {"parent folder", get("/a/../hello"), 400, "malformed-request", false},
      {"hidden parent folder", get("/a/%2e%2E/hello"), 400, "malformed-request", false},
      {"hidden slash", get("/a%2fhello"), 400, "malformed-request", false},
      {"backslash", get("/a\\hello"), 400, "malformed-request", false},
      {"NUL", get("/hello%00"), 400, "malformed-request", false},
      {"NUL in the query", get("/hello?name=%00"), 400, "malformed-request", false},
      {"half a percent", get("/hello%2"), 400, "malformed-request", false},
      {"not hexadecimal", get("/hello?name=%zz"), 400, "malformed-request", false},
      {"not UTF-8", get("/hello?name=%ff"), 400, "malformed-request", false},
      {"two lengths",
       raw("POST /echo HTTP/1.1\r\n" + h + "Content-Length: 2\r\nContent-Length: 2\r\n"), 400,
       "malformed-request", false},
      {"lengths in a list", raw("POST /echo HTTP/1.1\r\n" + h + "Content-Length: 2, 2\r\n"), 400,
       "malformed-request", false},
      {"negative length", raw("POST /echo HTTP/1.1\r\n" + h + "Content-Length: -2\r\n"), 400,
       "malformed-request", false},
      {"length and chunks",
       raw("POST /echo HTTP/1.1\r\n" + h + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n"),
       400, "malformed-request", false},
      {"chunks and length",
       raw("POST /echo HTTP/1.1\r\n" + h + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n"),
       400, "malformed-request", false},
      {"chunks in HTTP/1.0", raw("POST /echo HTTP/1.0\r\n" + h + "Transfer-Encoding: chunked\r\n"),
       400, "malformed-request", false},
      {"space before the colon", get("/hello", "A : b\r\n"), 400, "malformed-request", false},
      {"bad chunk",
       raw("POST /echo HTTP/1.1\r\n" + h +
           "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n") +
           "zz\r\n",
       400, "malformed-request", false},
      {"unknown path", get("/nowhere"), 404, "not-found", true},
      {"other listener's path", get("/operator"), 404, "not-found", true},
      {"unknown path with a body", post("/nowhere", "{}"), 404, "not-found", false},
      {"wrong verb", raw("DELETE /hello HTTP/1.1\r\n" + h), 405, "method-not-allowed", true},
      {"changing a page", raw("DELETE /page/ HTTP/1.1\r\n" + h), 405, "method-not-allowed", true},
      {"unwanted type", get("/hello", "Accept: image/png\r\n"), 406, "not-acceptable", true},
      {"unwanted type of a change", post("/echo", "", "Accept: text/html, */*;q=0\r\n"), 406,
       "not-acceptable", true},
      {"no length", raw("POST /echo HTTP/1.1\r\n" + h), 411, "length-required", true},
      {"long body", post("/echo", std::string(1001, 'x')), 413, "body-too-large", false},
      {"body where none belongs", get("/hello", "Content-Length: 5\r\n") + "12345", 413,
       "body-too-large", false},
      {"claimed long body",
       raw("POST /echo HTTP/1.1\r\n" + h +
           "Content-Type: application/json\r\nContent-Length: 99999999999\r\n"),
       413, "body-too-large", false},
      {"long chunk",
       raw("POST /echo HTTP/1.1\r\n" + h +
           "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n") +
           "3e9\r\n" + std::string(1001, 'x') + "\r\n0\r\n\r\n",
       413, "body-too-large", false},
      {"many chunks",
       raw("POST /echo HTTP/1.1\r\n" + h +
           "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n") +
           "1f4\r\n" + std::string(500, 'x') + "\r\n1f5\r\n" + std::string(501, 'x') +
           "\r\n0\r\n\r\n",
       413, "body-too-large", false},
      {"chunk extension without end",
       raw("POST /echo HTTP/1.1\r\n" + h +
           "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n") +
           "1;" + std::string(5000, 'x'),
       431, "headers-too-large", false},
      {"long target", get("/" + std::string(300, 'x')), 414, "target-too-long", false},
      {"target without end", "GET /" + std::string(3000, 'x'), 414, "target-too-long", false},
      {"wrong type",
       raw("POST /echo HTTP/1.1\r\n" + h + "Content-Type: text/plain\r\nContent-Length: 2\r\n") +
           "{}",
       415, "unsupported-media-type", false},
      {"no type", raw("POST /echo HTTP/1.1\r\n" + h + "Content-Length: 2\r\n") + "{}", 415,
       "unsupported-media-type", false},
      {"other charset",
       raw("POST /echo HTTP/1.1\r\n" + h +
           "Content-Type: application/json; charset=gbk\r\nContent-Length: 2\r\n") +
           "{}",
       415, "unsupported-media-type", false},
      {"packed body", post("/echo", "{}", "Content-Encoding: gzip\r\n"), 415,
       "unsupported-media-type", false},
      {"other expectation", post("/echo", "{}", "Expect: miracles\r\n"), 417, "expectation-failed",
       false},
      {"long header", get("/hello", "A: " + std::string(3000, 'x') + "\r\n"), 431,
       "headers-too-large", false},
      {"header without end", "GET /hello HTTP/1.1\r\nA: " + std::string(3000, 'x'), 431,
       "headers-too-large", false},
      {"handler throws", get("/throws"), 500, "internal-error", true},
      {"handler out of memory", get("/no-memory"), 500, "internal-error", true},
      {"handler's header is broken", get("/bad-header"), 500, "internal-error", true},
      {"page cannot be read", get("/broken-page"), 500, "internal-error", true},
      {"unknown method", raw("BREW /hello HTTP/1.1\r\n" + h), 501, "not-implemented", false},
      {"unknown coding",
       raw("POST /echo HTTP/1.1\r\n" + h + "Transfer-Encoding: gzip, chunked\r\n"), 501,
       "not-implemented", false},
      {"HTTP/2.0", raw("GET /hello HTTP/2.0\r\n" + h), 505, "version-not-supported", false},
  };
}

}  // namespace

TEST_CASE("each refusal has its status, its code and its end") {
  TestServer server;
  for (const auto& c : refusals()) {
    CAPTURE(c.name);
    auto client = server.connect();
    client.send(c.request);
    const auto reply = client.receive();
    REQUIRE(reply);
    CHECK(reply->status == c.status);
    CHECK(reply->body == "{\"code\":\"" + std::string(c.code) + "\"}");
    CHECK(reply->header("content-type") == "application/problem+json");
    CHECK(reply->header("x-content-type-options") == "nosniff");
    CHECK(reply->header("x-request-id").size() == 16);
    CHECK(reply->header("date").ends_with(" GMT"));
    CHECK((reply->header("connection") == "close") == !c.stays_open);
    if (c.stays_open) {
      client.send(get("/hello"));
      const auto next = client.receive();
      REQUIRE(next);
      CHECK(next->status == 200);
    } else {
      CHECK(client.is_closed());
    }
  }
}

TEST_CASE("405 names what is allowed") {
  TestServer server;
  const auto hello = server.ask("DELETE /hello HTTP/1.1\r\nHost: h\r\n\r\n");
  REQUIRE(hello);
  CHECK(hello->header("allow") == "GET, HEAD");
  const auto echo = server.ask(get("/echo"));
  REQUIRE(echo);
  CHECK(echo->status == 405);
  CHECK(echo->header("allow") == "POST, DELETE");
}

TEST_CASE("an error tells the log everything and the client nothing") {
  TestServer server;
  const auto reply = server.ask(get("/throws"));
  REQUIRE(reply);
  CHECK(reply->body.find("secret") == std::string::npos);
  REQUIRE(server.errors().size() == 1);
  CHECK(server.errors()[0].find("GET /throws: secret") != std::string::npos);

  const auto plain = server.ask(get("/throws", "X-Break-Problem: yes\r\n"));
  REQUIRE(plain);
  CHECK(plain->status == 500);
  CHECK(plain->body == "internal-error\n");
}

TEST_CASE("a head that does not end is answered 408 and cut off, however it trickles") {
  TestServer server;
  auto client = server.connect();
  const auto began = std::chrono::steady_clock::now();
  client.send("GET /hello HTTP/1.1\r\n");
  std::thread drip([&client] {
    for (int i = 0; i < 8; ++i) {
      client.send("A: b\r\n");
      std::this_thread::sleep_for(std::chrono::milliseconds(60));
    }
  });
  const auto reply = client.receive();
  const auto took = std::chrono::steady_clock::now() - began;
  drip.join();
  REQUIRE(reply);
  CHECK(reply->status == 408);
  CHECK(reply->header("connection") == "close");
  CHECK(took > std::chrono::milliseconds(250));
  CHECK(took < std::chrono::milliseconds(450));
}

TEST_CASE("a body that does not come is answered 408") {
  TestServer server;
  auto client = server.connect();
  client.send(
      "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
      "Content-Length: 100\r\n\r\n{");
  const auto reply = client.receive();
  REQUIRE(reply);
  CHECK(reply->status == 408);
  CHECK(client.is_closed());
}

TEST_CASE("a body cut short is answered 400") {
  TestServer server;
  auto client = server.connect();
  client.send(
      "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
      "Content-Length: 100\r\n\r\n{");
  client.finish_sending();
  const auto reply = client.receive();
  REQUIRE(reply);
  CHECK(reply->status == 400);
}

TEST_CASE("who says nothing, before or after a request, is hung up on without a word") {
  TestServer server;
  auto silent = server.connect();
  CHECK(silent.is_closed());
  auto client = server.connect();
  client.send(get("/hello"));
  REQUIRE(client.receive());
  CHECK(client.is_closed());
}

TEST_CASE("who does not read the answer is cut off") {
  TestServer server;
  auto client = server.connect();
  client.send(get("/huge"));
  CHECK(server.records(1)[0].status == 200);
  CHECK_FALSE(client.receive());  // not whole
}
