// Four hospitals' published rules at their edges: tests/data/policies/*.csv.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "unit/booking/policy_days.hpp"
#include "yuyue/booking/policy/rules.hpp"
#include "yuyue/booking/policy/text.hpp"

namespace yuyue::booking::policy {
namespace {

using Fact = std::pair<std::string, std::string>;

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::stringstream in(text);
  for (std::string part; std::getline(in, part, at);) parts.push_back(part);
  if (text.empty() || text.back() == at) parts.emplace_back();
  return parts;
}

std::string content_of(const std::string& path) {
  std::ifstream file(path);
  REQUIRE_MESSAGE(file, path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class Hospital {
 public:
  explicit Hospital(const std::string& name)
      : policy_(from_text(content_of("tests/data/policies/" + name + ".json")).value()) {}

  std::string answer(const std::vector<std::string>& line, std::string& possible_at) const {
    const auto now = instant(line[1]);
    const auto channel = channel_from(line[4]).value();
    std::vector<Fact> facts;
    for (const auto& fact : split(line[5], ';')) {
      if (fact.empty()) continue;
      const auto equals = fact.find('=');
      facts.emplace_back(fact.substr(0, equals), fact.substr(equals + 1));
    }
    const auto tomorrow = format_day(time_.day_of(now) + date::days{1}) + " 09:00";
    const auto wanted = visit(line[2].empty() ? tomorrow : line[2],
                              line[3].empty() ? "main/cardio/ordinary" : line[3]);
    const auto rules = rules_for(policy_, place(line[3]));
    const auto refused = [&](const Refusal& refusal) {
      if (refusal.possible_at)
        possible_at = format_day(time_.day_of(*refusal.possible_at)) + " " +
                      format_minute(time_.minute_of(*refusal.possible_at));
      return refusal.code;
    };
    if (line[0] == "book") {
      const auto booked = book(rules, wanted, facts, channel, now);
      return booked ? "ok" : refused(booked.error());
    }
    if (line[0] == "cancel") {
      const auto may = may_cancel(rules, wanted, channel, civil_, now);
      if (!may) return refused(may.error());
      return *may == Cancelling::free ? "free" : "as-no-show";
    }
    if (line[0] == "conduct") return conduct(wanted, facts, channel, now);
    const auto step = line[0] == "collect" ? Step::collect : Step::check_in;
    const auto may =
        may_arrive(rules, step, wanted,
                   {channel, has(facts, "seen"), has(facts, "collected"), has(facts, "admitted")},
                   civil_, now);
    if (!may) return refused(may.error());
    return std::string(name_of(*may));
  }

 private:
  Instant instant(const std::string& text) const {
    return time_.at(day_from(text.substr(0, 10)), parse_minute(text.substr(11)).value());
  }
  static Place place(const std::string& text) {
    const auto parts = split(text, '/');
    if (parts.size() < 3) return {};
    return {parts[0], parts[1], parts[2]};
  }
  // Numbers for names: the same name, the same number.
  static std::int64_t number(const std::string& name) {
    return static_cast<std::int64_t>(std::hash<std::string>{}(name) >> 1);
  }
  Visit visit(const std::string& slot, const std::string& where) const {
    const auto parts = split(where, '/');
    Visit v;
    v.campus = parts[0];
    v.department = DepartmentId{number(parts[0] + parts[1])};
    if (parts.size() > 3 && !parts[3].empty()) v.practitioner = PractitionerId{number(parts[3])};
    v.day = day_from(slot.substr(0, 10));
    v.starts = instant(slot);
    v.ends = v.starts + kSlotLength;
    const auto minute = time_.minute_of(v.starts);
    v.part = minute < std::chrono::hours{12}   ? DayPart::morning
             : minute < std::chrono::hours{18} ? DayPart::afternoon
                                               : DayPart::evening;
    constexpr std::chrono::hours kBegins[] = {std::chrono::hours{8}, std::chrono::hours{14},
                                              std::chrono::hours{18}};
    v.session_starts = time_.at(v.day, kBegins[static_cast<int>(v.part)]);
    v.session = SessionId{number(where + slot.substr(0, 10) + std::string(name_of(v.part)))};
    return v;
  }
  static bool has(const std::vector<Fact>& facts, const std::string& name) {
    return std::ranges::any_of(facts,
                               [&](const Fact& f) { return f.first == name && f.second == "yes"; });
  }

  Result<void> book(const Rules& rules, const Visit& wanted, const std::vector<Fact>& facts,
                    Channel channel, Instant now) const {
    const SlotTimes slot{wanted.day, wanted.part, wanted.starts, wanted.ends};
    if (auto may = may_book_now(rules, slot, channel, civil_, now); !may) return may;
    PersonFacts person;
    person.first_visit = has(facts, "first");
    std::vector<Having> having;
    for (const auto& [name, value] : facts) {
      if (name == "age") person.birth_date = wanted.day - date::days{366 * std::stoi(value)};
      if (name == "born") person.birth_date = day_from(value);
      if (name == "documents") person.documents.insert(identifier_type(value).value());
      if (name == "fever") person.answers.emplace(name, value == "yes");
      if (name == "has") {
        const auto slash = value.find('/');
        having.push_back({AppointmentId{1}, "493018275",
                          visit(value.substr(0, slash), value.substr(slash + 1))});
      }
    }
    if (auto may = may_person_book(rules, person, wanted.day, channel); !may) return may;
    return fits_person(rules, policy_.limits, wanted, having, std::nullopt, civil_, now);
  }

  std::string conduct(const Visit& wanted, const std::vector<Fact>& facts, Channel channel,
                      Instant now) const {
    std::vector<ConductRecord> records;
    std::vector<Outage> outages;
    for (const auto& [name, value] : facts) {
      if (name == "outage") {
        const auto ends = split(value, '/');
        outages.push_back({instant(ends[0]), instant(ends[1]), {}});
        continue;
      }
      const auto at = split(value, '@');
      const bool missed = name == "missed" || (name == "excused" && at[0].substr(0, 10) == at[1]);
      records.push_back({static_cast<std::int64_t>(records.size() + 1),
                         missed ? ConductKind::no_show : ConductKind::cancellation, instant(at[0]),
                         day_from(at[1]), "main", name == "excused"});
    }
    const auto bars = bars_due(policy_.conduct, records, {}, outages, civil_, now);
    if (bars.empty()) return "free";
    const auto may = not_barred(bars, wanted, channel, civil_, now);
    if (may) return "free";
    CHECK(may.error().code == "barred");
    const auto until = may.error().possible_at.value();
    return format_day(time_.day_of(until)) + " " + format_minute(time_.minute_of(until));
  }

  HospitalTime time_;
  DayCalendar days_ = days_of_2026();
  Civil civil_{time_, days_};
  Policy policy_;
};

void try_cases(const std::string& name) {
  const Hospital hospital(name);
  std::ifstream file("tests/data/policies/" + name + ".csv");
  REQUIRE(file);
  std::string line;
  std::getline(file, line);
  int cases = 0;
  for (int number = 2; std::getline(file, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    const auto cells = split(line, ',');
    REQUIRE_MESSAGE(cells.size() == 8, name << ".csv:" << number);
    std::string possible_at;
    const auto answer = hospital.answer(cells, possible_at);
    CHECK_MESSAGE(answer == cells[6], name << ".csv:" << number << ": " << line);
    if (cells[0] != "conduct")
      CHECK_MESSAGE(possible_at == cells[7], name << ".csv:" << number << ": " << line);
    ++cases;
  }
  CHECK(cases > 20);
}

}  // namespace

TEST_CASE("policy: hospital A's rules at their edges") {
  try_cases("a");
}
TEST_CASE("policy: hospital B's rules at their edges") {
  try_cases("b");
}
TEST_CASE("policy: hospital C's rules at their edges") {
  try_cases("c");
}
TEST_CASE("policy: hospital D's rules at their edges") {
  try_cases("d");
}

}  // namespace yuyue::booking::policy
