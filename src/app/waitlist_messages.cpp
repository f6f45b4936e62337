#include "app/waitlist_messages.hpp"

#include "yuyue/booking/reference.hpp"

namespace yuyue::app {
namespace {

constexpr auto kWorthTelling = std::chrono::hours{12};

std::string month_and_day(Day day) {
  const auto text = format_day(day);
  return text.substr(5, 2) + "月" + text.substr(8, 2) + "日";
}

}  // namespace

void WaitlistMessages::place_offered(store::Transaction& tx, const booking::WaitlistNews& news,
                                     Instant now) {
  const auto until = news.answer_until.value();
  const auto when =
      time_.day_of(until) == time_.day_of(now)
          ? format_minute(time_.minute_of(until))
          : month_and_day(time_.day_of(until)) + " " + format_minute(time_.minute_of(until));
  owe(tx, news,
      "【候补】您候补的" + clinic_of(tx, news) + " " +
          format_minute(time_.minute_of(news.slot_starts_at.value())) +
          " 有号了，已为您保留。请在 " + when + " 前到“我的预约”确认，逾期将转给下一位。",
      until, now);
}

void WaitlistMessages::offer_lapsed(store::Transaction& tx, const booking::WaitlistNews& news,
                                    Instant now) {
  owe(tx, news,
      "【候补】您候补的" + clinic_of(tx, news) + "为您保留的号未在时限内确认，已转给下一位。",
      now + kWorthTelling, now);
}

void WaitlistMessages::waitlist_closed(store::Transaction& tx, const booking::WaitlistNews& news,
                                       Instant now) {
  const std::string why = news.stopped ? "该门诊已停诊，候补已取消。" : "候补未成功，名单已截止。";
  owe(tx, news,
      "【候补】您候补的" + clinic_of(tx, news) + "：" + why + "可到“我的预约”查看其他可约时段。",
      now + kWorthTelling, now);
}

std::string WaitlistMessages::clinic_of(store::Snapshot& snapshot,
                                        const booking::WaitlistNews& news) const {
  const auto department = booking::find_department(snapshot, news.department);
  return (department ? department->name : "") + " " + month_and_day(news.day);
}

void WaitlistMessages::owe(store::Transaction& tx, const booking::WaitlistNews& news,
                           const std::string& text, Instant void_at, Instant now) const {
  const auto person = patients_.person(tx, news.person);
  std::string phone = person ? person->phone : "";
  if (phone.empty() && news.member) phone = members_.phone(tx, *news.member);
  if (phone.empty()) return;
  outbox_.owe(tx,
              {.to = phone,
               .text = text,
               .void_at = void_at,
               .about_kind = std::string(WaitlistEntryKind::kPrefix),
               .about_id = news.entry.value},
              now);
}

}  // namespace yuyue::app
