#include "app/series_adapters.hpp"

#include "yuyue/booking/booking_code.hpp"
#include "yuyue/booking/reference.hpp"

namespace yuyue::app {

using booking::series::Notice;

namespace {

std::string_view what_happened(Notice::What what) {
  switch (what) {
    case Notice::What::booked:
      return "疗程预约成功";
    case Notice::What::moved:
      return "疗程已改期，现在的安排";
    case Notice::What::cancelled:
      return "疗程预约已取消";
  }
  return "疗程";
}

std::string month_and_day(Day day) {
  const auto text = format_day(day);
  return text.substr(5, 2) + "月" + text.substr(8, 2) + "日";
}

}  // namespace

/// "康复医学科 11月25日 09:00（493 018 275）；11月27日 …": a department is said once for all
/// that follow.
std::string SeriesMessages::list_of(store::Transaction& tx,
                                    const std::vector<booking::Appointment>& visits) const {
  std::string text;
  DepartmentId said;
  for (const auto& visit : visits) {
    if (!text.empty()) text += "；";
    if (visit.department != said) {
      const auto department = booking::find_department(tx, visit.department);
      if (department) text += department->name + " ";
      said = visit.department;
    }
    text += month_and_day(visit.day) + " " + format_minute(time_.minute_of(visit.starts_at)) +
            "（" + booking::spaced_code(visit.code) + "）";
  }
  return text;
}

// No name of the patient, and not what the course is for: a message may be read by others on the
// way (R33).
void SeriesMessages::owe(store::Transaction& tx, const Notice& notice, Instant now) {
  const auto& visits = notice.visits;
  const auto person = patients_.person(tx, visits.front().person);
  std::string phone = person ? person->phone : "";
  if (phone.empty() && visits.front().member) phone = members_.phone(tx, *visits.front().member);
  if (phone.empty()) return;
  std::string text = "【预约挂号】" + std::string(what_happened(notice.what)) + "，共 " +
                     std::to_string(visits.size()) + " 次：" + list_of(tx, visits) +
                     "。括号内为预约码";
  text += notice.what == Notice::What::cancelled ? "。" : "，请按时到院。";
  outbox_.owe(tx,
              {.to = phone,
               .text = text,
               .void_at = visits.back().ends_at,
               .about_kind = std::string(SeriesKind::kPrefix),
               .about_id = notice.series.value},
              now);
}

}  // namespace yuyue::app
