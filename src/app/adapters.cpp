#include "app/adapters.hpp"

#include "yuyue/booking/reference.hpp"

namespace yuyue::app {

void AppointmentMessages::booked(store::Transaction& tx, const booking::Appointment& now_is,
                                 Instant now) {
  owe(tx, now_is, "预约成功", now);
}
void AppointmentMessages::cancelled(store::Transaction& tx, const booking::Appointment& now_is,
                                    Instant now) {
  owe(tx, now_is,
      now_is.cancel_cause == booking::CancelCause::unpaid ? "未在时限内付款，预约已取消"
                                                          : "预约已取消",
      now);
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
  owe(tx, now_is, "预约已确认", now);
}

// No name of the patient and no diagnosis-like detail beyond the department: a message may be read
// by others on the way (R33).
void AppointmentMessages::owe(store::Transaction& tx, const booking::Appointment& appointment,
                              std::string_view what, Instant now) const {
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
  send(tx, appointment, text, appointment.ends_at, now);
}

namespace {

std::string yuan(std::int64_t fen) {
  const auto rest = std::to_string(100 + fen % 100).substr(1);
  return std::to_string(fen / 100) + "." + rest + " 元";
}

std::string_view why_returned(booking::fees::Use use) {
  switch (use) {
    case booking::fees::Use::late:
      return "付款时已超过时限，号源已释放";
    case booking::fees::Use::twice:
      return "费用此前已经付清";
    default:
      return "付款金额与应付金额不同";
  }
}

}  // namespace

void AppointmentMessages::returned(store::Transaction& tx, const booking::Appointment& appointment,
                                   const booking::fees::Receipt& receipt, Instant now) {
  send(tx, appointment,
       "【预约挂号】您支付的 " + yuan(receipt.amount) + " 未能使用（" +
           std::string(why_returned(receipt.use)) + "），将原路退回。预约码 " +
           booking::spaced_code(appointment.code) + "。",
       now + std::chrono::hours{72}, now);
}

void AppointmentMessages::refunded(store::Transaction& tx, const booking::Appointment& appointment,
                                   const booking::fees::Refund& refund, Instant now) {
  send(tx, appointment,
       "【预约挂号】已原路退款 " + yuan(refund.amount) + "，到账时间以支付平台为准。预约码 " +
           booking::spaced_code(appointment.code) + "。",
       now + std::chrono::hours{72}, now);
}

void AppointmentMessages::send(store::Transaction& tx, const booking::Appointment& appointment,
                               const std::string& text, Instant void_at, Instant now) const {
  const auto person = patients_.person(tx, appointment.person);
  std::string phone = person ? person->phone : "";
  if (phone.empty() && appointment.member) phone = members_.phone(tx, *appointment.member);
  if (phone.empty()) return;
  outbox_.owe(tx,
              {.to = phone,
               .text = text,
               .void_at = void_at,
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
