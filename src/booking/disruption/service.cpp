#include "yuyue/booking/disruption/service.hpp"

#include <algorithm>

#include "booking/disruption/changes.hpp"
#include "booking/disruption/planner.hpp"
#include "booking/disruption/settling.hpp"

namespace yuyue::booking::disruption {
namespace {

/// A whole wish, checked: what it does to each session.
struct Meaning {
  struct One {
    Session session;
    std::optional<Session> successor;
  };
  std::vector<One> sessions;
  std::vector<records::SlotChange> slots;
};

Result<Meaning> meaning_of(store::Snapshot& snapshot, const Environment& env, const Wish& wish,
                           Instant now) {
  if (auto fine = rules::check(wish); !fine) return fine.error();
  if (auto fine = check_rooms(snapshot, wish); !fine) return fine.error();
  auto sessions = sessions_meant(snapshot, wish, now);
  if (!sessions) return sessions.error();
  Meaning meaning;
  for (auto& session : *sessions) {
    Meaning::One one{.session = std::move(session), .successor = {}};
    if (has_successor(wish.kind)) {
      const auto successor = successor_of(snapshot, env, one.session, wish, now);
      if (!successor) return successor.error();
      one.successor = *successor;
    }
    if (wish.kind == Kind::shrink) {
      const auto slots = slots_meant(snapshot, one.session, wish, now);
      if (!slots) return slots.error();
      meaning.slots = *slots;
    }
    meaning.sessions.push_back(std::move(one));
  }
  return meaning;
}

void journal(const Environment& env, store::Transaction& tx, const Actor& by, std::string what,
             const Disruption& d, access::AuditDetails details, const std::string& note,
             Instant now) {
  if (!env.journal) return;
  env.journal->record(
      tx, by,
      {.what = std::move(what), .subject = d.id, .details = std::move(details), .note = note}, now);
}

Refusal no_disruption() {
  return Refusal("not-found").with("what", "disruption");
}

/// The same place in a session that does not exist yet.
ProposalView promised_place(const Environment& env, const Session& session,
                            const Session& successor, const PlaceView& was) {
  ProposalView view{.place = was, .fit = Fit::same_place, .kept = true};
  auto& offer = view.place.offer;
  offer.slot = {};
  offer.day = successor.day;
  offer.start = was.offer.start - session.starts + successor.starts;
  offer.end = was.offer.end - session.starts + successor.starts;
  offer.starts_at = env.time->at(offer.day, offer.start);
  return view;
}

std::vector<ProposalView> views_of(store::Snapshot& snapshot, const HospitalTime& time,
                                   const std::vector<Proposal>& proposals) {
  std::vector<ProposalView> views;
  for (const auto& proposal : proposals)
    if (const auto place = place_view(snapshot, time, proposal.slot))
      views.push_back({.place = *place, .fit = proposal.fit, .kept = proposal.kept});
  return views;
}

constexpr int kPreviewed = 5000;

}  // namespace

Result<Preview> Disruptions::preview(store::Snapshot& snapshot, const Wish& wish,
                                     Instant now) const {
  const auto meaning = meaning_of(snapshot, env_, wish, now);
  if (!meaning) return meaning.error();
  Preview preview;
  Planner planner(snapshot, env_, load_rules(snapshot), now);
  for (const auto& [session, successor] : meaning->sessions) {
    preview.sessions.push_back(session.id);
    const auto touched = wish.kind == Kind::shrink
                             ? giving_way(snapshot, meaning->slots)
                             : touched_by(snapshot, wish.kind, session.id, {}, now, kPreviewed);
    for (const auto& a : touched) {
      const auto was = place_view(snapshot, *env_.time, a.slot);
      Preview::One one{.appointment = a, .was = *was, .asked = asks(wish.kind), .proposals = {}};
      // The patient of a team is not in the session itself.
      const bool in_it = a.session == session.id;
      if (wish.kind == Kind::substitute && !in_it) one.asked = false;
      if (successor && in_it)
        one.proposals.push_back(promised_place(env_, session, *successor, *was));
      if (one.asked) {
        const auto more = planner.propose(a, std::nullopt, !successor || !in_it);
        for (auto& view : views_of(snapshot, *env_.time, more))
          one.proposals.push_back(std::move(view));
      }
      preview.affected.push_back(std::move(one));
    }
  }
  return preview;
}

Result<Disruption> Disruptions::begin(store::Transaction& tx, const Wish& wish, const Actor& by,
                                      Instant now) const {
  auto meaning = meaning_of(tx, env_, wish, now);
  if (!meaning) return meaning.error();
  const auto rules = load_rules(tx);
  Disruption d;
  d.id = env_.ids->next<DisruptionId>();
  d.version = 1;
  d.kind = wish.kind;
  d.reason = wish.reason;
  d.otherwise = wish.otherwise.value_or(rules.otherwise);
  d.answer_within = wish.answer_within.value_or(rules.answer_within);
  d.practitioner = wish.practitioner;
  d.from = wish.from;
  d.to = wish.to;
  d.created_at = now;
  d.by_kind = by.kind;
  d.by_id = by.id;
  records::insert(tx, d);
  const team::Teams teams(env_, vault_);
  const Desk desk{env_, appointments_, vault_, messages_, teams, tx, now, rules};
  for (auto& [session, successor] : meaning->sessions) {
    if (const auto was = overtaken(tx, d.kind, session.id)) take_over(desk, *was, d);
    if (successor) successor->id = env_.ids->next<SessionId>();
    apply(tx, env_, d, session, wish, successor, meaning->slots);
  }
  if (auto away = stay_away(tx, env_, d, by, now); !away) return away.error();
  access::AuditDetails details{{"kind", std::string(name_of(d.kind))}};
  for (const auto& one : meaning->sessions)
    details.emplace_back("session", to_string(one.session.id));
  if (details.size() > 12) details.resize(12);
  journal(env_, tx, by, "disruption-begun", d, std::move(details), d.reason, now);
  return d;
}

Result<Affected> Disruptions::answer(store::Transaction& tx, DisruptionId id,
                                     AppointmentId appointment, Choice choice,
                                     std::optional<SlotId> to, Settler settler, const Actor& by,
                                     Instant now) const {
  const auto d = find_disruption(tx, id);
  auto affected = find_affected(tx, id, appointment);
  if (!d || !affected) return no_disruption();
  if (affected->outcome || !affected->answer_until) return Refusal("answered-already");
  if (d->state != State::listing && d->state != State::open) return Refusal("disruption-over");
  if (settler == Settler::patient && now >= *affected->answer_until)
    return Refusal("answer-too-late");
  const team::Teams teams(env_, vault_);
  const Desk desk{env_, appointments_, vault_, messages_, teams, tx, now, load_rules(tx)};
  if (auto done = settle(desk, *d, *affected, choice, to, settler, by); !done) return done.error();
  journal(env_, tx, by, "disruption-answered", *d,
          {{"appointment", to_string(appointment)},
           {"outcome", std::string(name_of(*affected->outcome))}},
          {}, now);
  return *affected;
}

Result<Affected> Disruptions::mark_told(store::Transaction& tx, DisruptionId id,
                                        AppointmentId appointment, const Actor& by,
                                        Instant now) const {
  const auto d = find_disruption(tx, id);
  auto affected = find_affected(tx, id, appointment);
  if (!d || !affected) return no_disruption();
  if (!affected->told_at) {
    affected->told_at = now;
    records::update(tx, *affected);
    journal(env_, tx, by, "disruption-told", *d, {{"appointment", to_string(appointment)}}, {},
            now);
  }
  return *affected;
}

Result<Disruption> Disruptions::take_back(store::Transaction& tx, DisruptionId id, const Actor& by,
                                          Instant now) const {
  const auto d = find_disruption(tx, id);
  if (!d) return no_disruption();
  if (d->state == State::taken_back || d->state == State::taking_back)
    return Refusal("disruption-over");
  if (records::has_moved_anybody(tx, id)) return Refusal("disruption-under-way");
  if (auto done = restore(tx, env_, *d, by, now); !done) return done.error();
  records::set_state(tx, id, State::taking_back, std::nullopt);
  journal(env_, tx, by, "disruption-taken-back", *d, {}, {}, now);
  return find_disruption(tx, id).value();
}

std::optional<LinkTarget> Disruptions::target_of(store::Snapshot& snapshot, std::string_view token,
                                                 Instant now) const {
  const auto target = records::link(snapshot, vault_.token_hash("answer-link", token));
  if (!target || target->expires_at <= now) return std::nullopt;
  return target;
}

int Disruptions::purge_links(store::Transaction& tx, Instant now, int limit) const {
  return records::purge_links(tx, now, limit);
}

AffectedView view_of(store::Snapshot& snapshot, const Environment& env, const Affected& affected,
                     Instant now) {
  AffectedView view;
  view.affected = affected;
  view.appointment =
      booking::view_of(snapshot, find_appointment(snapshot, affected.appointment).value());
  if (const auto was = place_view(snapshot, *env.time, affected.slot)) view.was = *was;
  if (affected.to_slot) view.to = place_view(snapshot, *env.time, *affected.to_slot);
  if (affected.outcome) return view;
  for (auto& proposal : views_of(snapshot, *env.time, affected.proposals))
    if (proposal.kept || (proposal.place.offer.free > 0 && proposal.place.offer.starts_at > now))
      view.proposals.push_back(std::move(proposal));
  return view;
}

}  // namespace yuyue::booking::disruption
