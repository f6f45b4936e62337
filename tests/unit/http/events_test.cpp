// Streams of events over a real socket: in order, without loss, and gone when somebody goes.
#include "yuyue/http/events.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <set>
#include <sstream>
#include <thread>

#include "test_server.hpp"

using namespace yuyue::http;
using namespace yuyue::http::test;
using namespace std::chrono_literals;

namespace {

struct Event {
  std::string id, type, data;
};

/// A client that listens.
class Listening {
 public:
  explicit Listening(const TestServer& server, const std::string& headers = "",
                     const std::string& query = "")
      : client_(server.connect()) {
    client_.send(get("/events" + query, headers));
    const auto head = client_.receive();
    REQUIRE(head);
    REQUIRE(head->status == 200);
    head_ = *head;
  }
  const Reply& head() const { return head_; }
  Client& client() { return client_; }

  /// The next event but beats (which are counted); nothing: the stream has ended.
  std::optional<Event> next() {
    for (;;) {
      const auto text = client_.receive_until("\n\n");
      if (!text) return std::nullopt;
      Event event;
      std::istringstream lines(*text);
      for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("id: ")) event.id = line.substr(4);
        if (line.starts_with("event: ")) event.type = line.substr(7);
        if (line.starts_with("data: ")) event.data = line.substr(6);
        if (line.starts_with("retry: ")) retried_ = true;
      }
      if (event.type == "beat") ++beats;
      if (!event.id.empty()) return event;
    }
  }
  bool retried() const { return retried_; }
  int beats = 0;

 private:
  Client client_;
  Reply head_;
  bool retried_ = false;
};

void until(const std::function<bool()>& is_so) {
  for (int i = 0; i < 300 && !is_so(); ++i) std::this_thread::sleep_for(10ms);
  REQUIRE(is_so());
}

}  // namespace

TEST_CASE("a stream begins with the state and goes on with what happens, in order") {
  TestServer server;
  server.state = R"({"n":0})";
  Listening one(server);
  CHECK(one.head().header("content-type") == "text/event-stream");
  CHECK(one.head().header("connection") == "close");
  CHECK(one.head().header("content-length").empty());
  CHECK(one.head().header("cache-control") == "no-store");
  const auto first = one.next();
  REQUIRE(first);
  CHECK(one.retried());
  CHECK(first->type == "snapshot");
  CHECK(first->data == R"({"n":0})");
  server.events->publish("call", "1");
  server.events->publish("call", "2");
  for (const std::string expected : {"1", "2"}) {
    const auto event = one.next();
    REQUIRE(event);
    CHECK(event->type == "call");
    CHECK(event->data == expected);
    CHECK(event->id.ends_with("-" + expected));
  }
  CHECK(server.records(1)[0].status == 200);
  CHECK_THROWS_AS(server.events->publish("call", "a\nb"), std::logic_error);
}

TEST_CASE("nothing is lost and nothing comes twice while many publish and many listen") {
  TestServer server;
  constexpr int kListeners = 20, kPublishers = 4, kEach = 500;
  std::vector<std::thread> listeners;
  std::vector<std::vector<std::string>> heard(kListeners);
  std::atomic<int> ready = 0;
  for (int i = 0; i < kListeners; ++i) {
    listeners.emplace_back([&, i] {
      auto headers = std::string();
      std::optional<Listening> stream(std::in_place, server);
      REQUIRE(stream->next()->type == "snapshot");
      ++ready;
      std::string last;
      while (heard[i].size() < kPublishers * kEach) {
        // Some of them lose the connection at times.
        if (i % 2 == 1 && heard[i].size() % 97 == 50 && heard[i].size() > 0) {
          stream.emplace(server, "Last-Event-ID: " + last + "\r\n");
        }
        const auto event = stream->next();
        REQUIRE(event);
        REQUIRE(event->type == "call");
        last = event->id;
        heard[i].push_back(event->data);
      }
    });
  }
  until([&] { return ready == kListeners; });
  std::vector<std::thread> publishers;
  for (int p = 0; p < kPublishers; ++p)
    publishers.emplace_back([&, p] {
      for (int n = 0; n < kEach; ++n)
        server.events->publish("call", std::to_string(p) + ":" + std::to_string(n));
    });
  for (auto& thread : publishers) thread.join();
  for (auto& thread : listeners) thread.join();
  for (const auto& list : heard) CHECK(list == heard[0]);
  CHECK(std::set<std::string>(heard[0].begin(), heard[0].end()).size() == kPublishers * kEach);
}

