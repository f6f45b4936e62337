#include "app/disruption_messages.hpp"

#include "yuyue/access/settings.hpp"

namespace yuyue::app {
namespace {

using booking::disruption::Kind;
using booking::disruption::Notice;
using booking::disruption::Otherwise;

std::string day_words(Day day) {
  const auto text = format_day(day);
  return text.substr(5, 2) + "月" + text.substr(8, 2) + "日";
}

std::string_view event_words(Kind kind) {
  switch (kind) {
    case Kind::stop:
      return "停诊通知";
    case Kind::shrink:
      return "号源调整通知";
    case Kind::move:
      return "调诊通知";
    case Kind::room:
      return "诊室调整通知";
    case Kind::substitute:
      return "替诊通知";
  }
  return "门诊变更通知";
}

std::string place_words(const booking::disruption::PlaceView& place) {
  const auto& offer = place.offer;
  return day_words(offer.day) + " " + format_minute(offer.start) + "–" + format_minute(offer.end) +
         " " + offer.department +
         (offer.practitioner.empty() ? "" : " " + offer.practitioner + place.title);
}

}  // namespace

std::string DisruptionMessages::moment(Instant at) const {
  return day_words(time_.day_of(at)) + " " + format_minute(time_.minute_of(at));
}

std::string DisruptionMessages::question(store::Transaction& tx, const Notice& notice) const {
  const auto& d = notice.disruption;
  std::string text = "因" + d.reason + "不能照常就诊，抱歉。";
  text += notice.kept ? "已为您保留：" + place_words(*notice.kept) + "，不加收费用。"
                      : "可选择其他时间，或取消并全额退费。";
  const auto until = moment(notice.answer_until.value());
  if (!page_.empty()) {
    text += "请在 " + until + " 前点此选择：" + page_ + "/#/answer/" + notice.token + " 。";
  } else {
    const auto phone = access::setting_text(tx, "hospital.phone", "");
    text += "请在 " + until + " 前" + (phone.empty() ? "到服务台" : "致电 " + phone) + " 选择。";
  }
  const bool moves = d.otherwise == Otherwise::move && notice.kept;
  return text + "未答复的，" + (moves ? "将按保留的时间就诊。" : "将取消预约并全额退费。");
}

// No name of the patient and no detail beyond the department: a message may be read by others on
// the way (R33).
std::string DisruptionMessages::text_of(store::Transaction& tx, const Notice& notice) const {
  const auto& d = notice.disruption;
  const auto view = booking::view_of(tx, notice.appointment);
  const auto& a = notice.appointment;
  const auto when =
      day_words(a.day) + " " + format_minute(view.slot_start) + "–" + format_minute(view.slot_end);
  const auto team = booking::team::team_of(tx, a.id);
  std::string text = "【预约挂号】" + std::string(event_words(d.kind)) + "：您 " + when + " " +
                     view.department + (team ? "的多学科会诊" : "的预约");
  switch (notice.what) {
    case Notice::What::asked:
      text += question(tx, notice);
      break;
    case Notice::What::reminded:
      text = "【预约挂号】提醒：您 " + when + " " + view.department +
             "的预约有变更，还没有收到您的答复。" + question(tx, notice);
      break;
    case Notice::What::colleague:
      text += "，其中 " + place_words(notice.instead.value()) + " 参加，时间不变，不加收费用。";
      break;
    case Notice::What::room: {
      std::string rooms;
      for (const auto& room : view.rooms) rooms += (rooms.empty() ? "" : "、") + room;
      text += "，诊室改为 " + rooms + "，时间不变。";
      break;
    }
    case Notice::What::substitute:
      text += "，改由 " + view.practitioner + view.title + " 接诊，时间不变，不加收费用。";
      break;
    case Notice::What::moved:
      text = "【预约挂号】预约已改到 " + when + " " + view.department +
             (view.practitioner.empty() ? "" : " " + view.practitioner + view.title) +
             "，不加收费用，建议 " + format_minute(time_.minute_of(a.arrive_at)) + " 到院。";
      break;
    case Notice::What::cancelled:
      text += "已因" + d.reason + "取消，所付费用全额退回，不计入取消次数。给您带来不便，抱歉。";
      break;
    case Notice::What::taken_back:
      text += "照常进行，请按原时间就诊。此前的变更通知作废。";
      break;
  }
  return text + "预约码 " + booking::spaced_code(a.code) + "。";
}

// Whoever leads a team hears of everything that is decided about it, not of reminders.
void DisruptionMessages::tell_lead(store::Transaction& tx, const Notice& notice,
                                   const booking::team::TeamVisit& visit, Instant now) const {
  const auto phone = teams_.lead_phone(tx, visit.id);
  if (phone.empty() || notice.what == Notice::What::reminded) return;
  const auto& d = notice.disruption;
  const auto& a = notice.appointment;
  const auto when = day_words(a.day) + " " + format_minute(time_.minute_of(a.starts_at));
  std::string text =
      "【多学科会诊】" + when + " 的会诊（预约码 " + booking::spaced_code(a.code) + "）";
  switch (notice.what) {
    case Notice::What::asked:
      text += "因" + std::string(event_words(d.kind)) + "（" + d.reason +
              "）不能照常进行，已请患者在 " + moment(notice.answer_until.value()) + " 前答复" +
              (notice.kept ? "，暂为会诊保留 " + place_words(*notice.kept) : "") + "。";
      break;
    case Notice::What::colleague:
      text += "改由 " + place_words(notice.instead.value()) + " 参加，时间不变。";
      break;
    case Notice::What::substitute:
      text += "的首位医生已由他人替诊，时间不变。";
      break;
    case Notice::What::moved:
      text =
          "【多学科会诊】预约码 " + booking::spaced_code(a.code) + " 的会诊已改到 " + when + "。";
      break;
    case Notice::What::cancelled:
      text += "已因" + d.reason + "取消。";
      break;
    case Notice::What::taken_back:
      text += "照常进行，此前的变更通知作废。";
      break;
    case Notice::What::room:
      text += "的诊室有调整，时间不变。";
      break;
    case Notice::What::reminded:
      return;
  }
  outbox_.owe(tx,
              {.to = phone,
               .text = text,
               .void_at = now + std::chrono::hours{72},
               .about_kind = std::string(TeamVisitKind::kPrefix),
               .about_id = visit.id.value},
              now);
}

std::optional<MessageId> DisruptionMessages::owe(store::Transaction& tx, const Notice& notice,
                                                 Instant now) {
  const auto& appointment = notice.appointment;
  if (const auto team = booking::team::team_of(tx, appointment.id))
    tell_lead(tx, notice, *team, now);
  const auto person = patients_.person(tx, appointment.person);
  std::string phone = person ? person->phone : "";
  if (phone.empty() && appointment.member) phone = members_.phone(tx, *appointment.member);
  if (phone.empty()) return std::nullopt;
  // A cancellation is worth knowing even when the time it was for has passed.
  const bool asks = notice.what == Notice::What::asked || notice.what == Notice::What::reminded;
  const auto void_at = asks ? notice.answer_until : std::optional(now + std::chrono::hours{72});
  return outbox_.owe(tx,
                     {.to = phone,
                      .text = text_of(tx, notice),
                      .void_at = void_at,
                      .about_kind = std::string(AppointmentKind::kPrefix),
                      .about_id = appointment.id.value},
                     now);
}

}  // namespace yuyue::app
