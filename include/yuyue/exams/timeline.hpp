#pragma once
#include <string>
#include <utility>
#include <vector>

#include "yuyue/exams/model.hpp"

namespace yuyue::exams {

/// One examination of a plan, as the patient comes to it.
struct Stop {
  Exam exam;
  Instant start{};
  minutes walk{0};              ///< from the one before it on that day; 0: the first
  std::string place, place_en;  ///< where to go
  bool others = false;          ///< on its day there is more, which is planned apart
  std::vector<Effect> notes{};  ///< what the patient's answers have to say of it
  Instant end() const { return start + exam.length; }
  Instant release() const { return end() + exam.recovery; }
};

/// A stretch in which something (food, water) is given up; of examinations that follow so closely
/// that there is nothing between.
struct Abstinence {
  Instant from{}, to{};
  std::vector<ExamId> exams{};
  minutes longest{0};  ///< 0: not said
};
/// By the first examination; `stops` in order of time.
std::vector<Abstinence> fasts_of(const std::vector<Stop>& stops);
std::vector<Abstinence> dry_of(const std::vector<Stop>& stops);

/// What the patient does, and when: one line.
struct Advice {
  enum class What {
    late,       ///< should have been begun before they were told: ask whether it still does
    note,       ///< to be known as soon as it is planned: a medicine to ask about, a delay
    begin,      ///< from this day on
    prepare,    ///< the evening before, or before leaving home
    companion,  ///< an adult has to come along
    last_meal,  ///< nothing to eat after it; nothing to drink, too, where that begins with it
    last_water,
    drink,   ///< fill the bladder, and do not empty it
    toilet,  ///< empty it
    eat,     ///< a light meal, before an examination that needs one
    go,      ///< to the next place, on foot
    exam,
    after,
    may_eat
  };
  Instant at{};  ///< when it is said: what begins at night is said in the evening
  What what = What::exam;
  std::string text, text_en;
  std::vector<ExamId> exams;  ///< for which
  minutes length{0};          ///< of an examination
};
std::string_view name_of(Advice::What what);

/// The preparation for all of them as one row of advice, in order of time: what several of them ask
/// for is said once, the strictest. `told`: when the patient reads it first; what should have been
/// said before that is said then. Pure.
std::vector<Advice> timeline_of(std::vector<Stop> stops, Instant told, const HospitalTime& time);

/// All that one examination asks for, in a few words: zh and en; empty: nothing.
std::pair<std::string, std::string> preparation_of(const Exam& exam);

/// When a calendar should remind of it: by day or in the evening.
Instant reminder_of(const Advice& advice, const HospitalTime& time);

}  // namespace yuyue::exams
