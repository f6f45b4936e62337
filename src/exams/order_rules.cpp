// What answers mean for an order, and what may become of one.
#include <algorithm>
#include <set>

#include "yuyue/exams/orders.hpp"
#include "yuyue/exams/rules.hpp"

namespace yuyue::exams::rules {

Verdict verdict(const Exam& exam, const AnswerSheet& sheet, const HospitalTime& time) {
  Verdict out;
  for (const auto& effect : effects_of(exam, sheet.answers)) {
    if (effect.what == Effect::What::bars) out.bars.push_back(effect);
    if (effect.what == Effect::What::warns) out.warnings.push_back(effect);
    if (effect.what != Effect::What::delays) continue;
    const auto day = time.day_of(sheet.at) + date::days{effect.days};
    out.not_before = std::max(out.not_before.value_or(day), day);
    out.delays.push_back(effect);
  }
  // A number is given by whoever knows it; yes or no everybody can say.
  std::set<std::string> asked;
  for (const auto& effect : exam.effects)
    if (effect.when == Effect::When::yes || effect.when == Effect::When::no)
      asked.insert(effect.question);
  for (const auto& code : asked)
    if (!sheet.answers.contains(code) && !sheet.not_asked.contains(code))
      out.unanswered.push_back(code);
  return out;
}

std::vector<Need> needs_of(const Exam& exam, const Answers& answers) {
  auto out = exam.needs;
  for (const auto& effect : effects_of(exam, answers))
    if (effect.what == Effect::What::adds && effect.exam)
      out.push_back({*effect.exam, effect.why, effect.why_en});
  return out;
}

bool may_become(OrderState from, OrderState to) {
  using enum OrderState;
  switch (from) {
    case ordered:
    case failed_preparation:
      return to == planned || to == left_out || to == cancelled || to == done;
    case planned:
      return to == ordered || to == done || to == cancelled || to == failed_preparation;
    case done:
    case left_out:
    case cancelled:
      return false;
  }
  return false;
}

}  // namespace yuyue::exams::rules
