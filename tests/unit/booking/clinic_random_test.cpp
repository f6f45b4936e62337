// Random mornings through the clinic's day, in a real file: whatever happens in whatever order,
// nobody who has come is lost or called twice, lines are what their events say, the order is the
// one of the rule's plain re-statement, its promise is kept, and a restart changes nothing.
#include <random>
#include <set>

#include "clinic_world.hpp"
#include "unit/queue/plain_line.hpp"

using namespace yuyue;
using namespace yuyue::booking;
using namespace yuyue::booking::test;
using queue::State;
using queue::test::Plain;
using queue::test::Restatement;

namespace {

constexpr const char* kPolicy = R"({
  "oncePerDay": [], "limits": {"active": null, "madePerDay": null},
  "arrival": {"checkIn": {"opensMinutesBefore": 60, "closesMinutesBefore": -30}},
  "line": {"nearRoom": 1, "callsBeforeMissed": 2, "missedSteps": 2}})";

class RandomMorning {
 public:
  explicit RandomMorning(unsigned seed) : dice_(seed) {
    const auto who = world_.people(70);
    std::size_t next = 0;
    for (const auto session : {world_.morning, world_.expert, world_.afternoon})
      for (std::size_t slot = 0; slot < world_.slots_in(session).size(); ++slot)
        for (int n = 0; n < 2; ++n) {
          known(who[next]);
          booked_.push_back(world_.booked(who[next++], session, slot).id);
        }
    walking_.assign(who.begin() + static_cast<std::ptrdiff_t>(next), who.end());
    for (const auto person : walking_) known(person);
  }

  void run(int steps) {
    for (int i = 0; i < steps; ++i) {
      at_ += std::chrono::seconds(roll(0, 90));
      world_.set_now(at_);
      step();
      if (i % 8 == 0) check();
      if (roll(1, 60) == 1) restart();
    }
    check();
    world_.check_lines();
    end_of_day();
  }

 private:
  int roll(int from, int to) { return std::uniform_int_distribution(from, to)(dice_); }
  template <class T>
  T any(const std::vector<T>& some) {
    return some[static_cast<std::size_t>(roll(0, static_cast<int>(some.size()) - 1))];
  }
  void known(PersonId person) {
    auto& facts = world_.known.all[person];
    if (roll(1, 4) == 1) facts.birth_date = *parse_day(roll(0, 1) ? "1940-02-02" : "2025-02-02");
    if (roll(1, 6) == 1) facts.needs = {roll(0, 1) ? "wheelchair" : "hearing"};
  }
  SessionId some_session() {
    return any(std::vector{world_.morning, world_.expert, world_.afternoon});
  }

  /// All tickets of a session's line, with what they are for.
  std::optional<queue::KeptLine> line(SessionId session) {
    return world_.read([&](store::Snapshot& snapshot) -> std::optional<queue::KeptLine> {
      const auto id = clinic::line_of(snapshot, session);
      if (!id) return std::nullopt;
      return queue::load(snapshot, *id);
    });
  }
  std::optional<TicketId> some_ticket(SessionId session, std::initializer_list<State> states) {
    std::vector<TicketId> list;
    if (const auto kept = line(session))
      for (const auto& ticket : kept->line.tickets())
        if (std::ranges::find(states, ticket.state) != states.end()) list.push_back(ticket.id);
    if (list.empty()) return std::nullopt;
    return any(list);
  }
  Restatement plainly(const queue::KeptLine& kept) {
    Restatement plain(kept.line.rules());
    world_.read([&](store::Snapshot& snapshot) {
      for (const auto& event : queue::events_of(snapshot, kept.id))
        if (event.event.ticket.value) plain.take(event.event);
      return true;
    });
    return plain;
  }

  void step() {
    const auto session = some_session();
    using enum clinic::Step::What;
    switch (roll(0, 19)) {
      case 0:
      case 1:
      case 2:
      case 3:
        (void)world_.arrive(any(booked_));
        return;
      case 4:
      case 5:
        return come(session);
      case 6:
      case 7:
      case 8:
      case 9:
        return call(session);
      case 10:
        (void)world_.beckon(session, room(session));
        return;
      case 11:
        return with(session, {State::called, State::near}, roll(0, 2) ? recall : miss);
      case 12:
        return with(session, {State::called}, start);
      case 13:
        return with(session, {State::called, State::serving}, finish);
      case 14:
        return with(session, {State::called, State::serving}, send_away);
      case 15:
        return with(session, {State::missed, State::away}, come_back);
      case 16:
        return with(session, {State::waiting}, roll(0, 4) ? postpone : leave);
      case 17:
        return hand_over(session);
      default:
        return end(session);
    }
  }
  std::size_t room(SessionId session) {
    return session == world_.morning ? static_cast<std::size_t>(roll(0, 1)) : 0;
  }
  void with(SessionId session, std::initializer_list<State> states, clinic::Step::What what) {
    if (const auto ticket = some_ticket(session, states)) (void)world_.step(*ticket, what);
  }
  void come(SessionId session) {
    if (walking_.empty()) return;
    const auto made =
        world_.walk_in(walking_.back(), session, "现场", roll(1, 5) == 1 ? "service-member" : "");
    if (!made) return;
    walking_.pop_back();
    const auto number = made->ticket->ticket.number;
    REQUIRE(numbers_.insert(number).second);
  }
  void hand_over(SessionId session) {
    const auto ticket =
        some_ticket(session, {State::waiting, State::missed, State::away, State::serving});
    if (ticket) (void)world_.transfer(*ticket, some_session());
  }
  void end(SessionId session) {
    if (roll(0, 5)) {
      (void)world_.reopen(session);
    } else {
      (void)world_.begin_closing(session);
    }
  }

