#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yuyue/exams/timeline.hpp"

// Lines of advice while they are gathered.
namespace yuyue::exams {

/// Without its full stop: it is joined with others.
std::string bare(const std::string& text, std::string_view stop_sign);

/// What is said at the same time is one line; what several examinations say is said once.
class AdviceLines {
 public:
  /// `named`: the catalogue's words come with the name of the examination.
  explicit AdviceLines(bool named) : named_(named) {}

  /// The catalogue's words for an examination; nothing, if they are empty.
  void add(Instant at, Advice::What what, const Stop& stop, const std::string& text,
           const std::string& text_en);
  /// Words of our own.
  void say(Instant at, Advice::What what, const std::string& text, const std::string& text_en,
           const std::vector<ExamId>& exams, minutes length = minutes{0});
  /// In order of time.
  std::vector<Advice> take();

 private:
  struct Said {
    std::string text, text_en;
    std::string names, names_en;
    std::vector<ExamId> exams;
    minutes length{0};
  };
  Said& said(Instant at, Advice::What what, const std::string& text, const std::string& text_en);

  bool named_;
  std::map<std::pair<Instant, Advice::What>, std::vector<Said>> lines_;
};

}  // namespace yuyue::exams
