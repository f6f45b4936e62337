#include <doctest/doctest.h>

#include "unit/patients/patients_world.hpp"

using namespace yuyue;
using namespace yuyue::patients;
using namespace yuyue::test;

TEST_CASE("nothing personal stands in the file in clear") {
  PatientsWorld world;
  auto person = new_person("司马相如", card("19750315"));
  person.phone = "13912345678";
  const auto made = world.add(person).value();
  world.find("司马相如");
  world.find("13912345678");
  world.write([&](store::Transaction& tx) {
    return world.patients.reveal(tx, world.admin, made.id, "司马相如本人来电 13912345678",
                                 world.now);
  });
  const auto bytes = world.raw_bytes();
  CHECK(bytes.find("person-revealed") != std::string::npos);
  for (const std::string& secret :
       {std::string("司马相如"), std::string("司马"), card("19750315"), std::string("13912345678"),
        std::string("1975-03-15"), std::string("19750315"), std::string("simaxiangru"),
        std::string("smxr")}) {
    CHECK_MESSAGE(bytes.find(secret) == std::string::npos, secret);
  }
}

TEST_CASE("a value moved to another row does not open") {
  PatientsWorld world;
  const auto a = world.add(new_person("王一", card("19750315"))).value();
  const auto b = world.add(new_person("王二", card("19760315"))).value();
  world.execute("UPDATE person SET name_sealed = (SELECT name_sealed FROM person WHERE id = " +
                std::to_string(a.id.value) + ") WHERE id = " + std::to_string(b.id.value));
  CHECK_THROWS_AS(world.read([&](store::Snapshot& s) { return world.patients.person(s, b.id); }),
                  access::CannotOpenSealed);
  CHECK(world.read([&](store::Snapshot& s) { return world.patients.person(s, a.id); })->name ==
        "王一");
}

TEST_CASE("the desk registers with a document, once") {
  PatientsWorld world;
  const auto made = world.add(new_person("王小明", card("19800101"))).value();
  CHECK(made.name == "王*明");
  CHECK(made.birth_date == parse_day("1980-01-01"));
  const auto again = world.add(new_person("王小明", card("19800101")));
  CHECK(code(again) == "document-known");
  CHECK(again.error().params.at("person") == to_string(made.id));
  auto person = new_person("李四", card("19800102"));
  person.documents.clear();
  CHECK(code(world.add(person)) == "document-required");
  person.documents = {document("CARD0001", IdentifierType::hospital_card)};
  CHECK(code(world.add(person)) == "document-required");
  person.documents.push_back(document(card("19800102")));
  person.needs = {"flying"};
  CHECK(code(world.add(person)) == "need-unknown");
  person.needs = {"sight", "wheelchair", "sight"};
  const auto other = world.add(person);
  REQUIRE(other.has_value());
  CHECK(other->needs == std::vector<std::string>{"wheelchair", "sight"});
  CHECK(other->identifiers.size() == 2);
  CHECK(other->document->type == IdentifierType::resident_card);
}

TEST_CASE("children and newborns come with a guardian") {
  PatientsWorld world;
  const auto parent = world.add(new_person("王大", card("19800101"))).value();
  auto child = new_person("王小", card("20150101"));
  CHECK(code(world.add(child)) == "guardian-required");
  child.guardian = PersonId{1};
  CHECK(code(world.add(child)) == "guardian-unsuitable");
  child.guardian = parent.id;
  const auto made = world.add(child).value();
  CHECK(made.guardian == parent.id);
  CHECK(made.guardian_name == "王*");

  NewPerson baby;
  baby.name = "王宝";
  baby.newborn = true;
  baby.birth_date = parse_day("2026-11-01");
  CHECK(code(world.add(baby)) == "guardian-required");
  baby.guardian = made.id;
  CHECK(code(world.add(baby)) == "guardian-unsuitable");
  baby.guardian = parent.id;
  const auto born = world.add(baby);
  REQUIRE(born.has_value());
  CHECK(born->phone == parent.phone);
  CHECK(code(world.add(baby)) == "newborn-known");
}

TEST_CASE("passports of two countries may share a number") {
  PatientsWorld world;
  NewPerson person;
  person.name = "John Smith";
  person.birth_date = parse_day("1980-05-05");
  person.documents = {{IdentifierType::passport, "X1234567", "gbr"}};
  const auto first = world.add(person).value();
  CHECK(code(world.add(person)) == "document-known");
  person.documents[0].issuer = "AUS";
  CHECK(world.add(person).has_value());
  CHECK(world.find("x1234567").items.size() == 2);
  CHECK(world.find("X 123-4567").matched_by == MatchedBy::document);
  CHECK(first.document->issuer == "GBR");
}

