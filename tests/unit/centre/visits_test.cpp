// The centre's one queue.
#include "yuyue/centre/visits.hpp"

#include <map>
#include <random>
#include <set>
#include <thread>

#include "unit/centre/three_windows.hpp"

using namespace yuyue;
using namespace yuyue::centre;
using namespace yuyue::centre::test;
using namespace std::chrono_literals;

namespace {

constexpr auto kFinish = WindowStep::What::finish;

}  // namespace

TEST_CASE("numbers run on under each letter, also after a restart, and begin anew each day") {
  Centre centre;
  CHECK(centre.take({centre.insurance}, at(8, 0))->number == "A001");
  CHECK(centre.take({centre.certificate}, at(8, 0))->number == "B001");
  CHECK(centre.take({centre.stamp}, at(8, 1))->number == "B002");
  centre.reopen();
  CHECK(centre.take({centre.insurance}, at(8, 2))->number == "A002");
}

TEST_CASE("kiosks that take numbers at the same moment never get the same one") {
  Centre centre;
  std::vector<std::thread> kiosks;
  std::mutex mutex;
  std::set<std::string> numbers;
  for (int kiosk = 0; kiosk < 4; ++kiosk)
    kiosks.emplace_back([&] {
      for (int i = 0; i < 25; ++i) {
        const auto number = centre.take({centre.insurance}, at(8, 0))->number;
        const std::scoped_lock lock(mutex);
        numbers.insert(number);
      }
    });
  for (auto& kiosk : kiosks) kiosk.join();
  CHECK(numbers.size() == 100);
  CHECK(numbers.contains("A100"));
  centre.check_sound();
}

TEST_CASE("nothing is given out when no window will open any more today") {
  Centre centre;
  CHECK(centre.take({centre.insurance}, at(17, 0)).error().code == "centre-closed");
  CHECK(centre.take({centre.insurance}, at(13, 0)).has_value());  // they open again at two
  CHECK(centre.take({}, at(9, 0)).error().code == "required");
  CHECK(centre.take({centre.stamp, centre.stamp}, at(9, 0)).error().code == "field-invalid");
  const auto late = centre.write([&](store::Transaction& tx) {
    return centre.visits->take(
        tx, {.services = {centre.insurance}, .expected_at = {{centre.insurance, at(17, 1)}}},
        kClerk, at(16, 0));
  });
  CHECK(late.error().code == "line-too-long");
}

TEST_CASE("a window calls who is due first of all it serves, and helps where it should") {
  Centre centre;
  centre.take({centre.insurance}, at(8, 0));
  centre.take({centre.stamp}, at(8, 5));
  centre.take({centre.certificate}, at(8, 10));
  CHECK(centre.call(centre.second, at(8, 11))->visit.number == "B001");
  // The helper has its own work first, and does not yet help with insurance.
  const auto own = centre.call(centre.helper, at(8, 12));
  CHECK(own->visit.number == "B002");
  CHECK(centre.call(centre.helper, at(8, 12)).error().code == "still-called");
  centre.step(own->ticket.ticket.id, {.what = WindowStep::What::start}, at(8, 13));
  CHECK(centre.call(centre.helper, at(8, 14)).error().code == "nobody-waits");
  CHECK(centre.call(centre.helper, at(8, 21))->visit.number == "A001");
  CHECK(centre.call(centre.first, at(8, 22)).error().code == "nobody-waits");
  centre.check_sound();
}

TEST_CASE("a certain number is called only with a reason, and only where it is served") {
  Centre centre;
  centre.take({centre.insurance}, at(8, 0));
  const auto later = centre.take({centre.insurance}, at(8, 1));
  const auto ticket = centre.read([&](store::Snapshot& s) {
    return queue::ticket_of(s, {"vis", later->id.value})->ticket.id;
  });
  CHECK(centre.call(centre.first, at(8, 2), ticket).error().code == "required");
  CHECK(centre.call(centre.second, at(8, 2), ticket, "轮椅").error().code == "not-served-here");
  CHECK(centre.call(centre.first, at(8, 2), ticket, "轮椅")->visit.number == "A002");
}

