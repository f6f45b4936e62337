#include <doctest/doctest.h>

#include "unit/patients/patients_world.hpp"

using namespace yuyue;
using namespace yuyue::patients;
using namespace yuyue::test;
using namespace std::chrono_literals;

TEST_CASE("a member registers themselves and sees themselves whole") {
  PatientsWorld world;
  const auto member = world.member();
  const auto made = world.add_own(member, own_person(" 王 小明 ", card("19800101")));
  REQUIRE(made.has_value());
  CHECK(made->name == "王 小明");
  CHECK(made->document->number.find('*') != std::string::npos);
  CHECK(made->phone == "138****8000");
  CHECK(made->birth_date == parse_day("1980-01-01"));
  CHECK(made->age == 46);
  CHECK(made->sex == Sex::male);
  CHECK(made->relation == Relation::self);
  CHECK(world.own(member).size() == 1);
  CHECK(
      world.read([&](store::Snapshot& s) { return world.patients.acts_for(s, member, made->id); }));
  CHECK(code(world.add_own(member, own_person("王小明", card("19800101")))) == "self-exists");
  CHECK(code(world.add_own(member, own_person("王小明", card("19800101"), Relation::other))) ==
        "person-already-yours");
}

TEST_CASE("a known document links only with its own name") {
  PatientsWorld world;
  const auto known = world.add(new_person("欧阳 娜娜", card("19900202"))).value();
  const auto member = world.member();
  CHECK(code(world.add_own(member, own_person("欧阳娜", card("19900202")))) ==
        "document-name-mismatch");
  const auto linked = world.add_own(member, own_person("欧阳娜娜", card("19900202")));
  REQUIRE(linked.has_value());
  CHECK(linked->id == known.id);
  CHECK(world.count("SELECT COUNT(*) FROM person") == 1);
  CHECK(world.count("SELECT COUNT(*) FROM audit_entry WHERE action = 'person-linked'") == 1);
}

TEST_CASE("what does not fit is refused by name") {
  PatientsWorld world;
  const auto member = world.member();
  const auto refused = [&](auto&& change) {
    auto person = own_person("王小明", card("19800101"));
    change(person);
    return code(world.add_own(member, person));
  };
  CHECK(refused([](auto& p) { p.name = " "; }) == "name-invalid");
  CHECK(refused([](auto& p) { p.name = "王2"; }) == "name-invalid");
  CHECK(refused([](auto& p) { p.phone = "12"; }) == "phone-invalid");
  CHECK(refused([](auto& p) { p.document.reset(); }) == "document-required");
  CHECK(refused([](auto& p) {
          p.document->number.back() = p.document->number.back() == '1' ? '2' : '1';
        }) == "document-number-invalid");
  CHECK(refused([](auto& p) {
          p.document = document("CARD1234", IdentifierType::hospital_card);
        }) == "document-type-not-accepted");
  CHECK(refused([](auto& p) { p.birth_date = parse_day("1980-01-02"); }) == "birth-date-mismatch");
  CHECK(refused([](auto& p) { p.document = document("E12345678", IdentifierType::passport); }) ==
        "birth-date-required");
  CHECK(refused([](auto& p) {
          p.document = document("E12345678", IdentifierType::passport);
          p.birth_date = parse_day("2026-11-24");
        }) == "birth-date-invalid");
  CHECK(world.count("SELECT COUNT(*) FROM person") == 0);
}

