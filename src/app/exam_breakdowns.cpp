#include "app/exam_breakdowns.hpp"

#include "api/exam_repairs.hpp"
#include "yuyue/exams/breakdowns.hpp"

namespace yuyue::app {
namespace {

constexpr std::chrono::milliseconds kPatience{1500};
constexpr int kAtOnce = 20;
/// What happens at a device is settled in the answer to it; this is for what was not, and for what
/// had no plan, which is tried again when places may have come back.
constexpr std::chrono::seconds kAnswered{30};
constexpr std::chrono::minutes kAgain{30};

/// No name, and of the examinations only when: a message may be read by others on the way.
std::string words(const exams::Plan& was, const exams::Plan& plan) {
  const auto before = was.booked();
  auto moved = plan.booked();
  std::erase_if(moved, [&](const exams::Arranged& at) {
    return std::ranges::find(before, at) != before.end();
  });
  if (plan.booked().size() < before.size())
    return "【检查预约】因设备停用，您的检查计划中有 " +
           std::to_string(before.size() - plan.booked().size()) +
           " 项暂时没有合适的时间，已取消原时间，请联系服务台重新安排。抱歉。";
  return "【检查预约】因设备停用，您的检查已改到 " + api::exam_times(moved) +
         "，其余不变。准备要求请在“我的检查”中查看。抱歉。";
}

}  // namespace

int settle_closed_devices(const api::Services& services, Instant now) {
  const exams::Breakdowns breakdowns(services.exam_orders.environment(), services.exam_orders,
                                     services.exam_devices, services.exam_plans);
  auto& database = services.database;
  auto plans =
      database.read([&](store::Snapshot& snapshot) { return breakdowns.hit(snapshot, now); });
  if (std::ssize(plans) > kAtOnce) plans.resize(kAtOnce);
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
          api::owe_exam_notice(services, tx, plan->person, plan->id, words(hit.plan, *plan), now);
          return true;
        });
    if (done) ++settled;
  }
  return settled;
}

int settle_exam_repairs(const api::Services& services, Instant now) {
  const exams::Repairs repairs(services.exam_orders.environment(), services.exam_orders,
                               services.exam_plans);
  const auto due = services.database.read([&](store::Snapshot& snapshot) {
    return repairs.due(snapshot, now - kAnswered, now - kAgain, kAtOnce);
  });
  int settled = 0;
  for (const auto person : due)
    if (api::settle_exam_repairs(services, person, now)) ++settled;
  return settled;
}

}  // namespace yuyue::app
