// What may be proposed to whom when the hospital changes its plans: single cases, and properties
// that hold for any hospital and any patients.
#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

#include "unit/booking/fixture.hpp"
#include "yuyue/booking/disruption/rules.hpp"

namespace yuyue::booking::disruption {
namespace {

using rules::Clinic;
using rules::Market;
using rules::Patient;
using rules::Place;
using std::chrono::hours;
using std::chrono::minutes;

const HospitalTime kTime;
const Day kMonday = *parse_day("2026-11-23");

Instant at(Day day, int minute) {
  return kTime.at(day, MinuteOfDay{minute});
}

Clinic clinic(std::int64_t id, int rank, int day = 0, std::int64_t practitioner = 0,
              std::int64_t department = 1) {
  Clinic c;
  c.session = SessionId{id};
  c.department = DepartmentId{department};
  c.specialty = "03.04";
  if (practitioner != 0) c.practitioner = PractitionerId{practitioner};
  c.rank = rank;
  c.kind = ClinicKindId{2};
  c.kind_code = "expert";
  c.fee = 3000;
  c.day = kMonday + date::days{day};
  return c;
}

Place place(std::int64_t slot, std::size_t of, const Clinic& c, int minute, int free = 1) {
  return {SlotId{slot}, of, at(c.day, minute), at(c.day, minute + 30), free};
}

Patient patient(std::int64_t id, const Clinic& was, int minute) {
  Patient p;
  p.appointment = AppointmentId{id};
  p.was = was;
  p.slot = SlotId{1000 + minute};
  p.starts_at = at(was.day, minute);
  p.ends_at = at(was.day, minute + 30);
  return p;
}

std::vector<Proposal> propose(const Patient& p, Market& market, int limit = 4) {
  return rules::propose(p, market, limit, at(kMonday, 0));
}

}  // namespace

TEST_CASE("who can take over: the same or a higher rank, the same specialty, the same manner") {
  const auto was = clinic(1, 3, 0, 10);
  CHECK(rules::fit_of(was, clinic(2, 3, 0, 11)) == Fit::substitute);
  CHECK(rules::fit_of(was, clinic(2, 4, 0, 11)) == Fit::substitute);
  CHECK_FALSE(rules::fit_of(was, clinic(2, 2, 0, 11)));
  CHECK(rules::fit_of(was, clinic(2, 3, 2, 10)) == Fit::clinician);
  CHECK(rules::fit_of(was, clinic(2, 3, 2, 11)) == Fit::department);
  CHECK(rules::fit_of(was, clinic(2, 3, 2, 11, 7)) == Fit::elsewhere);
  auto other = clinic(2, 3, 0, 11, 7);
  other.specialty = "05";
  CHECK_FALSE(rules::fit_of(was, other));
  other.specialty.clear();
  auto unnamed = was;
  unnamed.specialty.clear();
  CHECK_FALSE(rules::fit_of(unnamed, other));
  auto remote = clinic(2, 3, 0, 11);
  remote.remote = true;
  CHECK_FALSE(rules::fit_of(was, remote));
}

TEST_CASE("ordinary, expert and special-need clinics replace each other, nursing does not") {
  const auto was = clinic(1, 3, 0, 10);
  auto other = clinic(2, 3, 0, 11);
  other.kind = ClinicKindId{3};
  other.kind_code = "special-need";
  CHECK(rules::fit_of(was, other) == Fit::substitute);
  other.kind_code = "nursing";
  CHECK_FALSE(rules::fit_of(was, other));
  auto nursing = was;
  nursing.kind = other.kind;
  nursing.kind_code = "nursing";
  CHECK(rules::fit_of(nursing, other) == Fit::substitute);
}

TEST_CASE("nobody pays more than they had") {
  CHECK(rules::fee_after(3000, 10000) == 3000);
  CHECK(rules::fee_after(3000, 1000) == 1000);
}

TEST_CASE("who gives way: whoever booked last, and nobody who has come before one who has not") {
  const auto t = [](int m) {
    return at(kMonday, m);
  };
  const std::vector<rules::Sitting> four{{AppointmentId{1}, t(10), false},
                                         {AppointmentId{2}, t(40), true},
                                         {AppointmentId{3}, t(20), false},
                                         {AppointmentId{4}, t(30), false}};
  CHECK(rules::surplus(four, 4).empty());
  CHECK(rules::surplus(four, 9).empty());
  CHECK(rules::surplus(four, 2) == std::vector{AppointmentId{3}, AppointmentId{4}});
  CHECK(rules::surplus(four, 1) ==
        std::vector{AppointmentId{1}, AppointmentId{3}, AppointmentId{4}});
  CHECK(rules::surplus(four, 0).size() == 4);
}

TEST_CASE("the substitute that day comes first, then the clinician, the department, elsewhere") {
  Market market;
  market.clinics = {clinic(2, 3, 1, 11, 7), clinic(3, 3, 1, 11), clinic(4, 3, 7, 10),
                    clinic(5, 4, 0, 12), clinic(6, 2, 0, 13)};
  for (std::size_t i = 0; i < market.clinics.size(); ++i)
    market.places.push_back(place(static_cast<std::int64_t>(i) + 1, i, market.clinics[i], 540));
  const auto proposals = propose(patient(1, clinic(1, 3, 0, 10), 540), market);
  REQUIRE(proposals.size() == 4);
  CHECK(proposals[0].fit == Fit::substitute);
  CHECK(proposals[0].slot == SlotId{4});
  CHECK(proposals[0].kept);
  CHECK(proposals[1].fit == Fit::clinician);
  CHECK(proposals[2].fit == Fit::department);
  CHECK(proposals[3].fit == Fit::elsewhere);
  CHECK_FALSE(proposals[1].kept);
  CHECK(market.places[3].free == 0);
  CHECK(market.places[2].free == 1);
}

TEST_CASE("the own place in the session that takes the old one's stead beats all others") {
  Market market;
  market.clinics = {clinic(2, 4, 0, 11), clinic(3, 3, 2, 10)};
  market.places = {place(1, 0, market.clinics[0], 540), place(2, 1, market.clinics[1], 540)};
  auto p = patient(1, clinic(1, 3, 0, 10), 540);
  p.same_place = SlotId{2};
  const auto proposals = propose(p, market);
  REQUIRE(proposals.size() == 2);
  CHECK(proposals[0].fit == Fit::same_place);
  CHECK(proposals[0].kept);
}

TEST_CASE("what collides with other appointments is not proposed; the lost one does not count") {
  Market market;
  market.clinics = {clinic(2, 3, 0, 11), clinic(3, 3, 1, 12)};
  market.places = {place(1, 0, market.clinics[0], 540), place(2, 1, market.clinics[1], 540)};
  auto p = patient(1, clinic(1, 3, 0, 10), 540);
  p.held.push_back({AppointmentId{1}, "", SessionId{1}, DepartmentId{1}, kMonday, at(kMonday, 540),
                    at(kMonday, 570)});
  p.held.push_back({AppointmentId{2}, "", SessionId{9}, DepartmentId{9}, kMonday + date::days{1},
                    at(kMonday + date::days{1}, 550), at(kMonday + date::days{1}, 580)});
  const auto proposals = propose(p, market);
  REQUIRE(proposals.size() == 1);
  CHECK(proposals[0].slot == SlotId{1});
}

TEST_CASE("until when an answer counts") {
  const Rules rules;
  const auto now = at(kMonday, 600);
  const auto far = now + hours{100};
  CHECK(rules::answer_until(now, hours{24}, far, far, rules) == now + hours{24});
  CHECK(rules::answer_until(now, hours{24}, now + hours{5}, far, rules) == now + hours{5});
  CHECK(rules::answer_until(now, hours{24}, far, now + hours{5}, rules) == now + hours{3});
  CHECK(rules::answer_until(now, hours{24}, now - hours{1}, now + hours{1}, rules) ==
        now + minutes{15});
}

TEST_CASE("who has not answered is reminded once half of the time is over, where it is worth it") {
  Rules rules;
  const auto asked = at(kMonday, 600);
  CHECK(rules::remind_at(asked, asked + hours{72}, rules) == asked + hours{48});
  CHECK(rules::remind_at(asked, asked + hours{24}, rules) == asked + hours{12});
  CHECK(rules::remind_at(asked, asked + minutes{119}, rules) == std::nullopt);
  rules.remind_before = hours{2};
  CHECK(rules::remind_at(asked, asked + hours{24}, rules) == asked + hours{22});
  rules.remind_before = minutes{0};
  CHECK(rules::remind_at(asked, asked + hours{24}, rules) == std::nullopt);
}

TEST_CASE("a wish must be one thing") {
  Wish wish;
  wish.reason = "医生生病";
  CHECK(rules::check(wish).error().code == "disruption-invalid");
  wish.session = SessionId{1};
  CHECK(rules::check(wish));
  wish.practitioner = PractitionerId{1};
  CHECK_FALSE(rules::check(wish));
  wish.session.reset();
  CHECK_FALSE(rules::check(wish));
  wish.from = kMonday;
  wish.to = kMonday + date::days{91};
  CHECK(rules::check(wish));
  wish.to = kMonday + date::days{92};
  CHECK(rules::check(wish).error().params.at("why") == "days");
  wish.to = kMonday;
  wish.kind = Kind::room;
  CHECK(rules::check(wish).error().params.at("why") == "stretch");
  wish = {};
  wish.session = SessionId{1};
  CHECK(rules::check(wish).error().code == "required");
  wish.reason = "x";
  wish.kind = Kind::shrink;
  CHECK(rules::check(wish).error().params.at("name") == "slots");
  wish.kind = Kind::move;
  wish.starts = minutes{495};
  CHECK(rules::check(wish).error().params.at("why") == "times");
}

TEST_CASE("any hospital, any patients: no place twice, no lower rank, nobody left out") {
  std::mt19937 random(20261123);
  const auto upto = [&](int most) {
    return static_cast<int>(random() % static_cast<unsigned>(most + 1));
  };
  for (int round = 0; round < 300; ++round) {
    Market market;
    std::map<SlotId, int> free;
    for (int c = 0; c < upto(8); ++c) {
      market.clinics.push_back(clinic(100 + c, upto(4), upto(3), upto(5), 1 + upto(1)));
      market.clinics.back().fee = 1000 * upto(10);
      for (int s = 0; s < upto(4); ++s) {
        const std::int64_t slot = 100 * c + s + 1;
        market.places.push_back(
            place(slot, market.clinics.size() - 1, market.clinics.back(), 480 + 30 * s, upto(3)));
        free[SlotId{slot}] = market.places.back().free;
      }
    }
    const auto before = market;
    const auto was = clinic(1, upto(4), 0, 1);
    std::map<SlotId, int> kept;
    std::set<AppointmentId> decided;
    for (int i = 1; i <= 12; ++i) {
      const auto p = patient(i, was, 480 + 30 * upto(7));
      const auto proposals = propose(p, market);
      for (const auto& proposal : proposals) {
        const auto found = std::ranges::find(before.places, proposal.slot, &Place::slot);
        REQUIRE(found != before.places.end());
        const auto& to = before.clinics[found->clinic];
        CHECK(to.rank >= was.rank);
        CHECK(rules::fee_after(was.fee, to.fee) <= was.fee);
        CHECK(proposal.kept == (&proposal == proposals.data()));
        if (proposal.kept) ++kept[proposal.slot];
      }
      const auto choice = rules::default_choice(Otherwise::move, !proposals.empty());
      CHECK((choice == Choice::move) == !proposals.empty());
      CHECK(rules::default_choice(Otherwise::cancel, true) == Choice::cancel);
      CHECK(decided.insert(p.appointment).second);
      // Who got nothing was left nothing: every place that fits is taken by those before.
      if (!proposals.empty()) continue;
      for (const auto& left : market.places)
        CHECK_FALSE((left.free > 0 && rules::fit_of(was, market.clinics[left.clinic])));
    }
    CHECK(decided.size() == 12);
    for (const auto& [slot, count] : kept) CHECK(count <= free.at(slot));
  }
}

}  // namespace yuyue::booking::disruption
