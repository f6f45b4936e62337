#include "booking/policy/bookable.hpp"

namespace yuyue::booking::policy {

const Bookable& BookableNow::of(const Place& place, Day day, DayPart part) {
  const auto [answer, is_new] = answers_.try_emplace({place, day, part});
  if (!is_new) return answer->second;
  auto rules = rules_.find(place);
  if (rules == rules_.end()) rules = rules_.emplace(place, in_force_->rules(place)).first;
  // A slot as long as the day, so that its own beginning decides nothing.
  const auto end = time_.at(day + date::days{1}, MinuteOfDay{0});
  const SlotTimes slot{day, part, end, end};
  const auto civil = in_force_->civil(time_);
  auto& bookable = answer->second;
  if (const auto may = may_book_now(rules->second, slot, channel_, civil, now_); !may) {
    bookable.refusal = may.error().code;
    bookable.possible_at = may.error().possible_at;
  }
  bookable.changes_at = next_change(rules->second, slot, channel_, civil, now_);
  return bookable;
}

}  // namespace yuyue::booking::policy
