// Back to the clinician with the results (R12): today where time allows, else as soon as there is a
// place.
#include <algorithm>

#include "api/appointment_access.hpp"
#include "api/exam_returns.hpp"
#include "yuyue/booking/clinic/clinic_day.hpp"
#include "yuyue/booking/clinic/own_sessions.hpp"
#include "yuyue/booking/open_places.hpp"
#include "yuyue/exams/results.hpp"
#include "yuyue/exams/rules.hpp"

namespace yuyue::api {

namespace clinic = booking::clinic;

namespace {

constexpr std::size_t kMostOffers = 6;
constexpr int kDaysAhead = 7;

bool is_theirs(const exams::Return& back, const booking::Appointment& visit) {
  return back.practitioner ? visit.practitioner == back.practitioner
                           : visit.department == back.department;
}

/// Today's visit with them, which goes on with the results: its ticket keeps its due time, and
/// returners are called between first visits.
std::optional<booking::AppointmentView> goes_on(store::Snapshot& snapshot,
                                                const exams::Return& back, Day today, Instant now) {
  booking::AppointmentQuery query;
  query.people = {back.person};
  query.day = today;
  for (auto& view : booking::list_appointments(snapshot, query, now).value().items) {
    if (!is_theirs(back, view.appointment)) continue;
    const auto kept = queue::ticket_of(snapshot, {"appointment", view.appointment.id.value});
    if (!kept) continue;
    const auto state = kept->ticket.state;
    if (state != queue::State::away && state != queue::State::done) continue;
    if (clinic::may_join(snapshot, clinic::session_of(snapshot, kept->line))) return view;
  }
  return std::nullopt;
}

/// The departments in which they are looked for.
std::vector<DepartmentId> departments_of(store::Snapshot& snapshot, const exams::Return& back,
                                         Day today) {
  if (back.department) return {*back.department};
  return clinic::departments_of(snapshot, *back.practitioner, today);
}

struct Offer {
  booking::SessionView session;
  booking::SlotView slot;
};

/// Free slots from `from` on: of today first the clinician's, then the department's ordinary ones;
/// of other days those that are first in the same order.
std::vector<Offer> offers_of(const Services& services, store::Snapshot& snapshot,
                             const exams::Return& back, booking::Audience audience, Instant from,
                             Instant now) {
  const auto today = services.time.day_of(now);
  std::vector<Offer> own, ordinary;
  for (int n = 0; n <= kDaysAhead && own.size() < kMostOffers; ++n)
    for (const auto department : departments_of(snapshot, back, today)) {
      const auto page = booking::session_page(snapshot, services.booking, department,
                                              today + date::days{n}, audience, now);
      for (const auto& session : page.sessions) {
        if (session.state != booking::SessionViewState::open || session.free == 0) continue;
        const bool theirs = back.practitioner && session.session.practitioner == back.practitioner;
        if (!theirs && session.session.practitioner) continue;
        for (const auto& slot : session.slots)
          if (slot.free > 0 && slot.starts_at >= from)
            (theirs ? own : ordinary).push_back({session, slot});
      }
    }
  const auto is_today = [&](const Offer& offer) {
    return offer.session.session.day == today;
  };
  std::vector<Offer> all(own);
  all.insert(all.end(), ordinary.begin(), ordinary.end());
  std::ranges::stable_sort(all, {}, [&](const Offer& offer) { return is_today(offer) ? 0 : 1; });
  const auto later = std::ranges::find_if_not(all, is_today);
  if (own.empty() || is_today(own.back()))
    std::stable_sort(later, all.end(), [](const Offer& one, const Offer& other) {
      return one.slot.starts_at < other.slot.starts_at;
    });
  if (all.size() > kMostOffers) all.resize(kMostOffers);
  return all;
}

Json slot_json(const Services& services, const Offer& offer, Day today) {
  const auto& session = offer.session;
  const auto& day = session.session.day;
  Json out{{"kind", "slot"},
           {"slotId", to_string(offer.slot.id)},
           {"date", format_day(day)},
           {"today", day == today},
           {"start", format_minute(offer.slot.start)},
           {"end", format_minute(offer.slot.end)},
           {"startsAt", services.time.rfc3339(offer.slot.starts_at)},
           {"clinic", session.kind},
           {"clinicEn", session.kind_en},
           {"fee", session.session.fee}};
  if (session.session.practitioner) {
    out["practitionerName"] = session.practitioner_name;
    out["practitionerNameEn"] = session.practitioner_name_en;
  }
  return out;
}

Json line_json(const Services& services, const booking::AppointmentView& view, Day today) {
  return {{"kind", "line"},
          {"appointmentId", to_string(view.appointment.id)},
          {"date", format_day(today)},
          {"today", true},
          {"start", format_minute(view.slot_start)},
          {"end", format_minute(view.slot_end)},
          {"startsAt", services.time.rfc3339(view.appointment.starts_at)},
          {"clinic", view.kind},
          {"clinicEn", view.kind_en},
          {"fee", 0},
          {"practitionerName", view.practitioner},
          {"practitionerNameEn", view.practitioner_en}};
}

Json visit_json(const Services& services, store::Snapshot& snapshot, AppointmentId id) {
  const auto view = booking::view_of(snapshot, booking::find_appointment(snapshot, id).value());
  const auto& visit = view.appointment;
  return {{"id", to_string(id)},
          {"code", visit.code},
          {"state", booking::name_of(visit.state)},
          {"date", format_day(visit.day)},
          {"start", format_minute(view.slot_start)},
          {"startsAt", services.time.rfc3339(visit.starts_at)},
          {"department", view.department},
          {"departmentEn", view.department_en},
          {"practitionerName", view.practitioner},
          {"practitionerNameEn", view.practitioner_en},
          {"rooms", view.rooms}};
}

Json return_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                 const ExamNames& names, const exams::Return& back) {
  const auto today = services.time.day_of(call.now);
  Json orders = Json::array(), offers = Json::array();
  for (const auto id : back.orders) {
    const auto order = exams::find_order(snapshot, services.vault, id).value();
    orders.push_back({{"orderId", to_string(id)}, {"exam", names.of(order.exam)}});
  }
  Json out{{"id", to_string(back.id)},
           {"personId", to_string(back.person)},
           {"readyAt", services.time.rfc3339(back.ready_at)},
           {"orders", std::move(orders)},
           {"practitioner", nullptr},
           {"department", nullptr},
           {"appointment", nullptr}};
  if (back.practitioner)
    if (const auto who = booking::find_practitioner(snapshot, *back.practitioner))
      out["practitioner"] = {
          {"id", to_string(who->id)}, {"name", who->name}, {"nameEn", who->name_en}};
  if (back.department)
    if (const auto where = booking::find_department(snapshot, *back.department))
      out["department"] = {
          {"id", to_string(where->id)}, {"name", where->name}, {"nameEn", where->name_en}};
  if (back.appointment) {
    out["appointment"] = visit_json(services, snapshot, *back.appointment);
  } else {
    if (const auto visit = goes_on(snapshot, back, today, call.now))
      offers.push_back(line_json(services, *visit, today));
    const auto audience =
        booking::audience_of(call.actor().channel).value_or(booking::Audience::staff);
    for (const auto& offer : offers_of(services, snapshot, back, audience,
                                       call.now + exams::rules::kUnknownWalk, call.now))
      offers.push_back(slot_json(services, offer, today));
  }
  out["offers"] = std::move(offers);
  return out;
}

/// The return in the path, if this caller may act for the person.
Result<exams::Return> visible_return(const Services& services, store::Snapshot& snapshot,
                                     const Call& call) {
  const auto back = exams::find_return(snapshot, call.id<ExamReturnId>("return"));
  if (!back || !may_plan_for(services, snapshot, call, back->person))
    return Refusal("not-found").with("what", "exam-return");
  return *back;
}

/// Back into today's line. Refusals: those of ClinicDay::step.
Result<AppointmentId> go_on(const Services& services, store::Transaction& tx, const Call& call,
                            const exams::Return& back, AppointmentId wanted) {
  const auto visit = goes_on(tx, back, services.time.day_of(call.now), call.now);
  if (!visit || visit->appointment.id != wanted)
    return Refusal("unknown-reference").with("name", "appointmentId").at("/appointmentId");
  const auto kept = queue::ticket_of(tx, {"appointment", wanted.value}).value();
  const auto back_in = services.clinic_day.step(
      tx, kept.ticket.id, {.what = clinic::Step::What::come_back}, call.actor(), call.now);
  if (!back_in) return back_in.error();
  return wanted;
}

/// Refusals: those of Appointments::book.
Result<AppointmentId> book(const Services& services, store::Transaction& tx, const Call& call,
                           const exams::Return& back, SlotId slot) {
  const auto place = booking::wanted_place(tx, slot);
  const auto departments = departments_of(tx, back, services.time.day_of(call.now));
  const bool theirs =
      place && ((back.practitioner && place->practitioner == *back.practitioner) ||
                std::ranges::find(departments, place->department) != departments.end());
  if (!theirs) return Refusal("unknown-reference").with("name", "slotId").at("/slotId");
  booking::BookingRequest wanted{.slot = slot,
                                 .person = back.person,
                                 .by = call.actor(),
                                 .member = call.principal.member(),
                                 .note = "检查结果已出，回诊"};
  wanted.pay_until = services.fees.pay_until(tx, slot, wanted.by.channel, call.now);
  const auto booked = services.appointments.book(tx, wanted, call.now);
  if (!booked) return booked.error();
  return booked->id;
}

}  // namespace

