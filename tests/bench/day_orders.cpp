#include "bench/day_orders.hpp"

#include <algorithm>
#include <stdexcept>

namespace yuyue::bench::day {
namespace {

using queue::Line;

class DueTimes final : public Order {
 public:
  DueTimes(const Day& day, const std::vector<queue::LineRules>& rules)
      : day_(day), sessions_(rooms_of(day)) {
    for (std::size_t i = 0; i < day.sessions.size(); ++i) lines_.emplace_back(rules.at(i));
  }

  void arrive(std::size_t visit, Moment now) override {
    const auto& of = day_.visits[visit];
    queue::Joining joining;
    joining.id = id(visit);
    if (of.slot) joining.slot_start = Instant(*of.slot);
    joining.sequence = of.sequence;
    joining.priority = of.priority;
    take(visit, line(visit).join(joining, Instant(now)));
  }
  std::optional<std::size_t> call(std::size_t room, Moment now) override {
    auto& line = lines_[sessions_[room]];
    const auto event = line.call(station(room), Instant(now));
    if (!event) return std::nullopt;
    line.apply(*event);
    return static_cast<std::size_t>(event->ticket.value - 1);
  }
  void call(std::size_t visit, std::size_t room, Moment now) override {
    take(visit, line(visit).call(id(visit), station(room), Instant(now)));
  }
  void recall(std::size_t visit, Moment now) override {
    take(visit, line(visit).recall(id(visit), Instant(now)));
  }
  void start(std::size_t visit, Moment now) override {
    take(visit, line(visit).start(id(visit), Instant(now)));
  }
  void finish(std::size_t visit, Moment now) override {
    take(visit, line(visit).finish(id(visit), Instant(now)));
  }
  void miss(std::size_t visit, Moment now) override {
    take(visit, line(visit).miss(id(visit), Instant(now)));
  }
  void send_away(std::size_t visit, Moment now) override {
    take(visit, line(visit).send_away(id(visit), Instant(now)));
  }
  void come_back(std::size_t visit, Moment now) override {
    const bool missed = line(visit).find(id(visit))->state == queue::State::missed;
    take(visit, missed ? line(visit).come_back_missed(id(visit), Instant(now))
                       : line(visit).come_back(id(visit), Instant(now)));
  }
  std::vector<std::size_t> waiting(std::size_t session) override {
    std::vector<std::size_t> list;
    for (const auto* ticket : lines_[session].order())
      list.push_back(static_cast<std::size_t>(ticket->id.value - 1));
    return list;
  }

 private:
  static TicketId id(std::size_t visit) { return TicketId{static_cast<std::int64_t>(visit) + 1}; }
  static queue::Station station(std::size_t room) { return {static_cast<std::int64_t>(room) + 1}; }
  Line& line(std::size_t visit) { return lines_[day_.visits[visit].session]; }
  void take(std::size_t visit, const Result<queue::Event>& event) {
    if (!event) throw std::logic_error("the day asks what the line refuses: " + event.error().code);
    line(visit).apply(*event);
  }

  const Day& day_;
  const std::vector<std::size_t> sessions_;
  std::vector<Line> lines_;
};

/// Always the least key; a key is given when somebody joins.
class ByKey final : public Order {
 public:
  using Key = std::tuple<int, Moment, Moment>;
  using KeyOf = Key (*)(const Visit& visit, Moment joined);
  ByKey(const Day& day, KeyOf key_of)
      : day_(day), key_of_(key_of), sessions_(rooms_of(day)), lines_(day.sessions.size()) {}

  void arrive(std::size_t visit, Moment now) override {
    auto& line = lines_[day_.visits[visit].session];
    const std::pair entry{key_of_(day_.visits[visit], now), visit};
    line.insert(std::ranges::upper_bound(line, entry), entry);
  }
  std::optional<std::size_t> call(std::size_t room, Moment) override {
    auto& line = lines_[sessions_[room]];
    if (line.empty()) return std::nullopt;
    const auto visit = line.front().second;
    line.erase(line.begin());
    return visit;
  }
  void call(std::size_t visit, std::size_t, Moment) override {
    std::erase_if(lines_[day_.visits[visit].session],
                  [&](const auto& entry) { return entry.second == visit; });
  }
  void recall(std::size_t, Moment) override {}
  void start(std::size_t, Moment) override {}
  void finish(std::size_t, Moment) override {}
  void miss(std::size_t, Moment) override {}
  void send_away(std::size_t, Moment) override {}
  void come_back(std::size_t visit, Moment now) override { arrive(visit, now); }
  std::vector<std::size_t> waiting(std::size_t session) override {
    std::vector<std::size_t> list;
    for (const auto& [key, visit] : lines_[session]) list.push_back(visit);
    return list;
  }

 private:
  const Day& day_;
  const KeyOf key_of_;
  const std::vector<std::size_t> sessions_;
  std::vector<std::vector<std::pair<Key, std::size_t>>> lines_;
};

}  // namespace

std::vector<std::size_t> rooms_of(const Day& day) {
  std::vector<std::size_t> sessions;
  for (std::size_t i = 0; i < day.sessions.size(); ++i)
    sessions.insert(sessions.end(), day.sessions[i].doctors.size(), i);
  return sessions;
}

std::unique_ptr<Order> due_times(const Day& day, const std::vector<queue::LineRules>& rules) {
  return std::make_unique<DueTimes>(day, rules);
}

std::unique_ptr<Order> first_come_first_served(const Day& day) {
  return std::make_unique<ByKey>(day, [](const Visit&, Moment joined) {
    return ByKey::Key{0, joined, joined};
  });
}

std::unique_ptr<Order> booked_first(const Day& day) {
  return std::make_unique<ByKey>(day, [](const Visit& visit, Moment joined) {
    return visit.slot ? ByKey::Key{0, *visit.slot, joined} : ByKey::Key{1, joined, joined};
  });
}

}  // namespace yuyue::bench::day
