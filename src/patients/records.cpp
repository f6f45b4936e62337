#include "patients/records.hpp"

#include <nlohmann/json.hpp>

#include "yuyue/patients/rules.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::patients {
namespace {

using access::sealed_in;
using store::Blob;
using store::Bytes;

constexpr std::size_t kTail = 4;

/// The columns of a person that hold something personal.
struct Sealed {
  Bytes name, name_hash, pinyin_hash, initials_hash;
  std::optional<Bytes> phone, phone_hash, phone_tail_hash, birth_date;
};

/// What a person is searched by.
void hash(const access::Vault& vault, const std::string& name, const std::string& phone,
          Sealed& out) {
  out.name_hash = vault.lookup("name", name_key(name));
  out.pinyin_hash = vault.lookup("name-pinyin", pinyin_of_name(name));
  out.initials_hash = vault.lookup("name-initials", pinyin_initials_of_name(name));
  if (phone.empty()) return;
  out.phone_hash = vault.lookup("phone", phone);
  out.phone_tail_hash = vault.lookup("phone-tail", phone.substr(phone.size() - kTail));
}

Sealed seal(const access::Vault& vault, const Person& person) {
  Sealed out;
  hash(vault, person.name, person.phone, out);
  out.name = vault.seal(sealed_in("person.name", person.id), person.name);
  if (!person.phone.empty())
    out.phone = vault.seal(sealed_in("person.phone", person.id), person.phone);
  if (person.birth_date) {
    out.birth_date =
        vault.seal(sealed_in("person.birth_date", person.id), format_day(*person.birth_date));
  }
  return out;
}

store::Value blob(const std::optional<Bytes>& bytes) {
  return bytes ? store::Value(Blob{*bytes}) : store::Value(nullptr);
}

std::string needs_json(const Person& person) {
  return nlohmann::json(person.needs).dump();
}

std::string_view state_name(PersonState state) {
  return state == PersonState::active ? "active" : "merged";
}

template <class IdType>
nlohmann::json id_list(const std::vector<IdType>& ids) {
  auto list = nlohmann::json::array();
  for (const IdType id : ids) list.push_back(id.value);
  return list;
}

Link read_link(const store::Row& row) {
  return {row.id<MemberId>(0), row.id<PersonId>(1),
          relation_from(row.text(2)).value_or(Relation::other), row.flag(3)};
}

}  // namespace

std::optional<Person> Records::find(store::Snapshot& snapshot, PersonId id) const {
  auto rows = snapshot.query(
      "SELECT name_sealed, phone_sealed, birth_date_sealed, sex, needs, guardian_person_id, state, "
      "merged_into, version, created_at FROM person WHERE id = ?",
      {id});
  if (!rows.next()) return std::nullopt;
  const store::Row& row = rows.row();
  Person person;
  person.id = id;
  person.name = vault_.open(sealed_in("person.name", id), row.blob(0));
  if (!row.is_null(1)) person.phone = vault_.open(sealed_in("person.phone", id), row.blob(1));
  if (!row.is_null(2)) {
    person.birth_date = parse_day(vault_.open(sealed_in("person.birth_date", id), row.blob(2)));
  }
  person.sex = sex_from(row.text(3)).value_or(Sex::unknown);
  person.needs = nlohmann::json::parse(row.text(4)).get<std::vector<std::string>>();
  person.guardian = row.maybe_id<PersonId>(5);
  person.state = row.text(6) == "active" ? PersonState::active : PersonState::merged;
  person.merged_into = row.maybe_id<PersonId>(7);
  person.version = row.integer(8);
  person.created_at = row.instant(9);
  return person;
}

void Records::insert(store::Transaction& tx, const Person& person, Instant now) const {
  const Sealed sealed = seal(vault_, person);
  tx.execute(
      "INSERT INTO person (id, name_sealed, name_hash, pinyin_hash, initials_hash, phone_sealed, "
      "phone_hash, phone_tail_hash, birth_date_sealed, sex, needs, guardian_person_id, state, "
      "version, created_at, changed_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', ?, ?, ?)",
      {person.id, Blob{sealed.name}, Blob{sealed.name_hash}, Blob{sealed.pinyin_hash},
       Blob{sealed.initials_hash}, blob(sealed.phone), blob(sealed.phone_hash),
       blob(sealed.phone_tail_hash), blob(sealed.birth_date), name_of(person.sex),
       needs_json(person), person.guardian, person.version, now, now});
}

