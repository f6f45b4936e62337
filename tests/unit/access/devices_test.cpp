#include "yuyue/access/devices.hpp"

#include <doctest/doctest.h>

#include "unit/access_world.hpp"

using namespace yuyue;
using namespace yuyue::access;

namespace {

struct DeviceWorld : test::AccessWorld {
  Devices devices{vault, ids, cache, audit, {}};

  Result<OpenedPairing> open(std::string_view remote = "10.0.0.1") {
    return write([&](store::Transaction& tx) {
      return devices.open(tx, access::DeviceKind::kiosk, remote, now);
    });
  }
  Result<Device> pair(std::string_view code, std::string_view name = "一楼自助机") {
    return write([&](store::Transaction& tx) {
      return devices.pair(tx, admin, code, name, std::nullopt, now);
    });
  }
  Result<std::string> collect(const OpenedPairing& opened) {
    return write([&](store::Transaction& tx) { return devices.collect(tx, opened.secret, now); });
  }
};

}  // namespace

TEST_CASE("a screen is paired by its code, once, and known by its key") {
  DeviceWorld w;
  const auto opened = w.open().value();
  CHECK(opened.code.size() == 6);
  CHECK(w.collect(opened).error().code == "pairing-expired");
  const auto device = w.pair(opened.code).value();
  CHECK(w.pair(opened.code).error().code == "pairing-code-unknown");

  const auto lost = w.collect(opened).value();
  CHECK(w.devices.resolve(*w.database, lost)->id == device.id.value);
  const auto key = w.collect(opened).value();
  CHECK(!w.devices.resolve(*w.database, lost));
  const auto who = w.devices.resolve(*w.database, key).value();
  CHECK(who.kind == PrincipalKind::device);
  CHECK(who.permissions == kiosk_permissions());
  CHECK(!w.devices.resolve(*w.database, ""));
  CHECK(!w.devices.resolve(*w.database, key + "x"));

  // Neither the key, nor what leads to one, is in the file.
  const auto bytes = w.raw_bytes();
  CHECK(bytes.find(key) == std::string::npos);
  CHECK(bytes.find(opened.secret) == std::string::npos);
}

TEST_CASE("whoever is revoked is nobody, also from the cache") {
  DeviceWorld w;
  const auto opened = w.open().value();
  const auto device = w.pair(opened.code).value();
  const auto key = w.collect(opened).value();
  CHECK(w.devices.resolve(*w.database, key));
  const auto revoke = [&] {
    return w.write(
        [&](store::Transaction& tx) { return w.devices.revoke(tx, w.admin, device.id, w.now); });
  };
  CHECK(revoke().has_value());
  CHECK(!w.devices.resolve(*w.database, key));
  CHECK(w.collect(opened).error().code == "pairing-expired");
  CHECK(revoke().error().code == "not-found");
  CHECK(w.read([&](store::Snapshot& s) { return w.devices.list(s).empty(); }));
}

TEST_CASE("codes run out, are few, and their table is kept small") {
  DeviceWorld w;
  const auto opened = w.open().value();
  w.now += std::chrono::minutes(10);
  CHECK(w.pair(opened.code).error().code == "pairing-code-unknown");
  for (int i = 0; i < w.devices.rules().most_from_remote; ++i) CHECK(w.open().has_value());
  const auto refused = w.open();
  REQUIRE(!refused);
  CHECK(refused.error().code == "too-many-pairings");
  CHECK(refused.error().possible_at == w.now + std::chrono::minutes(10));
  int all = w.devices.rules().most_from_remote;
  while (w.open("10.0.1." + std::to_string(all))) ++all;
  CHECK(all == w.devices.rules().most_open);
  w.now += std::chrono::minutes(11);
  CHECK(w.open().has_value());
  CHECK(w.count("SELECT count(*) FROM device_pairing") == 1);
}

TEST_CASE("wrong codes are counted, and then the right one has to wait, too") {
  DeviceWorld w;
  const auto opened = w.open().value();
  const auto wrong = [&] {
    return w
        .write([&](store::Transaction& tx) { return w.devices.guessed_wrong(tx, w.admin, w.now); })
        .result.has_value();
  };
  int counted = 0;
  while (wrong()) ++counted;
  CHECK(counted == ThrottleRules{}.free_failures);
  CHECK(w.pair(opened.code).error().code == "too-many-attempts");
  w.now += std::chrono::minutes(2);
  CHECK(w.pair(opened.code).has_value());
}

TEST_CASE("silence after three minutes") {
  Device device;
  device.paired_at = test::moment("2026-11-23T08:00:00+08:00");
  CHECK(!is_silent(device, device.paired_at + std::chrono::minutes(3)));
  CHECK(is_silent(device, device.paired_at + std::chrono::minutes(4)));
  device.seen_at = device.paired_at + std::chrono::minutes(4);
  CHECK(!is_silent(device, device.paired_at + std::chrono::minutes(6)));
}
