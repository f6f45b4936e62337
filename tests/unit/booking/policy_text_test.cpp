// A policy as JSON: what is refused, and where; what is left out.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "yuyue/booking/policy/text.hpp"

namespace yuyue::booking::policy {

TEST_CASE("policy: nothing said is the program's default") {
  const auto policy = from_text("{}").value();
  CHECK(policy == Policy{});
  CHECK(policy.base.opening.to_days == 14);
  CHECK(policy.base.opening.release_time == std::chrono::hours{7});
  CHECK(policy.base.once_per_day == std::set{OncePer::department});
  CHECK(policy.limits.active == 8);
  CHECK(policy.conduct.empty());
  CHECK(from_json(to_json(policy)).value() == policy);
}

TEST_CASE("policy: what is wrong is named by its place") {
  struct Wrong {
    const char *text, *code, *place;
  };
  const Wrong kWrong[] = {
      {"[]", "body-invalid", ""},
      {"{", "body-invalid", ""},
      {R"({"openings": {}})", "field-unknown", "/openings"},
      {R"({"opening": 1})", "field-invalid", "/opening"},
      {R"({"opening": {"toDay": 1}})", "field-unknown", "/opening/toDay"},
      {R"({"opening": {"toDays": 366}})", "field-invalid", "/opening/toDays"},
      {R"({"opening": {"toDays": -1}})", "field-invalid", "/opening/toDays"},
      {R"({"opening": {"toDays": 1.5}})", "field-invalid", "/opening/toDays"},
      {R"({"opening": {"toDays": 99999999999999999999}})", "field-invalid", "/opening/toDays"},
      {R"({"opening": {"toDays": null}})", "field-invalid", "/opening/toDays"},
      {R"({"opening": {"fromDays": 20}})", "field-invalid", "/opening/fromDays"},
      {R"({"opening": {"releaseTime": "24:00"}})", "field-invalid", "/opening/releaseTime"},
      {R"({"opening": {"releaseTime": 7}})", "field-invalid", "/opening/releaseTime"},
      {R"({"opening": {"closedHours": {"from": "00:00"}}})", "field-required",
       "/opening/closedHours/to"},
      {R"({"opening": {"closedHours": {"from": "06:00", "to": "06:00"}}})", "field-invalid",
       "/opening/closedHours/to"},
      {R"({"opening": {"sameDayUntil": {"noon": "11:00"}}})", "field-unknown",
       "/opening/sameDayUntil/noon"},
      {R"({"oncePerDay": "department"})", "field-invalid", "/oncePerDay"},
      {R"({"oncePerDay": ["department", "room"]})", "field-invalid", "/oncePerDay/1"},
      {R"({"cancellation": {"late": "maybe"}})", "field-invalid", "/cancellation/late"},
      {R"({"cancellation": {"until": {"at": "17:00"}}})", "field-required",
       "/cancellation/until/daysBefore"},
      {R"({"cancellation": {"until": {"at": "17:00", "daysBefore": 1, "unit": "hours"}}})",
       "field-unknown", "/cancellation/until/unit"},
      {R"({"arrival": {"checkIn": null}})", "field-invalid", "/arrival/checkIn"},
      {R"({"arrival": {"collect": {"opensMinutesBefore": 5, "closesMinutesBefore": 10}}})",
       "field-invalid", "/arrival/collect/closesMinutesBefore"},
      {R"({"line": {"lateMinutes": 31}})", "field-invalid", "/line/lateMinutes"},
      {R"({"line": {"walkInMinutes": 20, "lateMinutes": 20, "nearRoom": 21}})", "field-invalid",
       "/line/nearRoom"},
      {R"({"line": {"walkInMinutes": 5, "lateMinutes": 5}})", "field-invalid", "/line/classes"},
      {R"({"line": {"classes": [{"code": "a", "name": "甲"}]}})", "field-required",
       "/line/classes/0/allowanceMinutes"},
      {R"({"line": {"classes": [{"code": "a", "name": "甲", "allowanceMinutes": 0},
                                {"code": "a", "name": "乙", "allowanceMinutes": 0}]}})",
       "field-invalid", "/line/classes"},
      {R"({"firstVisit": {"documents": ["hospital-card"]}})", "field-invalid",
       "/firstVisit/documents/0"},
      {R"({"ages": {"min": 14, "max": 13}})", "field-invalid", "/ages/max"},
      {R"({"questions": [{"code": "fever"}]})", "field-required", "/questions/0/text"},
      {R"({"overrides": [{"opening": {}}]})", "field-invalid", "/overrides/0/departments"},
      {R"({"overrides": [{"kinds": ["expert"], "limits": {}}]})", "field-unknown",
       "/overrides/0/limits"},
      {R"({"limits": {"active": 0}})", "field-invalid", "/limits/active"},
      {R"({"conduct": [{"counts": "no-show", "count": 3}]})", "field-required",
       "/conduct/0/penalty"},
      {R"({"conduct": [{"counts": "no-show", "count": 3, "penalty": {"length": "days"}}]})",
       "field-required", "/conduct/0/penalty/count"},
      {R"({"conduct": [{"counts": "late", "count": 3, "penalty": {"length": "rest-of-month"}}]})",
       "field-invalid", "/conduct/0/counts"},
  };
  for (const auto& wrong : kWrong) {
    CAPTURE(wrong.text);
    const auto policy = from_text(wrong.text);
    REQUIRE(!policy);
    CHECK(policy.error().code == wrong.code);
    CHECK(policy.error().field == wrong.place);
  }
}

