#include "app/exam_breakdowns.hpp"

#include "api/exam_plan_json.hpp"
#include "yuyue/exams/breakdowns.hpp"

namespace yuyue::app {
namespace {

constexpr std::chrono::milliseconds kPatience{1500};
constexpr std::size_t kAtOnce = 20;

std::string when(Day day, MinuteOfDay start) {
  const auto text = format_day(day);
  return text.substr(5, 2) + "月" + text.substr(8, 2) + "日 " + format_minute(start);
}

/// No name, and of the examinations only when: a message may be read by others on the way.
std::string words(const exams::Plan& was, const exams::Plan& plan) {
  std::string times;
  const auto before = was.booked();
  for (const auto& at : plan.booked())
    if (std::ranges::find(before, at) == before.end())
      times += (times.empty() ? "" : "、") + when(at.day, at.start);
  if (plan.booked().size() < before.size())
    return "【检查预约】因设备停用，您的检查计划中有 " +
           std::to_string(before.size() - plan.booked().size()) +
           " 项暂时没有合适的时间，已取消原时间，请联系服务台重新安排。抱歉。";
  return "【检查预约】因设备停用，您的检查已改到 " + times +
         "，其余不变。准备要求请在“我的检查”中查看。抱歉。";
}

void owe(const api::Services& services, store::Transaction& tx, const exams::Plan& was,
         const exams::Plan& plan, Instant now) {
  const auto person = services.patients.person(tx, plan.person);
  if (!person || person->phone.empty()) return;
  services.outbox.owe(tx,
                      {.to = person->phone,
                       .text = words(was, plan),
                       .void_at = now + std::chrono::hours{72},
                       .about_kind = std::string(ExamPlanKind::kPrefix),
                       .about_id = plan.id.value},
                      now);
}

}  // namespace

int settle_closed_devices(const api::Services& services, Instant now) {
  const exams::Breakdowns breakdowns(services.exam_orders.environment(), services.exam_orders,
                                     services.exam_devices, services.exam_plans);
  auto& database = services.database;
  auto plans =
      database.read([&](store::Snapshot& snapshot) { return breakdowns.hit(snapshot, now); });
  if (plans.size() > kAtOnce) plans.resize(kAtOnce);
  int settled = 0;
  for (const auto& hit : plans) {
    const auto basis = database.read([&](store::Snapshot& snapshot) {
      return breakdowns.basis(snapshot, hit, api::appointed(snapshot, hit.plan.person, now), now);
    });
    const auto wanted =
        exams::replanned(basis, hit.plan, std::chrono::steady_clock::now() + kPatience);
    const auto done =
        database.write_now(store::Lane::housekeeping, [&](store::Transaction& tx) -> Result<bool> {
          const auto plan = breakdowns.settle(
              tx, hit, wanted, api::appointed(tx, hit.plan.person, now), {.kind = "system"}, now);
          if (!plan) return plan.error();
          owe(services, tx, hit.plan, *plan, now);
          return true;
        });
    if (done) ++settled;
  }
  return settled;
}

}  // namespace yuyue::app
