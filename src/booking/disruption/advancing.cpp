// What goes on by itself, chunk by chunk. Each step reads what it needs beside the writer, decides,
// and writes in one short job that looks again at what it depends on: whatever happens in between,
// or wherever the process ends, the next step goes on from what the file says.
#include <algorithm>
#include <exception>
#include <stdexcept>

#include "booking/disruption/changes.hpp"
#include "booking/disruption/planner.hpp"
#include "booking/disruption/settling.hpp"
#include "yuyue/booking/disruption/service.hpp"

namespace yuyue::booking::disruption {
namespace {

constexpr int kChunk = 20;
constexpr int kMostReminded = 500;  // looked at, at one time

/// Somebody to be written down, with what they can be offered.
struct Planned {
  Appointment appointment;
  std::optional<SlotId> same_place;
  std::vector<Proposal> proposals;
};

std::optional<Appointment> unchanged(store::Snapshot& snapshot, const Appointment& was) {
  const auto now_is = find_appointment(snapshot, was.id);
  if (!now_is || now_is->version != was.version) return std::nullopt;
  return now_is;
}

/// The next ones of a session that are not written down yet.
std::vector<Appointment> next_ones(store::Snapshot& snapshot, const Disruption& d,
                                   SessionId session, Instant now) {
  if (d.kind != Kind::shrink) return touched_by(snapshot, d.kind, session, d.id, now, kChunk);
  auto list = giving_way(snapshot, records::slot_changes(snapshot, d.id));
  std::erase_if(list,
                [&](const Appointment& a) { return records::is_listed(snapshot, d.id, a.id); });
  if (list.size() > kChunk) list.resize(kChunk);
  return list;
}

class Listing {
 public:
  Listing(const Environment& env, const Disruption& d, const DisruptedSession& row, Instant now)
      : env_(env), d_(d), row_(row), now_(now) {}

  std::vector<Planned> read(store::Snapshot& snapshot, Planner& planner) const {
    std::vector<Planned> list;
    const auto session = find_session(snapshot, row_.session);
    const auto successor = row_.successor ? find_session(snapshot, *row_.successor) : std::nullopt;
    for (auto& a : next_ones(snapshot, d_, row_.session, now_)) {
      Planned planned{.appointment = std::move(a), .same_place = {}, .proposals = {}};
      const auto& one = planned.appointment;
      if (session && successor && (d_.kind == Kind::substitute || one.session == session->id))
        planned.same_place =
            same_place_in(snapshot, *env_.time, *session, *successor, one.starts_at);
      if (asks(d_.kind)) planned.proposals = planner.propose(one, planned.same_place, true);
      list.push_back(std::move(planned));
    }
    return list;
  }

  /// Those whose appointment has changed since it was read come again.
  void write(const Desk& desk, const std::vector<Planned>& list) const {
    if (list.empty()) {
      if (next_ones(desk.tx, d_, row_.session, now_).empty())
        records::mark_listed(desk.tx, d_.id, row_.session);
      return;
    }
    for (const auto& planned : list) {
      const auto a = unchanged(desk.tx, planned.appointment);
      if (!a || records::is_listed(desk.tx, d_.id, a->id)) continue;
      // Whatever was asked about it before is overtaken.
      if (auto earlier = open_question(desk.tx, a->id)) let_go(desk, *earlier, Settler::hospital);
      write_down(desk, *a, planned);
    }
  }

 private:
  void write_down(const Desk& desk, const Appointment& a, const Planned& planned) const {
    switch (d_.kind) {
      case Kind::stop:
      case Kind::shrink:
      case Kind::move:
        return ask(desk, d_, a, planned.proposals, false);
      case Kind::room:
        return inform(desk, d_, a, Outcome::kept, Notice::What::room, std::nullopt);
      case Kind::substitute:
        break;
    }
    if (planned.same_place && a.session != row_.session) {
      const auto team = team::booked_team_of(desk.tx, a.id);
      if (team && desk.teams.replace(desk.tx, *team, row_.session, *planned.same_place, desk.now))
        return inform(desk, d_, a, Outcome::kept, Notice::What::colleague, planned.same_place);
    } else if (planned.same_place) {
      const auto moved = seats::relocate(
          desk.env, desk.tx, {.was = a, .to = *planned.same_place, .claim = {}, .successor = true},
          hospital_itself(), desk.now);
      if (moved)
        return inform(desk, d_, a, Outcome::moved, Notice::What::substitute, planned.same_place);
    }
    // Their place is not to be had there after all: then they are asked like anybody else.
    ask(desk, d_, a, {}, false);
  }

