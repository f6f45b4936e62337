#include "bench/day_play.hpp"

#include <functional>
#include <queue>

namespace yuyue::bench::day {
namespace {

using namespace std::chrono_literals;

constexpr Moment kToTheRoom = 20s, kBetweenCalls = 1min, kMissedFor = 10min;
constexpr Moment kFirstLook = 7h + 45min, kLastLook = 13h, kBetweenLooks = 30min;

class Player {
 public:
  Player(const Day& day, Order& order, int calls)
      : day_(day),
        order_(order),
        calls_(calls),
        sessions_(rooms_of(day)),
        rooms_(sessions_.size()),
        people_(day.visits.size()) {
    played_.ended.resize(day.sessions.size());
  }

  Played play() {
    for (std::size_t i = 0; i < day_.visits.size(); ++i)
      if (!day_.visits[i].absent) at(day_.visits[i].arrives, [this, i] { arrive(i); });
    std::size_t room = 0;
    for (const auto& session : day_.sessions)
      for (const auto& doctor : session.doctors) {
        at(doctor.begins, [this, room] { become_free(room); });
        rooms_[room++].minutes = doctor.minutes;
      }
    for (auto look = kFirstLook; look <= kLastLook; look += kBetweenLooks)
      at(look, [this] { look_at_lines(); });
    while (!events_.empty()) {
      const auto event = events_.top();
      events_.pop();
      now_ = event.at;
      event.what();
    }
    return std::move(played_);
  }

 private:
  struct Room {
    double minutes = 0;
    bool free = false;
  };
  struct Person {
    Wait::After after = Wait::After::arriving;
    Moment joined{};
    bool waits = false, examined = false, was_missed = false;
  };
  struct Event {
    Moment at{};
    std::size_t number = 0;
    std::function<void()> what;
    bool operator<(const Event& other) const {  // the earliest is the greatest
      return std::tie(at, number) > std::tie(other.at, other.number);
    }
  };
  void at(Moment moment, std::function<void()> what) {
    events_.push({moment, ++number_, std::move(what)});
  }
  void in(Moment later, std::function<void()> what) { at(now_ + later, std::move(what)); }

  void arrive(std::size_t visit) {
    order_.arrive(visit, now_);
    wait(visit, Wait::After::arriving);
  }
  void come_back(std::size_t visit, Wait::After after) {
    order_.come_back(visit, now_);
    wait(visit, after);
  }
  void wait(std::size_t visit, Wait::After after) {
    auto& person = people_[visit];
    person.after = after;
    person.joined = now_;
    person.waits = true;
    for (std::size_t room = 0; room < rooms_.size(); ++room)
      if (rooms_[room].free && sessions_[room] == day_.visits[visit].session) call(room);
  }

  void become_free(std::size_t room) {
    rooms_[room].free = true;
    call(room);
  }
  std::optional<std::size_t> urgent_one(std::size_t session) const {
    for (std::size_t i = 0; i < people_.size(); ++i)
      if (people_[i].waits && day_.visits[i].urgent && day_.visits[i].session == session) return i;
    return std::nullopt;
  }
  void call(std::size_t room) {
    auto visit = urgent_one(sessions_[room]);
    const bool decision = visit.has_value();
    if (decision)
      order_.call(*visit, room, now_);
    else
      visit = order_.call(room, now_);
    if (!visit) return;
    rooms_[room].free = false;
    auto& person = people_[*visit];
    person.waits = false;
    played_.waits.push_back({*visit, room, person.after, person.joined, now_, decision});
    if (day_.visits[*visit].inattentive && !person.was_missed)
      in(kBetweenCalls, [this, v = *visit, room] { call_again(v, room, 2); });
    else
      in(kToTheRoom, [this, v = *visit, room] { start(v, room); });
  }
  void call_again(std::size_t visit, std::size_t room, int time) {
    if (time > calls_) return miss(visit, room);
    order_.recall(visit, now_);
    in(kBetweenCalls, [this, visit, room, time] { call_again(visit, room, time + 1); });
  }
  void miss(std::size_t visit, std::size_t room) {
    order_.miss(visit, now_);
    people_[visit].was_missed = true;
    at(joins_at(day_, visit, now_ + kMissedFor),
       [this, visit] { come_back(visit, Wait::After::missed); });
    become_free(room);
  }
  void start(std::size_t visit, std::size_t room) {
    order_.start(visit, now_);
    const auto& of = day_.visits[visit];
    const double length = people_[visit].examined ? of.examination->length : of.length;
    in(Moment{static_cast<std::int64_t>(length * rooms_[room].minutes * 60'000)},
       [this, visit, room] { end(visit, room); });
  }
  void end(std::size_t visit, std::size_t room) {
    auto& person = people_[visit];
    const auto& examination = day_.visits[visit].examination;
    if (examination && !person.examined) {
      person.examined = true;
      order_.send_away(visit, now_);
      at(joins_at(day_, visit, now_ + examination->takes),
         [this, visit] { come_back(visit, Wait::After::examination); });
    } else {
      order_.finish(visit, now_);
      played_.ended[sessions_[room]] = now_;
    }
    become_free(room);
  }
  void look_at_lines() {
    for (std::size_t i = 0; i < day_.sessions.size(); ++i)
      played_.looks.push_back(order_.waiting(i));
  }

  const Day& day_;
  Order& order_;
  const int calls_;
  const std::vector<std::size_t> sessions_;
  std::vector<Room> rooms_;
  std::vector<Person> people_;
  std::priority_queue<Event> events_;
  std::size_t number_ = 0;
  Moment now_{};
  Played played_;
};

}  // namespace

Played play(const Day& day, Order& order, int calls) {
  return Player(day, order, calls).play();
}

}  // namespace yuyue::bench::day
