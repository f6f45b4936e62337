#include "bench/day_command.hpp"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <stdexcept>

#include "bench/day_score.hpp"
#include "bench/day_server.hpp"

namespace yuyue::bench::day {
namespace {

constexpr const char* kClass = "pregnancy";  // of the classes that hospitals begin with
constexpr int kCalls = 3;                    // before somebody is missed, as usual

using Rules = std::vector<queue::LineRules>;  // by session

/// What a server left behind: its lines' rules, and whether they are what their events say.
Rules rules_in(const std::filesystem::path& data, const Timetable& timetable) {
  app::Hospital hospital(config_for(data), /*demo=*/false, {});
  return hospital.database().read([&](store::Snapshot& snapshot) {
    if (const auto problems = booking::clinic::check_clinic_day(snapshot); !problems.empty())
      throw std::runtime_error("the lines do not agree with their events: " + problems.front());
    Rules rules;
    for (const auto& text : timetable.sessions) {
      const auto session = parse_id<SessionKind>(text).value();
      const auto line = booking::clinic::line_of(snapshot, session).value();
      rules.push_back(queue::load(snapshot, line).value().line.rules());
    }
    return rules;
  });
}

/// One day through the API. What it came to is compared with the rule alone.
class ThroughTheApi {
 public:
  ThroughTheApi(Workshop& workshop, const Day& day) : day_(day) {
    const auto data = workshop.new_folder();
    const auto timetable = make_hospital(data, day.sessions);
    const auto began = std::chrono::steady_clock::now();
    {
      Served served(day, timetable, [&] { return workshop.serve_demo(data); });
      served.book();
      played_ = play(day, served, kCalls);
      requests_ = served.requests();
      promises_ = served.promises();
    }
    seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    rules_ = rules_in(data, timetable);
  }

  const Rules& rules() const { return rules_; }
  std::size_t requests() const { return requests_; }
  double seconds() const { return seconds_; }
  std::size_t calls() const { return played_.waits.size(); }
  bool is_as_the_rule_says() const {
    return play(day_, *due_times(day_, rules_), kCalls) == played_;
  }
  std::chrono::minutes promise() const { return std::ranges::max(promises_); }
  int broken() const { return broken_promises(day_, played_, promises_); }

 private:
  const Day& day_;
  Played played_;
  Rules rules_;
  std::vector<std::chrono::minutes> promises_;
  std::size_t requests_ = 0;
  double seconds_ = 0;
};

struct Column {
  const char* name;
  Score score;
};

void print(const char* name, const std::vector<Column>& columns,
           const std::function<const Score::Waits&(const Score&)>& of) {
  std::printf("%-22s %6d", name, of(columns.front().score).count);
  for (const auto& column : columns) {
    const auto& waits = of(column.score);
    std::printf("  | %6.1f %7.0f %5.0f%%", waits.mean(), waits.longest, 100 * waits.share_soon());
  }
  std::puts("");
}

void print_table(const std::vector<Column>& columns) {
  std::printf("%-22s %6s", "", "");
  for (const auto& column : columns) std::printf("  | %-21s", column.name);
  std::printf("\n%-22s %6s", "minutes", "visits");
  for ([[maybe_unused]] const auto& column : columns) std::printf("  |   mean longest  ≤ 30");
  std::puts("");
  for (const auto group : kGroups)
    print(std::string(name_of(group)).c_str(), columns,
          [&](const Score& score) -> const Score::Waits& { return score.waits(group); });
  print("everybody", columns,
        [](const Score& score) -> const Score::Waits& { return score.all(); });
  print("booked: past the slot", columns,
        [](const Score& score) -> const Score::Waits& { return score.after_slot(); });
  std::printf("%-22s %6s", "promises broken", "");
  for (const auto& column : columns) std::printf("  | %6d %15s", column.score.broken(), "");
  std::puts("");
  print("sessions: past the end", columns,
        [](const Score& score) -> const Score::Waits& { return score.overtime(); });
}

Talk::Json json_of(const Score::Waits& waits) {
  return {{"count", waits.count},
          {"mean", waits.mean()},
          {"longest", waits.longest},
          {"within30", waits.share_soon()}};
}

void print_json(const std::vector<Column>& columns) {
  for (const auto& column : columns) {
    Talk::Json line{{"name", "day"}, {"order", column.name}};
    for (const auto group : kGroups)
      line[std::string(name_of(group))] = json_of(column.score.waits(group));
    line["everybody"] = json_of(column.score.all());
    line["past the slot"] = json_of(column.score.after_slot());
    line["past the end"] = json_of(column.score.overtime());
    line["promises broken"] = column.score.broken();
    std::puts(line.dump().c_str());
  }
}

}  // namespace

bool simulate(Workshop& workshop, const Options& options, bool as_json) {
  const auto sessions = usual_sessions(options.small);
  const auto nth = [&](int n) {
    return make_day(options.seed + static_cast<unsigned>(n), sessions, kClass);
  };
  Rules rules;
  bool good = true;
  for (int n = 0; n < options.served; ++n) {
    workshop.say("a day through the API, of seed " +
                 std::to_string(options.seed + static_cast<unsigned>(n)));
    const auto day = nth(n);
    const ThroughTheApi run(workshop, day);
    const bool same = run.is_as_the_rule_says();
    const int broken = run.broken();
    workshop.say(std::to_string(run.calls()) + " calls, " + std::to_string(run.requests()) +
                 " requests in " + std::to_string(static_cast<int>(run.seconds())) + " s; " +
                 (same ? "as the rule says" : "NOT AS THE RULE SAYS") + "; promise of " +
                 std::to_string(run.promise().count()) + " minutes " +
                 (broken == 0 ? "kept" : "BROKEN " + std::to_string(broken) + " times"));
    good = good && same && broken == 0;
    rules = run.rules();
  }
  std::vector<Column> columns{{"due times", {}}, {"first come", {}}, {"booked first", {}}};
  std::vector<std::chrono::minutes> promises;
  for (const auto& of_line : rules) promises.push_back(queue::promise(of_line));
  for (int n = 0; n < options.days; ++n) {
    const auto day = nth(n);
    columns[0].score.add(day, play(day, *due_times(day, rules), kCalls), promises);
    columns[1].score.add(day, play(day, *first_come_first_served(day), kCalls), promises);
    columns[2].score.add(day, play(day, *booked_first(day), kCalls), promises);
  }
  if (as_json)
    print_json(columns);
  else
    print_table(columns);
  return good;
}

}  // namespace yuyue::bench::day
