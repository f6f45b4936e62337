#include "app/line_messages.hpp"

#include <set>

#include "yuyue/booking/clinic/calling.hpp"
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

// Whom neither voice nor screen may reach is told on a phone, too: theirs, or that of who is with
// them.
void LineMessages::called(store::Transaction& tx, const booking::Appointment& appointment,
                          const queue::Ticket& ticket, const std::string& room, Instant now) {
  const auto person = patients_.person(tx, appointment.person);
  if (!person) return;
  const std::set<std::string> needs(person->needs.begin(), person->needs.end());
  if (!booking::clinic::calling_for(needs).fetch) return;
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
