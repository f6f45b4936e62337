#include "yuyue/centre/waits/paces.hpp"

#include <algorithm>

namespace yuyue::centre::waits {
namespace {

using namespace std::chrono_literals;

constexpr auto kDays = date::days{60};

}  // namespace

queue::Pace Paces::pace(const Service& service, std::int64_t person, Instant now) const {
  const std::scoped_lock lock(mutex_);
  return book_.pace({.service = to_string(service.id),
                     .person = person,
                     .hour = static_cast<int>(time_.minute_of(now) / 1h)},
                    service.expected);
}

// A window serves several lines: their events are taken together, in the order of time.
void Paces::follow(store::Snapshot& snapshot, Followed& followed) {
  struct Told {
    queue::KeptEvent kept;
    ServiceId service;
  };
  std::vector<Told> events;
  for (const auto& line : queue::lines_of(snapshot, followed.day)) {
    const auto service = service_of(snapshot, line.owner);
    if (!service) continue;
    auto& seen = followed.seen[line.id];
    for (auto& kept : queue::events_of(snapshot, line.id, seen)) {
      seen = kept.seq;
      events.push_back({std::move(kept), *service});
    }
  }
  std::ranges::stable_sort(events, {}, [](const Told& one) { return one.kept.event.at; });
  for (const auto& [kept, service] : events) {
    const auto& event = kept.event;
    if (const auto round = followed.rounds.next(event))
      if (const auto key = followed.called.find(round->ticket); key != followed.called.end())
        book_.learn(key->second, round->took);
    if (event.what == queue::What::called)
      followed.called[event.ticket] = {.service = to_string(service),
                                       .person = kept.by.kind == "staff" ? kept.by.id : 0,
                                       .hour = static_cast<int>(time_.minute_of(event.at) / 1h)};
  }
}

void Paces::follow(store::Snapshot& snapshot, Day today) {
  const std::scoped_lock lock(mutex_);
  if (today_.day != today) today_ = {.day = today, .rounds = {}, .seen = {}, .called = {}};
  follow(snapshot, today_);
}

void Paces::take_up(const store::Database& database, Instant now,
                    const std::function<bool()>& stop) {
  const auto today = time_.day_of(now);
  for (auto day = today - kDays; day < today && !stop(); day += date::days{1})
    database.read([&](store::Snapshot& snapshot) {
      Followed past{.day = day, .rounds = {}, .seen = {}, .called = {}};
      const std::scoped_lock lock(mutex_);
      follow(snapshot, past);
      return true;
    });
}

}  // namespace yuyue::centre::waits
