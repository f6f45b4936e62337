#include "app/adapters.hpp"

#include "yuyue/booking/reference.hpp"

namespace yuyue::app {

void AppointmentMessages::booked(store::Transaction& tx, const booking::Appointment& now_is,
                                 Instant now) {
  owe(tx, now_is, "预约成功", now);
}
void AppointmentMessages::cancelled(store::Transaction& tx, const booking::Appointment& now_is,
                                    Instant now) {
  owe(tx, now_is, "预约已取消", now);
}
void AppointmentMessages::rescheduled(store::Transaction& tx, const booking::Appointment&,
                                      const booking::Appointment& now_is, Instant now) {
  owe(tx, now_is, "预约已改期", now);
}

void AppointmentMessages::held(store::Transaction& tx, const booking::Appointment& now_is,
                               Instant now) {
  owe(tx, now_is,
      "已为您保留号源，请在 " + format_minute(time_.minute_of(now_is.pay_until.value())) +
          " 前付款，逾期自动取消",
      now);
}
void AppointmentMessages::confirmed(store::Transaction& tx, const booking::Appointment& now_is,
                                    Instant now) {
  owe(tx, now_is, "已付款，预约成功", now);
}

// No name of the patient and no diagnosis-like detail beyond the department: a message may be read
// by others on the way (R33).
void AppointmentMessages::owe(store::Transaction& tx, const booking::Appointment& appointment,
                              std::string_view what, Instant now) const {
  const auto person = patients_.person(tx, appointment.person);
  std::string phone = person ? person->phone : "";
  if (phone.empty() && appointment.member) phone = members_.phone(tx, *appointment.member);
  if (phone.empty()) return;
  const auto department = booking::find_department(tx, appointment.department);
  const auto day = format_day(appointment.day);
  const std::string text =
      "【预约挂号】" + std::string(what) + "：" + (department ? department->name : "") + "，" +
      day.substr(5, 2) + "月" + day.substr(8, 2) + "日 " +
      format_minute(time_.minute_of(appointment.starts_at)) + "–" +
      format_minute(time_.minute_of(appointment.ends_at)) +
      (appointment.state == booking::AppointmentState::cancelled
           ? "。"
           : "，建议 " + format_minute(time_.minute_of(appointment.arrive_at)) + " 到院。") +
      "预约码 " + booking::spaced_code(appointment.code) + "。";
  outbox_.owe(tx,
              {.to = phone,
               .text = text,
               .void_at = appointment.ends_at,
               .about_kind = std::string(AppointmentKind::kPrefix),
               .about_id = appointment.id.value},
              now);
}

Result<void> MergedAppointments::merging(store::Transaction& tx, PersonId from, PersonId into,
                                         Instant now) {
  const auto moved = appointments_.move_person(tx, from, into, {}, now);
  if (!moved) return moved.error();
  return {};
}

}  // namespace yuyue::app
