#include "yuyue/booking/clinic/paces.hpp"

namespace yuyue::booking::clinic {
namespace {

using namespace std::chrono_literals;

constexpr auto kDays = date::days{60};

}  // namespace

void Paces::happened(const queue::Happening& happening) {
  const std::scoped_lock lock(mutex_);
  changed_.emplace(happening.line, happening.owner);
}

queue::PaceKey Paces::key(const Session& session, Instant at) const {
  return {.service =
              std::to_string(session.department.value) + "/" + std::to_string(session.kind.value),
          .person = session.practitioner ? session.practitioner->value : 0,
          .hour = static_cast<int>(time_.minute_of(at) / 1h)};
}

void Paces::follow(store::Snapshot& snapshot, const queue::LineOf& line) {
  auto found = followed_.find(line.id);
  if (found == followed_.end()) {
    const auto session = find_session(snapshot, SessionId{line.owner.id});
    if (!session) return;
    found = followed_.emplace(line.id, Followed{*session, {}, 0}).first;
  }
  auto& [session, rounds, seen] = found->second;
  for (const auto& kept : queue::events_of(snapshot, line.id, seen)) {
    seen = kept.seq;
    if (const auto round = rounds.next(kept.event))
      book_.learn(key(session, round->from), round->took);
  }
}

void Paces::forget_before(Day day) {
  std::erase_if(followed_, [&](const auto& one) { return one.second.session.day < day; });
}

void Paces::take_up(const store::Database& database, Instant now,
                    const std::function<bool()>& stop) {
  const auto today = time_.day_of(now);
  for (auto day = today - kDays; day <= today; day += date::days{1}) {
    const auto lines =
        database.read([&](store::Snapshot& snapshot) { return queue::lines_of(snapshot, day); });
    for (const auto& line : lines) {
      if (stop()) return;
      database.read([&](store::Snapshot& snapshot) {
        const std::scoped_lock lock(mutex_);
        follow(snapshot, line);
        return true;
      });
    }
    const std::scoped_lock lock(mutex_);
    forget_before(day);
  }
}

queue::Pace Paces::pace(store::Snapshot& snapshot, const Session& session,
                        std::chrono::seconds planned, Instant now) {
  const std::scoped_lock lock(mutex_);
  forget_before(time_.day_of(now) - date::days{1});
  for (const auto& [id, owner] : changed_) follow(snapshot, {id, owner});
  changed_.clear();
  return book_.pace(key(session, now), planned);
}

}  // namespace yuyue::booking::clinic
