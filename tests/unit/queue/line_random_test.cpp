// Random days: whatever happens in whatever order, nobody is lost or called twice, the order is the
// one that a slow and plain re-statement of the rule makes from the events alone, and the promise
// is kept.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "unit/queue/plain_line.hpp"

using namespace yuyue;
using namespace yuyue::queue;
using yuyue::queue::test::Plain;
using yuyue::queue::test::Restatement;
using namespace std::chrono_literals;

namespace {

class RandomDay {
 public:
  explicit RandomDay(unsigned seed) : dice_(seed), rules_(random_rules()), line_(rules_) {}

  void run(int steps) {
    for (int i = 0; i < steps; ++i) {
      now_ += std::chrono::milliseconds(roll(0, 4 * 60'000));
      step();
      const auto station = Station{roll(1, 3)};
      const auto order = line_.order(station);
      const auto expected = plain_.next(station);
      REQUIRE(!order.empty() == expected.has_value());
      if (expected) REQUIRE(order.front()->id == *expected);
    }
    check_replay();
    check_order();
  }

 private:
  int roll(int from, int to) { return std::uniform_int_distribution(from, to)(dice_); }
  bool chance(int percent) { return roll(1, 100) <= percent; }

  LineRules random_rules() {
    LineRules rules;
    rules.walk_in_allowance = minutes{roll(0, 60)};
    const auto allowance = static_cast<int>(rules.walk_in_allowance.count());
    rules.class_allowances["elderly"] = minutes{roll(-10, allowance)};
    rules.class_allowances["urgent"] = minutes{roll(-60, 0)};
    rules.late_penalty = minutes{roll(0, allowance)};
    rules.early = minutes{roll(0, 90)};
    rules.on_time = minutes{roll(0, 40)};
    rules.calls_before_missed = roll(1, 3);
    rules.missed_steps = roll(0, 4);
    rules.planned = minutes{roll(1, 15)};
    rules.firsts_per_returner = roll(0, 4);
    rules.near_room = roll(0, 2);
    REQUIRE(check(rules).has_value());
    return rules;
  }

  std::optional<TicketId> any(std::initializer_list<State> states) {
    std::vector<TicketId> some;
    for (const auto& ticket : line_.tickets())
      if (std::ranges::find(states, ticket.state) != states.end()) some.push_back(ticket.id);
    if (some.empty()) return std::nullopt;
    return some[static_cast<std::size_t>(roll(0, static_cast<int>(some.size()) - 1))];
  }

  void step() {
    const auto station = Station{roll(1, 3)};
    switch (roll(0, 15)) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
        return join();
      case 5:
      case 6:
        return pick(line_.call(station, now_), station);
      case 7:
        return pick(line_.beckon(station, now_), station);
      case 8:
        if (const auto id = any({State::called})) did(line_.start(*id, now_));
        return;
      case 9:
        if (const auto id = any({State::called, State::serving})) did(line_.finish(*id, now_));
        return;
      case 10:
        if (const auto id = any({State::called, State::near}))
          chance(60) ? did(line_.recall(*id, now_)) : miss(*id);
        return;
      case 11:
        if (const auto id = any({State::missed})) did(line_.come_back_missed(*id, now_));
        return;
      case 12:
        if (const auto id = any({State::serving, State::called})) did(line_.send_away(*id, now_));
        return;
      case 13:
        if (const auto id = any({State::away, State::done})) did(line_.come_back(*id, now_));
        return;
      default:
        return seldom(station);
    }
  }

  void seldom(Station station) {
    const auto id = any({State::waiting, State::near});
    if (!id || chance(50)) return;
    const auto other = any({State::waiting});
    switch (roll(0, 5)) {
      case 0:
        return did(line_.postpone(*id, minutes{roll(1, 60)}, now_));
      case 1:
        if (other && *other != *id) did(line_.move_before(*id, *other, now_));
        return;
      case 2:
        if (other && *other != *id) did(line_.move_after(*id, *other, now_));
        return;
      case 3:
        return did(line_.assign(*id, chance(50) ? std::optional(station) : std::nullopt, now_));
      case 4:
        return did(line_.call(*id, station, now_));
      default:
        return did(line_.leave(*id, now_));
    }
  }

  void join() {
    Joining joining;
    joining.id = TicketId{roll(1, 1'000'000'000)};
    joining.number = std::to_string(joining.id.value);
    if (chance(60)) {
      joining.slot_start = now_ + std::chrono::minutes{roll(-80, 100)};
      if (now_ < *joining.slot_start - rules_.early) return;
      joining.sequence = roll(1, 4);
    }
    if (chance(30)) joining.priority = chance(50) ? "elderly" : "urgent";
    if (chance(20)) joining.extra_calls = roll(1, 2);
    if (chance(5)) joining.carried = from_elsewhere();
    did(line_.join(joining, now_));
  }

  /// As somebody may stand in a line of the same sort.
  Ticket from_elsewhere() {
    Ticket ticket;
    ticket.arrived_at = now_ - minutes{roll(0, 200)};
    ticket.entered_at = ticket.arrived_at + minutes{roll(0, 30)};
    ticket.rank = {ticket.arrived_at + minutes{roll(-60, 60)}, roll(1, 4), ticket.arrived_at};
    ticket.returner = chance(30);
    ticket.extra_calls = roll(0, 2);
    ticket.calls = roll(0, 3);
    ticket.station = Station{roll(1, 3)};
    constexpr State kStates[] = {State::waiting, State::near,   State::called,
                                 State::serving, State::missed, State::away};
    ticket.state = kStates[roll(0, 5)];
    return ticket;
  }

  void miss(TicketId id) {
    const auto& one = plain_.all.at(id);
    const auto event = line_.miss(id, now_);
    REQUIRE(event.has_value() ==
            (Restatement::calls(one) >= rules_.calls_before_missed + one.came.extra_calls));
    did(event);
  }

  void pick(const Result<Event>& event, Station station) {
    if (!event) return;
    const auto& one = plain_.all.at(event->ticket);
    if (Restatement::state(one) == "waiting") {
      REQUIRE(plain_.next(station) == event->ticket);
      check_promise(one, station);
    }
    did(event);
  }

  void check_promise(const Plain& called, Station station) const {
    if (Restatement::is_chosen(called)) return;
    for (const auto& [id, one] : plain_.all) {
      if (!plain_.waits_for(one, station) || Restatement::is_chosen(one)) continue;
      CAPTURE(id.value);
      REQUIRE(Restatement::arrived(called) <= Restatement::in_line_since(one) + promise(rules_));
    }
  }

  void did(const Result<Event>& event) {
    if (!event) return;
    std::map<TicketId, Rank> ranks;
    for (const auto& ticket : line_.tickets()) ranks[ticket.id] = ticket.rank;
    if (event->what == What::called) {
      const auto state = line_.find(event->ticket)->state;
      REQUIRE((state == State::waiting || state == State::near));
    }
    line_.apply(*event);
    plain_.take(*event);
    events_.push_back(*event);
    REQUIRE(line_.tickets().size() == plain_.all.size());  // nobody is lost
    for (const auto& [id, rank] : ranks)
      if (id != event->ticket) REQUIRE(line_.find(id)->rank == rank);
    std::set<Station> busy;
    for (const auto& ticket : line_.tickets())
      if (ticket.state == State::called) REQUIRE(busy.insert(*ticket.station).second);
  }

  void check_replay() const {
    Line again(rules_);
    for (const auto& event : events_) again.apply(event);
    REQUIRE(std::ranges::equal(again.tickets(), line_.tickets()));
    Line restored(rules_);
    restored.restore({line_.tickets().begin(), line_.tickets().end()},
                     line_.firsts_since_returner());
    const auto ids = [](const Line& line) {
      std::vector<TicketId> list;
      for (const auto* ticket : line.order(Station{1})) list.push_back(ticket->id);
      return list;
    };
    REQUIRE(ids(restored) == ids(line_));
    REQUIRE(ids(again) == ids(line_));
  }

  // The order that is shown is the one in which one station would call if nothing else happened.
  void check_order() {
    const auto shown = line_.order(Station{1});
    std::vector<TicketId> order;
    for (const auto* ticket : shown) order.push_back(ticket->id);
    for (const auto id : order) {
      while (const auto called = any({State::called})) did(line_.finish(*called, now_));
      while (!line_.near(Station{1}).empty())
        did(line_.leave(line_.near(Station{1}).front()->id, now_));
      const auto event = line_.call(Station{1}, now_);
      REQUIRE(event.has_value());
      REQUIRE(event->ticket == id);
      did(event);
    }
  }

  std::mt19937 dice_;
  const LineRules rules_;
  Line line_;
  Restatement plain_{rules_};
  std::vector<Event> events_;
  Instant now_ = from_millis(1'795'000'000'000);
};

}  // namespace

TEST_CASE("random days keep the rule and the promise") {
  const int days = std::getenv("YUYUE_LONG") ? 5000 : 300;
  for (int seed = 0; seed < days; ++seed) {
    CAPTURE(seed);
    RandomDay(static_cast<unsigned>(seed)).run(250);
  }
}
