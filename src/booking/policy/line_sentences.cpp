#include "booking/policy/line_sentences.hpp"

namespace yuyue::booking::policy {
namespace {

int in_minutes(std::chrono::minutes span) {
  return static_cast<int>(span.count());
}

std::string class_name(const Writer& w, const PriorityClass& c) {
  return w.pick(c.name, c.name_en.empty() ? c.name : c.name_en);
}

void say_class(Writer& w, const PriorityClass& c) {
  const int after = in_minutes(c.allowance);
  const auto name = class_name(w, c);
  if (after > 0)
    w.say(name + "现场挂号的，按到达后 " + number(after) + " 分钟排队。",
          name + ", without an appointment: due " + count(after, "minute") + " after arriving.");
  if (after == 0)
    w.say(name + "现场挂号的，按到达时间排队。",
          name + ", without an appointment: due on arriving.");
  if (after < 0)
    w.say(name + "现场挂号的，按到达前 " + number(-after) + " 分钟排队。",
          name + ", without an appointment: due " + count(-after, "minute") + " before arriving.");
}

void say_missed(Writer& w, const LineSettings& line) {
  w.say("叫号 " + number(line.calls_before_missed) + " 次未到为过号；回来后按往后 " +
            number(line.missed_steps) + " 位重新排队。",
        "Who does not come after " + count(line.calls_before_missed, "call") +
            " is passed over, and on coming back goes " + count(line.missed_steps, "place") +
            " back.");
}

}  // namespace

void say_line(Writer& w, const LineSettings& line) {
  w.say("候诊顺序：预约并按时报到的按时段开始时间排队，先到时间者先叫。",
        "Whoever is due first is called first; who has an appointment and is in time is due at the "
        "beginning of the slot.");
  const int walk_in = in_minutes(line.walk_in_allowance), late = in_minutes(line.late_penalty);
  w.say("现场挂号的，按到达后 " + number(walk_in) + " 分钟排队；迟到的，按报到后 " + number(late) +
            " 分钟排队。",
        "Without an appointment one is due " + count(walk_in, "minute") +
            " after arriving; late, " + count(late, "minute") + " after checking in.");
  for (const auto& c : line.classes) say_class(w, c);
  say_missed(w, line);
  w.say("检查后当天回诊的不再取号，每叫 " + number(line.firsts_per_returner) + " 位初诊后叫 1 位。",
        "Who comes back from examinations the same day needs no new number: one of them is called "
        "after every " +
            count(line.firsts_per_returner, "first visit") + ".");
  if (line.near_room > 0)
    w.say("每间诊室门口有 " + number(line.near_room) + " 个二次候诊位。",
          "Before each room there " +
              std::string(line.near_room == 1 ? "is one place" : "are places for ") +
              (line.near_room == 1 ? std::string() : number(line.near_room)) + " to wait.");
}

}  // namespace yuyue::booking::policy