TEST_CASE("under 14 a guardian acts, who is grown up and known") {
  PatientsWorld world;  // 2026-11-23
  const auto member = world.member();
  const auto child = own_person("王小小", card("20121124"), Relation::child);
  CHECK(code(world.add_own(member, child)) == "own-person-first");
  auto self = own_person("王小小", card("20121124"));
  CHECK(code(world.add_own(member, self)) == "guardian-required");
  REQUIRE(world.add_own(member, own_person("王大明", card("19800101"))).has_value());
  auto other = child;
  other.relation = Relation::other;
  CHECK(code(world.add_own(member, other)) == "guardian-required");
  other.guardian = true;
  const auto linked = world.add_own(member, other);
  REQUIRE(linked.has_value());
  CHECK(linked->is_guardian);
  CHECK(linked->guardian == world.own(member)[0].id);

  // Fourteen today: no longer a child.
  auto grown = own_person("王中中", card("20121123"), Relation::other);
  const auto free = world.add_own(member, grown);
  REQUIRE(free.has_value());
  CHECK_FALSE(free->is_guardian);

  const auto young = world.member("13900139000");
  REQUIRE(world.add_own(young, own_person("李年轻", card("20081124"))).has_value());
  CHECK(code(world.add_own(young, own_person("李小小", card("20200101"), Relation::child))) ==
        "guardian-unsuitable");
}

TEST_CASE("a newborn needs no document but a parent") {
  PatientsWorld world;
  const auto member = world.member();
  NewOwnPerson baby;
  baby.name = "王宝宝";
  baby.relation = Relation::child;
  baby.newborn = true;
  baby.birth_date = parse_day("2026-05-27");  // 180 days ago
  CHECK(code(world.add_own(member, baby)) == "own-person-first");
  REQUIRE(world.add_own(member, own_person("王大明", card("19800101"))).has_value());
  auto old = baby;
  old.birth_date = parse_day("2026-05-26");
  CHECK(code(world.add_own(member, old)) == "newborn-too-old");
  old.birth_date.reset();
  CHECK(code(world.add_own(member, old)) == "birth-date-required");
  const auto made = world.add_own(member, baby);
  REQUIRE(made.has_value());
  CHECK(made->is_guardian);
  CHECK_FALSE(made->document);
  CHECK(code(world.add_own(member, baby)) == "person-already-yours");
  CHECK(world
            .write([&](store::Transaction& tx) {
              return world.patients.end_link(tx, world.admin, member, made->id, world.now);
            })
            .has_value());
  CHECK(world.add_own(member, baby)->id == made->id);
}

TEST_CASE("a member acts for a set number of people") {
  PatientsWorld world;
  const auto member = world.member();
  std::vector<PersonId> people;
  for (int i = 0; i < 5; ++i) {
    auto person = own_person("某某", card("19700101", 100 + i), Relation::other);
    people.push_back(world.add_own(member, person).value().id);
  }
  const auto sixth = own_person("某某", card("19700101", 200), Relation::other);
  CHECK(code(world.add_own(member, sixth)) == "family-limit");
  const auto end = [&](PersonId person) {
    return code(world.write([&](store::Transaction& tx) {
      return world.patients.end_link(tx, world.admin, member, person, world.now);
    }));
  };
  CHECK(end(people[0]) == "");
  CHECK(end(people[0]) == "not-your-person");
  CHECK(world.add_own(member, sixth).has_value());
  CHECK(world.own(member).size() == 5);

  // Ten within thirty days, whatever was ended in between.
  for (int i = 1; i < 5; ++i) {
    CHECK(end(people[static_cast<std::size_t>(i)]) == "");
    CHECK(world.add_own(member, own_person("某某", card("19700101", 300 + i), Relation::other))
              .has_value());
  }
  CHECK(end(world.own(member)[0].id) == "");
  const auto eleventh = own_person("某某", card("19700101", 400), Relation::other);
  CHECK(code(world.add_own(member, eleventh)) == "family-changes-limit");
  world.now += 24h * 30;
  CHECK(world.add_own(member, eleventh).has_value());

  world.write([&](store::Transaction& tx) {
    return access::set_setting(tx, world.audit, world.admin, "patients.family-limit", "6", {},
                               world.now);
  });
  CHECK(world.add_own(member, own_person("某某", card("19700101", 401), Relation::other))
            .has_value());
}
