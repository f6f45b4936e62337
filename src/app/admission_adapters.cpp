#include "app/admission_adapters.hpp"

namespace yuyue::app {

using booking::admission::Admission;
using booking::admission::AdmissionList;

namespace {

std::string month_day(Day day) {
  const auto text = format_day(day);
  return text.substr(5, 2) + "月" + text.substr(8, 2) + "日";
}

/// What the patient is told; empty: nothing. No word of what it is for: a message may be read by
/// others on the way (R33).
std::string sentence(std::string_view what, const Admission& a, const HospitalTime& time) {
  const std::string date = a.day ? month_day(*a.day) : "";
  if (what == "requested") return "申请已登记，排到日期后会通知您。";
  if (what == "offered" || what == "date-changed") {
    const auto by = a.answer_by.value();
    return std::string(what == "offered" ? "已为您排到 " : "日期调整为 ") + date + "，请在 " +
           month_day(time.day_of(by)) + " " + format_minute(time.minute_of(by)) +
           " 前登录确认，或联系医院服务台；过时未答复，日期将不再保留。";
  }
  if (what == "accepted") return "已确认 " + date + "，请按时到院，准备事项可登录查看。";
  if (what == "another-asked") return "已收到您另选日期的要求，您的排队位置不变，排到后会通知您。";
  if (what == "lapsed") return "未收到您的答复，日期已不再保留；您仍在排队，位置不变。";
  if (what == "declined") return "申请已按您的要求撤回。";
  if (what == "cancelled") return "申请已取消，如有疑问请联系医院服务台。";
  return {};
}

}  // namespace

void AdmissionMessages::happened(store::Transaction& tx, std::string_view what, const Admission& a,
                                 const AdmissionList& list, Instant now) {
  const auto text = sentence(what, a, time_);
  if (text.empty()) return;
  const auto person = patients_.person(tx, a.person);
  if (!person) return;
  std::string phone = person->phone;
  if (phone.empty() && person->guardian) {
    if (const auto guardian = patients_.person(tx, *person->guardian)) phone = guardian->phone;
  }
  if (phone.empty()) return;
  outbox_.owe(tx,
              {.to = phone,
               .text = "【住院预约】" + list.name + "：" + text,
               .due_at = {},
               .void_at = {},
               .about_kind = std::string(AdmissionKind::kPrefix),
               .about_id = a.id.value},
              now);
}

Result<void> MergedAdmissions::merging(store::Transaction& tx, PersonId from, PersonId into,
                                       Instant now) {
  const auto moved = admissions_.move_person(tx, from, into, {}, now);
  if (!moved) return moved.error();
  return {};
}

}  // namespace yuyue::app
