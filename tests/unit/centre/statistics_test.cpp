// Statistics of the centre: what events alone say, against what was done, and against the rows.
#include "yuyue/centre/statistics.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "unit/real_file.hpp"

using namespace yuyue;
using namespace yuyue::centre;
using namespace std::chrono_literals;

namespace {

const HospitalTime kTime;
const Day kMonday = *parse_day("2026-11-23");
constexpr int kDays = 3;

std::string words_of(const Lengths& lengths) {
  std::string out;
  for (const auto one : lengths.all) out += " " + std::to_string(one.count());
  return out;
}

std::string words_of(const Figures& f) {
  std::string out;
  for (const int n : {f.taken, f.called, f.served, f.missed, f.left, f.transferred, f.parked})
    out += std::to_string(n) + ",";
  return out + " waits" + words_of(f.waits) + " service" + words_of(f.service);
}

/// Figures in words, sorted, so that a difference can be read.
std::map<std::string, std::string> words_of(const DayStatistics& day) {
  std::map<std::string, std::string> out{{"numbers", std::to_string(day.numbers)},
                                         {"all", words_of(day.all)}};
  for (const auto& [id, f] : day.services) out[to_string(id)] = words_of(f);
  for (const auto& [id, f] : day.windows) out[to_string(id)] = words_of(f);
  for (const auto& [id, f] : day.people) out[to_string(id)] = words_of(f);
  return out;
}

void sort(DayStatistics& day) {
  const auto each = [](Figures& f) {
    std::ranges::sort(f.waits.all);
    std::ranges::sort(f.service.all);
  };
  each(day.all);
  for (auto& [id, f] : day.services) each(f);
  for (auto& [id, f] : day.windows) each(f);
  for (auto& [id, f] : day.people) each(f);
}

/// Plays days by chance, and counts by itself what it does.
struct Play : test::RealFile {
  Play() {
    reopen();
    write([&](store::Transaction& tx) {
      add_campus(tx);
      const Catalogue catalogue(environment);
      now = kTime.at(kMonday, 7h);
      const auto group =
          catalogue.add(tx, ServiceGroup{.letter = "A", .name = "证明"}, clerk(0), now)->id;
      for (const char* code : {"one", "two", "three"})
        services.push_back(
            catalogue.add(tx, Service{.code = code, .group = group, .name = code}, clerk(0), now)
                ->id);
      for (const char* name : {"1", "2"}) {
        Window window{.campus = CampusId{1}, .name = name};
        for (const auto service : services) window.duties.push_back({.service = service});
        for (int weekday = 1; weekday <= kDays; ++weekday)
          window.hours.push_back({.weekday = weekday, .opens = 8h, .closes = 20h});
        windows.push_back(catalogue.add(tx, window, clerk(0), now)->id);
      }
      return true;
    });
  }
  void reopen() {
    visits.reset();
    open_file();
    visits.emplace(
        environment, [](Instant) { return queue::LineRules{.calls_before_missed = 1}; },
        [](store::Snapshot&, Day day) { return iso_weekday(day); }, nullptr);
  }
  static access::Actor clerk(std::size_t i) {
    return {.kind = "staff", .id = 70 + static_cast<std::int64_t>(i)};
  }
  int any(int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); }
  template <class List>
  auto one_of(const List& list) {
    return list[static_cast<std::size_t>(any(static_cast<int>(list.size())))];
  }

  /// What is known of a visit without asking: where it stands, since when, who has it.
  struct Known {
    ServiceId service;
    Instant joined{};
    bool waited = false;
    std::optional<std::size_t> window{};
    std::optional<Instant> begun{};
    queue::State state = queue::State::waiting;
    std::vector<ServiceId> later{};
  };
  template <class Change>
  void count(const Known& known, std::size_t by, Change change) {
    change(expected.all);
    change(expected.services[known.service]);
    if (known.window) change(expected.windows[windows[*known.window]]);
    change(expected.people[AccountId{clerk(by).id}]);
  }
  void end_service(const Known& known, std::size_t by) {
    if (known.begun)
      count(known, by, [&](Figures& f) { f.service.all.push_back(now - *known.begun); });
  }

