// Booking, cancelling, moving, reading one appointment.
#include <algorithm>

#include "api/answers.hpp"
#include "api/appointment_access.hpp"
#include "api/guide_json.hpp"
#include "api/nearest_offers.hpp"
#include "api/partner_side.hpp"
#include "api/payment_json.hpp"
#include "api/people_shown.hpp"
#include "api/remote_visits.hpp"
#include "api/views.hpp"

namespace yuyue::api {
namespace {

Json one(const Services& services, store::Snapshot& snapshot, const Call& call,
         const booking::Appointment& appointment) {
  const PeopleShown people(services, snapshot, call, {appointment.person});
  const auto view = booking::view_of(snapshot, appointment);
  auto out = appointment_json(services, view, people.of(appointment.person), call.actor().channel,
                              call.now);
  add_payment(services, snapshot, appointment, out);
  add_join_link(services, snapshot, view, call.now, out);
  add_guide(services, snapshot, appointment.id, out);
  add_clinic_day(snapshot, appointment.id, out);
  return out;
}

/// Of the steps of arriving: which one, and whether in time. Other details are references.
std::string shown_details(const booking::AppointmentEvent& event) {
  return event.what == "collected" || event.what == "arrived" ? event.details : std::string();
}

Json with_history(const Services& services, store::Snapshot& snapshot, const Call& call,
                  const booking::Appointment& appointment) {
  auto out = one(services, snapshot, call, appointment);
  auto& events = out["events"] = Json::array();
  for (const auto& event : booking::events_of(snapshot, appointment.id))
    events.push_back({{"at", services.time.rfc3339(event.at)},
                      {"what", event.what},
                      {"by", event.actor_kind},
                      {"channel", booking::name_of(event.channel)},
                      {"details", shown_details(event)}});
  if (const auto asked = booking::disruption::open_question(snapshot, appointment.id))
    out["question"] = {{"answerUntil", services.time.rfc3339(asked->answer_until.value())}};
  return out;
}

/// For a partner: which of its referrals it belongs to.
enum class Offers { none, same_for_all, for_this_person };

/// Which other slots help after this refusal. For a slot that cannot be had they are the same for
/// everybody; where the person's other appointments are the reason, theirs count.
Offers offers_after(const Refusal& refusal) {
  static constexpr std::string_view kOfTheSlot[] = {"slot-full", "quota-full", "session-stopped",
                                                    "past-slot", "not-released-yet"};
  static constexpr std::string_view kOfThePerson[] = {"already-booked", "collides", "number-void",
                                                      "counted-as-no-show", "line-closing"};
  if (std::ranges::find(kOfTheSlot, refusal.code) != std::end(kOfTheSlot))
    return Offers::same_for_all;
  if (std::ranges::find(kOfThePerson, refusal.code) != std::end(kOfThePerson))
    return Offers::for_this_person;
  return Offers::none;
}

/// A refusal to book, with the nearest slots that can be had instead.
Answer refused(const Services& services, const Call& call, SlotId slot,
               const std::optional<booking::OfferFor>& whom, const Refusal& refusal) {
  const auto wanted = offers_after(refusal);
  if (wanted == Offers::none) return refusal;
  Json more = Json::object();
  auto& offers = more["alternatives"] = Json::array();
  const auto list = wanted == Offers::same_for_all
                        ? nearest_offers(services, slot, call.actor().channel, call.now)
                        : services.database.read([&](store::Snapshot& snapshot) {
                            return booking::alternatives(snapshot, services.booking, slot,
                                                         call.actor().channel, whom, call.now);
                          });
  for (const auto& offer : list) offers.push_back(offer_json(services, offer));
  if (refusal.possible_at) more["possibleAt"] = services.time.rfc3339(*refusal.possible_at);
  return problem(call.request, refusal, more);
}

std::optional<booking::CancelCause> cause_at_the_desk(const std::string& name) {
  const auto cause = booking::cancel_cause(name);
  // Only the server itself finds that something was not paid for.
  return cause == booking::CancelCause::unpaid ? std::nullopt : cause;
}

}  // namespace

void record_appointment_look(const Services& services, store::Transaction& tx, const Call& call,
                             const booking::Appointment& appointment) {
  services.audit.record(tx, call.principal,
                        {.action = "appointment-seen",
                         .subject = appointment.id,
                         .details = {{"person", to_string(appointment.person)}}},
                        call.now);
}

Json appointment_seen(const Services& services, store::Snapshot& snapshot, const Call& call,
                      const booking::Appointment& appointment) {
  return one(services, snapshot, call, appointment);
}

Answer refused_booking(const Services& services, const Call& call, SlotId slot,
                       const std::optional<booking::OfferFor>& whom, const Refusal& refusal) {
  return refused(services, call, slot, whom, refusal);
}

std::map<std::string, bool> read_answers(Input& in) {
  std::map<std::string, bool> answers;
  const auto given = in.maybe_object("answers");
  if (!given) return answers;
  for (const auto& [question, answer] : given->items()) {
    if (answer.is_boolean()) {
      answers.emplace(question, answer.get<bool>());
    } else {
      in.wrong("answers", "true | false");
    }
  }
  return answers;
}

LaterAnswer book_appointment(const Services& services, const Call& call) {
  Input in(call.request);
  const auto hold = in.maybe_id<ClaimId>("holdId");
  booking::BookingRequest wanted{.slot = in.maybe_id<SlotId>("slotId", !hold).value_or(SlotId{}),
                                 .person = in.id<PersonId>("personId"),
                                 .by = call.actor(),
                                 .member = call.principal.member(),
                                 .note = in.maybe_text("note", 200).value_or("")};
  wanted.answers = read_answers(in);
  // An emergency or a green channel is never made to wait for money; that it is one is for staff
  // to say.
  const auto pay_later = in.maybe_text("payLater", 200).value_or("");
  if (!pay_later.empty() && !booking::is_staff(wanted.by.channel))
    in.wrong("payLater", "at the desk only");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto ok = may_book_for(services, tx, call.principal, wanted.person); !ok) return ok.error();
    if (hold) {
      const auto claim = booking::places::find_claim(tx, *hold);
      if (!claim) return Refusal("hold-gone");
      wanted.claim = {*hold, holder(call)};
      wanted.slot = claim->place.slot;
    }
    if (pay_later.empty())
      wanted.pay_until = services.fees.pay_until(tx, wanted.slot, wanted.by.channel, call.now);
    const auto booked = services.appointments.book(tx, wanted, call.now);
    if (!booked) return booked.error();
    if (!pay_later.empty())
      services.fees.note_pay_later(tx, *booked, pay_later, wanted.by, call.now);
    return one(services, tx, call, *booked);
  };
  auto answer = co_await write_once(services, call, 201, work);
  if (!answer) {
    const booking::OfferFor whom{wanted.person, std::nullopt};
    co_return refused(services, call, wanted.slot, whom, answer.error());
  }
  co_return answer;
}

