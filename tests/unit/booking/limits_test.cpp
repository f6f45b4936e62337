// How much one account, and anybody for one person, may book in a day and keep at a time.
#include "fixture.hpp"
#include "yuyue/booking/policy/service.hpp"

using namespace yuyue;
using namespace yuyue::booking;
using namespace yuyue::booking::test;

namespace {

struct Limited : Clinic {
  explicit Limited(const std::string& limits) {
    // One clinic after the other, half an hour each: nothing else is in the way.
    std::string rows;
    for (int i = 0; i < 8; ++i) {
      const auto hour = std::to_string(8 + i / 2);
      const auto begins = hour + (i % 2 ? ":30" : ":00");
      const auto ends = i % 2 ? std::to_string(9 + i / 2) + ":00" : hour + ":30";
      rows += "本部,050" + std::to_string(i) + ",第" + std::to_string(i + 1) +
              "科,普通,,,,周二,上午," + begins + "," + ends + ",9,30" + std::to_string(i) +
              ",,,,\n";
    }
    import(rows);
    const policy::Policies service(env);
    REQUIRE(write([&](store::Transaction& tx) {
      return service.add(tx, R"({"oncePerDay": [], "limits": )" + limits + "}", std::nullopt, "",
                         staff, now());
    }));
    make_sessions();
    places.emplace(env);
  }
  Result<Appointment> book_by(std::int64_t account, PersonId person, std::size_t slot,
                              std::optional<Instant> pay_until = {},
                              Channel channel = Channel::web) {
    const BookingRequest request{
        .slot = slots("2026-11-24").at(slot).id,
        .person = person,
        .by = {{.kind = "patient", .id = account}, channel},
        .member = account ? std::optional(MemberId{account}) : std::nullopt,
        .note = {},
        .pay_until = pay_until};
    return write([&](store::Transaction& tx) { return appointments.book(tx, request, now()); });
  }
  Result<places::Claim> hold(std::int64_t account, std::size_t slot,
                             std::optional<PersonId> person = {}) {
    const auto id = slots("2026-11-24").at(slot).id;
    return write([&](store::Transaction& tx) {
      return places->keep(tx, id, Channel::web, {"patient", account}, now(), person);
    });
  }
  std::optional<places::Places> places;
};

template <class T>
std::string refusal_of(const Result<T>& result) {
  if (result) return "";
  return result.error().code + " " + result.error().params.at("of");
}

}  // namespace

TEST_CASE("an account makes so many bookings a day, cancelled ones included") {
  Limited clinic(R"({"accountMadePerDay": 3, "madePerDay": null, "active": null})");
  const auto people = clinic.people(4);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto made = clinic.book_by(1, people[i], i);
    REQUIRE(made);
    if (i == 0) REQUIRE(clinic.cancel(made->id));
  }
  const auto fourth = clinic.book_by(1, people[3], 3);
  CHECK(refusal_of(fourth) == "too-many-today account");
  CHECK(fourth.error().possible_at == clinic.at("2026-11-24", 0));
  // Another account may, and so may staff for the same people.
  REQUIRE(clinic.book_by(2, people[3], 3));
  REQUIRE(clinic.book_by(0, people[0], 4, {}, Channel::desk));
  REQUIRE(clinic.book_by(0, people[1], 5, {}, Channel::kiosk));
  clinic.set_now("2026-11-24", 0);
  REQUIRE(clinic.book_by(1, people[3], 7));
  // Days gone by leave nothing behind.
  CHECK(clinic.read([](store::Snapshot& snapshot) {
    return snapshot.integer("SELECT count(*) FROM account_bookings");
  }) == 1);
  clinic.check_sound();
}

TEST_CASE("for one person so many are made a day, by whomever but staff") {
  Limited clinic(R"({"madePerDay": 2, "accountMadePerDay": null})");
  const auto person = clinic.people(1)[0];
  REQUIRE(clinic.book_by(0, person, 0, {}, Channel::desk));
  REQUIRE(clinic.book_by(1, person, 1));
  REQUIRE(clinic.book_by(0, person, 2, {}, Channel::kiosk));
  CHECK(refusal_of(clinic.book_by(2, person, 3)) == "too-many-today person");
  CHECK(refusal_of(clinic.book_by(0, person, 3, {}, Channel::partner)) == "too-many-today person");
  REQUIRE(clinic.book_by(0, person, 3, {}, Channel::clinician));
}

TEST_CASE("unpaid places are limited for the person and the account, held or booked") {
  Limited clinic(R"({"openHolds": 2, "accountOpenHolds": 3})");
  const auto people = clinic.people(3);
  const auto until = clinic.now() + std::chrono::minutes{15};
  REQUIRE(clinic.hold(1, 0, people[0]));
  REQUIRE(clinic.book_by(1, people[0], 1, until));
  CHECK(refusal_of(clinic.book_by(2, people[0], 2, until)) == "hold-limit person");
  CHECK(refusal_of(clinic.hold(2, 2, people[0])) == "hold-limit person");
  // Paid at once, or nothing to pay: that is no hold.
  REQUIRE(clinic.book_by(2, people[0], 3));
  const auto third = clinic.hold(1, 4, people[1]);
  REQUIRE(third);
  CHECK(refusal_of(clinic.hold(1, 5)) == "hold-limit account");
  CHECK(refusal_of(clinic.book_by(1, people[2], 5, until)) == "hold-limit account");
  // The place that is held becomes the booking: no more than before.
  const BookingRequest request{.slot = third->place.slot,
                               .person = people[1],
                               .by = {{.kind = "patient", .id = 1}, Channel::web},
                               .member = MemberId{1},
                               .note = {},
                               .pay_until = until,
                               .claim = places::ClaimUse{third->id, {"patient", 1}}};
  REQUIRE(clinic.write(
      [&](store::Transaction& tx) { return clinic.appointments.book(tx, request, clinic.now()); }));
  CHECK(refusal_of(clinic.hold(1, 5)) == "hold-limit account");
  // What has run out does not count, even before it is cleared away.
  clinic.set_now("2026-11-23", 8 * 60 + 11);
  REQUIRE(clinic.hold(1, 5));
  clinic.check_sound();
}
