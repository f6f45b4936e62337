#include "booking/disruption/settling.hpp"

#include <algorithm>

namespace yuyue::booking::disruption {
namespace {

using namespace std::chrono_literals;

constexpr auto kLinkShown = 72h;  // after the deadline a link still shows what was decided
// A place is kept until it is decided about, even if nobody was there to decide for some days.
constexpr auto kGrace = 24h * 7;

void release_place(const Desk& desk, Affected& f) {
  desk.teams.let_go(desk.tx, f.appointment, desk.now);
  if (f.claim) seats::release(desk.env, desk.tx, *f.claim, f.appointment, desk.now);
  f.claim.reset();
  f.kept_slot.reset();
}

void finish(const Desk& desk, Affected& f, Outcome outcome, Settler settler) {
  f.outcome = outcome;
  f.settled_by = settler;
  f.settled_at = desk.now;
  if (settler == Settler::patient || settler == Settler::desk) f.told_at = desk.now;
  records::update(desk.tx, f);
}

/// The best of the proposals that can still be had is kept, of a team everybody's place; the others
/// stay as they are.
void keep_a_place(const Desk& desk, const Disruption& d, Affected& f) {
  const auto team = team::booked_team_of(desk.tx, f.appointment);
  for (auto& proposal : f.proposals) proposal.kept = false;
  for (auto proposal = f.proposals.begin(); proposal != f.proposals.end(); ++proposal) {
    const auto until = rules::answer_until(desk.now, d.answer_within, f.starts_at,
                                           proposal->starts_at, desk.rules);
    const auto claim =
        seats::hold(desk.env, desk.tx, proposal->slot, f.appointment, until + kGrace, desk.now);
    if (!claim) continue;
    if (team && !desk.teams.keep(desk.tx, *team, proposal->slot, desk.now)) {
      seats::release(desk.env, desk.tx, *claim, f.appointment, desk.now);
      continue;
    }
    f.claim = claim;
    f.kept_slot = proposal->slot;
    f.answer_until = until;
    proposal->kept = true;
    std::rotate(f.proposals.begin(), proposal, proposal + 1);
    return;
  }
  f.answer_until =
      rules::answer_until(desk.now, d.answer_within, f.starts_at, std::nullopt, desk.rules);
}

void move_to(const Desk& desk, const Disruption& d, Affected& f, const Appointment& now_is,
             Settler settler) {
  f.to_slot = now_is.slot;
  finish(desk, f, Outcome::moved, settler);
  const Notice notice{.what = Notice::What::moved, .disruption = d, .appointment = now_is};
  const auto told = desk.messages.owe(desk.tx, notice, desk.now);
  // What matters to the desk is whether the outcome has reached them.
  if (f.message && !told) return;
  f.message = told;
  records::update(desk.tx, f);
}

Result<void> move(const Desk& desk, const Disruption& d, Affected& f, const Appointment& was,
                  std::optional<SlotId> to, Settler settler, const Actor& by) {
  auto slot = to ? to : f.kept_slot;
  if (!slot && !f.proposals.empty()) slot = f.proposals.front().slot;
  if (!slot) return Refusal("not-proposed");
  const auto proposal = std::ranges::find(f.proposals, *slot, &Proposal::slot);
  const bool proposed = proposal != f.proposals.end();
  if (!proposed && settler != Settler::desk) return Refusal("not-proposed");
  const bool kept = f.kept_slot == slot;
  const auto team = team::booked_team_of(desk.tx, f.appointment);
  const bool gather = team && !desk.teams.is_kept(desk.tx, *team, *slot);
  if (gather)
    if (auto all = desk.teams.keep(desk.tx, *team, *slot, desk.now); !all) return all.error();
  const auto moved = seats::relocate(desk.env, desk.tx,
                                     {.was = was,
                                      .to = *slot,
                                      .claim = kept ? f.claim : std::nullopt,
                                      .successor = proposed && proposal->fit == Fit::same_place},
                                     by, desk.now);
  if (!moved) {
    if (gather) desk.teams.let_go(desk.tx, f.appointment, desk.now);
    return moved.error();
  }
  if (kept) f.claim.reset();
  release_place(desk, f);
  move_to(desk, d, f, *moved, settler);
  return {};
}

Result<void> cancel(const Desk& desk, const Disruption& d, Affected& f, Settler settler,
                    const Actor& by) {
  const auto cancelled = desk.appointments.cancel(
      desk.tx, f.appointment, by, {.cause = CancelCause::hospital, .reason = d.reason}, desk.now);
  if (!cancelled) return cancelled.error();
  release_place(desk, f);
  finish(desk, f, Outcome::cancelled, settler);
  const Notice notice{.what = Notice::What::cancelled, .disruption = d, .appointment = *cancelled};
  const auto told = desk.messages.owe(desk.tx, notice, desk.now);
  if (f.message && !told) return {};
  f.message = told;
  records::update(desk.tx, f);
  return {};
}

/// Whether the appointment is still where the disruption found it.
bool is_still_there(const Affected& f, const std::optional<Appointment>& a) {
  return a && holds_place(a->state) && a->state != AppointmentState::fulfilled && a->slot == f.slot;
}

/// Enough others have given way meanwhile.
bool fits_after_all(const Desk& desk, const Disruption& d, const Affected& f) {
  if (d.kind != Kind::shrink) return false;
  for (const auto& change : records::slot_changes(desk.tx, d.id)) {
    if (change.slot != f.slot) continue;
    return static_cast<int>(records::sitting_in(desk.tx, f.slot).size()) <= change.left;
  }
  return false;
}

Appointment without_place(const Desk& desk, const Appointment& a) {
  records::detach_place(desk.tx, a);
  return find_appointment(desk.tx, a.id).value();
}

/// Owes the message with the question and makes its link.
std::optional<MessageId> put_question(const Desk& desk, const Disruption& d, const Appointment& a,
                                      const Affected& f, Notice::What what) {
  const auto token = access::make_token();
  Notice notice{.what = what, .disruption = d, .appointment = a, .token = token};
  notice.answer_until = f.answer_until;
  if (f.kept_slot) notice.kept = place_view(desk.tx, *desk.env.time, *f.kept_slot);
  const auto message = desk.messages.owe(desk.tx, notice, desk.now);
  // Without a message nobody holds the link.
  if (message)
    records::insert_link(desk.tx, desk.vault.token_hash("answer-link", token), f,
                         *f.answer_until + kLinkShown);
  return message;
}

Affected written_down(const Disruption& d, const Appointment& a) {
  Affected f;
  f.disruption = d.id;
  f.appointment = a.id;
  f.person = a.person;
  f.session = a.session;
  f.slot = a.slot;
  f.starts_at = a.starts_at;
  return f;
}

}  // namespace

Actor hospital_itself() {
  return {{.kind = "system", .id = 0}, Channel::desk};
}

void remind(const Desk& desk, const Disruption& d, Affected& f) {
  const auto a = find_appointment(desk.tx, f.appointment).value();
  f.reminded_at = desk.now;
  records::update(desk.tx, f);
  put_question(desk, d, a, f, Notice::What::reminded);
}

// Inside the transaction that begins the other one: at no moment is somebody asked by both, or by
// none.
void take_over(const Desk& desk, const Disruption& was, const Disruption& now_is) {
  for (const auto& open : records::open_ones(desk.tx, was.id)) {
    auto closed = open;
    closed.claim.reset();  // it goes along
    closed.kept_slot.reset();
    finish(desk, closed, Outcome::gone, Settler::hospital);
    auto f = open;
    f.disruption = now_is.id;
    records::insert(desk.tx, f);
    records::insert_proposals(desk.tx, f);
    records::move_links(desk.tx, open, now_is.id);
    if (was.otherwise == now_is.otherwise) continue;
    const auto a = find_appointment(desk.tx, f.appointment).value();
    if (const auto told = put_question(desk, now_is, a, f, Notice::What::asked)) f.message = told;
    records::update(desk.tx, f);
  }
  records::set_state(desk.tx, was.id, State::closed, desk.now);
}

void ask(const Desk& desk, const Disruption& d, const Appointment& a,
         std::vector<Proposal> proposals, bool again) {
  auto f = again ? find_affected(desk.tx, d.id, a.id).value() : written_down(d, a);
  if (again) {
    release_place(desk, f);
    records::delete_proposals(desk.tx, f);
  }
  f.asked_at = desk.now;
  f.reminded_at.reset();
  f.proposals = std::move(proposals);
  keep_a_place(desk, d, f);
  if (again)
    records::update(desk.tx, f);
  else
    records::insert(desk.tx, f);
  records::insert_proposals(desk.tx, f);
  f.message = put_question(desk, d, a, f, Notice::What::asked);
  records::update(desk.tx, f);
}

void inform(const Desk& desk, const Disruption& d, const Appointment& a, Outcome outcome,
            Notice::What what, std::optional<SlotId> to) {
  auto f = written_down(d, a);
  f.outcome = outcome;
  f.settled_by = Settler::hospital;
  f.settled_at = desk.now;
  if (outcome == Outcome::moved) f.to_slot = to;
  const auto now_is = find_appointment(desk.tx, a.id).value();
  Notice notice{.what = what, .disruption = d, .appointment = now_is};
  if (what == Notice::What::colleague)
    notice.instead = place_view(desk.tx, *desk.env.time, to.value());
  f.message = desk.messages.owe(desk.tx, notice, desk.now);
  records::insert(desk.tx, f);
}

Result<void> settle(const Desk& desk, const Disruption& d, Affected& f, Choice choice,
                    std::optional<SlotId> to, Settler settler, const Actor& by) {
  auto a = find_appointment(desk.tx, f.appointment);
  if (!is_still_there(f, a)) {
    let_go(desk, f, settler);
    return {};
  }
  if (d.kind == Kind::shrink) a = without_place(desk, *a);
  if (choice == Choice::cancel) return cancel(desk, d, f, settler, by);
  return move(desk, d, f, *a, to, settler, by);
}

// Each way may turn out to be barred (the place was lost while the server was down, the patient has
// booked something at that time): then the next one, and in the end the refund.
void settle_by_default(const Desk& desk, const Disruption& d, Affected& f) {
  const auto by = hospital_itself();
  auto a = find_appointment(desk.tx, f.appointment);
  if (!is_still_there(f, a)) return let_go(desk, f, Settler::patient);
  if (fits_after_all(desk, d, f)) {
    release_place(desk, f);
    finish(desk, f, Outcome::kept, Settler::deadline);
    const Notice notice{.what = Notice::What::taken_back, .disruption = d, .appointment = *a};
    desk.messages.owe(desk.tx, notice, desk.now);
    return;
  }
  if (d.kind == Kind::shrink) a = without_place(desk, *a);
  if (rules::default_choice(d.otherwise, f.kept_slot.has_value()) == Choice::move) {
    const auto proposals = f.proposals;
    for (const auto& proposal : proposals)
      if (move(desk, d, f, *a, proposal.slot, Settler::deadline, by)) return;
  }
  if (const auto done = cancel(desk, d, f, Settler::deadline, by); !done)
    throw std::logic_error("somebody affected can neither be moved nor cancelled: " +
                           done.error().code);
}

void let_go(const Desk& desk, Affected& f, Settler settler) {
  release_place(desk, f);
  finish(desk, f, Outcome::gone, settler);
}

namespace {

/// The team's place goes back from the session that took the other's stead.
void bring_colleague_back(const Desk& desk, const Disruption& d, const Affected& f) {
  const auto team = team::booked_team_of(desk.tx, f.appointment);
  if (!team) return;
  for (const auto& row : sessions_of(desk.tx, d.id)) {
    if (!row.successor || row.session == f.session) continue;
    for (const auto& slot : slots_of(desk.tx, row.session))
      if (slot.starts_at == team->starts_at)
        static_cast<void>(desk.teams.replace(desk.tx, *team, *row.successor, slot.id, desk.now));
  }
}

}  // namespace

void take_back(const Desk& desk, const Disruption& d, Affected& f) {
  release_place(desk, f);
  bring_colleague_back(desk, d, f);
  const bool was_told = f.message || f.told_at;
  f.outcome = Outcome::taken_back;
  f.settled_by = Settler::hospital;
  f.settled_at = desk.now;
  if (was_told) {
    f.told_at.reset();
    const auto a = find_appointment(desk.tx, f.appointment).value();
    const Notice notice{.what = Notice::What::taken_back, .disruption = d, .appointment = a};
    f.message = desk.messages.owe(desk.tx, notice, desk.now);
  } else {
    f.told_at = desk.now;  // they never heard of it
  }
  records::update(desk.tx, f);
}

}  // namespace yuyue::booking::disruption
