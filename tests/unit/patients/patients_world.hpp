#pragma once
#include <algorithm>

#include "unit/access_world.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::test {

class PatientsWorld : public AccessWorld {
 public:
  patients::Service patients{vault, ids, audit, members, time};

  MemberId member(std::string_view phone = "13800138000") {
    return write([&](store::Transaction& tx) { return members.of_phone(tx, phone, now); });
  }
  Result<patients::PersonView> add_own(MemberId member, patients::NewOwnPerson person) {
    return write([&](store::Transaction& tx) {
      return patients.register_own_person(tx, access::Principal::anonymous(), member, person, now);
    });
  }
  Result<patients::PersonView> add(patients::NewPerson person) {
    return write(
        [&](store::Transaction& tx) { return patients.register_person(tx, admin, person, now); });
  }
  Result<patients::PersonView> merge(PersonId from, PersonId into,
                                     std::string_view why = "同一人") {
    return write(
        [&](store::Transaction& tx) { return patients.merge(tx, admin, from, into, why, now); });
  }
  patients::FoundPeople find(std::string_view text) {
    return write([&](store::Transaction& tx) { return patients.find(tx, admin, text, now); });
  }
  std::vector<patients::PersonView> own(MemberId member) {
    return read([&](store::Snapshot& s) { return patients.own_people(s, member, now); });
  }
};

/// A resident card's number that passes its checks: born on the day, told apart by `serial`.
inline std::string card(std::string_view yyyymmdd, int serial = 101) {
  std::string number = "110105" + std::string(yyyymmdd) + std::to_string(serial);
  int sum = 0;
  for (const char c : number) sum = (sum + (c - '0')) * 2 % 11;
  const int check = (12 - sum) % 11;
  return number + (check == 10 ? 'X' : static_cast<char>('0' + check));
}

inline patients::DocumentInput document(std::string number,
                                        IdentifierType type = IdentifierType::resident_card) {
  return {type, std::move(number), ""};
}

inline patients::NewPerson new_person(std::string name, std::string number) {
  patients::NewPerson person;
  person.name = std::move(name);
  person.documents = {document(std::move(number))};
  return person;
}

inline patients::NewOwnPerson own_person(std::string name, std::string number,
                                         patients::Relation relation = patients::Relation::self) {
  patients::NewOwnPerson person;
  person.name = std::move(name);
  person.document = document(std::move(number));
  person.relation = relation;
  return person;
}

template <class T>
std::string code(const Result<T>& result) {
  return result ? std::string() : result.error().code;
}

}  // namespace yuyue::test
