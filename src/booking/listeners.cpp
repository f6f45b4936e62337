#include "yuyue/booking/environment.hpp"

namespace yuyue::booking {

void BookingListeners::booked(store::Transaction& tx, const Appointment& now_is, Instant now) {
  for (auto* listener : list_) listener->booked(tx, now_is, now);
}
void BookingListeners::cancelled(store::Transaction& tx, const Appointment& now_is, Instant now) {
  for (auto* listener : list_) listener->cancelled(tx, now_is, now);
}
void BookingListeners::rescheduled(store::Transaction& tx, const Appointment& was,
                                   const Appointment& now_is, Instant now) {
  for (auto* listener : list_) listener->rescheduled(tx, was, now_is, now);
}
void BookingListeners::held(store::Transaction& tx, const Appointment& now_is, Instant now) {
  for (auto* listener : list_) listener->held(tx, now_is, now);
}
void BookingListeners::confirmed(store::Transaction& tx, const Appointment& now_is, Instant now) {
  for (auto* listener : list_) listener->confirmed(tx, now_is, now);
}
void BookingListeners::arrived(store::Transaction& tx, const Appointment& now_is, Instant now) {
  for (auto* listener : list_) listener->arrived(tx, now_is, now);
}
void BookingListeners::fulfilled(store::Transaction& tx, const Appointment& now_is, Instant now) {
  for (auto* listener : list_) listener->fulfilled(tx, now_is, now);
}
void BookingListeners::missed(store::Transaction& tx, const Appointment& now_is, Instant now) {
  for (auto* listener : list_) listener->missed(tx, now_is, now);
}
void BookingListeners::reinstated(store::Transaction& tx, const Appointment& now_is, Instant now) {
  for (auto* listener : list_) listener->reinstated(tx, now_is, now);
}
void BookingListeners::place_offered(store::Transaction& tx, const WaitlistNews& news,
                                     Instant now) {
  for (auto* listener : list_) listener->place_offered(tx, news, now);
}
void BookingListeners::offer_lapsed(store::Transaction& tx, const WaitlistNews& news, Instant now) {
  for (auto* listener : list_) listener->offer_lapsed(tx, news, now);
}
void BookingListeners::waitlist_closed(store::Transaction& tx, const WaitlistNews& news,
                                       Instant now) {
  for (auto* listener : list_) listener->waitlist_closed(tx, news, now);
}

void BookingListeners::barred(store::Transaction& tx, const BarNews& news, Instant now) {
  for (auto* listener : list_) listener->barred(tx, news, now);
}
void BookingListeners::bar_lifted(store::Transaction& tx, const BarNews& news, Instant now) {
  for (auto* listener : list_) listener->bar_lifted(tx, news, now);
}

}  // namespace yuyue::booking
