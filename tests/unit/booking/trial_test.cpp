// Rules tried on what was booked in the past: age, documents and first visits as they were then.
#include "yuyue/booking/policy/trial.hpp"

#include "fixture.hpp"
#include "yuyue/booking/policy/service.hpp"
#include "yuyue/booking/policy/text.hpp"

using namespace yuyue;
using namespace yuyue::booking;
using namespace yuyue::booking::test;

namespace {

/// People as they are known.
struct Known : policy::People {
  Facts facts(store::Snapshot&, PersonId) const override { return {}; }
  Past past(store::Snapshot&, PersonId person) const override {
    const auto found = all.find(person);
    return found == all.end() ? Past{} : found->second;
  }
  std::map<PersonId, Past> all;
};

struct Tried : Clinic {
  Tried() {
    import("本部,0304,心内科,普通,,,,周二,上午,8:00,12:00,9,301,,,,\n");
    const policy::Policies service(env);
    REQUIRE(write([&](store::Transaction& tx) {
      return service.add(tx,
                         R"({"oncePerDay": [], "limits": {"madePerDay": null, "active": null}})",
                         std::nullopt, "", staff, now());
    }));
    make_sessions();
  }
  policy::Trial tried(const std::string& document, std::size_t examples = 20,
                      bool with_people = true) {
    const auto policy = policy::from_text(document);
    REQUIRE(policy);
    return read([&](store::Snapshot& snapshot) {
      return policy::try_policy(snapshot, *policy, time, with_people ? &known : nullptr,
                                {*parse_day("2026-11-20"), *parse_day("2026-11-30"), examples});
    });
  }
  Known known;
};

using Refusals = std::map<std::string, int>;

}  // namespace

TEST_CASE("a trial knows ages on the day of the visit") {
  Tried clinic;
  const auto people = clinic.people(3);
  clinic.known.all[people[0]].birth_date = *parse_day("2012-11-24");  // fourteen that day
  clinic.known.all[people[1]].birth_date = *parse_day("2012-11-25");
  for (std::size_t i = 0; i < 3; ++i)
    REQUIRE(clinic.book(people[i], clinic.slots("2026-11-24")[i].id));
  CHECK(clinic.tried(R"({"ages": {"min": 14}})").refusals ==
        Refusals{{"too-young", 1}, {"birth-date-needed", 1}});
  const auto blind = clinic.tried(R"({"ages": {"min": 14}})", 20, false);
  CHECK(blind.refusals.empty());
  CHECK(std::ranges::count(blind.not_tried, "person") == 1);
}

TEST_CASE("a trial knows the documents there were when it was booked, and who had been here") {
  Tried clinic;
  const auto people = clinic.people(5);
  using policy::People;
  const auto booked_at = clinic.now();
  const auto later = booked_at + std::chrono::hours{1};
  const auto number = [&](IdentifierType type, Instant since, std::optional<Instant> until = {}) {
    return People::Past::Number{type, since, until};
  };
  clinic.known.all[people[0]].numbers = {number(IdentifierType::resident_card, {})};
  clinic.known.all[people[1]].numbers = {number(IdentifierType::resident_card, later)};
  clinic.known.all[people[2]].numbers = {number(IdentifierType::passport, {}),
                                         number(IdentifierType::resident_card, {}, booked_at)};
  clinic.known.all[people[3]].numbers = {number(IdentifierType::hospital_card, {})};
  for (std::size_t i = 0; i < 5; ++i)
    REQUIRE(clinic.book(people[i], clinic.slots("2026-11-24")[i].id));
  // The last one was seen since, which was not known then.
  clinic.set_now("2026-11-24", 11 * 60);
  const auto id = clinic.read([&](store::Snapshot& snapshot) {
    return AppointmentId{
        *snapshot.integer("SELECT id FROM appointment WHERE person_id = ?", {people[4]})};
  });
  REQUIRE(clinic.write([&](store::Transaction& tx) {
    return clinic.appointments.fulfil(tx, id, clinic.staff, clinic.now());
  }));
  CHECK(clinic.tried(R"({"firstVisit": {"documents": ["resident-card"]}})").refusals ==
        Refusals{{"first-visit-document", 3}});
  CHECK(clinic.tried(R"({"firstVisit": {"documentRequired": true}})").refusals ==
        Refusals{{"first-visit-at-desk", 2}});
}

TEST_CASE("a trial says what it left out, and how many examples there are in all") {
  Tried clinic;
  const auto people = clinic.people(30);
  for (std::size_t i = 0; i < 30; ++i)
    REQUIRE(clinic.book(people[i], clinic.slots("2026-11-24")[i % 8].id));
  const auto document = R"({"opening": {"fromDays": 2}})";
  const auto trial = clinic.tried(document, 7);
  CHECK(trial.bookings_refused == 30);
  CHECK(trial.examples.size() == 7);
  CHECK(trial.examples_in_all == 30);
  CHECK(clinic.tried(document, 0).examples.empty());
  CHECK(clinic.tried(document, 200).examples.size() == 30);
  CHECK(trial.not_tried == std::vector<std::string>{"accounts", "holds"});
  const auto asked = clinic.tried(R"({"limits": {"openHolds": null, "accountOpenHolds": null,
    "accountMadePerDay": null}, "arrival": {"late": "void"},
    "questions": [{"code": "fever", "text": "?", "advice": "!"}]})");
  CHECK(asked.not_tried == std::vector<std::string>{"questions", "arrival"});
  CHECK(asked.refusals.empty());
}

TEST_CASE("a trial counts what was booked for one person in a day, and what was not paid for") {
  Tried clinic;
  const auto person = clinic.people(1)[0];
  for (std::size_t i = 0; i < 3; ++i) {
    const auto made = clinic.book(person, clinic.slots("2026-11-24")[i].id);
    REQUIRE(made);
    REQUIRE(clinic.write([&](store::Transaction& tx) {
      return clinic.appointments.cancel(tx, made->id, {}, {.cause = CancelCause::unpaid},
                                        clinic.now());
    }));
    clinic.set_now("2026-11-23", 9 * 60 + static_cast<int>(i));
  }
  const auto trial = clinic.tried(R"({"limits": {"madePerDay": 2},
    "conduct": [{"counts": "unpaid", "count": 3, "penalty": {"length": "days", "count": 7}}]})");
  CHECK(trial.refusals == Refusals{{"too-many-today", 1}});
  CHECK(trial.people_barred == 1);
  CHECK(trial.cancellations == 0);
}
