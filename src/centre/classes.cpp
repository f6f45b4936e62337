#include "yuyue/centre/classes.hpp"

namespace yuyue::centre {
namespace {

void put_down(store::Transaction& tx, const Environment& env, std::string_view what,
              PersonId person, const std::string& code, const access::Actor& by, Instant now) {
  if (!env.journal) return;
  env.journal->record(
      tx, by, {.what = std::string(what), .subject = person, .details = {{"class", code}}}, now);
}

}  // namespace

Result<SeenClass> remember_class(store::Transaction& tx, const Environment& env, SeenClass seen,
                                 const access::Actor& by, Instant now) {
  if (seen.proof.empty()) return Refusal("required").with("name", "proof").at("/proof");
  if (seen.until && *seen.until < env.time->day_of(now))
    return Refusal("field-invalid").with("name", "until").at("/until");
  seen.seen_at = now;
  tx.execute(
      "INSERT INTO person_class (person_id, class, proof, seen_at, seen_by, until)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (person_id, class) DO UPDATE SET proof = ?3,"
      " seen_at = ?4, seen_by = ?5, until = ?6",
      {seen.person, seen.code, seen.proof, seen.seen_at, seen.seen_by, seen.until});
  put_down(tx, env, "priority-remembered", seen.person, seen.code, by, now);
  return seen;
}

bool forget_class(store::Transaction& tx, const Environment& env, PersonId person,
                  const std::string& code, const access::Actor& by, Instant now) {
  if (tx.execute("DELETE FROM person_class WHERE person_id = ? AND class = ?", {person, code}) == 0)
    return false;
  put_down(tx, env, "priority-forgotten", person, code, by, now);
  return true;
}

std::vector<SeenClass> seen_classes(store::Snapshot& snapshot, PersonId person, Day day) {
  std::vector<SeenClass> list;
  auto rows = snapshot.query(
      "SELECT class, proof, seen_at, seen_by, until FROM person_class WHERE person_id = ?1"
      " AND (until IS NULL OR until >= ?2) ORDER BY class",
      {person, day});
  while (rows.next())
    list.push_back({.person = person,
                    .code = rows->text(0),
                    .proof = rows->text(1),
                    .seen_at = rows->instant(2),
                    .seen_by = rows->id<AccountId>(3),
                    .until = rows->maybe_day(4)});
  return list;
}

}  // namespace yuyue::centre
