#pragma once
#include <string>
#include <vector>

#include "yuyue/exams/model.hpp"

namespace yuyue::exams {

/// One examination of a plan, as the patient comes to it.
struct Stop {
  Exam exam;
  Instant start{};
  minutes walk{0};              ///< from the one before it on that day; 0: the first
  std::string place, place_en;  ///< where to go
  Instant end() const { return start + exam.length; }
  Instant release() const { return end() + exam.recovery; }
};

/// What the patient does, and when: one line.
struct Advice {
  enum class What {
    prepare,    ///< the evening before: what the catalogue says
    last_meal,  ///< nothing to eat after it
    last_water,
    drink,      ///< fill the bladder, and do not empty it
    eat,        ///< a light meal, before an examination that needs one
    companion,  ///< an adult has to come along
    go,         ///< to the next place, on foot
    exam,
    may_eat
  };
  Instant at{};
  What what = What::exam;
  std::string text, text_en;
  std::vector<ExamId> exams;  ///< for which
};
std::string_view name_of(Advice::What what);

/// The preparation for all of them as one row of advice, in order of time: the patient reads one
/// "nothing to eat after", not six. Pure.
std::vector<Advice> timeline_of(std::vector<Stop> stops, const HospitalTime& time);

}  // namespace yuyue::exams
