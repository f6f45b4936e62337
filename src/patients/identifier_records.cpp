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

std::string kind_of(IdentifierType type, std::string_view number) {
  return "identifier:" + identifier_scope(type, number);
}

}  // namespace

access::SealedTable sealed_identifiers() {
  return {.name = "identifier",
          .select =
              "SELECT id, 'identifier.number:' || id, number_sealed, type FROM identifier "
              "WHERE id > ? ORDER BY id LIMIT ?",
          .keys = 1,
          .update =
              "UPDATE identifier SET number_sealed = ?2, number_hash = ?4 "
              "WHERE id = ?1 AND type = ?3",
          .hashes = [](const access::Vault& vault, const auto& opened, const auto& keys) {
            const auto type = identifier_type(keys[0]).value();
            const auto& number = opened[0].value();
            return std::vector<std::optional<Bytes>>{vault.lookup(kind_of(type, number), number)};
          }};
}

access::Lookups Records::number_lookups(IdentifierType type, std::string_view number) const {
  return vault_.lookups(kind_of(type, number), number);
}

std::vector<PersonId> Records::by_numbers(store::Snapshot& snapshot, std::string_view number,
                                          int limit) const {
  std::vector<PersonId> found;
  std::vector<Bytes> asked;
  for (const IdentifierType type : kTypes) {
    auto hash = number_lookups(type, number);
    if (std::find(asked.begin(), asked.end(), hash.now) != asked.end()) continue;
    auto rows = snapshot.query(
        "SELECT person_id FROM identifier WHERE number_hash IN (?, ?) AND state = 'active' LIMIT ?",
        {Blob{hash.now}, Blob{hash.former}, limit});
    while (rows.next()) {
      const auto person = rows->id<PersonId>(0);
      if (std::find(found.begin(), found.end(), person) == found.end()) found.push_back(person);
    }
    asked.push_back(std::move(hash.now));
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

std::vector<NumberTime> Records::number_times(store::Snapshot& snapshot, PersonId person) const {
  std::vector<NumberTime> list;
  auto rows = snapshot.query(
      "SELECT type, created_at, removed_at FROM identifier WHERE person_id = ? ORDER BY id",
      {person});
  while (rows.next())
    if (const auto type = identifier_type(rows->text(0)))
      list.push_back({*type, rows->instant(1), rows->maybe_instant(2)});
  return list;
}

std::optional<PersonId> Records::owner(store::Snapshot& snapshot, IdentifierType type,
                                       std::string_view number, std::string_view issuer) const {
  const auto hash = number_lookups(type, number);
  auto rows = snapshot.query(
      "SELECT person_id, issuer FROM identifier WHERE number_hash IN (?, ?) AND state = 'active'",
      {Blob{hash.now}, Blob{hash.former}});
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
  const Bytes hash = vault_.lookup(kind_of(identifier.type, identifier.number), identifier.number);
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
