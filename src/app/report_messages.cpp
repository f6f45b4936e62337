#include "app/report_messages.hpp"

#include "yuyue/core/person_data.hpp"

namespace yuyue::app {
namespace {

constexpr std::chrono::hours kWorthTelling{24 * 7};

}  // namespace

void ReportMessages::report_ready(store::Transaction& tx, const centre::reports::Report& report,
                                  Instant now) {
  const auto person = patients_.person(tx, report.person);
  if (!person || person->phone.empty()) return;
  outbox_.owe(tx,
              {.to = person->phone,
               .text = "【报告】" + mask_name(person->name) +
                       "的一份检查检验报告已出。可在预约页面登录后查看，或凭身份证件到自助机、"
                       "服务台查询。",
               .void_at = now + kWorthTelling,
               .about_kind = std::string(ReportKind::kPrefix),
               .about_id = report.id.value},
              now);
}

Result<void> MergedReports::merging(store::Transaction& tx, PersonId from, PersonId into, Instant) {
  reports_.move_person(tx, from, into);
  return {};
}

}  // namespace yuyue::app
