#include "app/report_messages.hpp"

#include "api/exam_returns.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue::app {
namespace {

constexpr std::chrono::hours kWorthTelling{24 * 7};
const access::Actor kSystem{.kind = "system"};

bool is_readable(centre::reports::Status status) {
  return status == centre::reports::Status::final_ || status == centre::reports::Status::corrected;
}

}  // namespace

void ReportMessages::report_ready(store::Transaction& tx, const centre::reports::Report& report,
                                  Instant now) {
  const auto back =
      results_.reported(tx, report.person, report.source, report.id.value, true, kSystem, now);
  const auto person = patients_.person(tx, report.person);
  if (!person || person->phone.empty()) return;
  outbox_.owe(
      tx,
      {.to = person->phone,
       .text = back ? api::exam_return_words(mask_name(person->name))
                    : "【报告】" + mask_name(person->name) +
                          "的一份检查检验报告已出。可在预约页面登录后查看，或凭身份证件到自助机、"
                          "服务台查询。",
       .void_at = now + kWorthTelling,
       .about_kind = std::string(ReportKind::kPrefix),
       .about_id = report.id.value},
      now);
}

void ReportMessages::report_changed(store::Transaction& tx, const centre::reports::Report& report,
                                    Instant now) {
  results_.reported(tx, report.person, report.source, report.id.value, is_readable(report.status),
                    kSystem, now);
}

Result<void> MergedReports::merging(store::Transaction& tx, PersonId from, PersonId into, Instant) {
  reports_.move_person(tx, from, into);
  return {};
}

}  // namespace yuyue::app
