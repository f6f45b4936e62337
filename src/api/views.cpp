#include "api/views.hpp"

#include "yuyue/booking/clinic/clinic_day.hpp"
#include "yuyue/booking/clinic/settling.hpp"
#include "yuyue/booking/rules.hpp"

namespace yuyue::api {
namespace {

Json slot_json(const Services& services, const booking::SlotView& slot,
               booking::Audience audience) {
  Json out{{"id", to_string(slot.id)},
           {"start", format_minute(slot.start)},
           {"end", format_minute(slot.end)},
           {"startsAt", services.time.rfc3339(slot.starts_at)},
           {"free", slot.free},
           {"state", booking::name_of(slot.state)}};
  if (audience == booking::Audience::staff) {
    out["capacity"] = slot.capacity;
    out["taken"] = slot.taken;
  }
  return out;
}

std::string room_location(const booking::RoomView& room) {
  if (room.building.empty()) return room.floor;
  return room.floor.empty() ? room.building : room.building + " " + room.floor;
}

}  // namespace

Json session_json(const Services& services, const booking::SessionView& view,
                  booking::Audience audience) {
  const auto& session = view.session;
  Json out{{"id", to_string(session.id)},
           {"date", format_day(session.day)},
           {"part", booking::name_of(session.part)},
           {"startsAt", services.time.rfc3339(session.starts_at)},
           {"endsAt", services.time.rfc3339(session.ends_at)},
           {"departmentId", to_string(session.department)},
           {"kind", {{"code", view.kind_code}, {"name", view.kind}, {"nameEn", view.kind_en}}},
           {"fee", session.fee},
           {"campus",
            {{"id", to_string(view.campus)},
             {"name", view.campus_name},
             {"nameEn", view.campus_name_en}}},
           {"remote", session.remote},
           {"state", booking::name_of(view.state)},
           {"free", view.free}};
  if (session.practitioner) {
    out["practitioner"] = {{"id", to_string(view.practitioner)},
                           {"name", view.practitioner_name},
                           {"nameEn", view.practitioner_name_en},
                           {"title", view.title},
                           {"titleEn", view.title_en},
                           {"intro", view.practitioner_intro}};
  }
  auto& rooms = out["rooms"] = Json::array();
  for (const auto& room : view.rooms)
    rooms.push_back(
        {{"id", to_string(room.id)}, {"name", room.name}, {"location", room_location(room)}});
  out["waitlist"] = {{"open", view.waitlist_open}, {"waiting", view.waiting}};
  auto& slots = out["slots"] = Json::array();
  for (const auto& slot : view.slots) slots.push_back(slot_json(services, slot, audience));
  if (audience == booking::Audience::staff) {
    out["version"] = session.version;
    out["capacity"] = view.capacity;
    out["taken"] = view.taken;
    out["appointments"] = view.taken;
    auto& quotas = out["quotas"] = Json::array();
    for (const auto& pool : view.pools)
      quotas.push_back(
          {{"pool", booking::name_of(pool.pool)}, {"size", pool.size}, {"taken", pool.taken}});
    if (!session.stop_reason.empty()) out["stopReason"] = session.stop_reason;
  }
  if (audience == booking::Audience::partners) {
    auto& quotas = out["quotas"] = Json::array();
    for (const auto& pool : view.pools)
      if (pool.pool == booking::Pool::partner)
        quotas.push_back(
            {{"pool", booking::name_of(pool.pool)}, {"size", pool.size}, {"taken", pool.taken}});
  }
  return out;
}

Json days_json(const Services& services, const booking::DepartmentDays& strip) {
  Json items = Json::array();
  for (const auto& day : strip.days) {
    Json item{{"date", format_day(day.day)},
              {"weekday", iso_weekday(day.day)},
              {"state", booking::name_of(day.state)},
              {"free", day.free}};
    if (!day.holiday.empty()) {
      item["holiday"] = day.holiday;
      item["holidayEn"] = day.holiday_en;
    }
    if (day.released_at) item["releasedAt"] = services.time.rfc3339(*day.released_at);
    items.push_back(std::move(item));
  }
  return items;
}

Json department_json(const booking::Department& department, std::string_view campus,
                     std::string_view campus_en) {
  return {
      {"id", to_string(department.id)},
      {"code", department.code},
      {"name", department.name},
      {"nameEn", department.name_en},
      {"initials", department.initials},
      {"pinyin", department.pinyin},
      {"keywords", department.keywords},
      {"group", department.group},
      {"groupEn", department.group_en},
      {"campus", {{"id", to_string(department.campus)}, {"name", campus}, {"nameEn", campus_en}}},
      {"location", department.location},
      {"locationEn", department.location_en},
      {"intro", department.intro},
      {"introEn", department.intro_en}};
}

Json offer_json(const Services& services, const booking::SlotOffer& offer) {
  Json out{{"slotId", to_string(offer.slot)},
           {"date", format_day(offer.day)},
           {"start", format_minute(offer.start)},
           {"end", format_minute(offer.end)},
           {"startsAt", services.time.rfc3339(offer.starts_at)},
           {"departmentName", offer.department},
           {"departmentNameEn", offer.department_en},
           {"kindName", offer.kind},
           {"kindNameEn", offer.kind_en},
           {"free", offer.free}};
  if (!offer.practitioner.empty()) {
    out["practitionerName"] = offer.practitioner;
    out["practitionerNameEn"] = offer.practitioner_en;
  }
  return out;
}

Json appointment_json(const Services& services, const booking::AppointmentView& view, Json person,
                      booking::Channel reader, Instant now) {
  const auto& a = view.appointment;
  const auto time = [&](Instant t) {
    return services.time.rfc3339(t);
  };
  const auto in_force = services.booking.policies->at(now);
  const auto cancelling =
      booking::rules::may_be_cancelled(a, view.where, reader, *in_force, services.time, now);
  Json out{{"id", to_string(a.id)},
           {"code", booking::spaced_code(a.code)},
           {"state", booking::name_of(a.state)},
           {"version", a.version},
           {"person", std::move(person)},
           {"department",
            {{"id", to_string(a.department)},
             {"name", view.department},
             {"nameEn", view.department_en},
             {"location", view.department_location},
             {"locationEn", view.department_location_en}}},
           {"slot",
            {{"id", to_string(a.slot)},
             {"start", format_minute(view.slot_start)},
             {"end", format_minute(view.slot_end)},
             {"startsAt", time(a.starts_at)},
             {"endsAt", time(a.ends_at)}}},
           {"sequence", a.sequence},
           {"arriveAt", time(a.arrive_at)},
           {"fee", a.fee},
           {"channel", booking::name_of(a.channel)},
           {"note", a.note},
           {"extra", a.extra},
           {"createdAt", time(a.created_at)},
           {"cancelUntil",
            time(booking::rules::cancel_until(a, view.where, reader, *in_force, services.time))},
           {"canCancel", cancelling.has_value()},
           {"cancelIsNoShow", cancelling && *cancelling == booking::policy::Cancelling::as_no_show},
           {"canReschedule",
            booking::rules::may_be_rescheduled(a, view.where, reader, *in_force, services.time, now)
                .has_value()}};
  auto& session = out["session"] = {
      {"id", to_string(a.session)},
      {"date", format_day(a.day)},
      {"part", booking::name_of(view.part)},
      {"state", booking::name_of(view.session_state)},
      {"kind", {{"code", view.kind_code}, {"name", view.kind}, {"nameEn", view.kind_en}}},
      {"rooms", view.rooms},
      {"campus",
       {{"id", to_string(view.campus_id)}, {"name", view.campus}, {"nameEn", view.campus_en}}},
      {"remote", view.remote}};
  if (a.practitioner) {
    session["practitioner"] = {{"id", to_string(*a.practitioner)},
                               {"name", view.practitioner},
                               {"nameEn", view.practitioner_en},
                               {"title", view.title},
                               {"titleEn", view.title_en}};
  }
  if (a.pay_until) out["payUntil"] = time(*a.pay_until);
  if (a.arrived_at) out["arrivedAt"] = time(*a.arrived_at);
  out["arrival"] = arrival_json(services, a, view.where, now);
  if (a.cancelled_at) {
    out["cancelledAt"] = time(*a.cancelled_at);
    out["cancelCause"] = booking::name_of(a.cancel_cause.value());
    out["cancelReason"] = a.cancel_reason;
  }
  return out;
}

void add_clinic_day(store::Snapshot& snapshot, AppointmentId appointment, Json& out) {
  out["walkIn"] = booking::clinic::is_walk_in(snapshot, appointment);
  if (const auto why = booking::clinic::not_seen(snapshot, appointment))
    out["notSeen"] = name_of(*why);
}

}  // namespace yuyue::api