TEST_CASE("one number does for several errands, and keeps its place") {
  Centre centre;
  centre.take({centre.insurance, centre.certificate}, at(8, 0));
  centre.take({centre.certificate}, at(8, 5));
  const auto called = centre.call(centre.first, at(8, 6));
  const auto over =
      centre.step(called->ticket.ticket.id, {.what = kFinish, .outcome = "已办"}, at(8, 10));
  CHECK(over->visit.state == VisitState::open);
  CHECK(over->visit.errands[0].state == Errand::State::done);
  CHECK(over->visit.errands[1].state == Errand::State::now);
  // Came before B001 and goes before it there too.
  const auto next = centre.call(centre.second, at(8, 11));
  CHECK(next->visit.number == "A001");
  CHECK(centre.step(next->ticket.ticket.id, {.what = kFinish}, at(8, 15))->visit.state ==
        VisitState::done);
  centre.check_sound();
}

TEST_CASE("who waits for a copy comes back to the window that has their papers") {
  Centre centre;
  centre.take({centre.certificate}, at(8, 0));
  const auto called = centre.call(centre.second, at(8, 1))->ticket.ticket.id;
  centre.step(called, {.what = WindowStep::What::start}, at(8, 1));
  CHECK(centre.step(called, {.what = WindowStep::What::park}, at(8, 2)).error().code == "required");
  CHECK(centre.step(called, {.what = WindowStep::What::park, .reason = "复印"}, at(8, 2)));
  CHECK(centre.step(called, {.what = WindowStep::What::come_back}, at(8, 9)));
  CHECK(centre.call(centre.helper, at(8, 10)).error().code == "nobody-waits");
  CHECK(centre.call(centre.second, at(8, 10))->visit.number == "B001");
  centre.check_sound();
}

TEST_CASE("a transfer keeps the number and the due time") {
  Centre centre;
  centre.take({centre.insurance}, at(8, 0));
  centre.take({centre.certificate}, at(8, 5));
  const auto called = centre.call(centre.first, at(8, 6))->ticket.ticket.id;
  const auto moved = centre.write([&](store::Transaction& tx) {
    return centre.visits->transfer(tx, called, centre.certificate, "材料不同", kClerk, at(8, 7));
  });
  REQUIRE(moved);
  CHECK(moved->visit.errands[0].service == centre.certificate);
  CHECK(centre.call(centre.second, at(8, 8))->visit.number == "A001");
  centre.check_sound();
}

TEST_CASE("one's own last slip can be taken back, for two minutes, once") {
  Centre centre;
  centre.take({centre.insurance, centre.certificate}, at(8, 0));
  centre.take({centre.insurance}, at(8, 1));
  const auto undo = [&](const std::string& number, Instant now, access::Actor by = kClerk) {
    return centre.write([&](store::Transaction& tx) {
      return centre.visits->undo(tx, centre.visit(number).id, by, now);
    });
  };
  CHECK(undo("A001", at(8, 1)).error().code == "nothing-to-undo");
  const auto called = centre.call(centre.first, at(8, 2))->ticket.ticket.id;
  CHECK(undo("A001", at(8, 2), {.kind = "staff", .id = 8}).error().code == "nothing-to-undo");
  CHECK(undo("A001", at(8, 5)).error().code == "nothing-to-undo");
  CHECK(undo("A001", at(8, 3))->ticket.ticket.state == queue::State::waiting);
  CHECK(undo("A001", at(8, 3)).error().code == "nothing-to-undo");

  CHECK(centre.call(centre.first, at(8, 4))->ticket.ticket.id == called);
  centre.step(called, {.what = kFinish, .outcome = "已办"}, at(8, 5));
  const auto back = undo("A001", at(8, 6));
  REQUIRE(back);
  CHECK(back->ticket.ticket.id == called);
  CHECK(back->ticket.ticket.state == queue::State::called);
  CHECK(back->visit.errands[0].state == Errand::State::now);
  CHECK(back->visit.errands[0].outcome.empty());
  CHECK(back->visit.errands[1].state == Errand::State::to_do);
  centre.check_sound();

  centre.step(called, {.what = kFinish}, at(8, 7));
  centre.call(centre.second, at(8, 7));
  CHECK(undo("A001", at(8, 8))->ticket.ticket.state == queue::State::waiting);  // only the call
  centre.check_sound();
}

