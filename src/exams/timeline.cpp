#include "yuyue/exams/timeline.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include "yuyue/core/words.hpp"
#include "yuyue/exams/rules.hpp"

namespace yuyue::exams {
namespace {

using What = Advice::What;

constexpr Words<9> kWhats{"prepare",   "last-meal", "last-water", "drink",  "eat",
                          "companion", "go",        "exam",       "may-eat"};
constexpr MinuteOfDay kEvening{18 * 60};

/// A stretch in which something (food, water) is given up.
struct Abstinence {
  Instant from{}, to{};
  std::vector<ExamId> exams;
  minutes longest{0};
};

/// Those that follow so closely that there is nothing between are one.
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

class Timeline {
 public:
  Timeline(const std::vector<Stop>& stops, const HospitalTime& time) : stops_(stops), time_(time) {}

  std::vector<Advice> all() {
    meals();
    water();
    bladder();
    evenings();
    companions();
    ways();
    std::ranges::stable_sort(out_, [](const Advice& one, const Advice& other) {
      return std::pair(one.at, one.what) < std::pair(other.at, other.what);
    });
    return std::move(out_);
  }

 private:
  void say(Instant at, What what, std::string text, std::string text_en,
           std::vector<ExamId> exams) {
    out_.push_back({at, what, std::move(text), std::move(text_en), std::move(exams)});
  }
  std::string clock(Instant at) const { return format_minute(time_.minute_of(at)); }

  void meals() {
    for (const auto& fast : abstinences(stops_, &Exam::fasting)) {
      std::string text = clock(fast.from) + " 前吃完最后一餐，之后不再进食";
      std::string text_en = "Finish your last meal by " + clock(fast.from) + ", then eat nothing";
      if (fast.longest > minutes{0}) {
        const auto hours = std::to_string(fast.longest.count() / 60);
        text += "（空腹不要超过 " + hours + " 小时）";
        text_en += " (do not fast for more than " + hours + " hours)";
      }
      say(fast.from, What::last_meal, std::move(text), std::move(text_en), fast.exams);
      say(fast.to, What::may_eat, "可以进食了", "You may eat again", fast.exams);
    }
    for (const auto& stop : stops_)
      if (stop.exam.needs_meal)
        say(stop.start - rules::kMeal, What::eat, "吃一顿清淡的饭，这项检查不能空腹",
            "Have a light meal: this examination is not done fasting", {stop.exam.id});
  }

  void water() {
    for (const auto& stop : abstinences(stops_, &Exam::water_stop))
      say(stop.from, What::last_water, clock(stop.from) + " 起不再喝水",
          "From " + clock(stop.from) + " on drink nothing", stop.exams);
  }

  void bladder() {
    std::optional<Instant> full_until;
    for (const auto& stop : stops_) {
      if (stop.exam.bladder != Bladder::full) continue;
      const auto from = stop.start - rules::kBladderFill;
      if (!full_until || from > *full_until)
        say(from, What::drink, "开始喝水 500–800 毫升，检查前不要排尿",
            "Drink 500–800 ml of water now and do not pass urine before the examination",
            {stop.exam.id});
      full_until = stop.end();
    }
  }

  /// What the catalogue says of each, once, on the evening before the day.
  void evenings() {
    std::map<Day, Advice> evenings;
    for (const auto& stop : stops_) {
      if (stop.exam.preparation.empty()) continue;
      const auto before = std::max(1, stop.exam.lead_days);
      const auto day = time_.day_of(stop.start) - date::days{before};
      auto& advice = evenings[day];
      advice.at = time_.at(day, kEvening);
      advice.what = What::prepare;
      const auto bare = [](const std::string& text, std::string_view stop_sign) {
        return text.ends_with(stop_sign) ? text.substr(0, text.size() - stop_sign.size()) : text;
      };
      const auto zh = bare(stop.exam.preparation, "。"), en = bare(stop.exam.preparation_en, ".");
      const auto add = [](std::string& to, const std::string& name, const std::string& text,
                          const char* line) {
        to += (to.empty() ? "" : line) + name + text;
      };
      add(advice.text, stop.exam.name + "：", zh, "；");
      add(advice.text_en, stop.exam.name_en + ": ", en.empty() ? zh : en, "; ");
      advice.exams.push_back(stop.exam.id);
    }
    for (auto& [day, advice] : evenings) out_.push_back(std::move(advice));
  }

  void companions() {
    std::map<Day, Advice> days;
    std::map<Day, Instant> first;
    for (const auto& stop : stops_) {
      const auto day = time_.day_of(stop.start);
      first.try_emplace(day, stop.start);
      if (!stop.exam.needs_companion) continue;
      auto& advice = days[day];
      advice.at = first.at(day);
      advice.what = What::companion;
      advice.text = "今天须有成年家属陪同，检查后当天不要开车";
      advice.text_en = "An adult has to come along today; do not drive afterwards";
      advice.exams.push_back(stop.exam.id);
    }
    for (auto& [day, advice] : days) out_.push_back(std::move(advice));
  }

  void ways() {
    for (const auto& stop : stops_) {
      const auto length = std::to_string(stop.walk.count());
      if (stop.walk > minutes{0})
        say(stop.start - stop.walk, What::go, "步行约 " + length + " 分钟到 " + stop.place,
            "Walk about " + length + " minutes to " + stop.place_en, {stop.exam.id});
      say(stop.start, What::exam, stop.exam.name + "，" + stop.place,
          stop.exam.name_en + ", " + stop.place_en, {stop.exam.id});
    }
  }

  const std::vector<Stop>& stops_;
  const HospitalTime& time_;
  std::vector<Advice> out_;
};

}  // namespace

std::string_view name_of(Advice::What what) {
  return word_of(kWhats, what);
}

std::vector<Advice> timeline_of(std::vector<Stop> stops, const HospitalTime& time) {
  std::ranges::sort(stops, {}, &Stop::start);
  return Timeline(stops, time).all();
}

}  // namespace yuyue::exams
