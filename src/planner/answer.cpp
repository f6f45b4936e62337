#include <nlohmann/json.hpp>

#include "yuyue/planner/instance.hpp"

namespace yuyue::planner {
namespace {

using json = nlohmann::ordered_json;

std::string clock(int minute) {
  std::string text = "00:00";
  text[0] = static_cast<char>('0' + minute / 600);
  text[1] = static_cast<char>('0' + minute / 60 % 10);
  text[3] = static_cast<char>('0' + minute % 60 / 10);
  text[4] = static_cast<char>('0' + minute % 10);
  return text;
}

void put(json& to, const Objective& objective) {
  to["days"] = objective.days;
  to["lastDay"] = objective.last_day;
  to["onSiteMinutes"] = objective.on_site;
  to["endMinute"] = objective.end;
}

json conflict_of(const Problem& problem, const Conflict& conflict) {
  json written{{"items", json::array()}, {"rules", json::array()}};
  for (const int item : conflict.items) written["items"].push_back(problem.items[item].code);
  for (const int rule : conflict.rules) written["rules"].push_back(problem.rules[rule].id);
  return written;
}

const char* status_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::optimal:
      return "optimal";
    case Outcome::feasible:
      return "feasible";
    case Outcome::infeasible:
      return "infeasible";
    case Outcome::unknown:
      break;
  }
  return "unknown";
}

}  // namespace

std::string write_answer(const Problem& problem, const Answer& answer) {
  json written{{"status", status_of(answer.outcome)}};
  if (answer.outcome == Outcome::optimal || answer.outcome == Outcome::feasible) {
    put(written, answer.plan.objective);
    written["assignments"] = json::array();
    for (const auto& one : answer.plan.assignments)
      written["assignments"].push_back({{"item", problem.items[one.item].code},
                                        {"day", one.day},
                                        {"start", clock(one.slot * kSlotMinutes)},
                                        {"device", one.device + 1}});
  }
  if (answer.outcome == Outcome::feasible || answer.outcome == Outcome::unknown)
    put(written["bound"], answer.bound);
  if (answer.outcome == Outcome::infeasible) {
    written["conflict"] = conflict_of(problem, answer.conflict);
    if (answer.conflict_may_be_smaller) written["conflict"]["irreducible"] = false;
  }
  return written.dump();
}

}  // namespace yuyue::planner