  void take() {
    TakeRequest request{.services = {one_of(services)}};
    if (const auto other = one_of(services); other != request.services[0])
      request.services.push_back(other);
    const auto by = static_cast<std::size_t>(any(2));
    const auto visit =
        write([&](store::Transaction& tx) { return visits->take(tx, request, clerk(by), now); });
    REQUIRE(visit.has_value());
    Known known{.service = request.services[0], .joined = now};
    if (request.services.size() > 1) known.later.push_back(request.services[1]);
    ++expected.numbers;
    count(known, by, [](Figures& f) { ++f.taken; });
    open[visit->id] = known;
  }
  std::optional<VisitId> call(std::size_t window) {
    const auto called = write([&](store::Transaction& tx) {
      return visits->call(tx, windows[window], {}, {}, clerk(window), now);
    });
    if (!called) return std::nullopt;
    auto& known = open.at(called->visit.id);
    known.window = window;
    known.begun = now;
    known.state = queue::State::called;
    count(known, window, [&](Figures& f) {
      ++f.called;
      if (!known.waited) f.waits.all.push_back(now - known.joined);
    });
    known.waited = true;
    return called->visit.id;
  }
  void step(VisitId id, WindowStep::What what) {
    auto& known = open.at(id);
    const auto by = known.window.value_or(0);
    const auto ticket = read([&](store::Snapshot& s) {
      return queue::ticket_of(s, {std::string(VisitKind::kPrefix), id.value})->ticket.id;
    });
    const auto done = write([&](store::Transaction& tx) {
      return visits->step(tx, ticket, {.what = what, .reason = "复印", .outcome = "已办"},
                          clerk(by), now);
    });
    if (!done) return;
    const auto before = known;
    using enum WindowStep::What;
    switch (what) {
      case start:
        known.begun = now;
        known.state = queue::State::serving;
        break;
      case finish:
        end_service(before, by);
        count(before, by, [](Figures& f) { ++f.served; });
        if (known.later.empty()) {
          open.erase(id);
        } else {
          known = {.service = before.later[0], .joined = now};
          // Whoever finishes the one sends them to the other.
          count(known, by, [](Figures& f) { ++f.taken; });
        }
        break;
      case miss:
        count(before, by, [](Figures& f) { ++f.missed; });
        known.begun.reset();
        known.state = queue::State::missed;
        break;
      case park:
        end_service(before, by);
        count(before, by, [](Figures& f) { ++f.parked; });
        known.begun.reset();
        known.state = queue::State::away;
        break;
      case come_back:
        known.state = queue::State::waiting;
        break;
      case leave:
        end_service(before, by);
        count(before, by, [](Figures& f) { ++f.left; });
        open.erase(id);
        break;
      case recall:
        break;
    }
  }
  void transfer(VisitId id) {
    auto& known = open.at(id);
    const auto by = known.window.value_or(0);
    const auto to = one_of(services);
    const auto ticket = read([&](store::Snapshot& s) {
      return queue::ticket_of(s, {std::string(VisitKind::kPrefix), id.value})->ticket.id;
    });
    const auto there = write([&](store::Transaction& tx) {
      return visits->transfer(tx, ticket, to, "转办", clerk(by), now);
    });
    if (!there) return;
    end_service(known, by);
    count(known, by, [](Figures& f) { ++f.transferred; });
    std::erase(known.later, to);
    known.service = to;
    known.joined = now;
    known.waited = false;
    known.begun.reset();
    known.window.reset();
    if (known.state != queue::State::missed && known.state != queue::State::away)
      known.state = queue::State::waiting;
  }
  /// Does something, and takes it back.
  template <class Act>
  void slip(VisitId id, std::size_t by, Act act) {
    const auto before = std::pair(expected, open);
    act();
    now += 1s;
    const auto undone =
        write([&](store::Transaction& tx) { return visits->undo(tx, id, clerk(by), now); });
    if (undone) std::tie(expected, open) = before;
  }
  void post(std::size_t window) {
    write([&](store::Transaction& tx) {
      const auto by = clerk(window);
      if (any(3) == 0)
        return visits->pause(tx, windows[window], "用餐", 10min, by, now).has_value();
      if (any(2) == 0) return visits->resume(tx, windows[window], by, now).has_value();
      return visits->sit(tx, windows[window], AccountId{by.id}, {.take_over = true}, by, now)
          .has_value();
    });
  }
  void act() {
    now += std::chrono::seconds(1 + any(200));
    const int what = any(12);
    const auto window = static_cast<std::size_t>(any(2));
    if (what < 3) return take();
    if (what < 6) {
      const auto before = std::pair(expected, open);
      const auto called = call(window);
      if (!called.has_value() || any(6) > 0) return;
      if (write([&](store::Transaction& tx) {
            return visits->undo(tx, *called, clerk(window), now);
          }))
        std::tie(expected, open) = before;
      return;
    }
    if (what == 6) return post(window);
    std::vector<VisitId> some;  // who waits in line is seldom touched
    for (const auto& [visit, known] : open)
      if (known.state != queue::State::waiting || any(40) == 0) some.push_back(visit);
    if (some.empty()) return;
    const auto id = one_of(some);
    if (what == 7 && any(4) == 0) {
      const auto by = open.at(id).window.value_or(0);
      return any(3) == 0 ? slip(id, by, [&] { transfer(id); }) : transfer(id);
    }
    using enum WindowStep::What;
    constexpr WindowStep::What kSteps[] = {start, start, finish,    finish, finish,
                                           miss,  park,  come_back, recall};
    const auto chosen = any(30) == 0 ? leave : kSteps[any(9)];
    if (any(5) == 0 && open.at(id).window)
      return slip(id, *open.at(id).window, [&] { step(id, chosen); });
    step(id, chosen);
  }

