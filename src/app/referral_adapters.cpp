#include "app/referral_adapters.hpp"

namespace yuyue::app {

using booking::referral::Direction;
using booking::referral::ReferralView;

namespace {

/// What the patient is told; empty: nothing. That it is booked, the appointment's own message says.
std::string sentence(std::string_view what, const ReferralView& view) {
  const bool up = view.referral.direction == Direction::up;
  const auto& receiver = up ? view.department : view.institution;
  if (what == "accepted") return receiver + " 已接收您的转诊。";
  if (what == "redirected") return "您的转诊已转给 " + view.department + "，由该科室答复。";
  if (what == "refused") return receiver + " 暂不能接收，请联系原就诊机构。";
  return {};
}

}  // namespace

void ReferralMessages::happened(store::Transaction& tx, std::string_view what,
                                const ReferralView& view, Instant now) {
  const auto text = sentence(what, view);
  if (text.empty()) return;
  const auto person = patients_.person(tx, view.referral.person);
  if (!person || person->phone.empty()) return;
  outbox_.owe(tx,
              {.to = person->phone,
               .text = "【转诊】" + text,
               .due_at = {},
               .void_at = {},
               .about_kind = std::string(ReferralKind::kPrefix),
               .about_id = view.referral.id.value},
              now);
}

Result<void> MergedReferrals::merging(store::Transaction& tx, PersonId from, PersonId into,
                                      Instant now) {
  const auto moved = referrals_.move_person(tx, from, into, {}, now);
  if (!moved) return moved.error();
  return {};
}

}  // namespace yuyue::app
