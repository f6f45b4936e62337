#include "yuyue/centre/statistics.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

namespace yuyue::centre {
namespace {

using Json = nlohmann::json;
using queue::What;
using std::chrono::milliseconds;

/// One step of one ticket, as line_event has it.
struct Step {
  What what = What::joined;
  Instant at{};
  std::optional<ServiceWindowId> window{};
  std::optional<AccountId> account{};
};

/// A visit's way through one service's line.
struct Way {
  VisitId visit;
  ServiceId service;
  bool carried = false;  ///< from another line: the next errand, or transferred
  std::vector<Step> steps{};
};

using At = std::pair<std::int64_t, Instant>;  ///< a visit, and when

/// What the centre's own events add.
struct Told {
  int numbers = 0;
  std::set<At> reopened{};  ///< leaving a line then was taking a step back
  std::set<At> moved{};     ///< … was going to another one
  struct Paper {
    std::optional<AccountId> account;
    ServiceWindowId window;
    Instant taken_at, called_at;
    std::optional<Instant> finished_at;
  };
  std::map<std::pair<std::int64_t, std::int64_t>, Paper> papers{};  ///< by visit and service
};

Told read_told(store::Snapshot& snapshot, Day day) {
  Told told;
  auto rows = snapshot.query(
      "SELECT what, visit_id, at, whole FROM centre_event WHERE day = ? AND visit_id IS NOT NULL"
      " ORDER BY seq",
      {day});
  std::set<std::int64_t> visits;
  while (rows.next()) {
    const auto what = rows->text(0);
    const auto visit = rows->integer(1);
    visits.insert(visit);
    if (what == "reopened") told.reopened.emplace(visit, rows->instant(2));
    if (what == "transferred") told.moved.emplace(visit, rows->instant(2));
    if (what != "paper") continue;
    const auto paper = Json::parse(rows->text(3)).at("paper");
    Told::Paper one{.account = {},
                    .window = ServiceWindowId{paper.at("window").get<std::int64_t>()},
                    .taken_at = from_millis(paper.at("takenAt").get<std::int64_t>()),
                    .called_at = from_millis(paper.at("calledAt").get<std::int64_t>()),
                    .finished_at = {}};
    if (const auto& account = paper.at("account"); !account.is_null())
      one.account = AccountId{account.get<std::int64_t>()};
    if (const auto& finished = paper.at("finishedAt"); !finished.is_null())
      one.finished_at = from_millis(finished.get<std::int64_t>());
    told.papers.emplace(std::pair(visit, paper.at("service").get<std::int64_t>()), one);
  }
  told.numbers = static_cast<int>(visits.size());
  return told;
}

/// Whoever is parked is also assigned to the window: one step.
void take_back(std::vector<Step>& steps) {
  while (steps.size() > 1 && steps.back().what == What::assigned) steps.pop_back();
  if (steps.size() > 1) steps.pop_back();
}

/// Every ticket's steps, without those that were taken back.
std::vector<Way> read_ways(store::Snapshot& snapshot, Day day, const Told& told) {
  std::map<std::int64_t, Way> ways;
  auto rows = snapshot.query(
      "SELECT e.ticket_id, t.subject_id, s.service_id, e.what, e.at, e.station, e.actor_kind,"
      " e.actor_id, e.ticket FROM service_day s JOIN line l ON l.owner_kind = 'svc'"
      " AND l.owner_id = s.id JOIN line_event e ON e.line_id = l.id JOIN ticket t"
      " ON t.id = e.ticket_id WHERE s.day = ? ORDER BY e.line_id, e.seq",
      {day});
  while (rows.next()) {
    auto& way = ways[rows->integer(0)];
    way.visit = rows->id<VisitId>(1);
    way.service = rows->id<ServiceId>(2);
    Step step{.what = queue::what_from(rows->text(3)).value(), .at = rows->instant(4)};
    if (step.what == What::called) step.window = rows->id<ServiceWindowId>(5);
    if (rows->text(6) == "staff") step.account = rows->id<AccountId>(7);
    if (step.what == What::joined)
      way.carried = Json::parse(rows->text(8)).value("transferred", false);
    if (step.what == What::undone) {
      take_back(way.steps);
    } else {
      way.steps.push_back(step);
    }
  }
  std::vector<Way> list;
  for (auto& [ticket, way] : ways)
    if (way.steps.back().what != What::left ||
        !told.reopened.contains({way.visit.value, way.steps.back().at}))
      list.push_back(std::move(way));
  return list;
}

/// Adds what happens to everybody whom it concerns.
class Counting {
 public:
  explicit Counting(DayStatistics& out) : out_(out) {}