TEST_CASE("people are found by number, phone, tail and name, name, pinyin") {
  PatientsWorld world;
  auto person = new_person("单小明", card("19800101"));
  person.phone = "+86 138 0013 8000";
  person.documents.push_back(document("CARD0001", IdentifierType::hospital_card));
  const auto made = world.add(person).value();
  const auto by = [&](std::string_view text) {
    const auto found = world.find(text);
    if (found.items.size() != 1 || found.items[0].id != made.id) return MatchedBy::nothing;
    return found.matched_by;
  };
  CHECK(by(card("19800101")) == MatchedBy::document);
  CHECK(by(card("19800101") + "\r") == MatchedBy::document);
  CHECK(by("card0001") == MatchedBy::document);
  CHECK(by("13800138000") == MatchedBy::phone);
  CHECK(by("138-0013-8000") == MatchedBy::phone);
  CHECK(by("单小明8000") == MatchedBy::phone_tail_and_name);
  CHECK(by("8000 单小明") == MatchedBy::phone_tail_and_name);
  CHECK(by("单小明") == MatchedBy::name);
  CHECK(by(" 单 小明 ") == MatchedBy::name);
  CHECK(by("SXM") == MatchedBy::pinyin);
  CHECK(by("shan xiaoming") == MatchedBy::pinyin);
  CHECK(by("8000") == MatchedBy::nothing);
  CHECK(by("单小") == MatchedBy::nothing);
  CHECK(by("") == MatchedBy::nothing);
  const auto found = world.find("单小明");
  CHECK(found.items[0].name == "单*明");
  CHECK_FALSE(found.items[0].birth_date);
  CHECK(found.items[0].phone == "138****8000");
  CHECK(world.count("SELECT COUNT(*) FROM audit_entry WHERE action = 'person-found'") == 12);
}

TEST_CASE("at most twenty are shown, and it is said that there are more") {
  PatientsWorld world;
  for (int i = 0; i < 20; ++i) {
    REQUIRE(world.add(new_person("张伟", card("19800101", 100 + i))).has_value());
  }
  CHECK(world.find("张伟").items.size() == 20);
  CHECK_FALSE(world.find("张伟").more);
  REQUIRE(world.add(new_person("张伟", card("19800101", 130))).has_value());
  CHECK(world.find("张伟").items.size() == 20);
  CHECK(world.find("张伟").more);
}

TEST_CASE("changes say on what they are based") {
  PatientsWorld world;
  const auto made = world.add(new_person("王小明", card("19800101"))).value();
  const auto change = [&](PersonChange wish) {
    return world.write([&](store::Transaction& tx) {
      return world.patients.change_person(tx, world.admin, made.id, wish, world.now);
    });
  };
  PersonChange wish;
  wish.version = 1;
  wish.phone = "13900139000";
  wish.name = "王晓明";
  CHECK(change(wish)->version == 2);
  CHECK(code(change(wish)) == "changed-meanwhile");
  CHECK(world.find("王小明").items.empty());
  CHECK(world.find("王晓明9000").items.size() == 1);
  wish = {};
  wish.version = 2;
  wish.birth_date = parse_day("1980-01-02");
  CHECK(code(change(wish)) == "birth-date-mismatch");
  wish = {};
  wish.version = 2;
  wish.guardian = made.id;
  CHECK(code(change(wish)) == "guardian-unsuitable");
  wish = {};
  wish.version = 2;
  wish.phone = "";
  CHECK(change(wish)->phone.empty());
}

TEST_CASE("identifiers come and go, but not the last document") {
  PatientsWorld world;
  const auto made = world.add(new_person("王小明", card("19800101"))).value();
  const auto other = world.add(new_person("李四", card("19810101"))).value();
  const auto add = [&](DocumentInput input) {
    return world.write([&](store::Transaction& tx) {
      return world.patients.add_identifier(tx, world.admin, made.id, input, world.now);
    });
  };
  const auto remove = [&](IdentifierId id) {
    return world.write([&](store::Transaction& tx) {
      return world.patients.remove_identifier(tx, world.admin, made.id, id, world.now);
    });
  };
  CHECK(code(add(document(card("19810101")))) == "document-known");
  CHECK(code(add(document(card("19990101")))) == "birth-date-mismatch");
  CHECK(code(add(document("12", IdentifierType::insurance_code))) == "document-number-invalid");
  const auto with_card = add(document("CARD0001", IdentifierType::hospital_card)).value();
  CHECK(with_card.identifiers.size() == 2);
  CHECK(code(remove(made.document->id)) == "last-document");
  CHECK(code(remove(other.document->id)) == "identifier-unknown");
  CHECK(remove(with_card.identifiers[1].id)->identifiers.size() == 1);
  CHECK(world.find("CARD0001").items.empty());
  CHECK(add(document("CARD0001", IdentifierType::hospital_card)).has_value());
}

TEST_CASE("revealing needs a reason and is written down") {
  PatientsWorld world;
  auto person = new_person("王小明", card("19800101"));
  person.phone = "13800138000";
  const auto made = world.add(person).value();
  const auto reveal = [&](std::string_view why) {
    return world.write([&](store::Transaction& tx) {
      return world.patients.reveal(tx, world.admin, made.id, why, world.now);
    });
  };
  CHECK(code(reveal(" ")) == "reason-required");
  CHECK(code(reveal(std::string(201, 'x'))) == "reason-required");
  const auto shown = reveal("核对电话").value();
  CHECK(shown.name == "王小明");
  CHECK(shown.phone == "13800138000");
  CHECK(shown.identifiers[0].number == card("19800101"));
  access::AuditFilter filter;
  filter.action = "person-revealed";
  const auto page = world.read([&](store::Snapshot& s) { return world.audit.read(s, filter); });
  REQUIRE(page.items.size() == 1);
  CHECK(page.items[0].note == "核对电话");
  CHECK(page.items[0].subject.id == made.id.value);
}
