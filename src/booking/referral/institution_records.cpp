// Partner institutions, who acts for them, and whom they know.
#include "booking/referral/records.hpp"

namespace yuyue::booking::referral {
namespace {

Institution institution_from(const store::Row& row) {
  return {.id = row.id<InstitutionId>(0),
          .version = row.integer(1),
          .code = row.text(2),
          .name = row.text(3),
          .name_en = row.text(4),
          .phone = row.text(5),
          .address = row.text(6),
          .active = row.flag(7)};
}

}  // namespace

std::vector<Institution> institutions(store::Snapshot& snapshot) {
  std::vector<Institution> list;
  auto rows = snapshot.query(
      "SELECT id, version, code, name, name_en, phone, address, active FROM institution"
      " ORDER BY name");
  while (rows.next()) list.push_back(institution_from(rows.row()));
  return list;
}

std::optional<Institution> find_institution(store::Snapshot& snapshot, InstitutionId id) {
  auto rows = snapshot.query(
      "SELECT id, version, code, name, name_en, phone, address, active FROM institution"
      " WHERE id = ?",
      {id});
  if (!rows.next()) return std::nullopt;
  return institution_from(rows.row());
}

InstitutionUsers users_of(store::Snapshot& snapshot, InstitutionId id) {
  InstitutionUsers users;
  auto rows = snapshot.query(
      "SELECT kind, principal_id FROM institution_user WHERE institution_id = ?"
      " ORDER BY kind, principal_id",
      {id});
  while (rows.next()) {
    if (rows->text(0) == "key")
      users.keys.push_back(rows->id<ApiKeyId>(1));
    else
      users.accounts.push_back(rows->id<AccountId>(1));
  }
  return users;
}

std::optional<Institution> institution_of(store::Snapshot& snapshot, std::string_view kind,
                                          std::int64_t principal_id) {
  const auto id = snapshot.integer(
      "SELECT institution_id FROM institution_user WHERE kind = ? AND principal_id = ?",
      {kind, principal_id});
  if (!id) return std::nullopt;
  auto found = find_institution(snapshot, InstitutionId{*id});
  if (!found || !found->active) return std::nullopt;
  return found;
}

std::vector<PersonId> people_of(store::Snapshot& snapshot, InstitutionId id, int limit) {
  std::vector<PersonId> people;
  auto rows = snapshot.query(
      "SELECT person_id FROM institution_person WHERE institution_id = ?"
      " ORDER BY since DESC, person_id DESC LIMIT ?",
      {id, limit});
  while (rows.next()) people.push_back(rows->id<PersonId>(0));
  return people;
}

bool knows(store::Snapshot& snapshot, InstitutionId id, PersonId person) {
  return snapshot
      .integer("SELECT 1 FROM institution_person WHERE institution_id = ? AND person_id = ?",
               {id, person})
      .has_value();
}

void make_known(store::Transaction& tx, InstitutionId id, PersonId person, Instant now) {
  tx.execute(
      "INSERT INTO institution_person (institution_id, person_id, since) VALUES (?, ?, ?)"
      " ON CONFLICT DO NOTHING",
      {id, person, now});
}

namespace records {

void insert(store::Transaction& tx, const Institution& i) {
  tx.execute(
      "INSERT INTO institution (id, version, code, name, name_en, phone, address, active)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {i.id, i.version, i.code, i.name, i.name_en, i.phone, i.address, i.active});
}

bool update(store::Transaction& tx, const Institution& i) {
  return tx.execute(
             "UPDATE institution SET version = version + 1, code = ?, name = ?, name_en = ?,"
             " phone = ?, address = ?, active = ? WHERE id = ? AND version = ?",
             {i.code, i.name, i.name_en, i.phone, i.address, i.active, i.id, i.version}) == 1;
}

void clear_users(store::Transaction& tx, InstitutionId id) {
  tx.execute("DELETE FROM institution_user WHERE institution_id = ?", {id});
}

void insert_user(store::Transaction& tx, InstitutionId id, std::string_view kind,
                 std::int64_t principal) {
  tx.execute("INSERT INTO institution_user (kind, principal_id, institution_id) VALUES (?, ?, ?)",
             {kind, principal, id});
}

void move_known(store::Transaction& tx, PersonId from, PersonId into) {
  tx.execute(
      "INSERT INTO institution_person (institution_id, person_id, since)"
      " SELECT institution_id, ?, since FROM institution_person WHERE person_id = ?"
      " ON CONFLICT DO NOTHING",
      {into, from});
  tx.execute("DELETE FROM institution_person WHERE person_id = ?", {from});
}

}  // namespace records
}  // namespace yuyue::booking::referral
