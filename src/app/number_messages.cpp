#include "app/number_messages.hpp"

#include <algorithm>
#include <set>

#include "yuyue/booking/clinic/calling.hpp"
#include "yuyue/centre/visits.hpp"
#include "yuyue/exams/devices.hpp"
#include "yuyue/exams/worklist.hpp"

namespace yuyue::app {

using namespace std::chrono_literals;

namespace {

/// Whose number it is, and where it is called.
struct Holder {
  PersonId person;
  std::string at;     ///< "服务中心", a device
  std::string where;  ///< windows that may call, the device's room
};

std::string windows_of(store::Snapshot& snapshot, const queue::Reference& line_owner,
                       const std::optional<queue::Station>& assigned) {
  const auto service = centre::service_of(snapshot, line_owner);
  std::string names;
  if (assigned)
    if (const auto window = centre::find_window(snapshot, ServiceWindowId{assigned->value}))
      return window->name;
  if (!service) return names;
  for (const auto& window : centre::windows(snapshot))
    if (window.active && std::ranges::find(window.duties, *service, &centre::WindowDuty::service) !=
                             window.duties.end())
      names += (names.empty() ? "" : "、") + window.name;
  return names;
}

std::optional<Holder> holder_of(store::Snapshot& snapshot, const queue::KeptLine& line,
                                const queue::Ticket& ticket) {
  const auto& subject = line.subjects.at(ticket.id);
  if (subject.kind == VisitKind::kPrefix) {
    const auto visit = centre::find_visit(snapshot, VisitId{subject.id});
    if (!visit || !visit->person) return std::nullopt;
    return Holder{*visit->person, "服务中心", windows_of(snapshot, line.owner, ticket.assigned)};
  }
  const auto work = exams::find_work(snapshot, ExamPlaceId{subject.id});
  if (!work) return std::nullopt;
  const auto device = exams::find_device(snapshot, work->item.at.device);
  return Holder{work->person, device ? device->name : "", device ? device->place : ""};
}

/// Where it is called: a window has a name of its own, a device its room.
std::string called_to(store::Snapshot& snapshot, const Holder& holder, const queue::KeptLine& line,
                      const queue::Ticket& ticket) {
  if (line.subjects.at(ticket.id).kind != VisitKind::kPrefix) return holder.where;
  const auto window = centre::find_window(snapshot, ServiceWindowId{ticket.station.value().value});
  return window ? window->name : holder.where;
}

}  // namespace

void NumberMessages::few_ahead(store::Transaction& tx, const queue::KeptLine& line,
                               const queue::Ticket& ticket, int ahead, Instant now) {
  const auto holder = holder_of(tx, line, ticket);
  const auto person = holder ? patients_.person(tx, holder->person) : std::nullopt;
  if (!person) return;
  const std::string place =
      ahead == 0 ? "下一位就是您" : "前面还有 " + std::to_string(ahead) + " 位";
  const auto where = holder->where.empty() ? "" : "到" + holder->where + "附近";
  owe(tx, *person, line.subjects.at(ticket.id),
      "【等候提醒】" + holder->at + " " + ticket.number + " 号：" + place + "，请" + where +
          "等候呼叫。",
      60min, now);
}

void NumberMessages::called(store::Transaction& tx, const queue::KeptLine& line,
                            const queue::Ticket& ticket, Instant now) {
  const auto holder = holder_of(tx, line, ticket);
  const auto person = holder ? patients_.person(tx, holder->person) : std::nullopt;
  if (!person) return;
  const std::set<std::string> needs(person->needs.begin(), person->needs.end());
  if (!booking::clinic::calling_for(needs).fetch) return;
  owe(tx, *person, line.subjects.at(ticket.id),
      "【叫号】" + holder->at + " " + ticket.number + " 号：请现在到 " +
          called_to(tx, *holder, line, ticket) + "。",
      10min, now);
}

// No name of the patient: a message may be read by others on the way (R33).
void NumberMessages::owe(store::Transaction& tx, const patients::Person& person,
                         const queue::Reference& about, const std::string& text,
                         std::chrono::minutes worth, Instant now) const {
  if (person.phone.empty()) return;
  outbox_.owe(tx,
              {.to = person.phone,
               .text = text,
               .void_at = now + worth,
               .about_kind = about.kind,
               .about_id = about.id},
              now);
}

}  // namespace yuyue::app
