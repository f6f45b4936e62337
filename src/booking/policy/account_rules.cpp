// How much one account, or anybody for one person, may do in a day and keep at a time.
#include "yuyue/booking/policy/rules.hpp"

namespace yuyue::booking::policy {
namespace {

Result<void> below(std::optional<int> limit, int count, const char* code, const char* of) {
  if (!limit || count < *limit) return {};
  return Refusal(code).with("of", of).with("limit", std::to_string(*limit));
}

}  // namespace

Result<void> within_doings(const Limits& limits, const Doings& doings, bool makes, bool keeps,
                           Channel channel, const Civil& civil, Instant now) {
  if (is_staff(channel)) return {};
  const auto tomorrow = civil.time.at(civil.time.day_of(now) + date::days{1}, MinuteOfDay{0});
  if (makes) {
    if (auto fits = below(limits.made_per_day, doings.made_for_person, "too-many-today", "person");
        !fits)
      return fits.error().until(tomorrow);
    if (doings.by_account)
      if (auto fits = below(limits.account_made_per_day, doings.made_by_account, "too-many-today",
                            "account");
          !fits)
        return fits.error().until(tomorrow);
  }
  if (!keeps) return {};
  if (auto fits = below(limits.open_holds, doings.kept_for_person, "hold-limit", "person"); !fits)
    return fits;
  if (!doings.by_account) return {};
  return below(limits.account_open_holds, doings.kept_by_account, "hold-limit", "account");
}

}  // namespace yuyue::booking::policy
