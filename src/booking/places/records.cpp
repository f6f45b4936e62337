#include "booking/places/records.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace yuyue::booking::places {
namespace {

constexpr std::array<std::string_view, 3> kKinds{"held", "offered", "cooling"};

constexpr std::string_view kColumns =
    "id, kind, slot_id, session_id, pool, owner_kind, owner_id, created_at, expires_at, person_id";

Claim claim_from(const store::Row& row) {
  const auto kind = claim_kind(row.text(1));
  if (!kind) throw std::runtime_error("unknown word in a claim");
  Claim claim;
  claim.id = row.id<ClaimId>(0);
  claim.kind = *kind;
  claim.place = {.slot = row.id<SlotId>(2), .session = row.id<SessionId>(3), .pool = {}};
  if (!row.is_null(4)) claim.place.pool = pool_from(row.text(4));
  claim.owner = {row.text(5), row.integer(6)};
  claim.created_at = row.instant(7);
  claim.expires_at = row.instant(8);
  claim.person = row.maybe_id<PersonId>(9);
  return claim;
}

std::optional<std::string_view> word(std::optional<Pool> pool) {
  if (!pool) return std::nullopt;
  return name_of(*pool);
}

void must_change(int rows) {
  if (rows != 1) throw std::logic_error("a place without its counter");
}

}  // namespace

std::string_view name_of(ClaimKind kind) {
  return kKinds.at(static_cast<std::size_t>(kind));
}

std::optional<ClaimKind> claim_kind(std::string_view name) {
  for (std::size_t i = 0; i < kKinds.size(); ++i)
    if (kKinds[i] == name) return static_cast<ClaimKind>(i);
  return std::nullopt;
}

std::optional<Claim> find_claim(store::Snapshot& snapshot, ClaimId id) {
  static const std::string kSql =
      "SELECT " + std::string(kColumns) + " FROM place_claim WHERE id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return claim_from(rows.row());
}

std::vector<PoolCount> pools_of(store::Snapshot& snapshot, SessionId session) {
  std::vector<PoolCount> pools;
  auto rows =
      snapshot.query("SELECT pool, size, taken FROM session_quota WHERE session_id = ?", {session});
  while (rows.next())
    pools.push_back({pool_from(rows->text(0)).value(), static_cast<int>(rows->integer(1)),
                     static_cast<int>(rows->integer(2))});
  std::ranges::sort(pools, {}, &PoolCount::pool);
  return pools;
}

bool Places::any_expired(store::Snapshot& snapshot, Instant now) {
  return snapshot.integer("SELECT 1 FROM place_claim WHERE expires_at <= ? LIMIT 1", {now})
      .has_value();
}

namespace records {

bool take_of_slot(store::Transaction& tx, SlotId slot) {
  return tx.execute("UPDATE slot SET taken = taken + 1 WHERE id = ? AND taken < capacity",
                    {slot}) == 1;
}

void give_to_slot(store::Transaction& tx, SlotId slot) {
  must_change(tx.execute("UPDATE slot SET taken = taken - 1 WHERE id = ?", {slot}));
}

bool widen_slot(store::Transaction& tx, SlotId slot) {
  return tx.execute(
             "UPDATE slot SET taken = taken + 1, capacity = capacity + 1 WHERE id = ?"
             " AND capacity < 99",
             {slot}) == 1;
}

void narrow_slot(store::Transaction& tx, SlotId slot) {
  must_change(tx.execute("UPDATE slot SET taken = taken - 1, capacity = capacity - 1 WHERE id = ?",
                         {slot}));
}

bool take_of_pool(store::Transaction& tx, SessionId session, Pool pool) {
  return tx.execute(
             "UPDATE session_quota SET taken = taken + 1 WHERE session_id = ? AND pool = ?"
             " AND taken < size",
             {session, name_of(pool)}) == 1;
}

void give_to_pool(store::Transaction& tx, SessionId session, Pool pool) {
  must_change(
      tx.execute("UPDATE session_quota SET taken = taken - 1 WHERE session_id = ? AND pool = ?",
                 {session, name_of(pool)}));
}

SlotFacts slot_facts(store::Snapshot& snapshot, SlotId slot) {
  auto rows = snapshot.query(
      "SELECT l.starts_at, s.department_id, s.day, s.practitioner_id, s.state FROM slot l"
      " JOIN session s ON s.id = l.session_id WHERE l.id = ?",
      {slot});
  if (!rows.next()) throw std::logic_error("a place without its slot");
  return {.starts_at = rows->instant(0),
          .department = rows->id<DepartmentId>(1),
          .day = rows->day(2),
          .practitioner = rows->maybe_id<PractitionerId>(3),
          .session_open = rows->text(4) == "open"};
}

bool any_free(store::Snapshot& snapshot, SessionId session, Instant now) {
  return snapshot
      .integer(
          "SELECT 1 FROM slot WHERE session_id = ? AND taken < capacity AND starts_at > ? LIMIT 1",
          {session, now})
      .has_value();
}

void insert(store::Transaction& tx, const Claim& c) {
  tx.execute(
      "INSERT INTO place_claim (id, kind, slot_id, session_id, pool, owner_kind, owner_id,"
      " created_at, expires_at, person_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {c.id, name_of(c.kind), c.place.slot, c.place.session, word(c.place.pool), c.owner.kind,
       c.owner.id, c.created_at, c.expires_at, c.person});
}

