// Collecting the number and checking in under the four hospitals' published rules.
#include <fstream>
#include <sstream>

#include "fixture.hpp"
#include "yuyue/booking/policy/service.hpp"

using namespace yuyue;
using namespace yuyue::booking;
using namespace yuyue::booking::test;
using policy::Arriving;
using policy::Step;

namespace {

/// A Tuesday morning of one of the four hospitals, and one appointment at nine.
struct Morning : Clinic {
  explicit Morning(const std::string& hospital) {
    import("本部,0304,心内科,普通,,,,周二,上午,8:00,12:00,9,301,,,,\n");
    std::ifstream file("tests/data/policies/" + hospital + ".json");
    REQUIRE(file);
    std::stringstream document;
    document << file.rdbuf();
    rules(document.str());
    const auto made = book(people(1)[0], slots("2026-11-24").at(2).id, Channel::desk);
    REQUIRE(made);
    id = made->id;
  }
  void rules(const std::string& document) {
    const policy::Policies service(env);
    REQUIRE(write([&](store::Transaction& tx) {
      return service.add(tx, document, std::nullopt, "", staff, now());
    }));
    make_sessions();
  }
  Result<Appointment> arrive(int minute, ArrivalRequest request = {},
                             Channel channel = Channel::kiosk) {
    set_now("2026-11-24", minute);
    const Actor by{{.kind = "key", .id = 1}, channel};
    return write(
        [&](store::Transaction& tx) { return appointments.arrive(tx, id, by, now(), request); });
  }
  std::vector<std::string> history() {
    std::vector<std::string> list;
    read([&](store::Snapshot& snapshot) {
      for (const auto& event : events_of(snapshot, id))
        list.push_back(event.details.empty() ? event.what : event.what + ": " + event.details);
      return true;
    });
    return list;
  }
  AppointmentId id;
};

constexpr int kNine = 9 * 60;

}  // namespace

TEST_CASE("hospital A: one step, from 30 minutes before the slot; later than 15 is late") {
  Morning clinic("a");
  const auto early = clinic.arrive(kNine - 31);
  CHECK(code_of(early) == "too-early");
  CHECK(early.error().possible_at == clinic.at("2026-11-24", kNine - 30));
  CHECK(code_of(clinic.arrive(kNine - 20, {.step = Step::check_in})) == "no-such-step");
  CHECK(code_of(clinic.arrive(kNine - 20, {}, Channel::web)) == "arrive-on-site");
  SUBCASE("in time") {
    const auto came = clinic.arrive(kNine - 15);
    REQUIRE(came);
    CHECK(came->state == AppointmentState::arrived);
    CHECK(came->arrived_how == Arriving::on_time);
    CHECK(code_of(clinic.arrive(kNine - 14)) == "not-active");
    CHECK(clinic.history() == std::vector<std::string>{"booked", "arrived: collect on-time"});
  }
  SUBCASE("late") {
    const auto came = clinic.arrive(kNine - 14, {.step = Step::collect});
    REQUIRE(came);
    CHECK(came->arrived_how == Arriving::late);
    CHECK(clinic.history().back() == "arrived: collect late");
  }
  clinic.check_sound();
}

