#include "yuyue/exams/timeline.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "exams/advice_lines.hpp"
#include "yuyue/core/words.hpp"
#include "yuyue/exams/rules.hpp"

namespace yuyue::exams {
namespace {

using What = Advice::What;
using std::chrono::hours;

constexpr Words<14> kWhats{"late",      "note",       "begin", "prepare", "companion",
                           "last-meal", "last-water", "drink", "toilet",  "eat",
                           "go",        "exam",       "after", "may-eat"};
/// What is for the evening before is said then; what begins at night, after dinner.
constexpr MinuteOfDay kEvening{18 * 60}, kNight{20 * 60}, kMorning{6 * 60};
constexpr MinuteOfDay kBegins{7 * 60};
constexpr minutes kLeavingHome{90}, kBeforeTheDoor{10};
/// Nobody is reminded later or earlier.
constexpr MinuteOfDay kLatestBell{21 * 60 + 30};

std::vector<Abstinence> abstinences(const std::vector<Stop>& stops, minutes Exam::*length) {
  std::vector<Abstinence> out;
  for (const auto& stop : stops) {
    const auto needed = stop.exam.*length;
    if (needed == minutes{0}) continue;
    const auto from = stop.start - needed;
    if (!out.empty() && from < out.back().to) {
      auto& last = out.back();
      last.from = std::min(last.from, from);
      last.to = std::max(last.to, stop.release());
      last.exams.push_back(stop.exam.id);
    } else {
      out.push_back({from, stop.release(), {stop.exam.id}});
    }
    const auto longest = stop.exam.longest_fast;
    if (longest > minutes{0} && (out.back().longest == minutes{0} || longest < out.back().longest))
      out.back().longest = longest;
  }
  return out;
}

bool overlap(const Abstinence& one, const Abstinence& other) {
  return one.from < other.to && other.from < one.to;
}

class Timeline {
 public:
  Timeline(const std::vector<Stop>& stops, Instant told, const HospitalTime& time)
      : stops_(stops), told_(told), time_(time), lines_(stops.size() > 1) {}

  std::vector<Advice> all() {
    notes();
    for (const auto& stop : stops_) instructions(stop);
    nothing_special();
    meals();
    bladder();
    companions();
    ways();
    return lines_.take();
  }

 private:
  std::string clock(Instant at) const { return format_minute(time_.minute_of(at)); }
  Instant evening_before(Instant at) const {
    return time_.at(time_.day_of(at) - date::days{1}, kEvening);
  }
  /// Not before it is read, not after it is over.
  Instant heard(Instant at, const Stop& stop) const {
    return at < told_ && told_ < stop.start ? told_ : at;
  }
  bool at_night(Instant at) const {
    const auto minute = time_.minute_of(at);
    return minute >= kNight || minute < kMorning;
  }
  /// What begins at night is said after dinner.
  Instant said(Instant at) const {
    if (!at_night(at)) return at;
    const auto day = time_.day_of(at);
    return time_.at(time_.minute_of(at) >= kNight ? day : day - date::days{1}, kNight);
  }

  void notes() {
    for (const auto& stop : stops_)
      for (const auto& effect : stop.notes)
        lines_.add(told_, What::note, stop, effect.why, effect.why_en);
  }

  void instructions(const Stop& stop) {
    const auto& exam = stop.exam;
    evening(stop);
    for (const auto& one : exam.instructions) {
      switch (one.when) {
        case Instruction::When::booking:
          lines_.add(told_, What::note, stop, one.text, one.text_en);
          break;
        case Instruction::When::before:
          before(stop, one);
          break;
        case Instruction::When::day:
          lines_.add(heard(leaving_home(stop), stop), What::prepare, stop, one.text, one.text_en);
          break;
        case Instruction::When::after:
          lines_.add(stop.end(), What::after, stop, one.text, one.text_en);
          break;
      }
    }
  }

  /// Planned when that evening is over: whoever has not kept to it has to say so.
  void evening(const Stop& stop) {
    const auto& [text, text_en] = std::tie(stop.exam.preparation, stop.exam.preparation_en);
    const auto at = evening_before(stop.start);
    if (text.empty()) return;
    if (heard(at, stop) == at) {
      lines_.add(at, What::prepare, stop, text, text_en);
      return;
    }
    lines_.add(told_, What::note, stop, bare(text, "。") + "（前一天晚上起；没做到请告诉工作人员）",
               bare(text_en.empty() ? text : text_en, ".") +
                   " (from the evening before on: tell the staff if you have not)");
  }