void Records::update(store::Transaction& tx, const Person& person, Instant now) const {
  const Sealed sealed = seal(vault_, person);
  tx.execute(
      "UPDATE person SET name_sealed = ?, name_hash = ?, pinyin_hash = ?, initials_hash = ?, "
      "phone_sealed = ?, phone_hash = ?, phone_tail_hash = ?, birth_date_sealed = ?, sex = ?, "
      "needs = ?, guardian_person_id = ?, state = ?, merged_into = ?, version = ?, changed_at = ? "
      "WHERE id = ?",
      {Blob{sealed.name}, Blob{sealed.name_hash}, Blob{sealed.pinyin_hash},
       Blob{sealed.initials_hash}, blob(sealed.phone), blob(sealed.phone_hash),
       blob(sealed.phone_tail_hash), blob(sealed.birth_date), name_of(person.sex),
       needs_json(person), person.guardian, state_name(person.state), person.merged_into,
       person.version, now, person.id});
}

std::vector<PersonId> Records::by_hash(store::Snapshot& snapshot, std::string_view sql,
                                       const access::Lookups& hash, int limit) const {
  std::vector<PersonId> found;
  auto rows = snapshot.query(sql, {Blob{hash.now}, Blob{hash.former}, limit});
  while (rows.next()) found.push_back(rows->id<PersonId>(0));
  return found;
}

std::vector<PersonId> Records::by_phone(store::Snapshot& snapshot, std::string_view phone,
                                        int limit) const {
  return by_hash(snapshot,
                 "SELECT id FROM person WHERE phone_hash IN (?, ?) AND state = 'active' "
                 "ORDER BY changed_at DESC LIMIT ?",
                 vault_.lookups("phone", phone), limit);
}

std::vector<PersonId> Records::by_name(store::Snapshot& snapshot, std::string_view name,
                                       int limit) const {
  return by_hash(snapshot,
                 "SELECT id FROM person WHERE name_hash IN (?, ?) AND state = 'active' "
                 "ORDER BY changed_at DESC LIMIT ?",
                 vault_.lookups("name", name_key(name)), limit);
}

std::vector<PersonId> Records::by_initials(store::Snapshot& snapshot, std::string_view letters,
                                           int limit) const {
  return by_hash(snapshot,
                 "SELECT id FROM person WHERE initials_hash IN (?, ?) AND state = 'active' "
                 "ORDER BY changed_at DESC LIMIT ?",
                 vault_.lookups("name-initials", letters), limit);
}

std::vector<PersonId> Records::by_pinyin(store::Snapshot& snapshot, std::string_view letters,
                                         int limit) const {
  return by_hash(snapshot,
                 "SELECT id FROM person WHERE pinyin_hash IN (?, ?) AND state = 'active' "
                 "ORDER BY changed_at DESC LIMIT ?",
                 vault_.lookups("name-pinyin", letters), limit);
}

std::vector<PersonId> Records::by_tail_and_name(store::Snapshot& snapshot, std::string_view tail,
                                                std::string_view name, int limit) const {
  const auto tail_hash = vault_.lookups("phone-tail", tail);
  const auto name_hash = vault_.lookups("name", name_key(name));
  std::vector<PersonId> found;
  auto rows = snapshot.query(
      "SELECT id FROM person WHERE phone_tail_hash IN (?, ?) AND name_hash IN (?, ?) AND state = "
      "'active' "
      "ORDER BY changed_at DESC LIMIT ?",
      {Blob{tail_hash.now}, Blob{tail_hash.former}, Blob{name_hash.now}, Blob{name_hash.former},
       limit});
  while (rows.next()) found.push_back(rows->id<PersonId>(0));
  return found;
}

std::vector<PersonId> Records::children_of(store::Snapshot& snapshot, PersonId guardian) const {
  std::vector<PersonId> found;
  auto rows =
      snapshot.query("SELECT id FROM person WHERE guardian_person_id = ? ORDER BY id", {guardian});
  while (rows.next()) found.push_back(rows->id<PersonId>(0));
  return found;
}

void Records::move_children(store::Transaction& tx, PersonId from, PersonId into) const {
  tx.execute(
      "UPDATE person SET guardian_person_id = ?, version = version + 1 "
      "WHERE guardian_person_id = ? AND id <> ?",
      {into, from, into});
}

void Records::shorten_merges(store::Transaction& tx, PersonId from, PersonId into) const {
  tx.execute("UPDATE person SET merged_into = ? WHERE merged_into = ?", {into, from});
}

