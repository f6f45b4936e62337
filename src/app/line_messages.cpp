#include "app/line_messages.hpp"

#include <algorithm>

#include "yuyue/booking/reference.hpp"

namespace yuyue::app {

using namespace std::chrono_literals;

void LineMessages::few_ahead(store::Transaction& tx, const booking::Appointment& appointment,
                             const queue::Ticket& ticket, int ahead, Instant now) {
  const auto person = patients_.person(tx, appointment.person);
  if (!person) return;
  const auto department = booking::find_department(tx, appointment.department);
  const std::string clinic = department ? department->name : "";
  const std::string where =
      department && !department->location.empty() ? "（" + department->location + "）" : "";
  const std::string place =
      ahead == 0 ? "下一位就是您" : "前面还有 " + std::to_string(ahead) + " 位";
  owe(tx, appointment, *person,
      "【候诊提醒】" + clinic + " " + ticket.number + " 号：" + place + "，请到候诊区" + where +
          "等候呼叫。",
      60min, now);
}

// Whoever may not hear their number is told on their phone, too.
void LineMessages::called(store::Transaction& tx, const booking::Appointment& appointment,
                          const queue::Ticket& ticket, const std::string& room, Instant now) {
  const auto person = patients_.person(tx, appointment.person);
  if (!person || std::ranges::find(person->needs, "hearing") == person->needs.end()) return;
  const auto department = booking::find_department(tx, appointment.department);
  owe(tx, appointment, *person,
      "【叫号】" + (department ? department->name : std::string()) + " " + ticket.number +
          " 号：请现在到 " + room + " 就诊。",
      10min, now);
}

// No name of the patient: a message may be read by others on the way (R33).
void LineMessages::owe(store::Transaction& tx, const booking::Appointment& appointment,
                       const patients::Person& person, const std::string& text,
                       std::chrono::minutes worth, Instant now) const {
  auto phone = person.phone;
  if (phone.empty() && appointment.member) phone = members_.phone(tx, *appointment.member);
  if (phone.empty()) return;
  outbox_.owe(tx,
              {.to = phone,
               .text = text,
               .void_at = now + worth,
               .about_kind = std::string(AppointmentKind::kPrefix),
               .about_id = appointment.id.value},
              now);
}

}  // namespace yuyue::app
