#include <doctest/doctest.h>

#include "unit/patients/patients_world.hpp"

using namespace yuyue;
using namespace yuyue::patients;
using namespace yuyue::test;

namespace {

struct Listener final : MergeListener {
  bool refuse = false;
  int told = 0;
  Result<void> merging(store::Transaction&, PersonId, PersonId, Instant) override {
    ++told;
    if (refuse) return Refusal("merge-collision");
    return {};
  }
};

NewPerson passport(std::string name, std::string number, std::string_view born) {
  NewPerson person;
  person.name = std::move(name);
  person.documents = {document(std::move(number), IdentifierType::passport)};
  person.birth_date = parse_day(born);
  return person;
}

}  // namespace

TEST_CASE("two records of one person are noticed") {
  PatientsWorld world;
  const auto a = world.add(new_person("王小明", card("19800101"))).value();
  const auto b = world.add(passport("王小明", "E1234567", "1980-01-01")).value();
  auto c = passport("王小明", "E1234568", "1990-01-01");
  c.phone = "13800138000";
  world.add(c);
  const auto find = [&](PersonId id) {
    return world
        .write([&](store::Transaction& tx) {
          return world.patients.duplicates(tx, world.admin, id, world.now);
        })
        .value();
  };
  const auto found = find(a.id);
  REQUIRE(found.size() == 1);
  CHECK(found[0].person.id == b.id);
  CHECK(found[0].why == "same-name-and-birth-date");
}

TEST_CASE("merging moves everything and leaves a trace") {
  PatientsWorld world;
  auto old_record = passport("王小明", "E1234567", "1980-01-01");
  old_record.phone = "13800138000";
  old_record.needs = {"sight"};
  const auto from = world.add(old_record).value();
  const auto into = world.add(new_person("王小明", card("19800101"))).value();
  auto child_input = new_person("王宝", card("20200101"));
  child_input.guardian = from.id;
  const auto child = world.add(child_input).value();
  const auto one = world.member("13800138000");
  const auto both = world.member("13900139000");
  const auto link = [&](MemberId member, std::string number, IdentifierType type,
                        Relation relation) {
    NewOwnPerson person = own_person("王小明", std::move(number), relation);
    person.document->type = type;
    person.birth_date = parse_day("1980-01-01");
    REQUIRE(world.add_own(member, person).has_value());
  };
  link(one, "E1234567", IdentifierType::passport, Relation::self);
  link(both, "E1234567", IdentifierType::passport, Relation::spouse);
  link(both, card("19800101"), IdentifierType::resident_card, Relation::other);

  Listener listener;
  world.patients.add_merge_listener(listener);
  listener.refuse = true;
  CHECK(code(world.merge(from.id, into.id)) == "merge-collision");
  CHECK(world.find("E1234567").items[0].id == from.id);
  listener.refuse = false;
  CHECK(code(world.merge(from.id, into.id, "")) == "reason-required");
  CHECK(code(world.merge(from.id, from.id)) == "same-person");
  const auto merged = world.merge(from.id, into.id, "证件核对:同一人");
  REQUIRE(merged.has_value());
  CHECK(listener.told == 2);
  CHECK(merged->identifiers.size() == 2);
  CHECK(merged->phone == "138****8000");
  CHECK(merged->needs == std::vector<std::string>{"sight"});
  CHECK(world.find("E1234567").items[0].id == into.id);
  CHECK(world.find("王小明").items.size() == 1);
  REQUIRE(world.own(one).size() == 1);
  CHECK(world.own(one)[0].id == into.id);
  CHECK(world.own(one)[0].relation == Relation::self);
  CHECK(world.own(both).size() == 1);
  world.read([&](store::Snapshot& s) {
    CHECK(world.patients.person(s, from.id)->id == into.id);
    CHECK(world.patients.person(s, child.id)->guardian == into.id);
    CHECK(world.patients.person(s, into.id)->phone == "13800138000");
    return true;
  });
  CHECK(world.count("SELECT COUNT(*) FROM person_merge") == 1);
  CHECK(world.raw_bytes().find("证件核对") == std::string::npos);
  CHECK(code(world.merge(from.id, into.id)) == "person-merged");

  // A second merge leads straight to the last.
  const auto last = world.add(passport("王小明", "E7654321", "1980-01-01")).value();
  REQUIRE(world.merge(into.id, last.id).has_value());
  CHECK(world.count("SELECT COUNT(*) FROM person WHERE merged_into = " +
                    std::to_string(last.id.value)) == 2);
  const auto verdict = world.audit.verify_all(*world.database);
  CHECK(verdict.intact);
}

TEST_CASE("people born on different days are not one") {
  PatientsWorld world;
  const auto a = world.add(new_person("王小明", card("19800101"))).value();
  const auto b = world.add(new_person("王小明", card("19800102"))).value();
  CHECK(code(world.merge(a.id, b.id)) == "merge-contradiction");
}

TEST_CASE("a search text is understood by what it looks like") {
  CHECK(understand("110105 19491231 002x").number == "11010519491231002X");
  CHECK(understand("１３８００１３８０００").phone == "13800138000");
  CHECK(understand("王小明 8000").tail == "8000");
  CHECK(understand("王小明 8000").name == "王小明");
  CHECK(understand("8000").tail.empty());
  CHECK(understand("wxm").letters == "wxm");
  CHECK(understand("w").letters.empty());
  CHECK(understand("王小明").letters.empty());
  CHECK(understand("abc").number.empty());
  CHECK(understand(std::string(1000, 'a')).name.empty());
}