  const Environment& env_;
  const Disruption& d_;
  const DisruptedSession& row_;
  const Instant now_;
};

std::optional<DisruptedSession> next_session(store::Snapshot& snapshot, DisruptionId id) {
  for (const auto& row : sessions_of(snapshot, id))
    if (!row.listed) return row;
  return std::nullopt;
}

void end_listing(const Desk& desk, const Disruption& d) {
  open_successors(desk.tx, desk.env, d);
  const bool open = records::has_open(desk.tx, d.id);
  records::set_state(desk.tx, d.id, open ? State::open : State::closed,
                     open ? std::nullopt : std::optional(desk.now));
}

}  // namespace

/// One step each; false: there was nothing of its kind to do.
class Steps {
 public:
  Steps(const Environment& env, const Appointments& appointments, const access::Vault& vault,
        Messages& messages, store::Database& database, Instant now)
      : env_(env),
        appointments_(appointments),
        vault_(vault),
        messages_(messages),
        teams_(env, vault),
        database_(database),
        now_(now) {}

  bool list_some() {
    std::optional<Disruption> d;
    std::optional<DisruptedSession> row;
    database_.read([&](store::Snapshot& snapshot) {
      const auto ids = records::in_state(snapshot, State::listing);
      if (ids.empty()) return false;
      d = find_disruption(snapshot, ids.front());
      row = next_session(snapshot, d->id);
      return true;
    });
    if (!d) return false;
    if (!row) {
      write([&](const Desk& desk) {
        if (still(desk, *d)) end_listing(desk, *d);
      });
      return true;
    }
    const Listing listing(env_, *d, *row, now_);
    read_then_write<std::vector<Planned>>(
        [&](store::Snapshot& snapshot, Planner& planner) {
          return listing.read(snapshot, planner);
        },
        [&](const Desk& desk, const std::vector<Planned>& list) {
          if (still(desk, *d)) listing.write(desk, list);
        });
    return true;
  }

  bool take_back_some() {
    const auto ids = database_.read(
        [](store::Snapshot& snapshot) { return records::in_state(snapshot, State::taking_back); });
    if (ids.empty()) return false;
    write([&](const Desk& desk) {
      const auto d = find_disruption(desk.tx, ids.front());
      if (!d || d->state != State::taking_back) return;
      auto list = records::to_take_back(desk.tx, d->id, kChunk);
      for (auto& affected : list) take_back(desk, *d, affected);
      if (!list.empty()) return;
      remove_successors(desk.tx, env_, *d);
      records::set_state(desk.tx, d->id, State::taken_back, now_);
    });
    return true;
  }

  bool let_strayed_go() {
    const auto some = [](store::Snapshot& snapshot) {
      return records::strayed(snapshot, kChunk);
    };
    if (database_.read(some).empty()) return false;
    write([&](const Desk& desk) {
      for (auto& affected : some(desk.tx)) let_go(desk, affected, Settler::patient);
    });
    return true;
  }

  /// One at a time: if one cannot be settled (a bug), that is nobody else's trouble.
  bool decide_overdue() {
    const auto list = database_.read(
        [this](store::Snapshot& snapshot) { return records::overdue(snapshot, now_, kChunk); });
    std::exception_ptr trouble;
    bool decided = false;
    for (const auto& one : list) {
      try {
        write([&](const Desk& desk) { decide(desk, one); });
        decided = true;
      } catch (const std::logic_error&) {
        trouble = std::current_exception();
      }
    }
    if (trouble && !decided) std::rethrow_exception(trouble);
    return !list.empty();
  }

