#include <doctest/doctest.h>

#include "unit/access_world.hpp"
#include "yuyue/notify/outbox.hpp"

using namespace yuyue;
using namespace yuyue::notify;
using namespace std::chrono_literals;

namespace {

struct World : test::AccessWorld {
  Outbox outbox{vault, ids, {}};
  void owe(NewMessage message) {
    message.about_kind = "apt";
    write([&](store::Transaction& tx) { return outbox.owe(tx, message, now); });
  }
  std::vector<Message> messages(std::optional<std::string_view> phone = {}) {
    return read([&](store::Snapshot& s) { return outbox.demo_messages(s, phone); });
  }
  DeliveryFigures deliver(Channel& channel) { return outbox.deliver_due(*database, channel, now); }
};

/// Answers as told, and counts.
struct Scripted final : Channel {
  Delivery next = Delivery::done();
  int calls = 0;
  std::string_view name() const override { return "scripted"; }
  Delivery deliver(const Message&) override {
    ++calls;
    if (next.reason == "throw") throw std::runtime_error("no gateway");
    return next;
  }
};

}  // namespace

TEST_CASE("messages are kept sealed and delivered in their time") {
  World world;
  world.owe({"sms", "13800138000", "您好,王小明", {}, {}, "", 0});
  world.owe({"sms", "13900139000", "later", world.now + 1h, {}, "", 0});
  CHECK(world.raw_bytes().find("13800138000") == std::string::npos);
  CHECK(world.raw_bytes().find("王小明") == std::string::npos);
  DemoMailbox mailbox;
  CHECK(world.deliver(mailbox).delivered == 1);
  CHECK(world.deliver(mailbox).delivered == 0);
  const auto sent = world.messages("13800138000");
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].text == "您好,王小明");
  CHECK(sent[0].state == MessageState::delivered);
  CHECK(sent[0].sent_at == world.now);
  CHECK(world.messages().size() == 2);
  world.now += 1h;
  CHECK(world.read([&](store::Snapshot& s) { return world.outbox.waiting(s, world.now); }) == 1);
  CHECK(world.deliver(mailbox).delivered == 1);
}

TEST_CASE("many messages are delivered in chunks, each once") {
  World world;
  for (int i = 0; i < 45; ++i) world.owe({"sms", "13800138000", "x", {}, {}, "", 0});
  Scripted channel;
  CHECK(world.deliver(channel).delivered == 45);
  CHECK(channel.calls == 45);
}

TEST_CASE("a failing channel is tried again with growing pauses, then given up") {
  World world;
  world.owe({"sms", "13800138000", "x", {}, {}, "", 0});
  Scripted channel;
  channel.next = Delivery::later("busy");
  auto pause = 30s;
  for (int i = 1; i < 6; ++i) {
    CHECK(world.deliver(channel).retried == 1);
    world.now += pause - 1ms;
    CHECK(world.deliver(channel).retried == 0);
    world.now += 1ms;
    pause *= 2;
  }
  channel.next.reason = "throw";
  CHECK(world.deliver(channel).given_up == 1);
  CHECK(channel.calls == 6);
  CHECK(world.messages()[0].state == MessageState::undelivered);
  CHECK(world.messages()[0].reason == "channel-failed");
}

TEST_CASE("without a channel each message says why it was not delivered") {
  World world;
  world.owe({"sms", "13800138000", "x", {}, {}, "", 0});
  NoChannel none;
  CHECK(world.deliver(none).given_up == 1);
  CHECK(world.messages()[0].reason == "no-channel");
}

TEST_CASE("what is worthless is not sent late; what was claimed and lost is sent after all") {
  World world;
  world.owe({"sms", "13800138000", "code", {}, world.now + 5min, "", 0});
  world.now += 5min;
  Scripted channel;
  CHECK(world.deliver(channel).delivered == 0);
  CHECK(world.messages()[0].reason == "too-late");

  world.owe({"sms", "13800138000", "x", {}, {}, "", 0});
  world.execute(
      "UPDATE message SET state = 'sending', due_at = due_at + 300000 "
      "WHERE state = 'owed'");
  world.now += 5min - 1ms;
  CHECK(world.deliver(channel).delivered == 0);
  world.now += 1ms;
  CHECK(world.deliver(channel).delivered == 1);
}

TEST_CASE("a stopped delivery gives back what it claimed") {
  World world;
  for (int i = 0; i < 3; ++i) world.owe({"sms", "13800138000", "x", {}, {}, "", 0});
  Scripted channel;
  const auto stop = [&] {
    return channel.calls == 1;
  };
  CHECK(world.outbox.deliver_due(*world.database, channel, world.now, stop).delivered == 1);
  CHECK(world.count("SELECT COUNT(*) FROM message WHERE state = 'owed' AND attempts = 0") == 2);
  CHECK(world.deliver(channel).delivered == 2);
}

TEST_CASE("old messages lose their text and address") {
  World world;
  world.owe({"sms", "13800138000", "x", {}, {}, "", 0});
  DemoMailbox mailbox;
  world.deliver(mailbox);
  world.now += 24h * 30;
  CHECK(world.write([&](store::Transaction& tx) { return world.outbox.purge(tx, world.now); }) ==
        1);
  CHECK(world.messages().empty());
  CHECK(world.count("SELECT COUNT(*) FROM message") == 1);
}
