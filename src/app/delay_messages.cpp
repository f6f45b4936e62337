#include "app/delay_messages.hpp"

#include <algorithm>

#include "yuyue/booking/reference.hpp"

namespace yuyue::app {
namespace {

constexpr auto kWorthTelling = std::chrono::hours{1};

// Whoever comes later than their time loses their place; running late is no reason to.
std::string text_of(const std::string& clinic, const std::optional<booking::clinic::Delay>& delay,
                    bool here) {
  if (!delay)
    return "【候诊提醒】" + clinic + "已恢复正常，请" +
           (here ? "在候诊区等候呼叫。" : "按预约时间到院报到。");
  const std::string why = delay->reason.empty() ? "" : "（" + delay->reason + "）";
  return "【候诊提醒】" + clinic + "现在晚点约 " + std::to_string(delay->minutes.count()) +
         " 分钟" + why + "，" +
         (here ? "请耐心等候，您的排队位置不变。"
               : "请仍按预约时间到院报到，到院后可能要多等一会儿。");
}

}  // namespace

// No name of the patient: a message may be read by others on the way (R33).
void DelayMessages::owe(store::Transaction& tx, const booking::Appointment& appointment,
                        const std::optional<booking::clinic::Delay>& delay, bool here,
                        Instant now) {
  const auto person = patients_.person(tx, appointment.person);
  std::string phone = person ? person->phone : "";
  if (phone.empty() && appointment.member) phone = members_.phone(tx, *appointment.member);
  if (phone.empty()) return;
  const auto department = booking::find_department(tx, appointment.department);
  const auto clinic = "您预约的" + (department ? department->name : std::string("门诊")) + " " +
                      format_minute(time_.minute_of(appointment.starts_at)) + " 门诊";
  const auto late = delay ? delay->minutes : std::chrono::minutes{0};
  outbox_.owe(tx,
              {.to = phone,
               .text = text_of(clinic, delay, here),
               .void_at = std::max(appointment.ends_at + late, now + kWorthTelling),
               .about_kind = std::string(AppointmentKind::kPrefix),
               .about_id = appointment.id.value},
              now);
}

}  // namespace yuyue::app
