#include <doctest/doctest.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "yuyue/planner/instance.hpp"
#include "yuyue/planner/planner.hpp"

using namespace yuyue::planner;
using nlohmann::json;

namespace {

const std::string kFolder = "tests/data/planner/";

std::string text_of(const std::string& file) {
  std::ifstream in(kFolder + file);
  std::ostringstream text;
  text << in.rdbuf();
  REQUIRE(in);
  return text.str();
}

/// Why an instance is refused; empty: it is not.
std::string refused(const std::string& text) {
  try {
    read_instance(text);
    return {};
  } catch (const BadInstance& e) {
    return e.what();
  }
}

}  // namespace

TEST_CASE("the samples have their proven optima") {
  std::istringstream rows(text_of("expected.tsv"));
  std::string row;
  std::getline(rows, row);
  int seen = 0;
  while (std::getline(rows, row)) {
    std::istringstream columns(row);
    std::string file, status;
    std::array<int, 4> expected{};
    columns >> file >> status;
    for (auto& figure : expected) columns >> figure;
    CAPTURE(file);
    const auto problem = read_instance(text_of(file));
    const auto answer = json::parse(write_answer(problem, plan(problem)));
    CHECK(answer["status"] == status);
    ++seen;
    if (status != "optimal") continue;
    CHECK(answer["days"] == expected[0]);
    CHECK(answer["lastDay"] == expected[1]);
    CHECK(answer["onSiteMinutes"] == expected[2]);
    CHECK(answer["endMinute"] == expected[3]);
    CHECK(answer["assignments"].size() == problem.items.size());
  }
  CHECK(seen == 7);
}

TEST_CASE("a bad instance is refused with its place and the reason") {
  const auto good = json::parse(text_of("sample_6_items_902.json"));
  REQUIRE(refused(good.dump()).empty());
  struct Bad {
    const char* change;  // a JSON patch
    const char* reason;
  };
  const Bad all[] = {
      {R"({"op":"remove","path":"/days"})", "days: is missing"},
      {R"({"op":"replace","path":"/days","value":0})", "days: must be 1 to 128, not 0"},
      {R"({"op":"replace","path":"/days","value":"9"})", "days: must be a whole number"},
      {R"({"op":"replace","path":"/days","value":9})", "capacity[0]: must have 9 entries, not 10"},
      {R"({"op":"replace","path":"/slotMinutes","value":15})", "slotMinutes: must be 30 to 30"},
      {R"({"op":"replace","path":"/walkMinutes/1","value":[1]})", "walkMinutes[1]: must have 3"},
      {R"({"op":"replace","path":"/devices/1/id","value":1})", "devices[1].id: must be 2 to 2"},
      {R"({"op":"replace","path":"/devices/1/site","value":4})", "devices[1].site: must be 1 to 3"},
      {R"({"op":"remove","path":"/items/2/minutes"})", "items[2].minutes: is missing"},
      {R"({"op":"replace","path":"/items/2/minutes","value":0})", "items[2].minutes: must be 1"},
      {R"({"op":"replace","path":"/items/2/deviceMinutes","value":999})", "deviceMinutes: must be"},
      {R"({"op":"replace","path":"/items/2/bladder","value":"half"})", "unknown: \"half\""},
      {R"({"op":"replace","path":"/items/2/breaksFast","value":1})", "must be true or false"},
      {R"({"op":"copy","path":"/items/2","from":"/items/1"})", "items[2].code: twice: \""},
      {R"({"op":"replace","path":"/rules/0/kind","value":"after"})",
       "rules[0].kind: unknown: \"after"},
      {R"({"op":"replace","path":"/rules/0/a","value":"NO"})", "no item has the code \"NO\""},
      {R"({"op":"copy","path":"/rules/0","from":"/rules/1"})", "rules[2].id: twice: \"R06\""},
      {R"({"op":"replace","path":"/capacity/0/0/0","value":-1})", "capacity[0][0][0]: must be 0"},
      {R"({"op":"replace","path":"/offers/3/item","value":"NO"})", "offers[3].item: no item has"},
      {R"({"op":"replace","path":"/offers/3/day","value":10})", "offers[3].day: must be 0 to 9"},
      {R"({"op":"replace","path":"/offers/3/start","value":"8:00"})", "must be a time \"HH:MM\""},
      {R"({"op":"replace","path":"/offers/3/start","value":"08:10"})", "beginning of a slot"},
      {R"({"op":"replace","path":"/offers/3/device","value":10})",
       "offers[3].device: must be 1 to"},
      {R"({"op":"add","path":"/fixed","value":[{"code":"X"}]})", "fixed[0].name: is missing"},
  };
  for (const auto& bad : all) {
    CAPTURE(bad.change);
    const auto changed = good.patch(json::array({json::parse(bad.change)}));
    const auto why = refused(changed.dump());
    CHECK_MESSAGE(why.find(bad.reason) != std::string::npos, why);
  }
  CHECK(refused("{\n  \"days\": }").find("line 2, column 11") != std::string::npos);
  CHECK(refused("").find("line 1") != std::string::npos);
  CHECK(refused("[]") == "the instance: must be an object");
}
