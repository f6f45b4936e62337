// Whatever was done last with a visit, taken back it leaves everything as it was before.
#include <map>
#include <random>
#include <set>

#include "unit/centre/three_windows.hpp"
#include "yuyue/centre/statistics.hpp"
#include "yuyue/queue/taking_back.hpp"

using namespace yuyue;
using namespace yuyue::centre;
using namespace yuyue::centre::test;

namespace {

/// All that a step can change: every visit that is not over, and whoever is in a line.
struct Seen {
  std::map<VisitId, std::string> visits;
  std::map<TicketId, queue::Ticket> tickets;
  bool operator==(const Seen&) const = default;
};

std::string words_of(const Visit& visit) {
  std::string words = visit.number + " " + std::string(name_of(visit.state));
  for (const auto& one : visit.errands)
    words += " " + std::to_string(one.service.value) + "=" + std::string(name_of(one.state)) +
             one.outcome;
  return words;
}

Seen see(Centre& centre) {
  return centre.read([](store::Snapshot& s) {
    Seen seen;
    for (const auto& visit : open_visits(s, kMonday)) seen.visits[visit.id] = words_of(visit);
    for (const auto& line : queue::lines_of(s, kMonday)) {
      const auto kept = queue::load(s, line.id).value();
      for (const auto& ticket : kept.line.tickets()) seen.tickets[ticket.id] = ticket;
    }
    return seen;
  });
}

class Clerk {
 public:
  explicit Clerk(unsigned seed) : random_(seed) {}

  void work(int acts) {
    for (int i = 0; i < acts; ++i) {
      now_ += std::chrono::seconds{1 + draw(60)};
      if (draw(5) == 0) {
        auto wanted = services();
        std::shuffle(wanted.begin(), wanted.end(), random_);
        wanted.resize(static_cast<std::size_t>(1 + draw(3)));
        REQUIRE(centre_.take(wanted, now_));
        continue;
      }
      const auto before = see(centre_);
      const auto done = act();
      if (!done || draw(2) == 0) continue;
      now_ += std::chrono::seconds{1 + draw(60)};
      const auto undone = undo(*done);
      CAPTURE(last_);
      REQUIRE(undone);
      REQUIRE(see(centre_) == before);
      REQUIRE(undo(*done).error().code == "nothing-to-undo");
      ++taken_back_[last_];
    }
  }
  void check() {
    centre_.check_sound();
    // What was taken back is not counted.
    const auto figures = centre_.read([](store::Snapshot& s) { return statistics(s, kMonday); });
    CHECK(figures.all.served == done_);
    CHECK(figures.all.left == left_);
  }

  const std::map<std::string, int>& taken_back() const { return taken_back_; }

