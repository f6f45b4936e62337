#include "booking/appointment_records.hpp"
#include "booking/reference_records.hpp"
#include "booking/referral/records.hpp"

namespace yuyue::booking::referral {

using rules::Side;
using rules::Step;

std::optional<DepartmentId> department_of(store::Snapshot& snapshot, SlotId slot) {
  const auto found = booking::records::wanted_slot(snapshot, slot);
  if (!found) return std::nullopt;
  return found->session.department;
}

std::optional<Referral> Referrals::find(store::Snapshot& snapshot, ReferralId id,
                                        const Handler& by) const {
  auto found = records::Letters(vault_).find(snapshot, id);
  if (found && by.side == Side::partner && found->institution != by.institution)
    return std::nullopt;
  return found;
}

std::vector<ReferralEvent> Referrals::events(store::Snapshot& snapshot, ReferralId id) const {
  return records::Letters(vault_).events(snapshot, id);
}

std::vector<Referral> Referrals::list(store::Snapshot& snapshot, ReferralQuery query,
                                      const Handler& by) const {
  if (by.side == Side::partner) query.institution = by.institution;
  return records::Letters(vault_).list(snapshot, query);
}

ReferralView Referrals::view(store::Snapshot& snapshot, const Referral& referral) const {
  ReferralView view{.referral = referral,
                    .institution = {},
                    .institution_en = {},
                    .department = {},
                    .department_en = {},
                    .appointment = {}};
  if (const auto institution = find_institution(snapshot, referral.institution)) {
    view.institution = institution->name;
    view.institution_en = institution->name_en;
  }
  if (const auto department = find_department(snapshot, referral.department)) {
    view.department = department->name;
    view.department_en = department->name_en;
  }
  view.question = records::Letters(vault_).question(snapshot, referral.id);
  if (referral.appointment) view.appointment = find_appointment(snapshot, *referral.appointment);
  return view;
}

ReferralCounts Referrals::counts(store::Snapshot& snapshot, const Handler& by,
                                 Instant since) const {
  std::optional<InstitutionId> institution;
  if (by.side == Side::partner) institution = by.institution;
  return records::counts(snapshot, by.side, institution, since);
}

// The stored row, its event, the audit's entry and who is told: once for every step.
Referral Referrals::write(store::Transaction& tx, Referral r, std::string_view what,
                          const std::string& note, std::optional<DepartmentId> from,
                          const Actor& by, Instant now) const {
  const records::Letters letters(vault_);
  ++r.version;
  if (!rules::is_open(r.state) && !r.ended_at) r.ended_at = now;
  if (r.version == 1)
    letters.insert(tx, r);
  else
    letters.update(tx, r);
  ReferralEvent event;
  event.at = now;
  event.what = what;
  event.actor_kind = by.kind;
  event.actor_id = by.id;
  event.from_department = from;
  if (from || r.version == 1) event.to_department = r.department;
  event.note = note;
  letters.insert_event(tx, env_.ids->next_value(), r.id, event);
  if (env_.journal)
    env_.journal->record(tx, by,
                         {.what = "referral-" + event.what,
                          .subject = r.id,
                          .details = {{"person", to_string(r.person)},
                                      {"institution", to_string(r.institution)},
                                      {"department", to_string(r.department)}},
                          .note = note},
                         now);
  if (listener_) listener_->happened(tx, what, view(tx, r), now);
  return r;
}

Result<Referral> Referrals::begin(store::Transaction& tx, ReferralId id, Step step,
                                  const Handler& by) const {
  auto found = find(tx, id, by);
  if (!found) return Refusal("not-found").with("what", "referral");
  const auto to = rules::take(*found, by.side, step);
  if (!to) return to.error();
  found->state = *to;
  return *std::move(found);
}

// An appointment in the department's clinics, out of the partners' quota.
Result<Appointment> Referrals::take_slot(store::Transaction& tx, const Referral& r, SlotId slot,
                                         const std::map<std::string, bool>& answers,
                                         const Actor& by, Instant now) const {
  const auto wanted = booking::records::wanted_slot(tx, slot);
  if (!wanted) return Refusal("not-found").with("what", "slot");
  if (wanted->session.department != r.department) return Refusal("slot-elsewhere").at("/slotId");
  auto partner = by;
  partner.channel = Channel::partner;
  BookingRequest request;
  request.slot = slot;
  request.person = r.person;
  request.by = partner;
  request.answers = answers;
  return appointments_.book(tx, request, now);
}

Result<Referral> Referrals::send(store::Transaction& tx, const NewReferral& wanted,
                                 const Handler& by, Instant now) const {
  if (by.side != rules::sender(wanted.direction)) return Refusal("referral-not-yours");
  Referral r;
  r.institution = by.side == Side::partner ? by.institution : wanted.institution;
  const auto institution = find_institution(tx, r.institution);
  if (!institution || !institution->active)
    return Refusal("unknown-reference").with("name", "institutionId").at("/institutionId");
  if (!booking::records::exists(tx, wanted.department))
    return Refusal("unknown-reference").with("name", "departmentId").at("/departmentId");
  if (!booking::records::person_is_active(tx, wanted.person)) return Refusal("person-unknown");
  if (wanted.reason.empty()) return Refusal("required").with("name", "reason").at("/reason");
  r.id = env_.ids->next<ReferralId>();
  r.direction = wanted.direction;
  r.department = wanted.department;
  r.person = wanted.person;
  r.urgent = wanted.urgent;
  r.reason = wanted.reason;
  r.papers = wanted.papers;
  r.created_at = now;
  r.created_by_kind = by.actor.kind;
  r.created_by_id = by.actor.id;
  make_known(tx, r.institution, r.person, now);
  r = write(tx, r, "sent", "", {}, by.actor, now);
  if (!wanted.slot) return r;
  if (r.direction != Direction::up)
    return Refusal("referral-state").with("state", name_of(r.state));
  // Their own quota was agreed beforehand: no department needs to say yes to each of its patients.
  const auto booked = take_slot(tx, r, *wanted.slot, wanted.answers, by.actor, now);
  if (!booked) return booked.error();
  r.state = State::booked;
  r.appointment = booked->id;
  return write(tx, r, "booked", "", {}, by.actor, now);
}

Result<Referral> Referrals::accept(store::Transaction& tx, ReferralId id, const std::string& note,
                                   const Handler& by, Instant now) const {
  const auto r = begin(tx, id, Step::accept, by);
  if (!r) return r.error();
  return write(tx, *r, "accepted", note, {}, by.actor, now);
}

Result<Referral> Referrals::redirect(store::Transaction& tx, ReferralId id, DepartmentId to,
                                     const std::string& note, const Handler& by,
                                     Instant now) const {
  auto r = begin(tx, id, Step::redirect, by);
  if (!r) return r.error();
  if (!booking::records::exists(tx, to))
    return Refusal("unknown-reference").with("name", "departmentId").at("/departmentId");
  if (r->department == to) return Refusal("same-department").at("/departmentId");
  const auto from = r->department;
  r->department = to;
  return write(tx, *r, "redirected", note, from, by.actor, now);
}

Result<Referral> Referrals::refuse(store::Transaction& tx, ReferralId id, const std::string& reason,
                                   const Handler& by, Instant now) const {
  if (reason.empty()) return Refusal("reason-required").with("maximum", "200").at("/reason");
  const auto r = begin(tx, id, Step::refuse, by);
  if (!r) return r.error();
  return write(tx, *r, "refused", reason, {}, by.actor, now);
}

Result<Referral> Referrals::book(store::Transaction& tx, ReferralId id, SlotId slot,
                                 const Handler& by, Instant now,
                                 const std::map<std::string, bool>& answers) const {
  auto r = begin(tx, id, Step::book, by);
  if (!r) return r.error();
  if (r->appointment) {
    const auto present = find_appointment(tx, *r->appointment);
    if (present && holds_place(present->state))
      return Refusal("referral-state").with("state", name_of(State::booked));
  }
  const auto booked = take_slot(tx, *r, slot, answers, by.actor, now);
  if (!booked) return booked.error();
  r->appointment = booked->id;
  return write(tx, *r, "booked", "", {}, by.actor, now);
}

Result<Referral> Referrals::ask(store::Transaction& tx, ReferralId id, const std::string& question,
                                const Handler& by, Instant now) const {
  if (question.empty()) return Refusal("required").with("name", "question").at("/question");
  const auto r = begin(tx, id, Step::ask, by);
  if (!r) return r.error();
  return write(tx, *r, "asked", question, {}, by.actor, now);
}

Result<Referral> Referrals::answer(store::Transaction& tx, ReferralId id, const std::string& answer,
                                   const Handler& by, Instant now) const {
  if (answer.empty()) return Refusal("required").with("name", "answer").at("/answer");
  const auto r = begin(tx, id, Step::answer, by);
  if (!r) return r.error();
  const auto asked = records::Letters(vault_).question(tx, id);
  if (!asked || asked->answered_at) return Refusal("nothing-asked");
  return write(tx, *r, "answered", answer, {}, by.actor, now);
}

Result<Referral> Referrals::report(store::Transaction& tx, ReferralId id, const std::string& report,
                                   const Handler& by, Instant now) const {
  if (report.empty()) return Refusal("required").with("name", "report").at("/report");
  auto r = begin(tx, id, Step::report, by);
  if (!r) return r.error();
  r->report = report;
  return write(tx, *r, "reported", "", {}, by.actor, now);
}

Result<Referral> Referrals::withdraw(store::Transaction& tx, ReferralId id, const std::string& note,
                                     const Handler& by, Instant now) const {
  const auto r = begin(tx, id, Step::withdraw, by);
  if (!r) return r.error();
  if (r->appointment) {
    const auto present = find_appointment(tx, *r->appointment);
    if (present && present->state == AppointmentState::booked) {
      auto partner = by.actor;
      partner.channel = Channel::partner;
      const auto cancelled = appointments_.cancel(tx, present->id, partner, {.reason = note}, now);
      if (!cancelled) return cancelled.error();
    }
  }
  return write(tx, *r, "withdrawn", note, {}, by.actor, now);
}

Result<int> Referrals::move_person(store::Transaction& tx, PersonId from, PersonId into,
                                   const Actor& by, Instant now) const {
  records::move_known(tx, from, into);
  const auto ids = records::all_of(tx, from);
  const records::Letters letters(vault_);
  for (const auto id : ids) {
    auto r = letters.find(tx, id).value();
    r.person = into;
    write(tx, r, "moved-person", "", {}, by, now);
  }
  return static_cast<int>(ids.size());
}

}  // namespace yuyue::booking::referral