TEST_CASE("transferred to what they would have come to later, they do it once") {
  Centre centre;
  centre.take({centre.insurance, centre.stamp, centre.certificate}, at(8, 0));
  const auto called = centre.call(centre.first, at(8, 1))->ticket.ticket.id;
  const auto moved = centre.write([&](store::Transaction& tx) {
    return centre.visits->transfer(tx, called, centre.stamp, "先盖章", kClerk, at(8, 2));
  });
  REQUIRE(moved);
  REQUIRE(moved->visit.errands.size() == 2);
  CHECK(moved->visit.errands[0].service == centre.stamp);
  CHECK(moved->visit.errands[1].service == centre.certificate);
  centre.check_sound();
}

TEST_CASE("a paused window calls nobody, and one clerk sits at one window") {
  Centre centre;
  centre.take({centre.insurance}, at(8, 0));
  const auto sit = [&](ServiceWindowId window, AccountId account) {
    return centre.write([&](store::Transaction& tx) {
      return centre.visits->sit(tx, window, account, {}, kClerk, at(8, 0));
    });
  };
  CHECK(sit(centre.first, AccountId{1}));
  CHECK(sit(centre.first, AccountId{2}).error().code == "window-taken");
  CHECK(sit(centre.second, AccountId{1}));
  CHECK(sit(centre.first, AccountId{2}));
  centre.write([&](store::Transaction& tx) {
    return centre.visits->pause(tx, centre.first, "午餐", 30min, kClerk, at(8, 1));
  });
  CHECK(centre.call(centre.first, at(8, 2)).error().code == "window-paused");
  centre.write([&](store::Transaction& tx) {
    return centre.visits->resume(tx, centre.first, kClerk, at(8, 3));
  });
  CHECK(centre.call(centre.first, at(8, 4))->visit.number == "A001");
}

TEST_CASE("over random days nobody is lost, and nobody is at two windows") {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    Centre centre;
    std::mt19937 random(seed);
    const auto draw = [&](int n) {
      return static_cast<int>(random() % static_cast<unsigned>(n));
    };
    const std::vector services{centre.insurance, centre.certificate, centre.stamp};
    const std::vector windows{centre.first, centre.second, centre.helper};
    std::set<TicketId> out;                         // parked or missed
    std::map<ServiceWindowId, TicketId> at_window;  // called or being served
    auto now = at(8, 0);
    for (int i = 0; i < 250; ++i) {
      now += std::chrono::seconds{draw(90)};
      if (draw(3) == 0) {
        auto wanted = services;
        std::shuffle(wanted.begin(), wanted.end(), random);
        wanted.resize(static_cast<std::size_t>(1 + draw(2)));
        CHECK(centre.take(wanted, now));
        continue;
      }
      const auto window = windows[static_cast<std::size_t>(draw(3))];
      const auto busy = at_window.find(window);
      if (busy == at_window.end()) {
        const auto called = centre.call(window, now);
        if (!called) {
          CHECK(called.error().code == "nobody-waits");
          continue;
        }
        const auto id = called->ticket.ticket.id;
        CHECK(std::ranges::none_of(at_window, [&](auto& one) { return one.second == id; }));
        CHECK_FALSE(out.contains(id));
        at_window.emplace(window, id);
      } else {
        const auto what = draw(5) == 0 ? WindowStep::What::park : kFinish;
        CHECK(centre.step(busy->second, {.what = what, .reason = "复印"}, now));
        if (what == WindowStep::What::park) out.insert(busy->second);
        at_window.erase(busy);
      }
      if (!out.empty() && draw(4) == 0) {
        CHECK(centre.step(*out.begin(), {.what = WindowStep::What::come_back}, now));
        out.erase(out.begin());
      }
      if (i == 125) centre.reopen();
    }
    centre.check_sound();
  }
}
