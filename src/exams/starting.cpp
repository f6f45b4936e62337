// The examinations, rules and questions that come with the program (sql/exams).
#include <map>
#include <set>
#include <span>
#include <stdexcept>

#include "exams/catalogue_records.hpp"
#include "yuyue/core/embedded_text.hpp"

namespace yuyue::exams {

std::span<const EmbeddedText> starting_files();  // generated from sql/exams

namespace {

using Line = std::map<std::string, std::string, std::less<>>;

std::vector<std::string> split(std::string_view text, char by) {
  std::vector<std::string> parts;
  while (true) {
    const auto end = text.find(by);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// A table with a line of names and tabs between; lines that begin with # say something to people.
std::vector<Line> table(std::string_view name) {
  std::vector<Line> lines;
  std::vector<std::string> names;
  for (const auto& file : starting_files()) {
    if (file.name != name) continue;
    for (const auto& text : split(file.text, '\n')) {
      if (text.empty() || text.front() == '#') continue;
      const auto cells = split(text, '\t');
      if (names.empty()) {
        names = cells;
        continue;
      }
      if (cells.size() != names.size())
        throw std::runtime_error(std::string(name) + ": not " + std::to_string(names.size()) +
                                 " columns: " + text);
      auto& line = lines.emplace_back();
      for (std::size_t i = 0; i < names.size(); ++i) line[names[i]] = cells[i];
    }
  }
  return lines;
}

int number(const Line& line, std::string_view name) {
  return std::stoi(line.find(name)->second);
}
std::optional<int> maybe_number(const Line& line, std::string_view name) {
  if (line.find(name)->second == "-") return std::nullopt;
  return number(line, name);
}
minutes length(const Line& line, std::string_view name) {
  return minutes{number(line, name)};
}
std::optional<minutes> maybe_length(const Line& line, std::string_view name) {
  if (line.find(name)->second == "-") return std::nullopt;
  return length(line, name);
}

Exam exam_from(const Line& line) {
  Exam e{.code = line.at("code"),
         .name = line.at("name"),
         .name_en = line.at("name_en"),
         .modality = line.at("modality"),
         .length = length(line, "minutes"),
         .device_time = length(line, "device_minutes"),
         .recovery = length(line, "recovery"),
         .fasting = length(line, "fasting"),
         .longest_fast = length(line, "longest_fast"),
         .water_stop = length(line, "water_stop"),
         .eat_after = length(line, "eat_after"),
         .breaks_fast = number(line, "breaks_fast") != 0,
         .needs_meal = number(line, "needs_meal") != 0,
         .bladder = bladder_from(line.at("bladder")).value(),
         .lead_days = number(line, "lead_days"),
         .earliest = parse_minute(line.at("earliest")).value(),
         .latest = parse_minute(line.at("latest")).value(),
         .turnaround = length(line, "turnaround")};
  e.preparation = line.at("preparation");
  e.preparation_en = line.at("preparation_en");
  e.asks_body_part = number(line, "body_part") != 0;
  if (line.at("parts") != "-") e.body_parts = split(line.at("parts"), '/');
  e.needs_companion = number(line, "companion") != 0;
  e.evidence = line.at("evidence");
  return e;
}

template <class Thing>
Thing must(Result<Thing> result, const std::string& what) {
  if (!result)
    throw std::runtime_error("starting catalogue: " + what + ": " + result.error().code + " " +
                             result.error().field);
  return *std::move(result);
}

/// Examinations refer to each other, rules to them: by code, until all have their ids.
class Starting {
 public:
  Starting()
      : exams_(table("exams.tsv")),
        needs_(table("needs.tsv")),
        effects_(table("effects.tsv")),
        instructions_(table("instructions.tsv")) {}

  /// Adds each when all that it refers to is there.
  int add_exams(store::Transaction& tx, const Catalogue& catalogue, const access::Actor& by,
                Instant now) {
    for (const auto& exam : exams(tx)) ids_[exam.code] = exam.id;
    int added = 0;
    for (std::size_t before = ids_.size() + 1; before != ids_.size();) {
      before = ids_.size();
      for (const auto& line : exams_) {
        if (ids_.contains(line.at("code")) || !ready(line.at("code"))) continue;
        const auto exam =
            must(catalogue.add(tx, complete(exam_from(line)), by, now), line.at("code"));
        ids_[exam.code] = exam.id;
        ++added;
      }
    }
    return added;
  }
  int add_rules(store::Transaction& tx, const Catalogue& catalogue, const access::Actor& by,
                Instant now) {
    std::set<std::string> known;
    for (const auto& rule : exam_rules(tx)) known.insert(rule.code);
    int added = 0;
    for (const auto& line : table("rules.tsv")) {
      if (known.contains(line.at("code"))) continue;
      must(catalogue.add(tx, rule_from(line), by, now), line.at("code"));
      ++added;
    }
    return added;
  }

 private:
  bool ready(const std::string& code) const {
    for (const auto& line : needs_)
      if (line.at("exam") == code && !ids_.contains(line.at("needs"))) return false;
    for (const auto& line : effects_)
      if (line.at("exam") == code && line.at("added") != "-" && !ids_.contains(line.at("added")))
        return false;
    return true;
  }
  Exam complete(Exam exam) const {
    for (const auto& line : needs_)
      if (line.at("exam") == exam.code)
        exam.needs.push_back({ids_.at(line.at("needs")), line.at("why"), line.at("why_en")});
    for (const auto& line : instructions_)
      if (line.at("exam") == exam.code)
        exam.instructions.push_back({instruction_when_from(line.at("when")).value(),
                                     number(line, "days"), line.at("text"), line.at("text_en")});
    for (const auto& line : effects_) {
      if (line.at("exam") != exam.code) continue;
      Effect effect{.question = line.at("question"),
                    .when = effect_when_from(line.at("when")).value(),
                    .limit = number(line, "limit"),
                    .what = effect_what_from(line.at("what")).value(),
                    .days = number(line, "days"),
                    .why = line.at("why"),
                    .why_en = line.at("why_en")};
      if (line.at("added") != "-") effect.exam = ids_.at(line.at("added"));
      exam.effects.push_back(std::move(effect));
    }
    return exam;
  }
  Rule rule_from(const Line& line) const {
    Rule rule{.code = line.at("code"),
              .kind = rule_kind_from(line.at("kind")).value(),
              .a = ids_.at(line.at("a")),
              .b = ids_.at(line.at("b")),
              .after_report = line.at("min") == "report"};
    if (!rule.after_report) rule.min = maybe_length(line, "min").value_or(minutes{0});
    rule.max = maybe_length(line, "max");
    rule.a_first = maybe_length(line, "a_first");
    rule.b_first = maybe_length(line, "b_first");
    rule.note = line.at("note");
    rule.note_en = line.at("note_en");
    rule.evidence = line.at("evidence");
    return rule;
  }

  std::vector<Line> exams_, needs_, effects_, instructions_;
  std::map<std::string, ExamId> ids_;
};

int add_questions(store::Transaction& tx, const Catalogue& catalogue, const access::Actor& by,
                  Instant now) {
  int added = 0, position = 0;
  for (const auto& line : table("questions.tsv")) {
    ++position;
    if (records::question_exists(tx, line.at("code"))) continue;
    const Question question{.code = line.at("code"),
                            .name = line.at("name"),
                            .name_en = line.at("name_en"),
                            .kind = question_kind_from(line.at("kind")).value(),
                            .unit = line.at("unit"),
                            .position = position,
                            .asked_of = sex_from(line.at("sex")).value_or(Sex::unknown),
                            .age_from = maybe_number(line, "age_from"),
                            .age_to = maybe_number(line, "age_to")};
    must(catalogue.add(tx, question, by, now), question.code);
    ++added;
  }
  return added;
}

}  // namespace

int Catalogue::add_starting_catalogue(store::Transaction& tx, const access::Actor& by,
                                      Instant now) const {
  Starting starting;
  int added = add_questions(tx, *this, by, now);
  added += starting.add_exams(tx, *this, by, now);
  return added + starting.add_rules(tx, *this, by, now);
}

}  // namespace yuyue::exams
