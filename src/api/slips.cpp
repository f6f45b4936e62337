// What a patient takes along: the booking code as a QR code, the appointment as a calendar entry.
#include <libical/ical.h>
#include <qrencode.h>

#include "api/answers.hpp"
#include "api/appointment_access.hpp"
#include "api/qr.hpp"

namespace yuyue::api {

/// The modules as one path of unit squares, with the quiet zone of four that scanners need.
std::string qr_svg(const std::string& text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), &QRcode_free);
  if (!code) throw std::runtime_error("QR code cannot be made");
  constexpr int kQuiet = 4;
  std::string path;
  for (int y = 0; y < code->width; ++y) {
    for (int x = 0; x < code->width; ++x) {
      if (code->data[y * code->width + x] & 1)
        path += "M" + std::to_string(x + kQuiet) + " " + std::to_string(y + kQuiet) + "h1v1h-1z";
    }
  }
  const auto size = std::to_string(code->width + 2 * kQuiet);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + " " + size +
         "\" shape-rendering=\"crispEdges\"><rect width=\"" + size + "\" height=\"" + size +
         "\" fill=\"#fff\"/><path d=\"" + path + "\"/></svg>";
}

namespace {

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};

icaltimetype utc(Instant t) {
  return icaltime_from_timet_with_zone(
      std::chrono::duration_cast<std::chrono::seconds>(t.time_since_epoch()).count(), 0,
      icaltimezone_get_utc_timezone());
}

std::string joined(const std::vector<std::string>& parts, std::string_view by) {
  std::string out;
  for (const auto& part : parts) {
    if (part.empty()) continue;
    if (!out.empty()) out += by;
    out += part;
  }
  return out;
}

icalcomponent* reminder() {
  auto* alarm = icalcomponent_new_valarm();
  icalcomponent_add_property(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
  icalcomponent_add_property(alarm, icalproperty_new_description("预约就诊 / Appointment"));
  icaltriggertype before{};
  before.duration = icaldurationtype_from_int(-2 * 60 * 60);
  before.time = icaltime_null_time();
  icalcomponent_add_property(alarm, icalproperty_new_trigger(before));
  return alarm;
}

/// RFC 5545. No name of the patient: calendars are shared and synchronised.
std::string calendar(const Call& call, const booking::AppointmentView& view) {
  const auto& a = view.appointment;
  const bool en = call.request.language == Language::en;
  const auto& department = en && !view.department_en.empty() ? view.department_en : view.department;
  const auto& who = en && !view.practitioner_en.empty() ? view.practitioner_en : view.practitioner;
  const std::string summary =
      (en ? "Appointment: " : "预约就诊：") + joined({department, who}, " ");
  const std::string details = (en ? "Booking code " : "预约码 ") + booking::spaced_code(a.code) +
                              "\n" + (en ? "Time slot " : "时段 ") +
                              format_minute(view.slot_start) + "–" + format_minute(view.slot_end) +
                              (en ? ", number " : "，序号 ") + std::to_string(a.sequence);
  const auto place =
      joined({view.campus, view.department_location, joined(view.rooms, " / ")}, " ");

  auto* event = icalcomponent_vanew(
      ICAL_VEVENT_COMPONENT, icalproperty_new_uid((to_string(a.id) + "@yuyue").c_str()),
      icalproperty_new_dtstamp(utc(call.now)), icalproperty_new_dtstart(utc(a.starts_at)),
      icalproperty_new_dtend(utc(a.ends_at)), icalproperty_new_summary(summary.c_str()),
      icalproperty_new_description(details.c_str()), icalproperty_new_location(place.c_str()),
      icalproperty_new_sequence(static_cast<int>(a.version)),
      icalproperty_new_status(a.state == booking::AppointmentState::cancelled
                                  ? ICAL_STATUS_CANCELLED
                                  : ICAL_STATUS_CONFIRMED),
      static_cast<void*>(nullptr));
  icalcomponent_add_component(event, reminder());
  const std::unique_ptr<icalcomponent, FreeComponent> whole(icalcomponent_vanew(
      ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"),
      icalproperty_new_prodid("-//Yuyue//Appointments//ZH"),
      icalproperty_new_method(ICAL_METHOD_PUBLISH), event, static_cast<void*>(nullptr)));
  const std::unique_ptr<char, decltype(&std::free)> text(
      icalcomponent_as_ical_string_r(whole.get()), &std::free);
  return text.get();
}

}  // namespace

Answer appointment_qr(const Services& services, const Call& call) {
  const auto appointment = services.database.read([&](store::Snapshot& snapshot) {
    return visible_appointment(services, snapshot, call.principal,
                               call.id<AppointmentId>("appointment"));
  });
  if (!appointment) return appointment.error();
  const auto svg = qr_svg(appointment->code);
  auto response = http::Response::text(200, "image/svg+xml", svg);
  response.headers["Cache-Control"] = "no-store";
  return response;
}

Answer appointment_calendar(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto appointment = visible_appointment(services, snapshot, call.principal,
                                                 call.id<AppointmentId>("appointment"));
    if (!appointment) return appointment.error();
    auto response = http::Response::text(200, "text/calendar; charset=utf-8",
                                         calendar(call, booking::view_of(snapshot, *appointment)));
    response.headers["Content-Disposition"] = "attachment; filename=\"yuyue.ics\"";
    response.headers["Cache-Control"] = "no-store";
    return response;
  });
}

}  // namespace yuyue::api