TEST_CASE("hospital B: two steps, each recorded, each until its own time") {
  Morning clinic("b");
  constexpr int kCollectUntil = 11 * 60 + 20, kCheckInUntil = 11 * 60 + 30;
  SUBCASE("one after the other") {
    CHECK(code_of(clinic.arrive(kNine, {.step = Step::check_in})) == "number-not-collected");
    const auto collected = clinic.arrive(kCollectUntil);
    REQUIRE(collected);
    CHECK(collected->state == AppointmentState::booked);
    CHECK(collected->collected_at == clinic.now());
    CHECK_FALSE(collected->arrived_at);
    CHECK(code_of(clinic.arrive(kCollectUntil, {.step = Step::collect})) == "already-collected");
    const auto came = clinic.arrive(kCheckInUntil);
    REQUIRE(came);
    CHECK(came->state == AppointmentState::arrived);
    CHECK(came->collected_how == Arriving::on_time);
    CHECK(came->arrived_how == Arriving::on_time);
    CHECK(clinic.history() == std::vector<std::string>{"booked", "collected: collect on-time",
                                                       "arrived: check-in on-time"});
  }
  SUBCASE("the number is lost; staff may take them in, once for both steps") {
    const auto lost = clinic.arrive(kCollectUntil + 1);
    CHECK(code_of(lost) == "counted-as-no-show");
    CHECK(lost.error().params.at("until") == "11:20");
    CHECK(lost.error().params.at("admit") == "yes");
    // Only staff say why.
    CHECK(code_of(clinic.arrive(kCollectUntil + 1, {.reason = "堵车"})) == "counted-as-no-show");
    REQUIRE(clinic.arrive(kCollectUntil + 1, {.reason = "堵车"}, Channel::desk));
    const auto came = clinic.arrive(kCheckInUntil + 1);
    REQUIRE(came);
    CHECK(came->arrived_how == Arriving::admitted);
    CHECK(clinic.history().back() == "arrived: check-in admitted");
  }
  SUBCASE("the number was collected in time, the check-in is lost") {
    REQUIRE(clinic.arrive(kNine));
    CHECK(code_of(clinic.arrive(kCheckInUntil + 1)) == "counted-as-no-show");
  }
  SUBCASE("a number moved to another time is collected anew") {
    REQUIRE(clinic.arrive(kNine - 30));
    const auto to = clinic.slots("2026-11-24").at(6).id;
    const auto moved = clinic.reschedule(clinic.id, to, Channel::desk);
    REQUIRE(moved);
    CHECK_FALSE(moved->collected_at);
    CHECK(code_of(clinic.arrive(kNine, {.step = Step::check_in})) == "number-not-collected");
  }
  clinic.check_sound();
}

TEST_CASE("hospital C says nothing: one step, late is late") {
  Morning clinic("c");
  CHECK(code_of(clinic.arrive(kNine, {.step = Step::collect})) == "no-such-step");
  SUBCASE("from midnight") {
    const auto came = clinic.arrive(0);
    REQUIRE(came);
    CHECK(came->arrived_how == Arriving::on_time);
    CHECK(clinic.history().back() == "arrived: check-in on-time");
  }
  SUBCASE("until the end of the slot") {
    const auto came = clinic.arrive(kNine + 30);
    REQUIRE(came);
    CHECK(came->arrived_how == Arriving::on_time);
  }
  SUBCASE("late") {
    const auto came = clinic.arrive(kNine + 31);
    REQUIRE(came);
    CHECK(came->arrived_how == Arriving::late);
  }
}

TEST_CASE("hospital D: with the document, within 30 minutes; then the number is void") {
  Morning clinic("d");
  CHECK(code_of(clinic.arrive(kNine - 31, {.document_seen = true})) == "too-early");
  CHECK(code_of(clinic.arrive(kNine - 30)) == "document-not-seen");
  SUBCASE("in time") {
    const auto came = clinic.arrive(kNine, {.document_seen = true});
    REQUIRE(came);
    CHECK(came->state == AppointmentState::arrived);
  }
  SUBCASE("void, and taken in") {
    CHECK(code_of(clinic.arrive(kNine + 1, {.document_seen = true})) == "number-void");
    const auto came =
        clinic.arrive(kNine + 1, {.document_seen = true, .reason = "腿脚不便"}, Channel::desk);
    REQUIRE(came);
    CHECK(came->arrived_how == Arriving::admitted);
  }
  SUBCASE("void, and nobody may take them in") {
    clinic.rules(R"({"arrival": {"late": "void", "admitLate": false}})");
    const auto lost = clinic.arrive(kNine + 31, {.reason = "腿脚不便"}, Channel::desk);
    CHECK(code_of(lost) == "number-void");
    CHECK(lost.error().params.at("admit") == "no");
  }
}

TEST_CASE("arriving by one's own phone, where the rules let patients") {
  Morning clinic("c");
  clinic.rules(R"({"arrival": {"online": true, "documentSeen": true}})");
  // Nobody has looked at a document then, whatever is said.
  CHECK(code_of(clinic.arrive(kNine, {.document_seen = true}, Channel::web)) ==
        "document-not-seen");
  clinic.rules(R"({"arrival": {"online": true}})");
  const auto came = clinic.arrive(kNine, {}, Channel::web);
  REQUIRE(came);
  CHECK(came->arrived_how == Arriving::on_time);
}
