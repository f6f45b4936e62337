// When a slot can be booked.
#include <algorithm>

#include "yuyue/booking/policy/rules.hpp"

namespace yuyue::booking::policy {
namespace {

using date::days;

// Whether a day uses up one of the horizon's days.
int length_of(const Opening& opening, const DayCalendar& calendar, Day day) {
  return opening.count_holidays || !calendar.is_holiday(day) ? 1 : 0;
}

bool within(const Hours& hours, MinuteOfDay at) {
  return hours.from < hours.to ? at >= hours.from && at < hours.to
                               : at >= hours.from || at < hours.to;
}

Instant closes_at(const SlotTimes& slot, Channel channel) {
  return is_staff(channel) ? slot.ends : slot.starts;
}

/// One slot wanted through one channel, asked about at different moments.
class Asking {
 public:
  Asking(const Rules& rules, const SlotTimes& slot, Channel channel, const Civil& civil)
      : opening_(rules.opening),
        exempt_(rules.exempt.contains(channel)),
        slot_(slot),
        closes_(closes_at(slot, channel)),
        civil_(civil),
        released_(released_at(opening_, civil, slot.day)) {}

  Result<void> at(Instant now) const {
    if (now >= closes_) return Refusal("past-slot");
    if (opening_.walk_in_only && !exempt_) return Refusal("not-bookable");
    if (now < released_) return Refusal("not-released-yet");
    if (exempt_) return {};
    const auto minute = civil_.time.minute_of(now);
    if (opening_.closed && within(*opening_.closed, minute))
      return Refusal("booking-hours-closed")
          .with("from", format_minute(opening_.closed->from))
          .with("to", format_minute(opening_.closed->to));
    const auto ahead = (slot_.day - civil_.time.day_of(now)).count();
    if (ahead < opening_.from_days)
      return Refusal(ahead <= 0 ? "same-day-not-bookable" : "too-soon-to-book")
          .with("days", std::to_string(opening_.from_days));
    if (ahead == 1 && opening_.next_day_until && minute >= *opening_.next_day_until)
      return Refusal("next-day-closed").with("until", format_minute(*opening_.next_day_until));
    if (ahead <= 0) return same_day(minute);
    return {};
  }

  /// The first moment after `now` at which the answer is yes.
  std::optional<Instant> opens_after(Instant now) const {
    std::vector<Instant> openings{released_, civil_.time.at(slot_.day, MinuteOfDay{0})};
    if (opening_.same_day_from)
      openings.push_back(civil_.time.at(slot_.day, *opening_.same_day_from));
    if (opening_.closed) {
      for (const auto day : {civil_.time.day_of(now), civil_.time.day_of(released_), slot_.day}) {
        openings.push_back(civil_.time.at(day, opening_.closed->to));
        openings.push_back(civil_.time.at(day + days{1}, opening_.closed->to));
      }
    }
    std::ranges::sort(openings);
    for (const auto moment : openings) {
      if (moment > now && at(moment)) return moment;
    }
    return std::nullopt;
  }

  /// All moments around `now` at which the answer may change.
  std::vector<Instant> turns(Instant now) const {
    const auto& time = civil_.time;
    std::vector<Instant> turns{released_, closes_};
    if (exempt_) return turns;
    turns.push_back(time.at(slot_.day, MinuteOfDay{0}));
    turns.push_back(time.at(slot_.day - days{opening_.from_days - 1}, MinuteOfDay{0}));
    if (opening_.next_day_until)
      turns.push_back(time.at(slot_.day - days{1}, *opening_.next_day_until));
    if (opening_.same_day_from) turns.push_back(time.at(slot_.day, *opening_.same_day_from));
    const auto until = opening_.same_day_until.find(slot_.part);
    if (until != opening_.same_day_until.end()) turns.push_back(time.at(slot_.day, until->second));
    if (opening_.closed) {
      for (const auto day : {time.day_of(now), time.day_of(now) + days{1}}) {
        turns.push_back(time.at(day, opening_.closed->from));
        turns.push_back(time.at(day, opening_.closed->to));
      }
    }
    return turns;
  }

 private:
  Result<void> same_day(MinuteOfDay minute) const {
    if (opening_.same_day_from && minute < *opening_.same_day_from)
      return Refusal("same-day-not-yet").with("from", format_minute(*opening_.same_day_from));
    const auto until = opening_.same_day_until.find(slot_.part);
    if (until != opening_.same_day_until.end() && minute >= until->second)
      return Refusal("same-day-closed").with("until", format_minute(until->second));
    return {};
  }

  const Opening& opening_;
  bool exempt_;
  SlotTimes slot_;
  Instant closes_;
  Civil civil_;
  Instant released_;
};

}  // namespace

Instant released_at(const Opening& opening, const Civil& civil, Day day) {
  auto on = day;
  int ahead = 0;
  for (;;) {
    ahead += length_of(opening, civil.days, on);
    if (ahead > opening.to_days) break;
    on -= days{1};
  }
  return civil.time.at(on, opening.release_time);
}

Day horizon_end(const Opening& opening, const Civil& civil, Day today) {
  auto last = today;
  int ahead = 0;
  for (;;) {
    ahead += length_of(opening, civil.days, last + days{1});
    if (ahead > opening.to_days) return last;
    last += days{1};
  }
}

Day last_released_day(const Opening& opening, const Civil& civil, Instant now) {
  const auto today = civil.time.day_of(now);
  const bool released = now >= civil.time.at(today, opening.release_time);
  return horizon_end(opening, civil, released ? today : today - days{1});
}

Result<void> may_book_now(const Rules& rules, const SlotTimes& slot, Channel channel,
                          const Civil& civil, Instant now) {
  const Asking asking(rules, slot, channel, civil);
  auto answer = asking.at(now);
  if (answer) return answer;
  auto refusal = answer.error();
  refusal.possible_at = asking.opens_after(now);
  return refusal;
}

std::optional<Instant> next_change(const Rules& rules, const SlotTimes& slot, Channel channel,
                                   const Civil& civil, Instant now) {
  std::optional<Instant> next;
  for (const auto moment : Asking(rules, slot, channel, civil).turns(now)) {
    if (moment > now && (!next || moment < *next)) next = moment;
  }
  return next;
}

}  // namespace yuyue::booking::policy