  // The one who is called is the one the plain rule names, and nobody's promise is broken by it.
  void call(SessionId session) {
    const auto kept = line(session);
    const auto which = room(session);
    const queue::Station station{world_.room(session, which).value};
    std::optional<TicketId> expected;
    if (kept) {
      const auto near = kept->line.near(station);
      const auto plain = plainly(*kept);
      expected = near.empty() ? plain.next(station) : near.front()->id;
      if (near.empty() && expected) check_promise(plain, *expected, station);
    }
    const auto called = world_.call(session, which);
    if (!called) {
      const auto& code = called.error().code;
      REQUIRE((code == "still-called" || (code == "nobody-waits" && !expected)));
      return;
    }
    REQUIRE(expected == called->ticket.id);
    // Who has not come is passed over in the end; doctors do not wait for ever.
    if (roll(0, 2)) (void)world_.step(called->ticket.id, clinic::Step::What::finish);
  }
  static void check_promise(const Restatement& plain, TicketId called, queue::Station station) {
    const auto& one = plain.all.at(called);
    if (Restatement::is_chosen(one)) return;
    for (const auto& [id, other] : plain.all) {
      if (!plain.waits_for(other, station) || Restatement::is_chosen(other)) continue;
      REQUIRE(Restatement::arrived(one) <=
              Restatement::in_line_since(other) + queue::promise(plain.rules));
    }
  }

  void check() {
    const auto problems =
        world_.read([](store::Snapshot& snapshot) { return clinic::check_clinic_day(snapshot); });
    for (const auto& problem : problems) MESSAGE(problem);
    REQUIRE(problems.empty());
    std::multiset<std::int64_t> standing;
    for (const auto session : {world_.morning, world_.expert, world_.afternoon}) {
      const auto kept = line(session);
      if (!kept) continue;
      for (const auto& [ticket, subject] : kept->subjects) standing.insert(subject.id);
      const auto plain = plainly(*kept);
      for (std::size_t which = 0; which < (session == world_.morning ? 2U : 1U); ++which) {
        const queue::Station station{world_.room(session, which).value};
        const auto order = kept->line.order(station);
        REQUIRE((order.empty() ? std::optional<TicketId>() : order.front()->id) ==
                plain.next(station));
      }
    }
    nobody_lost(standing);
  }
  // Whoever has come stands in exactly one line, unless they were seen or went home.
  void nobody_lost(const std::multiset<std::int64_t>& standing) {
    world_.read([&](store::Snapshot& snapshot) {
      auto rows = snapshot.query("SELECT id, state FROM appointment");
      while (rows.next()) {
        const auto id = rows->id<AppointmentId>(0);
        const auto times = standing.count(id.value);
        CAPTURE(rows->text(1));
        if (rows->text(1) == "arrived")
          REQUIRE(times == (clinic::not_seen(snapshot, id) ? 0U : 1U));
        else
          REQUIRE(times <= (rows->text(1) == "fulfilled" ? 1U : 0U));
      }
      return true;
    });
  }

  void restart() {
    std::vector<std::string> before, after;
    const auto all = {world_.morning, world_.expert, world_.afternoon};
    for (const auto session : all) before.push_back(world_.order(session));
    world_.restart();
    for (const auto session : all) after.push_back(world_.order(session));
    REQUIRE(before == after);
  }

  void end_of_day() {
    world_.set_now("2026-11-25", 5 * 60);
    while (world_.write(
        [&](store::Transaction& tx) { return world_.day.settle_past(tx, world_.now()); })) {
    }
    for (const auto session : {world_.morning, world_.expert, world_.afternoon})
      if (const auto state = world_.line_state(session)) REQUIRE(state == queue::LineState::closed);
    check();
  }

  std::mt19937 dice_;
  ClinicWorld world_{kPolicy};
  std::vector<AppointmentId> booked_;
  std::vector<PersonId> walking_;
  std::set<std::string> numbers_;
  Instant at_ = world_.at("2026-11-24", 7 * 60);
};

}  // namespace

TEST_CASE("random mornings keep everybody, the order and the promise") {
  const unsigned mornings = std::getenv("YUYUE_LONG") ? 200 : 4;
  for (unsigned seed = 0; seed < mornings; ++seed) {
    CAPTURE(seed);
    RandomMorning(seed).run(350);
  }
}
