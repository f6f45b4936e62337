#include "bench/day.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace yuyue::bench::day {
namespace {

using namespace std::chrono_literals;

constexpr Moment kSlot = 30min, kMinute = 1min, kDoorsOpen = 7h + 20min;
constexpr double kSpread = 0.5;  // of the logarithm of a visit's length
// Of those who are booked. The others come on time.
constexpr double kAbsent = 0.08, kEarly = 0.2, kLate = 0.08;
constexpr double kPriority = 0.15;  // of those who are not
constexpr double kUrgent = 0.01, kInattentive = 0.03;
constexpr double kAfterExamination = 0.6;  // of a visit's length

class Maker {
 public:
  Maker(unsigned seed, Day& day, std::string priority)
      : random_(seed), day_(day), priority_(std::move(priority)) {}

  void fill(std::size_t session) {
    const auto& of = day_.sessions[session];
    const auto first = day_.visits.size();
    for (auto slot = of.starts; slot < of.ends; slot += kSlot)
      for (int n = 1; n <= of.places; ++n) add(booked(session, slot, n));
    // People without a booking come when the doors open rather than towards noon.
    const auto last = of.ends - 45min;
    const double expected = of.walk_ins * static_cast<double>((of.ends - of.starts) / kSlot);
    for (int n = std::poisson_distribution<int>(expected)(random_); n > 0; --n)
      add(walk_in(session, of.starts - kSlot, last));
    // Each has a part of the minute of its own, away from the full one, at which slots start.
    std::vector<Moment> parts;
    for (Moment part = 2s; part < 58s; part += 250ms) parts.push_back(part);
    std::ranges::shuffle(parts, random_);
    for (auto i = first; i < day_.visits.size(); ++i) {
      auto& arrives = day_.visits[i].arrives;
      arrives = std::chrono::floor<std::chrono::minutes>(arrives) + parts.at(i - first);
    }
  }

 private:
  bool happens(double share) { return std::bernoulli_distribution(share)(random_); }
  Moment between(Moment from, Moment to) {
    return Moment{std::uniform_int_distribution<std::int64_t>(from.count(), to.count())(random_)};
  }
  /// Log-normal, 1 on average.
  double length() {
    const double drawn = std::normal_distribution<double>(-kSpread * kSpread / 2, kSpread)(random_);
    return std::clamp(std::exp(drawn), 0.25, 4.0);
  }

  Visit booked(std::size_t session, Moment slot, int sequence) {
    Visit visit{.session = session, .slot = slot, .sequence = sequence};
    const double lot = std::uniform_real_distribution<double>(0, 1)(random_);
    visit.absent = lot < kAbsent;
    if (lot >= kAbsent && lot < kAbsent + kEarly) visit.coming = Coming::early;
    if (lot >= 1 - kLate) visit.coming = Coming::late;
    visit.arrives = slot + (visit.coming == Coming::early  ? between(-58min, -31min)
                            : visit.coming == Coming::late ? between(31min, 75min)
                                                           : between(-29min, 15min));
    return visit;
  }
  Visit walk_in(std::size_t session, Moment from, Moment to) {
    Visit visit{.session = session, .coming = Coming::walk_in};
    visit.arrives = std::min(between(from, to), between(from, to));
    if (!priority_.empty() && happens(kPriority)) {
      visit.coming = Coming::priority;
      visit.priority = priority_;
    }
    return visit;
  }
  void add(Visit visit) {
    const auto& of = day_.sessions[visit.session];
    visit.arrives = std::max(visit.arrives, kDoorsOpen);
    visit.length = length();
    // Whoever comes towards noon is sent to examinations for another day.
    if (happens(of.examined) && visit.arrives < of.ends - 90min)
      visit.examination = {between(20min, 60min), length() * kAfterExamination};
    visit.urgent = happens(kUrgent);
    visit.inattentive = !visit.urgent && happens(kInattentive);
    day_.visits.push_back(std::move(visit));
  }

  std::mt19937_64 random_;
  Day& day_;
  const std::string priority_;
};

}  // namespace

std::vector<Session> usual_sessions(bool small) {
  constexpr Moment kStarts = 8h, kEnds = 12h;
  // The doctors of a session see about as many as come, so that lines form and do not run away.
  std::vector<Session> all{
      {"internal medicine",
       kStarts,
       kEnds,
       9,
       2.5,
       0.15,
       {{6, kStarts}, {7.5, kStarts}, {9, kStarts}}},
      {"cardiology, starts 40 minutes late", kStarts, kEnds, 3, 0.4, 0.15, {{7, kStarts + 40min}}},
      {"paediatrics", kStarts, kEnds, 5, 4, 0.1, {{5, kStarts}, {7, kStarts + 5min}}},
      {"surgery", kStarts, kEnds, 8, 2, 0.1, {{5, kStarts}, {6, kStarts}}},
      {"neurology", kStarts, kEnds, 3, 0.4, 0.1, {{8, kStarts}}},
      {"orthopaedics, quick", kStarts, kEnds, 5, 1, 0.2, {{4, kStarts}}},
      {"geriatrics, slow", kStarts, kEnds, 2, 0.5, 0.1, {{11, kStarts}}},
  };
  if (small) all.resize(3);
  return all;
}

Day make_day(unsigned seed, std::vector<Session> sessions, const std::string& priority) {
  Day day{std::move(sessions), {}};
  Maker maker(seed, day, priority);
  for (std::size_t i = 0; i < day.sessions.size(); ++i) maker.fill(i);
  return day;
}

Moment joins_at(const Day& day, std::size_t visit, Moment at) {
  const auto part = day.visits[visit].arrives % kMinute;
  const auto then = std::chrono::floor<std::chrono::minutes>(at) + part;
  return then < at ? then + kMinute : then;
}

}  // namespace yuyue::bench::day