TEST_CASE("policy: an override starts from the base rules and later ones win") {
  const auto policy = from_text(R"({
    "opening": {"toDays": 7, "releaseTime": "06:00"},
    "overrides": [
      {"kinds": ["expert"], "opening": {"toDays": 28}},
      {"departments": ["eyes"], "cancellation": {"late": "no-show"}},
      {"departments": ["eyes"], "kinds": ["expert"], "opening": {"toDays": 3}}
    ]})")
                          .value();
  const auto expert = rules_for(policy, {"main", "cardio", "expert"});
  CHECK(expert.opening.to_days == 28);
  CHECK(expert.opening.release_time == std::chrono::hours{6});
  CHECK(expert.cancellation.late == Cancellation::Late::refused);
  const auto eyes = rules_for(policy, {"main", "eyes", "expert"});
  CHECK(eyes.opening.to_days == 3);
  CHECK(eyes.cancellation.late == Cancellation::Late::no_show);
  CHECK(rules_for(policy, {"main", "cardio", "ordinary"}) == policy.base);
  CHECK(from_json(to_json(policy)).value() == policy);
}

TEST_CASE("policy: a line's settings, and where they differ") {
  const auto policy = from_text(R"({
    "line": {"walkInMinutes": 40, "plannedMinutes": 8, "nearRoom": 2,
             "classes": [{"code": "urgent", "name": "急", "allowanceMinutes": -60,
                          "ages": {"max": 2}, "needs": ["stretcher"], "documents": ["military"]}]},
    "overrides": [{"departments": ["eyes"], "line": {"nearRoom": 0, "plannedMinutes": null}}]})")
                          .value();
  CHECK(policy.base.line.calls_before_missed == 3);
  REQUIRE(policy.base.line.classes.size() == 1);
  CHECK(policy.base.line.classes[0].allowance == std::chrono::minutes{-60});
  const auto eyes = rules_for(policy, {"main", "eyes", "expert"}).line;
  CHECK(eyes.near_room == 0);
  CHECK(!eyes.planned);
  CHECK(eyes.walk_in_allowance == std::chrono::minutes{40});
  CHECK(eyes.classes == policy.base.line.classes);
  CHECK(from_json(to_json(policy)).value() == policy);
  CHECK(rules_for(Policy{}, {}).line.classes == usual_classes());
}

}  // namespace yuyue::booking::policy