 private:
  int draw(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  std::vector<ServiceId> services() const {
    return {centre_.insurance, centre_.certificate, centre_.stamp};
  }
  Result<Called> undo(VisitId visit) {
    auto undone = centre_.write(
        [&](store::Transaction& tx) { return centre_.visits->undo(tx, visit, kClerk, now_); });
    if (undone && last_ == "finish") --done_;
    if (undone && last_ == "leave") --left_;
    return undone;
  }
  /// Something that the rule lets one do now; none: it did not.
  std::optional<VisitId> act() {
    const auto tickets = see(centre_).tickets;
    std::vector<TicketId> here;  // at a window, or missed, or parked
    std::set<queue::Station> busy;
    for (const auto& [id, ticket] : tickets) {
      if (ticket.state != queue::State::waiting) here.push_back(id);
      if (ticket.station) busy.insert(*ticket.station);
    }
    if (here.size() < 3 || draw(4) == 0) {
      last_ = "call";
      const ServiceWindowId windows[] = {centre_.first, centre_.second, centre_.helper};
      const auto window = windows[draw(3)];
      if (busy.contains({window.value})) return std::nullopt;
      const auto called = centre_.call(window, now_);
      return called ? std::optional(called->visit.id) : std::nullopt;
    }
    const auto ticket = here[static_cast<std::size_t>(draw(static_cast<int>(here.size())))];
    if (draw(8) == 0) {
      last_ = "transfer";
      const auto to = services()[static_cast<std::size_t>(draw(3))];
      const auto moved = centre_.write([&](store::Transaction& tx) {
        return centre_.visits->transfer(tx, ticket, to, "转办", kClerk, now_);
      });
      return moved ? std::optional(moved->visit.id) : std::nullopt;
    }
    using enum WindowStep::What;
    constexpr WindowStep::What kSteps[] = {recall, recall, recall,    start, finish,
                                           miss,   park,   come_back, leave};
    const auto what = kSteps[draw(9)];
    last_ = std::string(name_of(what));
    const auto done =
        centre_.step(ticket, {.what = what, .reason = "复印", .outcome = "已办"}, now_);
    if (!done) return std::nullopt;
    if (what == finish) ++done_;
    if (what == leave) ++left_;
    return done->visit.id;
  }

  std::mt19937 random_;
  Centre centre_;
  Instant now_ = at(8, 0);
  std::string last_;
  std::map<std::string, int> taken_back_;
  int done_ = 0, left_ = 0;
};

}  // namespace

TEST_CASE("each act and its undoing leave everything as it was before") {
  std::map<std::string, int> taken_back;
  for (unsigned seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    Clerk clerk(seed);
    clerk.work(300);
    clerk.check();
    for (const auto& [what, n] : clerk.taken_back()) taken_back[what] += n;
  }
  for (const std::string what :
       {"call", "recall", "start", "finish", "miss", "come-back", "park", "leave", "transfer"}) {
    CAPTURE(what);
    CHECK(taken_back[what] > 0);
  }
}

TEST_CASE("transferred by mistake, they are back where they stood, and come later to the other") {
  Centre centre;
  centre.take({centre.insurance, centre.certificate, centre.stamp}, at(8, 0));
  const auto called = centre.call(centre.first, at(8, 1))->ticket.ticket.id;
  const auto undo = [&](Instant now) {
    return centre.write([&](store::Transaction& tx) {
      return centre.visits->undo(tx, centre.visit("A001").id, kClerk, now);
    });
  };
  const auto transfer = [&](Instant now) {
    return centre.write([&](store::Transaction& tx) {
      return centre.visits->transfer(tx, called, centre.certificate, "先办证明", kClerk, now);
    });
  };
  REQUIRE(transfer(at(8, 2)));
  const auto back = undo(at(8, 3));
  REQUIRE(back);
  CHECK(back->ticket.ticket.id == called);
  CHECK(back->ticket.ticket.state == queue::State::called);
  REQUIRE(back->visit.errands.size() == 3);
  CHECK(back->visit.errands[0].service == centre.insurance);
  CHECK(back->visit.errands[1].service == centre.certificate);
  CHECK(back->visit.errands[1].state == Errand::State::to_do);
  centre.check_sound();

  // The window has somebody else before it by now.
  centre.take({centre.insurance}, at(8, 3));
  REQUIRE(transfer(at(8, 4)));
  REQUIRE(centre.call(centre.first, at(8, 4)));
  CHECK(undo(at(8, 5)).error().code == "still-called");
  centre.check_sound();
}

TEST_CASE("what was entered from paper is no slip of the finger") {
  Centre centre;
  const auto visit = centre.take({centre.insurance}, at(8, 0));
  const auto entered = centre.write([&](store::Transaction& tx) {
    return centre.visits->enter(tx,
                                {.day = kMonday,
                                 .number = visit->number,
                                 .service = centre.insurance,
                                 .window = centre.first,
                                 .called_at = at(8, 1),
                                 .finished_at = at(8, 2)},
                                kClerk, at(8, 3));
  });
  REQUIRE(entered);
  const auto undone = centre.write(
      [&](store::Transaction& tx) { return centre.visits->undo(tx, visit->id, kClerk, at(8, 3)); });
  CHECK(undone.error().code == "nothing-to-undo");
  centre.check_sound();
}
