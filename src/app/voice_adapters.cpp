#include "app/voice_adapters.hpp"

#include "yuyue/booking/guides/requests.hpp"
#include "yuyue/booking/reference.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue::app {

using centre::voice::Assignment;
using centre::voice::Complaint;

namespace {

std::string to_complainant(std::string_view what, const Complaint& complaint) {
  if (what == "received")
    return "已收到您的来信，编号 " + complaint.number + "，将于 " + format_day(complaint.due_on) +
           " 前答复。";
  if (what == "answered")
    return "您的来信（编号 " + complaint.number + "）已有答复，请在“投诉建议”页面查看。";
  return {};
}

std::string to_office(std::string_view what, const Complaint& complaint, const Assignment& one) {
  const auto until = "，答复期限 " + format_day(one.due_on) + "。";
  if (what == "assigned") return "有新的来信转办，编号 " + complaint.number + until;
  if (what == "reminded") return "转办来信即将到期，编号 " + complaint.number + until;
  if (what == "overdue") return "转办来信已逾期，编号 " + complaint.number + until;
  if (what == "returned") return "答复被退回，请补充，编号 " + complaint.number + until;
  return {};
}

}  // namespace

void VoiceMessages::happened(store::Transaction& tx, std::string_view what,
                             const Complaint& complaint, const Assignment* assignment,
                             Instant now) {
  std::string to, text;
  if (assignment) {
    const auto office = centre::voice::find_office(tx, assignment->office).value();
    const auto phone = check_phone(office.phone);
    if (phone) to = *phone;
    text = to_office(what, complaint, *assignment);
  } else {
    to = complaint.who.phone;
    if (to.empty() && complaint.member) to = members_.phone(tx, *complaint.member);
    text = to_complainant(what, complaint);
  }
  if (to.empty() || text.empty()) return;
  outbox_.owe(tx,
              {.to = to,
               .text = "【投诉建议】" + text,
               .due_at = {},
               .void_at = {},
               .about_kind = std::string(ComplaintKind::kPrefix),
               .about_id = complaint.id.value},
              now);
}

Result<void> MergedVoice::merging(store::Transaction& tx, PersonId from, PersonId into, Instant) {
  complaints_.move_person(tx, from, into);
  booking::guides::move_requests(tx, from, into);
  return {};
}

bool is_working_day(store::Snapshot& snapshot, Day day) {
  const auto special = booking::calendar_days(snapshot, day, day);
  if (!special.empty()) return special.front().kind == booking::CalendarKind::workday;
  return iso_weekday(day) <= 5;
}

}  // namespace yuyue::app
