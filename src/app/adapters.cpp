#include "app/adapters.hpp"

#include "yuyue/access/settings.hpp"
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
  const auto phone = phone_of(tx, appointment.person, appointment.member);
  if (phone.empty()) return;
  outbox_.owe(tx,
              {.to = phone,
               .text = text,
               .void_at = void_at,
               .about_kind = std::string(AppointmentKind::kPrefix),
               .about_id = appointment.id.value},
              now);
}

std::string AppointmentMessages::phone_of(store::Transaction& tx, PersonId id,
                                          std::optional<MemberId> member) const {
  const auto person = patients_.person(tx, id);
  auto phone = person ? person->phone : std::string();
  if (phone.empty() && member) phone = members_.phone(tx, *member);
  return phone;
}

namespace {

std::string day_words(Day day) {
  const auto text = format_day(day);
  return text.substr(0, 4) + "年" + text.substr(5, 2) + "月" + text.substr(8, 2) + "日";
}

std::string_view too_often(booking::policy::ConductKind because) {
  switch (because) {
    case booking::policy::ConductKind::cancellation:
      return "多次取消预约";
    case booking::policy::ConductKind::no_show:
      return "多次预约后未到诊";
    case booking::policy::ConductKind::unpaid:
      return "多次占号后未付款";
  }
  return "多次违反预约规则";
}

std::string_view channel_words(booking::Channel channel) {
  using booking::Channel;
  switch (channel) {
    case Channel::web:
      return "网上";
    case Channel::kiosk:
      return "自助机";
    case Channel::phone:
      return "电话";
    case Channel::desk:
      return "服务台";
    case Channel::partner:
      return "合作机构";
    case Channel::clinician:
      return "医生";
  }
  return "";
}

std::string where_barred(const booking::policy::Bar& bar) {
  std::string ways;
  for (const auto channel : bar.channels)
    ways += (ways.empty() ? "" : "、") + std::string(channel_words(channel));
  return (bar.campus.empty() ? "" : "在" + bar.campus) + "不能通过" + ways + "预约";
}

}  // namespace

void AppointmentMessages::barred(store::Transaction& tx, const booking::BarNews& news,
                                 Instant now) {
  const auto phone = access::setting_text(tx, "hospital.phone", "");
  tell(tx, news,
       "【预约挂号】因" + std::string(too_often(news.bar.because)) + "，您" +
           where_barred(news.bar) + "，" + day_words(time_.day_of(news.bar.until)) + " 起恢复。" +
           (news.bar.walk_in ? "就诊当天仍可到院现场挂号。" : "") +
           "如有异议，请带证件到服务台申诉" + (phone.empty() ? "" : "，或致电 " + phone) + "。",
       now);
}

void AppointmentMessages::bar_lifted(store::Transaction& tx, const booking::BarNews& news,
                                     Instant now) {
  tell(tx, news,
       "【预约挂号】因" + std::string(too_often(news.bar.because)) + "而" + where_barred(news.bar) +
           "的限制已经解除，现在可以照常预约。",
       now);
}

void AppointmentMessages::tell(store::Transaction& tx, const booking::BarNews& news,
                               const std::string& text, Instant now) const {
  const auto phone = phone_of(tx, news.person, news.member);
  if (phone.empty()) return;
  outbox_.owe(tx,
              {.to = phone,
               .text = text,
               .void_at = news.bar.until,
               .about_kind = std::string(BarKind::kPrefix),
               .about_id = news.id.value},
              now);
}

Result<void> MergedAppointments::merging(store::Transaction& tx, PersonId from, PersonId into,
                                         Instant now) {
  const auto moved = appointments_.move_person(tx, from, into, {}, now);
  if (!moved) return moved.error();
  return {};
}

}  // namespace yuyue::app