  SystemClock clock;
  IdMaker ids{clock};
  Environment environment{.time = &kTime, .ids = &ids};
  std::optional<Visits> visits;
  std::vector<ServiceId> services;
  std::vector<ServiceWindowId> windows;
  std::mt19937 random{20261123};
  Instant now{};
  DayStatistics expected;
  std::map<VisitId, Known> open;
};

/// Every visit and every post that the rows hold is what its last event says, and the other way
/// round.
void check_rows(Play& play, Day day) {
  play.read([&](store::Snapshot& s) {
    std::map<std::int64_t, nlohmann::json> visits, posts;
    auto rows = s.query("SELECT visit_id, window_id, whole FROM centre_event ORDER BY seq");
    while (rows.next())
      (rows->is_null(0) ? posts[rows->integer(1)] : visits[rows->integer(0)]) =
          nlohmann::json::parse(rows->text(2));
    CHECK(s.integer("SELECT count(*) FROM visit") == static_cast<std::int64_t>(visits.size()));
    int done = 0;
    for (const auto& [id, whole] : visits) {
      const auto visit = find_visit(s, VisitId{id}).value();
      CHECK(whole["number"] == visit.number);
      CHECK(whole["state"] == name_of(visit.state));
      REQUIRE(whole["errands"].size() == visit.errands.size());
      for (std::size_t i = 0; i < visit.errands.size(); ++i) {
        CHECK(whole["errands"][i]["service"] == visit.errands[i].service.value);
        CHECK(whole["errands"][i]["state"] == name_of(visit.errands[i].state));
        CHECK(whole["errands"][i]["outcome"] == visit.errands[i].outcome);
        if (visit.day == day && visit.errands[i].state == Errand::State::done) ++done;
      }
    }
    CHECK(statistics(s, day).all.served == done);
    for (const auto& [id, whole] : posts) {
      const auto post = post_of(s, ServiceWindowId{id});
      CHECK(whole["account"].is_null() == !post.account.has_value());
      if (post.account) CHECK(whole["account"] == post.account->value);
      if (post.sat_at) CHECK(whole["satAt"] == to_millis(*post.sat_at));
      CHECK(whole["pauseReason"] == (post.pause ? post.pause->reason : ""));
      CHECK(whole["pausedAt"].is_null() == !post.pause.has_value());
    }
    return true;
  });
}

}  // namespace

TEST_CASE("events alone give the figures of what was done, over days by chance and restarts") {
  Play play;
  for (int n = 0; n < kDays; ++n) {
    const auto day = kMonday + date::days{n};
    play.now = kTime.at(day, 8h);
    play.expected = {};
    for (int i = 0; i < 350; ++i) {
      play.act();
      if (i % 120 == 60) play.reopen();
    }
    // What is left is settled on the next day, by nobody.
    for (const auto& [id, known] : play.open) {
      for (auto* f : {&play.expected.all, &play.expected.services[known.service]}) ++f->left;
      if (known.window) ++play.expected.windows[play.windows[*known.window]].left;
    }
    play.open.clear();
    play.now = kTime.at(day + date::days{1}, 7h);
    play.reopen();
    while (
        play.write([&](store::Transaction& tx) { return play.visits->settle_past(tx, play.now); }))
      ;
    sort(play.expected);
    CHECK(play.expected.all.served > 5);
    CHECK(play.expected.all.transferred > 0);
    CHECK(play.expected.all.parked > 0);
    CHECK(play.expected.all.missed > 0);
    CHECK(words_of(play.read([&](store::Snapshot& s) { return statistics(s, day); })) ==
          words_of(play.expected));
    check_rows(play, day);
  }
}

TEST_CASE("so many in a hundred were not longer than") {
  Lengths lengths;
  CHECK(lengths.mean() == 0ms);
  CHECK(lengths.reached_by(50) == 0ms);
  for (int i = 1; i <= 10; ++i) lengths.all.push_back(std::chrono::minutes{i});
  CHECK(lengths.mean() == 330s);
  CHECK(lengths.reached_by(50) == 5min);
  CHECK(lengths.reached_by(90) == 9min);
  CHECK(lengths.reached_by(100) == 10min);
}
