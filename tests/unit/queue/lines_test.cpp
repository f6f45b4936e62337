#include "yuyue/queue/lines.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "unit/real_file.hpp"

using namespace yuyue;
using namespace yuyue::queue;
using namespace std::chrono_literals;

namespace {

const Reference kNurse{"staff", 7};
const Reference kSession{"session", 11};
const Station kRoom1{1}, kRoom2{2};
const HospitalTime kTime;

Instant at(int hour, int minute) {
  return kTime.at(*parse_day("2026-11-23"), MinuteOfDay{hour * 60 + minute});
}

struct Heard final : Watcher {
  void happened(const Happening& one) override {
    const std::scoped_lock lock(mutex);
    list.push_back(one);
  }
  std::mutex mutex;
  std::vector<Happening> list;
};

/// A line in a real file.
struct Clinic : test::RealFile {
  void reopen() {
    open_file();
    lines.emplace(ids, &heard);
  }
  explicit Clinic(LineRules rules = {}) {
    reopen();
    const auto opened = write([&](store::Transaction& tx) {
      return lines->open(tx, kSession, *parse_day("2026-11-23"), rules);
    });
    REQUIRE(opened.has_value());
    id = *opened;
  }
  Result<Ticket> join(std::int64_t appointment, std::optional<Instant> slot, Instant now) {
    return write([&](store::Transaction& tx) {
      Joining joining;
      joining.number = std::to_string(appointment);
      joining.slot_start = slot;
      joining.sequence = slot ? 1 : 0;
      return lines->join(tx, id, joining, {"appointment", appointment}, kNurse, now);
    });
  }
  Result<Ticket> change(const Lines::Decide& decide, const std::string& reason = "",
                        std::optional<TicketId> done = {}) {
    return write([&](store::Transaction& tx) {
      return lines->change(tx, id, decide, kNurse, reason, done);
    });
  }
  std::string order() {
    return read([&](store::Snapshot& snapshot) {
      std::string text;
      const auto kept = load(snapshot, id);
      for (const auto* ticket : kept->line.order())
        text += (text.empty() ? "" : " ") + ticket->number;
      return text;
    });
  }
  TicketId ticket(std::int64_t appointment) {
    return read([&](store::Snapshot& snapshot) {
      return ticket_of(snapshot, {"appointment", appointment})->ticket.id;
    });
  }
  void check_sound() {
    const auto problems = read([](store::Snapshot& snapshot) { return check_lines(snapshot); });
    for (const auto& problem : problems) MESSAGE(problem);
    CHECK(problems.empty());
  }

  SystemClock clock;
  IdMaker ids{clock};
  Heard heard;
  std::optional<Lines> lines;
  LineId id;
};

}  // namespace

TEST_CASE("a line is what it was after a restart in the middle") {
  Clinic clinic;
  REQUIRE(clinic.join(1, at(8, 0), at(7, 50)).has_value());
  REQUIRE(clinic.join(2, at(8, 30), at(7, 55)).has_value());
  REQUIRE(clinic.join(3, {}, at(7, 45)).has_value());
  REQUIRE(clinic.join(4, at(8, 30), at(8, 0)).has_value());
  CHECK(clinic.join(4, at(8, 30), at(8, 1)).error().code == "already-in-line");
  const auto one = clinic.ticket(1);
  REQUIRE(clinic.change([](const Line& l) { return l.call(kRoom1, at(8, 0)); }).has_value());
  REQUIRE(clinic.change([&](const Line& l) { return l.start(one, at(8, 1)); }).has_value());
  CHECK(clinic.order() == "3 2 4");
  clinic.reopen();
  CHECK(clinic.order() == "3 2 4");
  clinic.check_sound();

  REQUIRE(clinic.change([&](const Line& l) { return l.finish(one, at(8, 9)); }).has_value());
  CHECK(clinic.order() == "3 2 4");
  REQUIRE(clinic.change([&](const Line& l) { return l.come_back(one, at(9, 0)); }, "", one));
  clinic.reopen();
  CHECK(clinic.order() == "3 1 2 4");
  clinic.check_sound();
  REQUIRE(clinic.heard.list.size() == 8);
  for (std::size_t i = 0; i < 8; ++i)
    CHECK(clinic.heard.list[i].seq == static_cast<std::int64_t>(i) + 1);
  CHECK(clinic.heard.list.back().subject == Reference{"appointment", 1});
}

