// Booking at a kiosk, for whoever has just shown it a document: what can be had there, an
// appointment, and giving it up.
#include <algorithm>

#include "api/answers.hpp"
#include "api/appointment_access.hpp"
#include "api/keyword_letters.hpp"
#include "api/kiosk_json.hpp"
#include "api/kiosk_shown.hpp"
#include "api/payment_json.hpp"
#include "api/qr.hpp"
#include "api/views.hpp"
#include "yuyue/booking/places.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue::api {
namespace {

constexpr auto kChannel = booking::Channel::kiosk;

/// Of a session with quotas the pages show what the web can have; a kiosk has its own places.
void show_kiosk_places(const Services& services, booking::SessionView& view, Instant now) {
  using booking::SlotState;
  if (view.pools.empty()) return;
  const auto settings = services.booking.settings->current();
  const bool returned =
      now >= booking::places::returned_at(view.session.day, *settings, services.time);
  const int open = std::max(0, booking::open_to(kChannel, returned, view.pools));
  const bool bookable = view.session.state == booking::SessionState::open;
  view.free = 0;
  for (auto& slot : view.slots) {
    if (slot.state != SlotState::free && slot.state != SlotState::full) continue;
    const int room = std::min(slot.capacity - slot.taken, open);
    slot.state = room > 0 ? SlotState::free : SlotState::full;
    slot.free = bookable ? std::max(0, room) : 0;
    view.free += slot.free;
  }
  view.free = std::min(view.free, open);
}

booking::SessionPage kiosk_page(const Services& services, store::Snapshot& snapshot,
                                DepartmentId department, Day day, Instant now) {
  auto page = booking::session_page(snapshot, services.booking, department, day,
                                    booking::Audience::patients, now);
  for (auto& view : page.sessions) show_kiosk_places(services, view, now);
  return page;
}

/// What can be had in a day by a kiosk, where places are kept by way of booking.
void show_kiosk_places(const Services& services, store::Snapshot& snapshot, DepartmentId department,
                       booking::DayView& day, Instant now) {
  using booking::DayState;
  if (day.state != DayState::open && day.state != DayState::full) return;
  const auto page = kiosk_page(services, snapshot, department, day.day, now);
  const auto has_pools = [](const auto& view) {
    return !view.pools.empty();
  };
  if (std::ranges::none_of(page.sessions, has_pools)) return;
  day.free = 0;
  for (const auto& view : page.sessions) day.free += view.free;
  day.state = day.free > 0 ? DayState::open : DayState::full;
}

Result<booking::Appointment> own_appointment(const Services& services, store::Snapshot& snapshot,
                                             PersonId holder, AppointmentId id) {
  const auto person = holder_now(services, snapshot, holder);
  if (!person) return person.error();
  const auto appointment = booking::find_appointment(snapshot, id);
  if (!appointment || appointment->person != person->id) return Refusal("not-found");
  return *appointment;
}

}  // namespace

Json kiosk_appointment_json(const Services& services, store::Snapshot& snapshot,
                            const booking::AppointmentView& view, Instant now) {
  const auto& a = view.appointment;
  const auto person = services.patients.person(snapshot, a.person);
  const Json shown{{"id", to_string(a.person)}, {"name", person ? mask_name(person->name) : ""}};
  auto out = appointment_json(services, view, shown, kChannel, now);
  add_payment(services, snapshot, a, out);
  if (a.state == booking::AppointmentState::booked) out["qr"] = qr_svg(a.code);
  return out;
}

// A kiosk has letters only: what somebody suffers from is found by its pinyin, too.
Answer list_kiosk_departments(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    std::map<CampusId, booking::Campus> campuses;
    for (auto& campus : booking::campuses(snapshot)) campuses.emplace(campus.id, campus);
    Json items = Json::array();
    for (const auto& one : booking::open_departments(snapshot, services.time.day_of(call.now))) {
      const auto& campus = campuses.at(one.campus);
      auto shown = department_json(one, campus.name, campus.name_en);
      add_keyword_letters(shown, one.keywords);
      items.push_back(std::move(shown));
    }
    return json(200, {{"items", std::move(items)}});
  });
}

Answer list_kiosk_days(const Services& services, const Call& call) {
  const auto id = call.id<DepartmentId>("department");
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto department = booking::find_department(snapshot, id);
    if (!department) return Refusal("not-found");
    auto strip = booking::department_days(snapshot, services.booking, id, call.now);
    for (auto& day : strip.days) show_kiosk_places(services, snapshot, id, day, call.now);
    return json(200, {{"items", days_json(services, strip)}});
  });
}

Answer list_kiosk_sessions(const Services& services, const Call& call) {
  const auto id = call.id<DepartmentId>("department");
  const auto asked = query_day(call.request, "date");
  if (!asked) return asked.error();
  const auto day = asked->value_or(services.time.day_of(call.now));
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    if (!booking::find_department(snapshot, id)) return Refusal("not-found");
    Json items = Json::array();
    for (const auto& view : kiosk_page(services, snapshot, id, day, call.now).sessions)
      items.push_back(session_json(services, view, booking::Audience::patients));
    return json(200, {{"date", format_day(day)}, {"items", std::move(items)}});
  });
}

LaterAnswer book_at_kiosk(const Services& services, const Call& call) {
  Input in(call.request);
  const auto holder = read_holder(services, call, in);
  booking::BookingRequest wanted{
      .slot = in.id<SlotId>("slotId"), .person = {}, .by = call.actor(), .member = {}, .note = {}};
  wanted.by.channel = kChannel;
  wanted.answers = read_answers(in);
  if (auto bad = in.finish()) co_return *bad;
  if (!holder) co_return holder.error();
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto person = holder_now(services, tx, *holder);
    if (!person) return person.error();
    wanted.person = person->id;
    wanted.pay_until = services.fees.pay_until(tx, wanted.slot, kChannel, call.now);
    const auto booked = services.appointments.book(tx, wanted, call.now);
    if (!booked) return booked.error();
    return kiosk_appointment_json(services, tx, booking::view_of(tx, *booked), call.now);
  };
  auto answer = co_await write_once(services, call, 201, work);
  if (answer) co_return answer;
  const booking::OfferFor whom{*holder, std::nullopt};
  co_return refused_booking(services, call, wanted.slot, whom, answer.error());
}

LaterAnswer cancel_at_kiosk(const Services& services, const Call& call) {
  Input in(call.request);
  const auto holder = read_holder(services, call, in);
  if (auto bad = in.finish()) co_return *bad;
  if (!holder) co_return holder.error();
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto own = own_appointment(services, tx, *holder, call.id<AppointmentId>("appointment"));
    if (!own) return own.error();
    booking::Cancellation why;
    // Whoever has been asked because the hospital changed its plans does not answer for giving up.
    if (booking::disruption::open_question(tx, own->id)) why.cause = booking::CancelCause::hospital;
    auto by = call.actor();
    by.channel = kChannel;
    const auto cancelled = services.appointments.cancel(tx, own->id, by, why, call.now);
    if (!cancelled) return cancelled.error();
    return kiosk_appointment_json(services, tx, booking::view_of(tx, *cancelled), call.now);
  };
  co_return co_await write_once(services, call, 200, work);
}

}  // namespace yuyue::api