  void before(const Stop& stop, const Instruction& one) {
    const auto day = time_.day_of(stop.start) - date::days{one.days};
    const auto today = time_.day_of(told_);
    if (day >= today || told_ >= stop.start) {
      lines_.add(heard(time_.at(day, kBegins), stop), What::begin, stop, one.text, one.text_en);
      return;
    }
    const date::year_month_day from{day};
    const auto zh = std::to_string(static_cast<unsigned>(from.month())) + "月" +
                    std::to_string(static_cast<unsigned>(from.day())) + "日";
    const auto& text_en = one.text_en.empty() ? one.text : one.text_en;
    lines_.add(told_, What::late, stop, bare(one.text, "。") + "（应从 " + zh + " 开始，已来不及）",
               bare(text_en, ".") + " (from " + format_day(day) + " on: too late now)");
  }

  Instant leaving_home(const Stop& stop) const {
    const auto day = time_.day_of(stop.start);
    const auto first = std::ranges::find_if(
        stops_, [&](const Stop& one) { return time_.day_of(one.start) == day; });
    return first->start - kLeavingHome;
  }

  /// Whoever reads nothing of food wonders: said where nothing speaks against it.
  void nothing_special() {
    std::map<Day, const Stop*> plain;
    for (const auto& stop : stops_) {
      const auto& e = stop.exam;
      const bool strict =
          stop.others || e.fasting > minutes{0} || e.water_stop > minutes{0} || e.needs_meal ||
          !e.preparation.empty() ||
          std::ranges::count(e.instructions, Instruction::When::before, &Instruction::when) > 0;
      auto& day = plain.try_emplace(time_.day_of(stop.start), &stop).first->second;
      if (strict) day = nullptr;
    }
    for (const auto& [day, stop] : plain)
      if (stop)
        lines_.say(heard(evening_before(stop->start), *stop), What::prepare,
                   "不用空腹，可以正常吃饭、喝水", "Not fasting: eat and drink as usual", {});
  }

  void meals() {
    auto waters = dry_of(stops_);
    for (const auto& fast : fasts_of(stops_)) {
      const auto& stop = first_of(fast);
      const auto at = heard(said(fast.from), stop);
      auto [text, text_en] =
          fast.from < told_ && told_ < stop.start
              ? std::pair<std::string, std::string>{"从现在起不再进食", "From now on eat nothing"}
              : no_food(fast.from);
      if (fast.longest > minutes{0}) {
        const auto longest = std::to_string(fast.longest.count() / 60);
        text += "（空腹不要超过 " + longest + " 小时）";
        text_en += " (do not fast for more than " + longest + " hours)";
      }
      auto exams = fast.exams;
      const auto dry = std::ranges::find_if(
          waters, [&](const Abstinence& water) { return overlap(fast, water); });
      if (dry == waters.end()) {
        text += "，可以喝少量白水";
        text_en += "; a little plain water is fine";
      } else if (heard(said(dry->from), first_of(*dry)) == at) {
        const auto water = no_water(dry->from, first_of(*dry));
        text += "；" + water.first;
        text_en += "; " + water.second;
        for (const auto exam : dry->exams)
          if (std::ranges::find(exams, exam) == exams.end()) exams.push_back(exam);
        waters.erase(dry);
      }
      lines_.say(at, What::last_meal, text, text_en, exams);
      lines_.say(may_eat(fast), What::may_eat, "可以进食了", "You may eat again", fast.exams);
    }
    for (const auto& water : waters) {
      const auto& stop = first_of(water);
      const auto [text, text_en] = no_water(water.from, stop);
      lines_.say(heard(said(water.from), stop), What::last_water, text, text_en, water.exams);
    }
    for (const auto& stop : stops_)
      if (stop.exam.needs_meal)
        lines_.say(heard(stop.start - rules::kMeal, stop), What::eat,
                   "吃一顿清淡的饭，" + stop.exam.name + "不能空腹做",
                   "Have a light meal: not done fasting: " + stop.exam.name_en, {stop.exam.id});
  }

