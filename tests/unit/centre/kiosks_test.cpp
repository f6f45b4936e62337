// What kiosks print and say of themselves, on a real file.
#include "yuyue/centre/kiosks/kiosks.hpp"

#include <doctest/doctest.h>

#include "unit/real_file.hpp"

using namespace yuyue;
using namespace yuyue::centre::kiosks;
using namespace std::chrono_literals;

TEST_CASE("copies are counted over all kiosks, states kept with the time since when") {
  const HospitalTime time;
  const auto now = time.at(*parse_day("2026-11-23"), MinuteOfDay{9 * 60});
  SystemClock clock;
  IdMaker ids(clock);
  test::RealFile file;
  const Kiosks kiosks({.time = &time, .ids = &ids});
  const access::Actor ours{.kind = "device", .id = 3}, theirs{.kind = "key", .id = 4};
  file.write([&](store::Transaction& tx) {
    CHECK(kiosks.report(tx, {.kind = "staff", .id = 1}, Paper::ok, "", now).error().code ==
          "forbidden");
    kiosks.report(tx, ours, Paper::ok, "1", now).value();
    kiosks.report(tx, ours, Paper::ok, "1", now + 1min).value();
    kiosks.report(tx, theirs, Paper::ok, "9", now).value();
    kiosks.report(tx, theirs, Paper::out, "9", now + 2min).value();
    CHECK(kiosks.print(tx, ours, {"vis", 1}, now) == 1);
    CHECK(kiosks.print(tx, theirs, {"vis", 1}, now) == 2);
    CHECK(kiosks.print(tx, theirs, {"apt", 1}, now) == 1);
    const auto list = kiosks.list(tx, now + 3min);
    REQUIRE(list.size() == 2);
    CHECK(list[0].paper_since == now);
    CHECK(list[0].seen_at == now + 1min);
    CHECK(list[0].prints == 1);
    CHECK(list[1].paper == Paper::out);
    CHECK(list[1].paper_since == now + 2min);
    CHECK(list[1].prints == 2);
    CHECK(list[1].reprints == 1);
    CHECK(kiosks.list(tx, now + 24h)[1].prints == 0);
    return true;
  });
}

TEST_CASE("what does not fit together is named: a kiosk that is none, a copy that is missing") {
  test::RealFile file;
  file.write([&](store::Transaction& tx) {
    tx.execute(
        "INSERT INTO device (id, version, kind, name, paired_at) VALUES (3, 1, 'kiosk', 'k', 1)");
    tx.execute(
        "INSERT INTO kiosk_state (kind, id, paper, paper_since, version, seen_at)"
        " VALUES ('device', 3, 'ok', 1, '', 1)");
    tx.execute(
        "INSERT INTO visit (id, day, number, priority, proof, how, taken_at, state)"
        " VALUES (7, '2026-11-23', 'A001', '', '', 'kiosk', 1, 'done')");
    tx.execute(
        "INSERT INTO kiosk_print (id, at, kiosk_kind, kiosk_id, subject_kind, subject_id, copy)"
        " VALUES (1, 1, 'device', 3, 'vis', 7, 1)");
    CHECK(check_kiosks(tx).empty());
    tx.execute("UPDATE kiosk_print SET copy = 2");
    tx.execute("UPDATE kiosk_state SET id = 4");
    CHECK(check_kiosks(tx) == std::vector<std::string>{"device 4: says how it is, and is no kiosk",
                                                       "vis 7: a copy of its slip is missing"});
    tx.execute("UPDATE kiosk_print SET copy = 1, subject_id = 8");
    CHECK(check_kiosks(tx).size() == 2);
    // Plans and numbers at devices are others' to know; of records there are appointments.
    tx.execute("UPDATE kiosk_state SET id = 3");
    tx.execute("UPDATE kiosk_print SET subject_kind = 'exp'");
    CHECK(check_kiosks(tx).empty());
    tx.execute("UPDATE kiosk_print SET subject_kind = 'rec'");
    CHECK(check_kiosks(tx).size() == 1);
    return true;
  });
}
