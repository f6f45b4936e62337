#include "yuyue/booking/policy/sentences.hpp"

#include <map>

#include "booking/policy/line_sentences.hpp"

namespace yuyue::booking::policy {
namespace {

void say_opening(Writer& w, const Opening& o) {
  if (o.walk_in_only) {
    w.say("不接受预约，请直接到现场就诊。", "There are no appointments; please come without one.");
    return;
  }
  const auto release = format_minute(o.release_time);
  w.say("每天 " + release + " 放出第 " + number(o.to_days) + " 天" +
            (o.count_holidays ? "" : "（法定节假日不计）") + "的号。",
        "The day " + count(o.to_days, "day") + " ahead" +
            (o.count_holidays ? "" : " (public holidays not counted)") + " opens at " + release +
            " each day.");
  if (o.from_days == 1)
    w.say("当天的号不能预约，最早预约明天。",
          "The same day cannot be booked; the next day is the first.");
  if (o.from_days > 1)
    w.say("至少提前 " + number(o.from_days) + " 天预约。",
          "Appointments are booked at least " + count(o.from_days, "day") + " ahead.");
  if (o.closed)
    w.say("每天 " + format_minute(o.closed->from) + " 到 " + format_minute(o.closed->to) +
              " 不能预约。",
          "Nothing can be booked from " + format_minute(o.closed->from) + " to " +
              format_minute(o.closed->to) + ".");
  if (o.next_day_until)
    w.say("次日的号预约到当天 " + format_minute(*o.next_day_until) + " 为止。",
          "The next day can be booked until " + format_minute(*o.next_day_until) + ".");
  if (o.same_day_from)
    w.say("当天的号从 " + format_minute(*o.same_day_from) + " 起可以预约。",
          "The same day can be booked from " + format_minute(*o.same_day_from) + " on.");
  for (const auto& [part, until] : o.same_day_until)
    w.say("当天" + part_name(w, part) + "的号预约到 " + format_minute(until) + " 为止。",
          "On the day itself the " + part_name(w, part) + " can be booked until " +
              format_minute(until) + ".");
}

void say_once(Writer& w, const std::set<OncePer>& per) {
  if (per.contains(OncePer::department))
    w.say("每人每天在同一科室只能预约一个号。", "One appointment per person, day and department.");
  if (per.contains(OncePer::department_practitioner))
    w.say("每人每天在同一科室的同一医生处只能预约一个号。",
          "One appointment per person, day, department and clinician.");
  if (per.contains(OncePer::practitioner))
    w.say("每人每天在同一医生处只能预约一个号。", "One appointment per person, day and clinician.");
}

std::string counted(const Writer& w, Counting counting) {
  if (counting == Counting::no_holidays)
    return w.pick("（节假日不计入时间）", " (public holidays are not counted)");
  if (counting == Counting::working_days)
    return w.pick("（只计工作日）", " (only working days are counted)");
  return {};
}

std::string deadline_text(const Writer& w, const Deadline& d) {
  if (d.days_before) {
    const auto at = format_minute(d.days_before->at);
    const int days = d.days_before->days;
    const bool working = d.counting == Counting::working_days;
    if (days == 0) return w.pick("就诊当天 " + at, at + " on the day itself");
    const auto zh_day = days == 1 ? std::string("前一个") : "前第 " + number(days) + " 个";
    const auto en_day = count(days, working ? "working day" : "day") + " before";
    const auto extra = d.counting == Counting::no_holidays ? counted(w, d.counting) : std::string();
    return w.pick(zh_day + (working ? "工作日" : "日历日") + " " + at + extra,
                  at + ", " + en_day + extra);
  }
  const auto& b = d.before;
  const auto of = b.of == Deadline::Of::slot ? w.pick("就诊时段开始", "the slot")
                                             : w.pick("门诊开始", "the clinic begins");
  if (b.amount == 0) return w.pick(of + "时", b.of == Deadline::Of::slot ? "the slot begins" : of);
  static const std::map<TimeUnit, std::pair<const char*, const char*>> kUnits = {
      {TimeUnit::minutes, {"分钟", "minute"}},
      {TimeUnit::hours, {"小时", "hour"}},
      {TimeUnit::half_days, {"个半天（每个 12 小时）", "half-day"}}};
  const auto& unit = kUnits.at(b.unit);
  return w.pick(of + "前 " + number(b.amount) + " " + unit.first + counted(w, d.counting),
                count(b.amount, unit.second) + " before " + of + counted(w, d.counting));
}

void say_cancellation(Writer& w, const Cancellation& c) {
  const auto until = deadline_text(w, c.until);
  w.say("取消和改约的截止时间：" + until + "。", "Cancelling and moving: until " + until + ".");
  if (c.late == Cancellation::Late::no_show)
    w.say("截止后仍可取消，但按爽约计。",
          "After that it can still be cancelled, but counts as missed.");
}

void say_step(Writer& w, const std::string& zh, const std::string& en, const StepWindow& s) {
  if (s.opens_before)
    w.say(
        zh + "：就诊时段开始前 " + number(static_cast<int>(s.opens_before->count())) + " 分钟起。",
        en + ": from " + count(static_cast<int>(s.opens_before->count()), "minute") +
            " before the slot.");
  for (const auto& [part, until] : s.until)
    w.say(zh + "：" + part_name(w, part) + "到 " + format_minute(until) + " 为止。",
          en + ", " + part_name(w, part) + ": until " + format_minute(until) + ".");
  if (s.until.size() == 3) return;
  const auto minutes = static_cast<int>(s.closes_before.count());
  const auto before = minutes > 0    ? w.pick("开始前 " + number(minutes) + " 分钟",
                                              count(minutes, "minute") + " before the slot")
                      : minutes == 0 ? w.pick("开始时", "the beginning of the slot")
                                     : w.pick("开始后 " + number(-minutes) + " 分钟",
                                              count(-minutes, "minute") + " after it begins");
  w.say(zh + "：就诊时段" + before + "为止。", en + ": until " + before + ".");
}

void say_arrival(Writer& w, const Arrival& a) {
  if (a.collect) say_step(w, "取号", "Collecting the number", *a.collect);
  if (a.check_in) say_step(w, "报到", "Checking in", *a.check_in);
  if (a.collect && !a.check_in) w.say("取号即报到。", "Collecting the number is checking in.");
  if (a.late == Arrival::Late::void_) w.say("过时号作废。", "After that the number is void.");
  if (a.late == Arrival::Late::no_show)
    w.say("过时按爽约计。", "After that the appointment counts as missed.");
  if (a.document_seen)
    w.say("证件核对无误后才能取号。",
          "A number is given only to whoever shows the right document.");
  if (a.online) {
    const std::string what = !a.collect ? "报到" : a.check_in ? "取号和报到" : "取号";
    w.say("可以用手机" + what + "。", "It can be done on one's own phone.");
  }
  if (a.late != Arrival::Late::late)
    w.say(a.admit_late ? "过时后由工作人员写明原因可以收诊；也可以现场挂号。"
                       : "过时后工作人员也不能收诊；可以现场挂号。",
          a.admit_late ? "Staff may take somebody in after that, with a reason; coming without an "
                         "appointment stays possible."
                       : "Staff cannot take anybody in after that; coming without an appointment "
                         "stays possible.");
}

void say_ages(Writer& w, const Ages& ages, const std::string& zh, const std::string& en) {
  if (ages.min)
    w.say(zh + "须年满 " + number(*ages.min) + " 周岁。",
          en + " must be " + number(*ages.min) + " years old or older.");
  if (ages.max)
    w.say(zh + "须不超过 " + number(*ages.max) + " 周岁。",
          en + " must be " + number(*ages.max) + " years old or younger.");
}

void say_first_visit(Writer& w, const FirstVisit& f) {
  Texts documents;
  for (const auto type : f.documents) documents.push_back(document_label(w, type));
  if (!documents.empty())
    w.say("初次就诊只接受：" + w.list(documents) + "。",
          "First visits can be booked only with: " + w.list(documents) + ".");
  if (f.document_required)
    w.say("初次就诊须有身份证件。", "A first visit needs an identity document.");
  say_ages(w, f.ages, "初次就诊者", "First-time patients");
}

void say_questions(Writer& w, const std::vector<Question>& questions) {
  for (const auto& q : questions) {
    const auto text = w.pick(q.text, q.text_en.empty() ? q.text : q.text_en);
    const auto advice = w.pick(q.advice, q.advice_en.empty() ? q.advice : q.advice_en);
    w.say("预约前询问：" + text + "回答“是”则不能预约：" + advice + "。",
          "Asked before booking: “" + text + "” Whoever says yes cannot book: " + advice + ".");
  }
}

void say_limits(Writer& w, const Limits& limits) {
  if (limits.active)
    w.say("每人最多有 " + number(*limits.active) + " 个未就诊的预约，医务人员安排的疗程不计。",
          "At most " + count(*limits.active, "upcoming appointment") +
              " per person, courses of treatment booked by staff apart.");
  if (limits.per_day)
    w.say("每人每天最多 " + number(*limits.per_day) + " 个号。",
          "At most " + count(*limits.per_day, "appointment") + " per person and day.");
  if (limits.per_week)
    w.say("每人每周（周一到周日）最多 " + number(*limits.per_week) + " 个号。",
          "At most " + count(*limits.per_week, "appointment") + " per person and week.");
  if (limits.made_per_day)
    w.say("为同一就诊人每天最多自行预约 " + number(*limits.made_per_day) + " 次（含已取消的）。",
          "At most " + count(*limits.made_per_day, "booking") +
              " made for one person on one day, cancelled ones included.");
  if (limits.account_made_per_day)
    w.say("同一账号每天最多预约 " + number(*limits.account_made_per_day) + " 次（含已取消的）。",
          "At most " + count(*limits.account_made_per_day, "booking") +
              " made by one account on one day, cancelled ones included.");
  if (limits.open_holds)
    w.say(
        "同一就诊人同时最多保留 " + number(*limits.open_holds) + " 个未付款的号。",
        "At most " + count(*limits.open_holds, "unpaid place") + " kept for one person at a time.");
  if (limits.account_open_holds)
    w.say("同一账号同时最多保留 " + number(*limits.account_open_holds) + " 个未付款的号。",
          "At most " + count(*limits.account_open_holds, "unpaid place") +
              " kept by one account at a time.");
}

std::string window_text(const Writer& w, const Window& window) {
  switch (window.kind) {
    case Window::Kind::days:
      return w.pick("任意 " + number(window.count) + " 天内",
                    "in any " + count(window.count, "day"));
    case Window::Kind::months:
      return w.pick("任意 " + number(window.count) + " 个月内",
                    "in any " + count(window.count, "month"));
    case Window::Kind::month:
      return w.pick("一个自然月内", "in a calendar month");
    case Window::Kind::ever:
      return w.pick("累计", "in all");
  }
  return {};
}

void say_threshold(Writer& w, const Threshold& t) {
  const bool missed = t.counts == ConductKind::no_show;
  const bool unpaid = t.counts == ConductKind::unpaid;
  const auto zh_what =
      std::string(t.same_day_only && !missed ? "当天" : "") + (missed   ? "爽约"
                                                               : unpaid ? "占号未付款"
                                                                        : "取消");
  const auto en_what = std::string(missed   ? "missed appointments"
                                   : unpaid ? "places held and not paid for"
                                            : "cancellations") +
                       (t.same_day_only && !missed ? " on the day itself" : "");
  const auto& p = t.penalty;
  const bool rest = p.length == Penalty::Length::rest_of_month;
  const bool months = p.length == Penalty::Length::months;
  const auto zh_length =
      rest ? std::string("当月内") : number(p.count) + (months ? " 个月" : " 天") + "内";
  const auto en_length = rest ? std::string("for the rest of the month")
                              : "for " + count(p.count, months ? "month" : "day");
  w.say(window_text(w, t.window) + zh_what + (t.more_than ? "超过 " : "达到 ") + number(t.count) +
            " 次，" + zh_length + "不能通过" + channel_list(w, p.channels) + "预约" +
            (p.one_campus ? "（只限该院区）" : "（全部院区）") +
            (p.walk_in ? "；就诊当天仍可现场挂号。" : "。"),
        std::string(t.more_than ? "More than " : "At ") + number(t.count) + " " + en_what + " " +
            window_text(w, t.window) + ": no booking " + en_length + " by " +
            channel_list(w, p.channels) + (p.one_campus ? " at that campus" : " at any campus") +
            (p.walk_in ? "; coming without an appointment stays possible." : "."));
}

template <class Parts, class Deref>
void say_parts(Writer& w, const Parts& parts, Deref present) {
  if (const auto* part = present(parts.opening)) say_opening(w, *part);
  if (const auto* part = present(parts.once_per_day)) say_once(w, *part);
  if (const auto* part = present(parts.cancellation)) say_cancellation(w, *part);
  if (const auto* part = present(parts.arrival)) say_arrival(w, *part);
  if (const auto* part = present(parts.line)) say_line(w, *part);
  if (const auto* part = present(parts.first_visit)) say_first_visit(w, *part);
  if (const auto* part = present(parts.ages)) say_ages(w, *part, "患者", "Patients");
  if (const auto* part = present(parts.questions)) say_questions(w, *part);
}

std::string heading_of(const Writer& w, const Override& o) {
  const auto named = [&](const std::set<std::string>& names, const char* zh, const char* en) {
    if (names.empty()) return std::string();
    return w.pick(zh, en) + w.list({names.begin(), names.end()});
  };
  Texts parts;
  for (const auto& part :
       {named(o.campuses, "院区：", "campus: "), named(o.departments, "科室：", "department: "),
        named(o.kinds, "门诊类型：", "kind of clinic: ")})
    if (!part.empty()) parts.push_back(part);
  std::string heading;
  for (const auto& part : parts) heading += (heading.empty() ? "" : w.pick("；", "; ")) + part;
  return heading;
}

}  // namespace

std::vector<std::string> sentences(const Rules& rules, Language language) {
  Writer w(language);
  say_parts(w, rules, [](const auto& part) { return &part; });
  return std::move(w.out);
}

std::vector<Paragraph> paragraphs(const Policy& policy, Language language) {
  std::vector<Paragraph> list;
  Writer base(language);
  base.out = sentences(policy.base, language);
  if (!policy.base.exempt.empty())
    base.say("不受放号、次日、当日截止和初诊限制的途径：" + channel_list(base, policy.base.exempt) +
                 "。",
             "Not bound by closed hours, cut-offs and first-visit rules: " +
                 channel_list(base, policy.base.exempt) + ".");
  say_limits(base, policy.limits);
  for (const auto& threshold : policy.conduct) say_threshold(base, threshold);
  list.push_back({base.pick("全院", "Everywhere"), std::move(base.out)});
  for (const auto& item : policy.overrides) {
    Writer w(language);
    say_parts(w, item, [](const auto& part) { return part ? &*part : nullptr; });
    if (item.exempt)
      w.say("不受限制的途径：" + channel_list(w, *item.exempt) + "。",
            "Ways not bound by the limits: " + channel_list(w, *item.exempt) + ".");
    list.push_back({heading_of(w, item), std::move(w.out)});
  }
  return list;
}

}  // namespace yuyue::booking::policy