  template <class Change>
  void add(ServiceId service, std::optional<ServiceWindowId> window,
           std::optional<AccountId> account, Change change) {
    change(out_.all);
    change(out_.services[service]);
    if (window) change(out_.windows[*window]);
    if (account) change(out_.people[*account]);
  }

 private:
  DayStatistics& out_;
};

void count(Counting& counting, const Way& way, const std::set<At>& moved, bool on_paper) {
  std::optional<ServiceWindowId> window;
  std::optional<Instant> joined, begun;
  bool waited = false;
  for (const auto& step : way.steps) {
    const auto add = [&](auto change) {
      counting.add(way.service, window, step.account, change);
    };
    const auto ended = [&] {
      if (begun) add([&](Figures& f) { f.service.all.push_back(step.at - *begun); });
      begun.reset();
    };
    switch (step.what) {
      case What::joined:
        joined = step.at;
        if (!way.carried || !moved.contains({way.visit.value, step.at}))
          add([](Figures& f) { ++f.taken; });
        break;
      case What::called:
        window = step.window;
        begun = step.at;
        add([&](Figures& f) {
          ++f.called;
          if (!waited) f.waits.all.push_back(step.at - *joined);
        });
        waited = true;
        break;
      case What::started:
        begun = step.at;
        break;
      case What::finished:
        ended();
        add([](Figures& f) { ++f.served; });
        break;
      case What::missed:
        begun.reset();
        add([](Figures& f) { ++f.missed; });
        break;
      case What::sent_away:
        ended();
        add([](Figures& f) { ++f.parked; });
        break;
      case What::left:
        if (on_paper) break;        // what is on paper says how it went on
        if (step.account) ended();  // nobody knows when whoever was settled at night went home
        if (moved.contains({way.visit.value, step.at}))
          add([](Figures& f) { ++f.transferred; });
        else
          add([](Figures& f) { ++f.left; });
        break;
      default:
        break;
    }
  }
}

void count(Counting& counting, ServiceId service, const Told::Paper& paper, const Way* way) {
  if (!way) counting.add(service, {}, {}, [](Figures& f) { ++f.taken; });
  const bool called_before =
      way && std::ranges::find(way->steps, What::called, &Step::what) != way->steps.end();
  const auto joined = way ? way->steps.front().at : paper.taken_at;
  counting.add(service, paper.window, paper.account, [&](Figures& f) {
    ++f.called;
    if (!called_before) f.waits.all.push_back(paper.called_at - joined);
    if (paper.finished_at) {
      ++f.served;
      f.service.all.push_back(*paper.finished_at - paper.called_at);
    } else {
      ++f.missed;
    }
  });
}

void sort(Figures& figures) {
  std::ranges::sort(figures.waits.all);
  std::ranges::sort(figures.service.all);
}

}  // namespace

milliseconds Lengths::total() const {
  return std::accumulate(all.begin(), all.end(), milliseconds{0});
}

milliseconds Lengths::mean() const {
  return all.empty() ? milliseconds{0} : total() / static_cast<std::int64_t>(all.size());
}

milliseconds Lengths::reached_by(int percent) const {
  if (all.empty()) return milliseconds{0};
  const auto rank = (all.size() * static_cast<std::size_t>(percent) + 99) / 100;
  return all[std::max<std::size_t>(rank, 1) - 1];
}

DayStatistics statistics(store::Snapshot& snapshot, Day day) {
  DayStatistics out;
  Counting counting(out);
  const auto told = read_told(snapshot, day);
  out.numbers = told.numbers;
  const auto ways = read_ways(snapshot, day, told);
  std::map<std::pair<std::int64_t, std::int64_t>, const Way*> last;  // one may stand there twice
  for (const auto& way : ways) last[{way.visit.value, way.service.value}] = &way;
  for (const auto& way : ways) {
    const std::pair key(way.visit.value, way.service.value);
    count(counting, way, told.moved, told.papers.contains(key) && last[key] == &way);
  }
  for (const auto& [key, paper] : told.papers) {
    const auto way = last.find(key);
    count(counting, ServiceId{key.second}, paper, way == last.end() ? nullptr : way->second);
  }
  sort(out.all);
  for (auto& [id, figures] : out.services) sort(figures);
  for (auto& [id, figures] : out.windows) sort(figures);
  for (auto& [id, figures] : out.people) sort(figures);
  return out;
}

}  // namespace yuyue::centre