  const Stop& first_of(const Abstinence& one) const {
    return *std::ranges::find_if(
        stops_, [&](const Stop& stop) { return stop.exam.id == one.exams.front(); });
  }
  Instant may_eat(const Abstinence& fast) const {
    auto at = fast.to;
    for (const auto& stop : stops_)
      if (stop.start >= fast.from && stop.end() <= fast.to)
        at = std::max(at, stop.end() + stop.exam.eat_after);
    return at;
  }
  std::pair<std::string, std::string> no_food(Instant from) const {
    const auto at = clock(from);
    if (at_night(from))
      return {"晚上吃好最后一餐，夜里 " + at + " 以后不再进食",
              "Have your last meal this evening: from " + at + " in the night on eat nothing"};
    return {at + " 前吃完最后一餐，之后不再进食",
            "Finish your last meal by " + at + ", then eat nothing"};
  }
  std::pair<std::string, std::string> no_water(Instant from, const Stop& stop) const {
    const auto at = clock(from);
    if (from < told_ && told_ < stop.start)
      return {"从现在起不再喝水", "From now on drink nothing"};
    if (at_night(from))
      return {"夜里 " + at + " 以后也不再喝水", "from " + at + " in the night on drink nothing"};
    return {at + " 起不再喝水", "from " + at + " on drink nothing"};
  }

  void bladder() {
    std::optional<Instant> full_until;
    for (const auto& stop : stops_) {
      if (stop.exam.bladder == Bladder::empty)
        lines_.say(stop.start - kBeforeTheDoor, What::toilet, "检查前先去排尿",
                   "Pass urine before the examination", {stop.exam.id});
      if (stop.exam.bladder != Bladder::full) continue;
      const auto from = stop.start - rules::kBladderFill;
      if (!full_until || from > *full_until)
        lines_.say(heard(from, stop), What::drink, "开始喝水 500–800 毫升，检查前不要排尿",
                   "Drink 500–800 ml of water now and do not pass urine before the examination",
                   {stop.exam.id});
      full_until = stop.end();
    }
  }

  /// In time to ask somebody.
  void companions() {
    for (const auto& stop : stops_)
      if (stop.exam.needs_companion)
        lines_.say(heard(evening_before(stop.start), stop), What::companion,
                   "检查当天须有成年家属陪同，检查后 24 小时内不要开车",
                   "An adult has to come along on the day; do not drive for 24 hours afterwards",
                   {stop.exam.id});
  }

  void ways() {
    for (const auto& stop : stops_) {
      const auto length = std::to_string(stop.walk.count());
      if (stop.walk > minutes{0})
        lines_.say(stop.start - stop.walk, What::go, "步行约 " + length + " 分钟到 " + stop.place,
                   "Walk about " + length + " minutes to " + stop.place_en, {stop.exam.id});
      lines_.say(stop.start, What::exam, stop.exam.name + "，" + stop.place,
                 stop.exam.name_en + ", " + stop.place_en, {stop.exam.id}, stop.exam.length);
    }
  }

  const std::vector<Stop>& stops_;
  Instant told_;
  const HospitalTime& time_;
  AdviceLines lines_;
};

}  // namespace

std::string_view name_of(Advice::What what) {
  return word_of(kWhats, what);
}

std::vector<Abstinence> fasts_of(const std::vector<Stop>& stops) {
  return abstinences(stops, &Exam::fasting);
}
std::vector<Abstinence> dry_of(const std::vector<Stop>& stops) {
  return abstinences(stops, &Exam::water_stop);
}

std::vector<Advice> timeline_of(std::vector<Stop> stops, Instant told, const HospitalTime& time) {
  std::ranges::sort(stops, {}, &Stop::start);
  return Timeline(stops, told, time).all();
}

Instant reminder_of(const Advice& advice, const HospitalTime& time) {
  const auto ahead = [&] {
    switch (advice.what) {
      case What::begin:
        return minutes{hours{12}};  // the evening before that day
      case What::last_meal:
        return minutes{hours{2}};
      case What::exam:
        return minutes{hours{1}};
      case What::last_water:
        return minutes{30};
      case What::drink:
      case What::eat:
        return minutes{15};
      default:
        return minutes{0};
    }
  };
  const auto at = advice.at - ahead();
  const auto minute = time.minute_of(at);
  if (minute >= kMorning && minute <= kLatestBell) return at;
  const auto day = time.day_of(at);
  return time.at(minute < kMorning ? day - date::days{1} : day, kNight);
}

}  // namespace yuyue::exams
