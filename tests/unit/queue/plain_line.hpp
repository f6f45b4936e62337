#pragma once
// The rule of lines once more, slowly and plainly, from the events alone.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "yuyue/queue/line.hpp"

namespace yuyue::queue::test {

/// What is known of a ticket from the events alone.
struct Plain {
  Ticket came;
  std::vector<Event> events;
};

/// The rule once more, from the events, with no thought of speed.
struct Restatement {
  explicit Restatement(const LineRules& line_rules) : rules(line_rules) {}

  void take(const Event& e) {
    auto& one = all[e.ticket];
    if (e.what == What::joined) one.came = *e.whole;
    if (e.what == What::beckoned || (e.what == What::called && state(one) == "waiting"))
      since_back = is_back(one) ? 0 : since_back + 1;
    one.events.push_back(e);
  }
  static std::string state(const Plain& one) {
    std::string state;
    for (const auto& e : one.events) {
      switch (e.what) {
        case What::joined:
          state = name_of(one.came.state);
          break;
        case What::returned:
        case What::came_back:
        case What::postponed:
        case What::moved:
          state = "waiting";
          break;
        case What::assigned:
          if (state == "near") state = "waiting";
          break;
        case What::beckoned:
          state = "near";
          break;
        case What::recalled:
          break;
        default:
          state = std::string(name_of(e.what));
      }
    }
    return state;
  }
  static bool is_back(const Plain& one) {
    bool back = one.came.returner;
    for (const auto& e : one.events) {
      if (e.what == What::came_back) back = true;
      if (e.what == What::returned || e.what == What::postponed) back = false;
      if (e.what == What::moved) back = e.to_returners;
    }
    return back;
  }
  static Rank rank(const Plain& one) {
    auto rank = one.came.rank;
    for (const auto& e : one.events)
      if (e.rank) rank = *e.rank;
    return rank;
  }
  static Instant in_line_since(const Plain& one) {
    Instant since = one.came.entered_at;
    for (const auto& e : one.events)
      if (e.what == What::returned || e.what == What::came_back || e.what == What::postponed ||
          e.what == What::moved)
        since = e.at;
    return since;
  }
  static Instant arrived(const Plain& one) {
    Instant arrived = one.came.arrived_at;
    for (const auto& e : one.events)
      if (e.what == What::returned) arrived = e.at;
    return arrived;
  }
  /// Calls since they were last asked to the room or before it.
  static int calls(const Plain& one) {
    int calls = 0;
    for (const auto& e : one.events) {
      if (e.what == What::beckoned || e.what == What::called) calls = 1;
      if (e.what == What::recalled) ++calls;
    }
    return calls;
  }
  static std::optional<Station> assigned(const Plain& one) {
    auto assigned = one.came.assigned;
    for (const auto& e : one.events)
      if (e.what == What::assigned) assigned = e.station;
    return assigned;
  }
  bool waits_for(const Plain& one, Station station) const {
    return state(one) == "waiting" && (!assigned(one) || assigned(one) == station);
  }
  /// Somebody chose for them, or they themselves did: the promise says nothing of them.
  static bool is_chosen(const Plain& one) {
    return one.came.assigned || std::ranges::any_of(one.events, [](const Event& e) {
             return e.decision || e.what == What::postponed;
           });
  }
  std::optional<TicketId> next(Station station) const {
    std::vector<TicketId> firsts, backs;
    for (const auto& [id, one] : all)
      if (waits_for(one, station)) (is_back(one) ? backs : firsts).push_back(id);
    const auto earliest = [&](const std::vector<TicketId>& some) {
      return std::ranges::min(some, [&](TicketId a, TicketId b) {
        return std::pair(rank(all.at(a)), a) < std::pair(rank(all.at(b)), b);
      });
    };
    if (firsts.empty() && backs.empty()) return std::nullopt;
    if (backs.empty()) return earliest(firsts);
    if (firsts.empty() || since_back >= rules.firsts_per_returner) return earliest(backs);
    const auto first = earliest(firsts);
    const bool too_long = std::ranges::any_of(backs, [&](TicketId id) {
      return in_line_since(all.at(id)) + rules.walk_in_allowance <= rank(all.at(first)).due;
    });
    return too_long ? earliest(backs) : first;
  }

  const LineRules& rules;
  std::map<TicketId, Plain> all;
  int since_back = 0;
};

}  // namespace yuyue::queue::test
