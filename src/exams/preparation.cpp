// What one examination asks for, in a few words.
#include "exams/advice_lines.hpp"

namespace yuyue::exams {
namespace {

class Words {
 public:
  void say(bool holds, const std::string& zh, const std::string& en) {
    if (!holds || zh.empty()) return;
    zh_ += (zh_.empty() ? "" : "；") + bare(zh, "。");
    en_ += (en_.empty() ? "" : "; ") + bare(en.empty() ? zh : en, ".");
  }
  std::pair<std::string, std::string> take() const { return {zh_, en_}; }

 private:
  std::string zh_, en_;
};

std::string hours(minutes length) {
  const auto count = length.count();
  auto text = std::to_string(count / 60);
  if (count % 60 != 0) text += "." + std::to_string(count % 60 * 10 / 60);
  return text;
}

}  // namespace

std::pair<std::string, std::string> preparation_of(const Exam& exam) {
  Words words;
  const auto food = hours(exam.fasting), water = hours(exam.water_stop);
  words.say(exam.fasting > minutes{0}, "禁食 " + food + " 小时",
            "Nothing to eat for " + food + " hours");
  words.say(exam.water_stop > minutes{0}, "禁水 " + water + " 小时",
            "nothing to drink for " + water + " hours");
  words.say(exam.needs_meal, "餐后做，不能空腹", "After a meal, not fasting");
  words.say(exam.bladder == Bladder::full, "憋尿", "Full bladder");
  words.say(exam.bladder == Bladder::empty, "检查前排尿", "Empty bladder");
  words.say(exam.needs_companion, "须有成年家属陪同", "An adult has to come along");
  words.say(true, exam.preparation, exam.preparation_en);
  for (const auto& one : exam.instructions)
    words.say(one.when != Instruction::When::after, one.text, one.text_en);
  return words.take();
}

}  // namespace yuyue::exams