TEST_CASE("who comes again is sent what was missed, or the state if that is gone") {
  TestServer server;
  std::string last;
  {
    Listening one(server);
    one.next();
    server.events->publish("call", "1");
    last = one.next()->id;
  }
  server.events->publish("board", "a", EventChannel::Keep::newest);
  server.events->publish("call", "2");
  server.events->publish("board", "b", EventChannel::Keep::newest);
  const auto resumed = [&](const std::string& headers, const std::string& query) {
    Listening again(server, headers, query);
    std::vector<std::string> got;
    got.push_back(again.next()->data);
    got.push_back(again.next()->data);
    return got;
  };
  const std::vector<std::string> missed{"2", "b"};  // of boards only the last one counts
  CHECK(resumed("Last-Event-ID: " + last + "\r\n", "") == missed);
  CHECK(resumed("", "?lastEventId=" + last) == missed);

  for (const std::string& id :
       {std::string("other-1"), last + "x", last.substr(0, 3), last + "99"}) {
    Listening again(server, "Last-Event-ID: " + id + "\r\n");
    CHECK(again.next()->type == "snapshot");
  }
  for (int n = 0; n < 3000; ++n) server.events->publish("call", std::to_string(n));
  Listening late(server, "Last-Event-ID: " + last + "\r\n");
  const auto state = late.next();
  REQUIRE(state);
  CHECK(state->type == "snapshot");
  CHECK(state->id.ends_with("-3004"));
}

TEST_CASE("who does not read is cut off, and holds nobody up") {
  TestServer server;
  Listening reading(server), sleeping(server);
  reading.next();
  const std::string large(200'000, 'x');
  std::thread reader([&] {
    for (std::string last; !last.ends_with("-60");) last = reading.next().value().id;
  });
  for (int n = 0; n < 60; ++n) {
    server.events->publish("call", large);
    std::this_thread::sleep_for(5ms);
  }
  reader.join();
  until([&] { return server.events->readers() == 1; });
}

TEST_CASE("somebody who falls behind gets the state instead of what is gone") {
  auto limits = short_limits();
  limits.write_time = 3s;
  TestServer server(limits);
  Listening slow(server);
  CHECK(slow.next()->type == "snapshot");
  const std::string large(200'000, 'x');
  for (int n = 0; n < 60; ++n) server.events->publish("call", large);
  int states = 0;
  std::string last;
  while (!last.ends_with("-61")) {
    const auto event = slow.next();
    REQUIRE(event);
    states += event->type == "snapshot" ? 1 : 0;
    last = event->id;
    if (last.ends_with("-60")) server.events->publish("call", "end");
  }
  CHECK(states > 0);
}

TEST_CASE("who goes is forgotten") {
  TestServer server;
  {
    Listening one(server), two(server);
    until([&] { return server.events->readers() == 2; });
  }
  until([&] { return server.events->readers() == 0; });
  until([&] { return server.server->figures().connections == 0; });
}

TEST_CASE("a stream says that it lives, until whoever listens may not any more") {
  auto limits = short_limits();
  limits.beat_time = 60ms;
  TestServer server(limits);
  Listening one(server);
  one.next();
  std::this_thread::sleep_for(300ms);  // several beats; and longer than an idle connection may live
  std::this_thread::sleep_for(300ms);
  server.events->publish("call", "1");
  CHECK(one.next()->data == "1");
  CHECK(one.beats >= 4);
  server.may_go_on = false;
  CHECK_FALSE(one.next());
}

TEST_CASE("a stop ends streams at once, and everybody was answered") {
  TestServer server;
  Listening one(server);
  one.next();
  const auto began = std::chrono::steady_clock::now();
  CHECK(server.stop());
  CHECK(std::chrono::steady_clock::now() - began < 500ms);
  CHECK_FALSE(one.next());
}

TEST_CASE("what else is said on a stream's connection is passed over, but not for ever") {
  TestServer server;
  Listening one(server);
  one.next();
  one.client().send(get("/hello"));
  server.events->publish("call", "1");
  CHECK(one.next()->data == "1");
  one.client().send(std::string(100'000, 'x'));
  until([&] { return server.events->readers() == 0; });
}

TEST_CASE("HEAD, HTTP/1.0 and what is accepted") {
  TestServer server;
  auto client = server.connect();
  client.send("HEAD /events HTTP/1.1\r\nHost: h\r\n\r\n");
  const auto head = client.receive(true);
  REQUIRE(head);
  CHECK(head->header("content-type") == "text/event-stream");
  CHECK(client.is_closed());
  CHECK(server.events->readers() == 0);

  auto old = server.connect();
  old.send("GET /events HTTP/1.0\r\nHost: h\r\n\r\n");
  REQUIRE(old.receive());
  CHECK(old.receive_until("\n\n"));
  CHECK(old.receive_until("\n\n").value_or("").starts_with("id: "));

  const auto refused = server.ask(get("/events", "Accept: application/json\r\n"));
  REQUIRE(refused);
  CHECK(refused->status == 406);
}

TEST_CASE("a state that cannot be made is an error, not an empty stream") {
  TestServer server;
  server.state = "";
  const auto reply = server.ask(get("/events"));
  REQUIRE(reply);
  CHECK(reply->status == 500);
  CHECK(server.errors().size() == 1);
  CHECK(server.events->readers() == 0);
}