std::string exam_return_words(const std::string& name) {
  return "【报告】" + name +
         "的检查检验报告已全部出具，可以回诊。请在预约页面“我的检查”中选择今天或最近的时间，或到"
         "服务台办理。";
}

void exam_not_awaited(const Services& services, store::Transaction& tx, const Call& call,
                      ExamOrderId order) {
  const exams::Results results(services.exam_orders.environment());
  const auto back =
      results.no_longer_awaited(tx, order, access::actor_of(call.principal), call.now);
  if (!back) return;
  const auto person = services.patients.person(tx, back->person);
  if (!person || person->phone.empty()) return;
  services.outbox.owe(tx,
                      {.to = person->phone,
                       .text = exam_return_words(mask_name(person->name)),
                       .void_at = call.now + exams::kReturnOffered,
                       .about_kind = std::string(ExamReturnKind::kPrefix),
                       .about_id = back->id.value},
                      call.now);
}

LaterAnswer list_exam_returns(const Services& services, const Call& call) {
  const auto person = query_id<PersonId>(call.request, "personId");
  if (!person) co_return person.error();
  if (!*person) co_return Refusal("query-too-wide");
  const auto shown = services.database.read([&](store::Snapshot& snapshot) -> Result<Json> {
    if (auto fine = may_plan_for(services, snapshot, call, **person); !fine) return fine.error();
    const ExamNames names(snapshot);
    Json items = Json::array();
    for (const auto& back : exams::returns_of(snapshot, **person, call.now))
      items.push_back(return_json(services, snapshot, call, names, back));
    return Json{{"items", std::move(items)}};
  });
  if (!shown) co_return shown.error();
  co_return co_await exams_seen(services, call, **person, "exam-returns-seen", *shown);
}

LaterAnswer take_exam_return(const Services& services, const Call& call) {
  Input in(call.request);
  const auto visit = in.maybe_id<AppointmentId>("appointmentId");
  const auto slot = in.maybe_id<SlotId>("slotId", !visit);
  if (visit && slot) in.wrong("slotId", "either appointmentId or slotId");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto back = visible_return(services, tx, call);
    if (!back) return back.error();
    if (back->appointment) return Refusal("exam-return-settled");
    const auto chosen =
        visit ? go_on(services, tx, call, *back, *visit) : book(services, tx, call, *back, *slot);
    if (!chosen) return chosen.error();
    const exams::Results results(services.exam_orders.environment());
    const auto settled =
        results.settle(tx, back->id, *chosen, access::actor_of(call.principal), call.now);
    if (!settled) return settled.error();
    return return_json(services, tx, call, ExamNames(tx), *settled);
  };
  co_return co_await write_once(services, call, 201, work);
}

}  // namespace yuyue::api
