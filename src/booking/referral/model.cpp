// The words by which enumerations are known in JSON and in the file.
#include "yuyue/booking/referral/model.hpp"

#include "yuyue/booking/referral/referrals.hpp"
#include "yuyue/core/words.hpp"

namespace yuyue::booking::referral {
namespace {

constexpr Words<2> kDirections{"up", "down"};
constexpr Words<6> kStates{"sent", "accepted", "booked", "refused", "withdrawn", "reported"};
constexpr Words<4> kFilters{"open", "ended", "all", "waiting"};

}  // namespace

std::string_view name_of(Direction v) {
  return word_of(kDirections, v);
}
std::optional<Direction> direction_from(std::string_view n) {
  return from_word<Direction>(kDirections, n);
}

std::string_view name_of(State v) {
  return word_of(kStates, v);
}
std::optional<State> state_from(std::string_view n) {
  return from_word<State>(kStates, n);
}

std::optional<ReferralFilter> referral_filter(std::string_view n) {
  return from_word<ReferralFilter>(kFilters, n);
}

}  // namespace yuyue::booking::referral