TEST_CASE("opening a line again finds the one that is there") {
  Clinic clinic;
  const auto again = clinic.write([&](store::Transaction& tx) {
    return clinic.lines->open(tx, kSession, *parse_day("2026-11-23"), {.near_room = 5});
  });
  CHECK(*again == clinic.id);
  const auto wrong = clinic.write([&](store::Transaction& tx) {
    return clinic.lines->open(tx, {"session", 12}, *parse_day("2026-11-23"), {.near_room = -1});
  });
  CHECK(wrong.error().code == "rules-invalid");
}

TEST_CASE("a decision against the rule needs a reason, and is kept with who made it") {
  Clinic clinic;
  REQUIRE(clinic.join(1, at(8, 0), at(7, 50)).has_value());
  REQUIRE(clinic.join(2, at(8, 30), at(7, 50)).has_value());
  const auto two = clinic.ticket(2);
  const auto out_of_turn = [&](const Line& l) {
    return l.call(two, kRoom1, at(8, 0));
  };
  CHECK(clinic.change(out_of_turn).error().code == "required");
  CHECK(clinic.order() == "1 2");
  REQUIRE(clinic.change(out_of_turn, "腹痛加重").has_value());
  const auto events =
      clinic.read([&](store::Snapshot& snapshot) { return events_of(snapshot, clinic.id, 2); });
  REQUIRE(events.size() == 1);
  CHECK(events[0].event.decision);
  CHECK(events[0].reason == "腹痛加重");
  CHECK(events[0].by == kNurse);
}

TEST_CASE("rooms that call at once never get the same number, and nobody is left out") {
  Clinic clinic;
  constexpr int kPeople = 60;
  for (int i = 1; i <= kPeople; ++i) REQUIRE(clinic.join(i, {}, at(8, 0)).has_value());
  std::mutex mutex;
  std::vector<TicketId> called;
  std::vector<std::thread> rooms;
  for (int room = 1; room <= 6; ++room)
    rooms.emplace_back([&, station = Station{room}] {
      while (true) {
        const auto ticket = clinic.change([&](const Line& l) { return l.call(station, at(9, 0)); });
        if (!ticket) return;
        const auto done =
            clinic.change([&](const Line& l) { return l.finish(ticket->id, at(9, 1)); });
        const std::scoped_lock lock(mutex);
        called.push_back(ticket->id);
        if (!done) return;
      }
    });
  for (auto& room : rooms) room.join();
  CHECK(called.size() == kPeople);
  CHECK(std::set<TicketId>(called.begin(), called.end()).size() == kPeople);
  clinic.check_sound();
}

TEST_CASE("transferred, somebody keeps the due time; a line closes when nobody is left") {
  Clinic clinic;
  const auto other = clinic.write([&](store::Transaction& tx) {
    return clinic.lines->open(tx, {"session", 12}, *parse_day("2026-11-23"), {});
  });
  REQUIRE(clinic.join(1, at(8, 0), at(7, 50)).has_value());
  const auto one = clinic.ticket(1);
  const auto transfer = [&](const std::string& reason) {
    return clinic.write([&](store::Transaction& tx) {
      return clinic.lines->transfer(tx, one, *other, kNurse, reason, at(9, 0));
    });
  };
  const auto close = [&] {
    return clinic.write([&](store::Transaction& tx) {
      auto begun = clinic.lines->begin_closing(tx, clinic.id, kNurse, "下班", at(11, 50));
      if (!begun) return begun;
      return clinic.lines->close(tx, clinic.id, kNurse, at(12, 0));
    });
  };
  CHECK(transfer("").error().code == "required");
  CHECK(close().error().code == "line-not-empty");
  CHECK(clinic.join(2, at(9, 0), at(8, 50)).has_value());  // what was refused has changed nothing
  const auto there = transfer("专科不符");
  REQUIRE(there.has_value());
  CHECK(there->rank.due == at(8, 0));
  CHECK(there->number == "1");
  CHECK(there->transferred);
  const auto two = clinic.ticket(2);
  REQUIRE(clinic.change([&](const Line& l) { return l.leave(two, at(12, 0)); }).has_value());
  CHECK(close().has_value());
  CHECK(clinic.join(3, at(9, 0), at(8, 50)).error().code == "line-closing");
  clinic.check_sound();
  const auto reopen = [&] {
    return clinic.write([&](store::Transaction& tx) {
      return clinic.lines->reopen(tx, clinic.id, kNurse, "", at(12, 5));
    });
  };
  CHECK(reopen().has_value());
  CHECK(reopen().error().code == "line-open");
  CHECK(clinic.join(3, at(9, 0), at(8, 50)).has_value());
  clinic.check_sound();
}

