#include "app/case_adapters.hpp"

namespace yuyue::app {

using centre::cases::Case;
using centre::cases::Event;
using centre::cases::State;

namespace {

/// What the patient is told; empty: nothing. No word of what it is for or why: a message may be
/// read by others on the way (R33).
std::string sentence(const Event& event) {
  const bool moved = event.from && *event.from != event.to;
  if (!moved) return {};
  switch (event.to) {
    case State::waiting_for_papers:
      return "材料不齐，请登录查看需补交的材料后到窗口补交。";
    case State::ready:
      return "已办好，请携带有效身份证件到窗口领取。";
    case State::refused:
      return "未能通过审核，原因可登录查看，或咨询窗口。";
    default:
      break;
  }
  const bool was_told = *event.from == State::waiting_for_papers || *event.from == State::ready ||
                        *event.from == State::refused;
  if (event.what == "undone" && was_told)
    return "上一条通知有误，请以登录后看到的进度为准，给您添麻烦了。";
  return {};
}

}  // namespace

void CaseMessages::happened(store::Transaction& tx, const Case& one, const Event& event,
                            Instant now) {
  const auto text = sentence(event);
  if (text.empty()) return;
  const auto person = patients_.person(tx, one.person);
  std::string phone = person ? person->phone : "";
  if (phone.empty() && person && person->guardian) {
    if (const auto guardian = patients_.person(tx, *person->guardian)) phone = guardian->phone;
  }
  if (phone.empty() && one.asker) phone = one.asker->phone;
  if (phone.empty()) return;
  outbox_.owe(tx,
              {.to = phone,
               .text = "【服务中心】您的办件 " + one.number + "：" + text,
               .due_at = {},
               .void_at = {},
               .about_kind = std::string(CaseKind::kPrefix),
               .about_id = one.id.value},
              now);
}

Result<void> MergedCases::merging(store::Transaction& tx, PersonId from, PersonId into,
                                  Instant now) {
  cases_.move_person(tx, from, into, {}, now);
  return {};
}

}  // namespace yuyue::app