  /// Not at night: then the next morning, if there is still time.
  bool remind_some() {
    const auto night = env_.settings->current()->waitlist;
    if (is_night(env_.time->minute_of(now_), night)) return false;
    const auto due = [this](store::Snapshot& snapshot) {
      const auto rules = load_rules(snapshot);
      auto list = records::to_remind(snapshot, now_, now_ + rules.remind_before, kMostReminded);
      std::erase_if(list, [&](const Affected& f) {
        const auto at = rules::remind_at(f.asked_at.value(), f.answer_until.value(), rules);
        return !at || now_ < *at;
      });
      if (list.size() > kChunk) list.resize(kChunk);
      return list;
    };
    const auto list = database_.read(due);
    if (list.empty()) return false;
    write([&](const Desk& desk) {
      for (const auto& one : list) {
        auto f = find_affected(desk.tx, one.disruption, one.appointment);
        if (!f || f->outcome || f->reminded_at || !f->answer_until) continue;
        remind(desk, find_disruption(desk.tx, f->disruption).value(), *f);
      }
    });
    return true;
  }

  bool ask_uprooted_again() {
    const auto some = [](store::Snapshot& snapshot) {
      return records::uprooted(snapshot, kChunk);
    };
    if (database_.read(some).empty()) return false;
    using Again = std::vector<std::pair<Affected, std::vector<Proposal>>>;
    read_then_write<Again>(
        [&](store::Snapshot& snapshot, Planner& planner) {
          Again list;
          for (auto& affected : some(snapshot)) {
            const auto a = find_appointment(snapshot, affected.appointment).value();
            auto proposals = planner.propose(a, std::nullopt, true);
            list.emplace_back(std::move(affected), std::move(proposals));
          }
          return list;
        },
        [&](const Desk& desk, const Again& list) {
          for (const auto& [was, proposals] : list) {
            const auto affected = find_affected(desk.tx, was.disruption, was.appointment);
            if (!affected || affected->outcome || affected->kept_slot != was.kept_slot) continue;
            const auto a = find_appointment(desk.tx, was.appointment).value();
            ask(desk, find_disruption(desk.tx, was.disruption).value(), a, proposals, true);
          }
        });
    return true;
  }

  /// Slots that shrink are narrowed as people leave them; what nobody waits for any more is closed.
  void tidy() {
    const auto ids = database_.read(
        [](store::Snapshot& snapshot) { return records::in_state(snapshot, State::open); });
    for (const auto id : ids) {
      const auto [shrinks, done] = database_.read([&](store::Snapshot& snapshot) {
        return std::pair(records::can_be_narrowed(snapshot, id), !records::has_open(snapshot, id));
      });
      if (!shrinks && !done) continue;
      write([&](const Desk& desk) {
        const auto d = find_disruption(desk.tx, id);
        if (!d || d->state != State::open) return;
        narrow_slots(desk.tx, env_, *d);
        if (!records::has_open(desk.tx, id)) records::set_state(desk.tx, id, State::closed, now_);
      });
    }
  }

 private:
  static bool still(const Desk& desk, const Disruption& d) {
    const auto now_is = find_disruption(desk.tx, d.id);
    return now_is && now_is->version == d.version;
  }

  static void decide(const Desk& desk, const Affected& one) {
    auto affected = find_affected(desk.tx, one.disruption, one.appointment);
    if (!affected || affected->outcome || *affected->answer_until > desk.now) return;
    settle_by_default(desk, find_disruption(desk.tx, one.disruption).value(), *affected);
  }

  template <class F>
  void write(F work) {
    database_.write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      work(Desk{env_, appointments_, vault_, messages_, teams_, tx, now_, load_rules(tx)});
      return true;
    });
  }

  /// Plans over a snapshot, then writes.
  template <class Plan, class Read, class Write>
  void read_then_write(Read read, Write put_down) {
    const Plan plan = database_.read([&](store::Snapshot& snapshot) {
      Planner planner(snapshot, env_, load_rules(snapshot), now_);
      return read(snapshot, planner);
    });
    write([&](const Desk& desk) { put_down(desk, plan); });
  }

  const Environment& env_;
  const Appointments& appointments_;
  const access::Vault& vault_;
  Messages& messages_;
  const team::Teams teams_;
  store::Database& database_;
  const Instant now_;
};

bool Disruptions::advance(store::Database& database, Instant now) const {
  Steps steps(env_, appointments_, vault_, messages_, database, now);
  if (steps.list_some() || steps.take_back_some() || steps.let_strayed_go() ||
      steps.decide_overdue() || steps.ask_uprooted_again() || steps.remind_some())
    return true;
  steps.tidy();
  return false;
}

}  // namespace yuyue::booking::disruption