LaterAnswer show_appointment(const Services& services, const Call& call) {
  const auto id = call.id<AppointmentId>("appointment");
  if (call.principal.member()) {
    co_return services.database.read([&](store::Snapshot& snapshot) -> Answer {
      const auto appointment = visible_appointment(services, snapshot, call.principal, id);
      if (!appointment) return appointment.error();
      return json(200, with_history(services, snapshot, call, *appointment));
    });
  }
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto appointment = visible_appointment(services, tx, call.principal, id);
    if (!appointment) return appointment.error();
    record_appointment_look(services, tx, call, *appointment);
    return with_history(services, tx, call, *appointment);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer cancel_appointment(const Services& services, const Call& call) {
  Input in(call.request);
  booking::Cancellation why;
  why.reason = in.maybe_text("reason", 200).value_or("");
  // Whose doing it was is for the hospital's staff to say; a patient's own cancellation is theirs.
  if (!call.principal.member() && !is_partner(call.principal))
    why.cause = in.maybe_one_of("cause", cause_at_the_desk).value_or(why.cause);
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<AppointmentId>("appointment");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visible = visible_appointment(services, tx, call.principal, id);
    if (!visible) return visible.error();
    // Whoever has been asked because the hospital changed its plans does not answer for giving up.
    if (booking::disruption::open_question(tx, id)) why.cause = booking::CancelCause::hospital;
    const auto cancelled = services.appointments.cancel(tx, id, call.actor(), why, call.now);
    if (!cancelled) return cancelled.error();
    return one(services, tx, call, *cancelled);
  };
  co_return co_await write_once(services, call, 200, work);
}

LaterAnswer reschedule_appointment(const Services& services, const Call& call) {
  Input in(call.request);
  const auto slot = in.id<SlotId>("slotId");
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<AppointmentId>("appointment");
  std::optional<booking::OfferFor> whom;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visible = visible_appointment(services, tx, call.principal, id);
    if (!visible) return visible.error();
    whom = booking::OfferFor{visible->person, id};
    if (is_partner(call.principal) &&
        booking::referral::department_of(tx, slot) != visible->department)
      return Refusal("slot-elsewhere").at("/slotId");
    const auto moved = services.appointments.reschedule(tx, id, slot, call.actor(), call.now);
    if (!moved) return moved.error();
    return one(services, tx, call, *moved);
  };
  auto answer = co_await write_once(services, call, 200, work);
  if (!answer) co_return refused(services, call, slot, whom, answer.error());
  co_return answer;
}

}  // namespace yuyue::api