TEST_CASE(
    "who comes from another line is back, missed or away as there, under a number of one's own") {
  Clinic clinic;
  const auto other = clinic.write([&](store::Transaction& tx) {
    return clinic.lines->open(tx, {"session", 12}, *parse_day("2026-11-23"), {});
  });
  for (int i = 1; i <= 3; ++i) REQUIRE(clinic.join(i, at(8, 0), at(7, 50)).has_value());
  const auto taken = clinic.write([&](store::Transaction& tx) {
    Joining joining;
    joining.number = "1";
    return clinic.lines->join(tx, *other, joining, {"appointment", 9}, kNurse, at(8, 0));
  });
  REQUIRE(taken.has_value());
  const auto one = clinic.ticket(1), two = clinic.ticket(2);
  REQUIRE(clinic.change([&](const Line& l) { return l.call(one, kRoom1, at(8, 0)); }));
  REQUIRE(clinic.change([&](const Line& l) { return l.send_away(one, at(8, 5)); }));
  REQUIRE(clinic.change([&](const Line& l) { return l.call(two, kRoom1, at(8, 6)); }));
  REQUIRE(clinic.change([&](const Line& l) { return l.send_away(two, at(8, 7)); }));
  REQUIRE(clinic.change([&](const Line& l) { return l.come_back(two, at(8, 40)); }));
  const auto transfer = [&](TicketId id, LineId to) {
    return clinic.write([&](store::Transaction& tx) {
      return clinic.lines->transfer(tx, id, to, kNurse, "下午继续", at(9, 0));
    });
  };
  const auto away = transfer(one, *other), back = transfer(two, *other);
  REQUIRE(away.has_value());
  REQUIRE(back.has_value());
  CHECK(away->state == State::away);
  CHECK(away->number == "1A");
  CHECK(back->state == State::waiting);
  CHECK(back->returner);
  CHECK(back->entered_at == at(8, 40));
  const auto home = transfer(away->id, clinic.id);
  REQUIRE(home.has_value());
  CHECK(home->number == "1A");
  clinic.check_sound();
}

TEST_CASE("a random morning is in the file what it is in memory") {
  std::mt19937 dice(5);
  const auto roll = [&](int from, int to) {
    return std::uniform_int_distribution(from, to)(dice);
  };
  Clinic clinic({.calls_before_missed = 1, .near_room = 1});
  Instant now = at(8, 0);
  for (int i = 1; i <= 400; ++i) {
    now += 20s;
    if (roll(0, 2) == 0) {
      (void)clinic.join(i, roll(0, 1) ? std::optional(now) : std::nullopt, now);
      continue;
    }
    const auto step = [&](const Line& line) -> Result<Event> {
      const Station room{roll(1, 2)};
      if (line.tickets().empty()) return Refusal("nobody-waits");
      const auto some = line.tickets()[static_cast<std::size_t>(
                                           roll(0, static_cast<int>(line.tickets().size()) - 1))]
                            .id;
      switch (roll(0, 9)) {
        case 0:
          return line.call(room, now);
        case 1:
          return line.beckon(room, now);
        case 2:
          return line.start(some, now);
        case 3:
          return line.finish(some, now);
        case 4:
          return line.miss(some, now);
        case 5:
          return line.come_back_missed(some, now);
        case 6:
          return line.send_away(some, now);
        case 7:
          return line.come_back(some, now);
        case 8:
          return line.move_before(some, line.tickets().front().id, now);
        default:
          return line.assign(some, room, now);
      }
    };
    (void)clinic.change(step, "原因");
    if (i % 100 == 0) clinic.reopen();
  }
  clinic.check_sound();
  const auto events =
      clinic.read([&](store::Snapshot& snapshot) { return events_of(snapshot, clinic.id); });
  CHECK(events.size() > 100);
}
