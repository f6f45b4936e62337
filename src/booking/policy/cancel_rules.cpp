// Until when an appointment can be given up.
#include <algorithm>

#include "yuyue/booking/policy/rules.hpp"

namespace yuyue::booking::policy {
namespace {

using date::days;
using std::chrono::milliseconds;

milliseconds length_of(const Deadline::Before& before) {
  switch (before.unit) {
    case TimeUnit::minutes:
      return std::chrono::minutes{before.amount};
    case TimeUnit::hours:
      return std::chrono::hours{before.amount};
    case TimeUnit::half_days:
      return std::chrono::hours{12} * before.amount;
  }
  return {};
}

// Back from `from` by as much time as passes on days that count.
Instant back(Instant from, milliseconds left, Counting counting, const Civil& civil) {
  if (counting == Counting::calendar) return from - left;
  while (left > milliseconds{0}) {
    const auto day = civil.time.day_of(from - milliseconds{1});
    const auto begins = civil.time.at(day, MinuteOfDay{0});
    if (civil.days.counts(day, counting)) {
      if (left <= from - begins) return from - left;
      left -= from - begins;
    }
    from = begins;
  }
  return from;
}

Instant moment_of(const Deadline& deadline, const Visit& visit, const Civil& civil) {
  if (!deadline.days_before) {
    const auto& before = deadline.before;
    const auto from = before.of == Deadline::Of::slot ? visit.starts : visit.session_starts;
    return back(from, length_of(before), deadline.counting, civil);
  }
  auto day = visit.day;
  for (int left = deadline.days_before->days; left > 0;) {
    day -= days{1};
    if (civil.days.counts(day, deadline.counting)) --left;
  }
  return civil.time.at(day, deadline.days_before->at);
}

}  // namespace

Instant cancel_until(const Rules& rules, const Visit& visit, Channel channel, const Civil& civil) {
  if (is_staff(channel)) return visit.ends;
  return std::min(moment_of(rules.cancellation.until, visit, civil), visit.starts);
}

Result<Cancelling> may_cancel(const Rules& rules, const Visit& visit, Channel channel,
                              const Civil& civil, Instant now) {
  if (now < cancel_until(rules, visit, channel, civil)) return Cancelling::free;
  if (rules.cancellation.late == Cancellation::Late::no_show && now < visit.starts)
    return Cancelling::as_no_show;
  return Refusal("too-late-to-cancel");
}

}  // namespace yuyue::booking::policy
