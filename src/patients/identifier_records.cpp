#include <algorithm>
#include <array>

#include "patients/records.hpp"
#include "yuyue/patients/rules.hpp"

namespace yuyue::patients {
namespace {

using access::sealed_in;
using store::Blob;
using store::Bytes;

constexpr std::array kTypes = {IdentifierType::resident_card,   IdentifierType::foreign_resident,
                               IdentifierType::hk_macau_permit, IdentifierType::taiwan_permit,
                               IdentifierType::passport,        IdentifierType::birth_certificate,
                               IdentifierType::military,        IdentifierType::hospital_card,
                               IdentifierType::insurance_code,  IdentifierType::record_number};

}  // namespace

Bytes Records::number_hash(IdentifierType type, std::string_view number) const {
  return vault_.lookup("identifier:" + identifier_scope(type, number), number);
}

std::vector<PersonId> Records::by_numbers(store::Snapshot& snapshot, std::string_view number,
                                          int limit) const {
  std::vector<PersonId> found;
  std::vector<Bytes> asked;
  for (const IdentifierType type : kTypes) {
    Bytes hash = number_hash(type, number);
    if (std::find(asked.begin(), asked.end(), hash) != asked.end()) continue;
    auto rows = snapshot.query(
        "SELECT person_id FROM identifier WHERE number_hash = ? AND state = 'active' LIMIT ?",
        {Blob{hash}, limit});
    while (rows.next()) {
      const auto person = rows->id<PersonId>(0);
      if (std::find(found.begin(), found.end(), person) == found.end()) found.push_back(person);
    }
    asked.push_back(std::move(hash));
  }
  if (static_cast<int>(found.size()) > limit) found.resize(static_cast<std::size_t>(limit));
  return found;
}

std::vector<Identifier> Records::identifiers(store::Snapshot& snapshot, PersonId person) const {
  std::vector<Identifier> found;
  auto rows = snapshot.query(
      "SELECT id, type, number_sealed, issuer FROM identifier "
      "WHERE person_id = ? AND state = 'active' ORDER BY id",
      {person});
  while (rows.next()) {
    const auto id = rows->id<IdentifierId>(0);
    const auto type = identifier_type(rows->text(1));
    if (!type) throw std::runtime_error("unknown identifier type of " + to_string(id));
    found.push_back({id, person, *type,
                     vault_.open(sealed_in("identifier.number", id), rows->blob(2)),
                     rows->text(3)});
  }
  return found;
}

std::optional<PersonId> Records::owner(store::Snapshot& snapshot, IdentifierType type,
                                       std::string_view number, std::string_view issuer) const {
  const Bytes hash = number_hash(type, number);
  auto rows = snapshot.query(
      "SELECT person_id, issuer FROM identifier WHERE number_hash = ? AND state = 'active'",
      {Blob{hash}});
  std::optional<PersonId> loosely;
  int loose = 0;
  while (rows.next()) {
    const auto person = rows->id<PersonId>(0);
    const std::string by = rows->text(1);
    if (by == issuer) return person;
    if (by.empty() || issuer.empty()) {
      loosely = person;
      ++loose;
    }
  }
  if (loose == 1) return loosely;
  return std::nullopt;
}

void Records::add_identifier(store::Transaction& tx, const Identifier& identifier,
                             Instant now) const {
  const Bytes hash = number_hash(identifier.type, identifier.number);
  const Bytes sealed =
      vault_.seal(sealed_in("identifier.number", identifier.id), identifier.number);
  tx.execute(
      "INSERT INTO identifier (id, person_id, type, number_sealed, number_hash, issuer, state, "
      "created_at) VALUES (?, ?, ?, ?, ?, ?, 'active', ?)",
      {identifier.id, identifier.person, name_of(identifier.type), Blob{sealed}, Blob{hash},
       identifier.issuer, now});
}

void Records::remove_identifier(store::Transaction& tx, IdentifierId id, Instant now) const {
  tx.execute("UPDATE identifier SET state = 'removed', removed_at = ? WHERE id = ?", {now, id});
}

void Records::move_identifiers(store::Transaction& tx, PersonId from, PersonId into) const {
  tx.execute("UPDATE identifier SET person_id = ? WHERE person_id = ?", {into, from});
}

}  // namespace yuyue::patients
