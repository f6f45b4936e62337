#include "exams/advice_lines.hpp"

#include <algorithm>

namespace yuyue::exams {
namespace {

void join(std::string& to, std::string_view between, const std::string& more) {
  if (!to.empty()) to += between;
  to += more;
}

}  // namespace

std::string bare(const std::string& text, std::string_view stop_sign) {
  return text.ends_with(stop_sign) ? text.substr(0, text.size() - stop_sign.size()) : text;
}

AdviceLines::Said& AdviceLines::said(Instant at, Advice::What what, const std::string& text,
                                     const std::string& text_en) {
  auto& all = lines_[{at, what}];
  const auto known = std::ranges::find(all, text, &Said::text);
  if (known != all.end()) return *known;
  return all.emplace_back(
      Said{.text = text, .text_en = text_en, .names = {}, .names_en = {}, .exams = {}});
}

void AdviceLines::add(Instant at, Advice::What what, const Stop& stop, const std::string& text,
                      const std::string& text_en) {
  if (text.empty()) return;
  const auto zh = bare(text, "。");
  auto& line = said(at, what, zh, text_en.empty() ? zh : bare(text_en, "."));
  if (std::ranges::find(line.exams, stop.exam.id) != line.exams.end()) return;
  line.exams.push_back(stop.exam.id);
  if (!named_) return;
  join(line.names, "、", stop.exam.name);
  join(line.names_en, ", ", stop.exam.name_en.empty() ? stop.exam.name : stop.exam.name_en);
}

void AdviceLines::say(Instant at, Advice::What what, const std::string& text,
                      const std::string& text_en, const std::vector<ExamId>& exams,
                      minutes length) {
  auto& line = said(at, what, text, text_en);
  line.length = std::max(line.length, length);
  for (const auto exam : exams)
    if (std::ranges::find(line.exams, exam) == line.exams.end()) line.exams.push_back(exam);
}

std::vector<Advice> AdviceLines::take() {
  std::vector<Advice> out;
  for (const auto& [key, all] : lines_) {
    Advice advice{.at = key.first, .what = key.second, .text = {}, .text_en = {}, .exams = {}};
    std::string named;
    for (const auto& line : all) {
      const bool again = line.names.empty() || line.names == named;
      named = line.names;
      join(advice.text, "；", again ? line.text : line.names + "：" + line.text);
      join(advice.text_en, "; ", again ? line.text_en : line.names_en + ": " + line.text_en);
      for (const auto exam : line.exams)
        if (std::ranges::find(advice.exams, exam) == advice.exams.end())
          advice.exams.push_back(exam);
      advice.length = std::max(advice.length, line.length);
    }
    out.push_back(std::move(advice));
  }
  return out;
}

}  // namespace yuyue::exams