std::vector<Link> Records::links_of(store::Snapshot& snapshot, MemberId member) const {
  std::vector<Link> found;
  auto rows = snapshot.query(
      "SELECT member_id, person_id, relation, is_guardian FROM member_person "
      "WHERE member_id = ? AND until IS NULL ORDER BY relation <> 'self', since, person_id",
      {member});
  while (rows.next()) found.push_back(read_link(rows.row()));
  return found;
}

std::vector<Link> Records::links_to(store::Snapshot& snapshot, PersonId person) const {
  std::vector<Link> found;
  auto rows = snapshot.query(
      "SELECT member_id, person_id, relation, is_guardian FROM member_person "
      "WHERE person_id = ? AND until IS NULL ORDER BY member_id",
      {person});
  while (rows.next()) found.push_back(read_link(rows.row()));
  return found;
}

std::optional<Link> Records::link(store::Snapshot& snapshot, MemberId member,
                                  PersonId person) const {
  auto rows = snapshot.query(
      "SELECT member_id, person_id, relation, is_guardian FROM member_person "
      "WHERE member_id = ? AND person_id = ? AND until IS NULL",
      {member, person});
  if (!rows.next()) return std::nullopt;
  return read_link(rows.row());
}

int Records::links_made_since(store::Snapshot& snapshot, MemberId member, Instant since) const {
  return static_cast<int>(
      snapshot
          .integer("SELECT COUNT(*) FROM member_person WHERE member_id = ? AND since > ?",
                   {member, since})
          .value_or(0));
}

void Records::add_link(store::Transaction& tx, const Link& link, Instant now) const {
  tx.execute(
      "INSERT INTO member_person (member_id, person_id, relation, is_guardian, since) "
      "VALUES (?, ?, ?, ?, ?)",
      {link.member, link.person, name_of(link.relation), link.is_guardian, now});
}

bool Records::end_link(store::Transaction& tx, MemberId member, PersonId person,
                       Instant now) const {
  return tx.execute(
             "UPDATE member_person SET until = ? "
             "WHERE member_id = ? AND person_id = ? AND until IS NULL",
             {now, member, person}) > 0;
}

void Records::trace(store::Transaction& tx, std::int64_t id, const MergeTrace& trace,
                    Instant now) const {
  const Bytes reason = vault_.seal("person_merge.reason:" + std::to_string(id), trace.reason);
  const std::string moved = nlohmann::json{
      {"identifiers", id_list(trace.identifiers)},
      {"members", id_list(trace.members)},
      {"children",
       id_list(trace.children)}}.dump();
  tx.execute(
      "INSERT INTO person_merge (id, from_id, into_id, at, by_kind, by_id, reason_sealed, moved) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {id, trace.from, trace.into, now, trace.by_kind, trace.by_id, Blob{reason}, moved});
}

namespace {

std::vector<std::optional<Bytes>> person_hashes(
    const access::Vault& vault, const std::vector<std::optional<std::string>>& opened,
    const std::vector<std::string>&) {
  Sealed sealed;
  hash(vault, opened[0].value(), opened[1].value_or(""), sealed);
  return {sealed.name_hash, sealed.pinyin_hash, sealed.initials_hash, sealed.phone_hash,
          sealed.phone_tail_hash};
}

}  // namespace

std::vector<access::SealedTable> sealed_tables() {
  return {
      {.name = "person",
       .select = "SELECT id, 'person.name:' || id, name_sealed, 'person.phone:' || id, "
                 "phone_sealed, 'person.birth_date:' || id, birth_date_sealed FROM person "
                 "WHERE id > ? ORDER BY id LIMIT ?",
       .columns = 3,
       .update = "UPDATE person SET name_sealed = ?2, phone_sealed = ?3, birth_date_sealed = ?4, "
                 "name_hash = ?5, pinyin_hash = ?6, initials_hash = ?7, phone_hash = ?8, "
                 "phone_tail_hash = ?9 WHERE id = ?1",
       .hashes = &person_hashes},
      sealed_identifiers(),
      {.name = "person_merge",
       .select = "SELECT id, 'person_merge.reason:' || id, reason_sealed FROM person_merge "
                 "WHERE id > ? ORDER BY id LIMIT ?",
       .update = "UPDATE person_merge SET reason_sealed = ?2 WHERE id = ?1"}};
}

}  // namespace yuyue::patients