bool remove(store::Transaction& tx, ClaimId id) {
  return tx.execute("DELETE FROM place_claim WHERE id = ?", {id}) == 1;
}

std::vector<Claim> run_out(store::Snapshot& snapshot, Instant now, int limit) {
  static const std::string kSql = "SELECT " + std::string(kColumns) +
                                  " FROM place_claim WHERE expires_at <= ?"
                                  " ORDER BY expires_at, id LIMIT ?";
  std::vector<Claim> list;
  auto rows = snapshot.query(kSql, {now, limit});
  while (rows.next()) list.push_back(claim_from(rows.row()));
  return list;
}

int count_holds(store::Snapshot& snapshot, const Owner& owner, Instant now) {
  return static_cast<int>(
      snapshot
          .integer("SELECT count(*) FROM place_claim WHERE owner_kind = ? AND owner_id = ?"
                   " AND kind = 'held' AND expires_at > ?",
                   {owner.kind, owner.id, now})
          .value_or(0));
}

int capacity_of(store::Snapshot& snapshot, SessionId session) {
  return static_cast<int>(
      snapshot
          .integer("SELECT coalesce(sum(capacity), 0) - (SELECT count(*) FROM appointment a"
                   " JOIN slot x ON x.id = a.slot_id WHERE x.session_id = ? AND a.active = 1"
                   " AND a.extra = 1) FROM slot WHERE session_id = ?",
                   {session, session})
          .value_or(0));
}

void set_has_quotas(store::Transaction& tx, SessionId session, bool has) {
  tx.execute("UPDATE session SET quotas = ? WHERE id = ?", {has, session});
}

void clear_pools(store::Transaction& tx, SessionId session) {
  tx.execute("DELETE FROM session_quota WHERE session_id = ?", {session});
}

void insert_pool(store::Transaction& tx, SessionId session, const PoolCount& pool) {
  tx.execute("INSERT INTO session_quota (session_id, pool, size, taken) VALUES (?, ?, ?, ?)",
             {session, name_of(pool.pool), pool.size, pool.taken});
}

void set_pool_size(store::Transaction& tx, SessionId session, Pool pool, int size) {
  tx.execute("UPDATE session_quota SET size = max(taken, ?) WHERE session_id = ? AND pool = ?",
             {size, session, name_of(pool)});
}

std::vector<Taker> takers(store::Snapshot& snapshot, SessionId session) {
  std::vector<Taker> list;
  auto rows = snapshot.query(
      "SELECT a.id, a.channel FROM slot l JOIN appointment a ON a.slot_id = l.id"
      " WHERE l.session_id = ? AND a.active = 1 AND a.extra = 0 ORDER BY a.id",
      {session});
  while (rows.next())
    list.push_back({false, rows->integer(0), channel_from(rows->text(1)).value_or(Channel::web)});
  auto claims = snapshot.query(
      "SELECT c.id FROM slot l JOIN place_claim c ON c.slot_id = l.id WHERE l.session_id = ?"
      " ORDER BY c.id",
      {session});
  while (claims.next()) list.push_back({true, claims->integer(0), Channel::web});
  return list;
}

void set_pool(store::Transaction& tx, const Taker& taker, std::optional<Pool> pool) {
  if (taker.is_claim)
    tx.execute("UPDATE place_claim SET pool = ? WHERE id = ?", {word(pool), taker.id});
  else
    tx.execute("UPDATE appointment SET pool = ? WHERE id = ?", {word(pool), taker.id});
}

void forget_pools(store::Transaction& tx, SessionId session) {
  tx.execute(
      "UPDATE appointment SET pool = NULL WHERE pool IS NOT NULL AND slot_id IN"
      " (SELECT id FROM slot WHERE session_id = ?)",
      {session});
  tx.execute(
      "UPDATE place_claim SET pool = NULL WHERE pool IS NOT NULL AND slot_id IN"
      " (SELECT id FROM slot WHERE session_id = ?)",
      {session});
}

}  // namespace records
}  // namespace yuyue::booking::places
