// What the server does beyond refusing, over a real socket.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <zlib.h>

#include <filesystem>

#include "test_server.hpp"

using namespace yuyue::http;
using namespace yuyue::http::test;

namespace {

std::string unpacked(const std::string& gzipped) {
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  std::string out(100'000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzipped.data()));
  stream.avail_in = static_cast<uInt>(gzipped.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

}  // namespace

TEST_CASE("a request is answered and the connection kept") {
  TestServer server;
  auto client = server.connect();
  for (const std::string name : {"a", "b", "c"}) {
    client.send(get("/hello?name=" + name));
    const auto reply = client.receive();
    REQUIRE(reply);
    CHECK(reply->status == 200);
    CHECK(reply->body == "{\"hello\":\"" + name + "\"}");
    CHECK(reply->header("content-type") == "application/json");
    CHECK(reply->header("connection").empty());
  }
  CHECK(server.server->figures().requests == 3);
  CHECK(server.server->figures().connections == 1);
  const auto records = server.records(3);
  CHECK(records[0].pattern == "/hello");
  CHECK(records[0].bytes_out > 100);
}

TEST_CASE("the query is decoded") {
  TestServer server;
  const auto reply = server.ask(get("/hello?x&&name=%E5%BF%83+%E5%86%85%26"));
  REQUIRE(reply);
  CHECK(reply->body == "{\"hello\":\"心 内&\"}");
}

TEST_CASE("requests sent in one packet are answered in order") {
  TestServer server;
  auto client = server.connect();
  std::string all;
  for (int i = 0; i < 50; ++i) {
    all += i % 2 == 0 ? get("/hello?name=" + std::to_string(i)) : post("/echo", std::to_string(i));
  }
  client.send(all + get("/hello", "Connection: close\r\n") + get("/hello"));
  for (int i = 0; i < 50; ++i) {
    const auto reply = client.receive();
    REQUIRE(reply);
    CHECK(reply->body ==
          (i % 2 == 0 ? "{\"hello\":\"" + std::to_string(i) + "\"}" : std::to_string(i)));
  }
  const auto last = client.receive();
  REQUIRE(last);
  CHECK(last->header("connection") == "close");
  CHECK(client.is_closed());
}

TEST_CASE("many connections, whose handlers wait for another thread") {
  TestServer server;
  std::vector<Client> clients;
  for (int i = 0; i < 40; ++i) clients.push_back(server.connect());
  for (int round = 0; round < 20; ++round) {
    for (std::size_t i = 0; i < clients.size(); ++i) {
      const auto name = std::to_string(round * 100 + static_cast<int>(i));
      clients[i].send(get("/elsewhere?name=" + name) + get("/hello?name=" + name));
    }
    for (std::size_t i = 0; i < clients.size(); ++i) {
      const auto name = std::to_string(round * 100 + static_cast<int>(i));
      const auto first = clients[i].receive();
      const auto second = clients[i].receive();
      REQUIRE(first);
      REQUIRE(second);
      CHECK(first->body == name);
      CHECK(second->body == "{\"hello\":\"" + name + "\"}");
    }
  }
}

TEST_CASE("a request may come byte by byte") {
  TestServer server;
  auto client = server.connect();
  const std::string request = "\r\n" + post("/echo", "{\"a\":1}");
  for (const char c : request) {
    client.send(std::string(1, c));
    if (c == '\n') std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  const auto reply = client.receive();
  REQUIRE(reply);
  CHECK(reply->status == 201);
  CHECK(reply->body == "{\"a\":1}");
}

TEST_CASE("chunked bodies, their trailers not taken for headers") {
  TestServer server;
  auto client = server.connect();
  const std::string head =
      "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: application/json; charset=\"UTF-8\"\r\n"
      "Transfer-Encoding: chunked\r\n\r\n";
  client.send(head + "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nHost: other\r\n\r\n" + get("/hello"));
  const auto reply = client.receive();
  REQUIRE(reply);
  CHECK(reply->status == 201);
  CHECK(reply->body == "abcdefg");
  const auto next = client.receive();
  REQUIRE(next);
  CHECK(next->status == 200);
}

TEST_CASE("a long body within its route's limit") {
  TestServer server;
  auto client = server.connect();
  client.send(
      "POST /upload HTTP/1.1\r\nHost: h\r\nContent-Type: text/csv; charset=gb18030\r\n"
      "Content-Length: 900000\r\n\r\n" +
      std::string(900'000, 'x'));
  const auto reply = client.receive();
  REQUIRE(reply);
  CHECK(reply->body == "900000");
}

TEST_CASE("Expect: 100-continue is answered before the body, or refused instead") {
  TestServer server;
  auto client = server.connect();
  const std::string head =
      "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
      "Expect: 100-continue\r\nContent-Length: ";
  client.send(head + "2\r\n\r\n");
  const auto go_on = client.receive();
  REQUIRE(go_on);
  CHECK(go_on->status == 100);
  client.send("{}");
  const auto reply = client.receive();
  REQUIRE(reply);
  CHECK(reply->status == 201);

  client.send(head + "2000\r\n\r\n");
  const auto refused = client.receive();
  REQUIRE(refused);
  CHECK(refused->status == 413);
}

TEST_CASE("HEAD is GET without the body") {
  TestServer server;
  auto client = server.connect();
  client.send("HEAD /long HTTP/1.1\r\nHost: h\r\n\r\n" + get("/hello"));
  const auto reply = client.receive(true);
  REQUIRE(reply);
  CHECK(reply->status == 200);
  CHECK(reply->header("content-length") == "5002");
  const auto next = client.receive();
  REQUIRE(next);
  CHECK(next->body == "{\"hello\":\"\"}");
}

TEST_CASE("HTTP/1.0 is closed unless it asks to be kept, and needs no Host") {
  TestServer server;
  auto client = server.connect();
  client.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  auto reply = client.receive();
  REQUIRE(reply);
  CHECK(reply->header("connection") == "keep-alive");
  client.send("GET /hello HTTP/1.0\r\n\r\n");
  reply = client.receive();
  REQUIRE(reply);
  CHECK(reply->status == 200);
  CHECK(reply->header("connection") == "close");
  CHECK(client.is_closed());
}

TEST_CASE("unchanged answers are 304") {
  TestServer server;
  for (const char* path : {"/hello", "/shared", "/long", "/page/"}) {
    CAPTURE(path);
    const auto first = server.ask(get(path));
    REQUIRE(first);
    const auto etag = first->header("etag");
    REQUIRE(!etag.empty());
    for (const auto& tags : {etag, "\"other\", " + etag, std::string("*"),
                             etag.starts_with("W/") ? etag.substr(2) : "W/" + etag}) {
      const auto again =
          server.ask(get(path, "If-None-Match: " + tags + "\r\nAccept-Encoding: gzip\r\n"));
      REQUIRE(again);
      CHECK(again->status == 304);
      CHECK(again->body.empty());
      CHECK(again->header("content-length").empty());
      CHECK(!again->header("etag").empty());
    }
    const auto changed = server.ask(get(path, "If-None-Match: \"other\"\r\n"));
    REQUIRE(changed);
    CHECK(changed->status == 200);
  }
  const auto secret = server.ask(get("/secret"));
  REQUIRE(secret);
  CHECK(secret->header("etag").empty());
  CHECK(secret->header("cache-control") == "no-store");  // the handler's word before the hook's
}

TEST_CASE("text is packed where the client can unpack it") {
  TestServer server;
  const auto packed = server.ask(get("/long", "Accept-Encoding: gzip, deflate\r\n"));
  REQUIRE(packed);
  CHECK(packed->header("content-encoding") == "gzip");
  CHECK(packed->header("vary") == "Accept-Encoding");
  CHECK(packed->header("etag").starts_with("W/"));
  CHECK(packed->body.size() < 200);
  CHECK(unpacked(packed->body) == '"' + std::string(5000, 'x') + '"');

  const auto plain = server.ask(get("/long"));
  REQUIRE(plain);
  CHECK(plain->header("content-encoding").empty());
  CHECK(plain->header("vary") == "Accept-Encoding");

  const auto small = server.ask(get("/hello", "Accept-Encoding: gzip\r\n"));
  REQUIRE(small);
  CHECK(small->header("content-encoding").empty());
  CHECK(small->header("vary").empty());

  const auto brotli = server.ask(get("/shared", "Accept-Encoding: gzip, br\r\n"));
  REQUIRE(brotli);
  CHECK(brotli->header("content-encoding") == "br");
  const auto gzip = server.ask(get("/shared", "Accept-Encoding: gzip, br;q=0\r\n"));
  REQUIRE(gzip);
  CHECK(gzip->header("content-encoding") == "gzip");
  CHECK(unpacked(gzip->body) == std::string(5000, 'p'));
}

TEST_CASE("a page's folder without its slash is moved there") {
  TestServer server;
  const auto moved = server.ask(get("/page"));
  REQUIRE(moved);
  CHECK(moved->status == 308);
  CHECK(moved->header("location") == "/page/");
  const auto page = server.ask(get("/page/"));
  REQUIRE(page);
  CHECK(page->status == 200);
  CHECK(page->header("cache-control") == "no-cache");
  CHECK(page->header("content-type") == "text/html; charset=utf-8");
}

TEST_CASE("too many connections are answered 503, and counted") {
  auto limits = short_limits();
  limits.connections = 2;
  TestServer server(limits);
  auto first = server.connect();
  auto second = server.connect();
  for (auto* client : {&first, &second}) {
    client->send(get("/hello"));
    REQUIRE(client->receive());
  }
  auto third = server.connect();
  third.send(get("/hello"));
  const auto reply = third.receive();
  REQUIRE(reply);
  CHECK(reply->status == 503);
  CHECK(!reply->header("retry-after").empty());
  CHECK(third.is_closed());
  CHECK(server.server->figures().refused_connections == 1);
  CHECK(first.is_closed());  // when its idle time is over
  const auto fourth = server.ask(get("/hello"));
  REQUIRE(fourth);
  CHECK(fourth->status == 200);
}

TEST_CASE("one address may be limited") {
  auto limits = short_limits();
  limits.connections_per_address = 1;
  TestServer server(limits);
  auto first = server.connect();
  first.send(get("/hello"));
  REQUIRE(first.receive());
  const auto reply = server.ask(get("/hello"));
  REQUIRE(reply);
  CHECK(reply->status == 503);
}

TEST_CASE("the control socket is its owner's alone, and has its own routes") {
  TestServer server(short_limits(), true);
  struct stat made {};
  REQUIRE(::stat(server.unix_path.c_str(), &made) == 0);
  CHECK((made.st_mode & 0777) == 0600);
  CHECK(server.server->addresses().at(1) == server.unix_path);
  Client client(server.unix_path);
  client.send(get("/operator"));
  auto reply = client.receive();
  REQUIRE(reply);
  CHECK(reply->body == "\"unix\"");
  client.send(get("/hello"));
  reply = client.receive();
  REQUIRE(reply);
  CHECK(reply->status == 404);
  CHECK(server.stop());
  CHECK_FALSE(std::filesystem::exists(server.unix_path));
}

TEST_CASE("an address that cannot be had is named") {
  TestServer server;
  boost::asio::io_context context;
  Router router;
  Server second(context, router, {}, {});
  const auto taken = server.server->addresses().at(0);
  const auto port = static_cast<unsigned short>(std::stoi(taken.substr(taken.find(':') + 1)));
  CHECK_THROWS_WITH_AS(second.listen({{Listener::open, "127.0.0.1", port, ""}}),
                       doctest::Contains(taken.c_str()), boost::system::system_error);
  CHECK_THROWS_AS(second.listen({{Listener::open, "localhost", 0, ""}}),
                  boost::system::system_error);
}

TEST_CASE("a stop answers what is under way, closes the idle and takes nothing new") {
  TestServer server;
  auto busy = server.connect();
  busy.send(get("/wait"));
  server.await_waiting();
  auto idle = server.connect();
  idle.send(get("/hello"));
  REQUIRE(idle.receive());
  std::thread stopping([&server] { CHECK(server.stop()); });
  CHECK(idle.is_closed());
  server.release();
  const auto reply = busy.receive();
  REQUIRE(reply);
  CHECK(reply->status == 200);
  CHECK(reply->header("connection") == "close");
  CHECK(busy.is_closed());
  stopping.join();
}

TEST_CASE("a request that was on its way when the stop began is answered") {
  auto limits = short_limits();
  limits.stop_time = std::chrono::milliseconds(4000);
  TestServer server(limits);
  auto kept = server.connect();
  kept.send(get("/hello"));
  REQUIRE(kept.receive());
  auto quiet = server.connect();
  std::thread stopping([&server] { CHECK(server.stop()); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  kept.send(get("/hello"));
  const auto reply = kept.receive();
  REQUIRE(reply);
  CHECK(reply->header("connection") == "close");
  CHECK(kept.is_closed());
  CHECK(quiet.is_closed());
  stopping.join();
}

TEST_CASE("a stop does not wait for ever") {
  TestServer server;
  auto busy = server.connect();
  busy.send(get("/wait"));
  server.await_waiting();
  CHECK_FALSE(server.stop());
  CHECK_FALSE(busy.receive());
}

TEST_CASE("a stop of a server nobody has visited") {
  TestServer server;
  CHECK(server.stop());
}
