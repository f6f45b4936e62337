// The words of the module, as they stand in the file and in the API.
#include "yuyue/booking/fees/reconciliation.hpp"
#include "yuyue/core/words.hpp"

namespace yuyue::booking::fees {
namespace {

constexpr Words<3> kMethods = {"online", "cash", "card"};
constexpr Words<6> kPaymentStates = {"ordering", "open", "paid", "failed", "closed", "reversed"};
constexpr Words<5> kUses = {"fee", "late", "twice", "wrong-amount", "unknown-order"};
constexpr Words<6> kRefundReasons = {"cancelled", "fee-lower",    "late",
                                     "twice",     "wrong-amount", "reversed"};
constexpr Words<3> kRefundStates = {"owed", "done", "failed"};
constexpr Words<6> kStandings = {"due", "pending", "paid", "refunding", "refunded", "failed"};
constexpr Words<4> kVerdicts = {"agrees", "only-ours", "only-theirs", "amounts-differ"};

}  // namespace

std::string_view name_of(Method method) {
  return word_of(kMethods, method);
}
std::optional<Method> method_from(std::string_view name) {
  return from_word<Method>(kMethods, name);
}
std::string_view name_of(PaymentState state) {
  return word_of(kPaymentStates, state);
}
std::optional<PaymentState> payment_state(std::string_view name) {
  return from_word<PaymentState>(kPaymentStates, name);
}
std::string_view name_of(Use use) {
  return word_of(kUses, use);
}
std::optional<Use> use_from(std::string_view name) {
  return from_word<Use>(kUses, name);
}
std::string_view name_of(RefundReason reason) {
  return word_of(kRefundReasons, reason);
}
std::optional<RefundReason> refund_reason(std::string_view name) {
  return from_word<RefundReason>(kRefundReasons, name);
}
std::string_view name_of(RefundState state) {
  return word_of(kRefundStates, state);
}
std::optional<RefundState> refund_state(std::string_view name) {
  return from_word<RefundState>(kRefundStates, name);
}
std::string_view name_of(Standing standing) {
  return word_of(kStandings, standing);
}
std::string_view name_of(Verdict verdict) {
  return word_of(kVerdicts, verdict);
}

}  // namespace yuyue::booking::fees
