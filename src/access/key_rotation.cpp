#include "yuyue/access/key_rotation.hpp"

#include <algorithm>
#include <chrono>

#include "access/sealed_rows.hpp"

namespace yuyue::access {
namespace {

using Clock = std::chrono::steady_clock;
using Generation = KeyRing::Generation;

constexpr std::string_view kKnownText = "yuyue";
constexpr std::string_view kKnownKind = "key-check";
constexpr std::string_view kSettledContext = "key_check.sealed:1";
constexpr std::string_view kRotationContext = "key_rotation.sealed:1";
/// A job ends at the first bunch of rows after this time, so that the writer is never held for
/// long.
constexpr std::chrono::microseconds kJob{2000};
constexpr int kBunch = 16;
constexpr int kLook = 500;

/// The change under way, or the last.
struct Rotation {
  Generation generation = 0;
  store::Bytes sealed;
  std::string at_table;
  std::int64_t after_id = 0;
  std::int64_t resealed = 0;
  Instant begun_at{};
  std::optional<Instant> done_at;
};

std::optional<Rotation> read_rotation(store::Snapshot& snapshot) {
  auto rows = snapshot.query(
      "SELECT generation, sealed, at_table, after_id, resealed, begun_at, done_at "
      "FROM key_rotation WHERE id = 1");
  if (!rows.next()) return std::nullopt;
  return Rotation{static_cast<Generation>(rows->integer(0)),
                  rows->blob(1),
                  rows->text(2),
                  rows->integer(3),
                  rows->integer(4),
                  rows->instant(5),
                  rows->maybe_instant(6)};
}

Generation settled(store::Snapshot& snapshot) {
  auto rows = snapshot.query("SELECT sealed FROM key_check WHERE id = 1");
  return rows.next() ? Vault::generation_of(rows->blob(0)) : Generation{0};
}

/// Opens the known text or says what is wrong in words for whoever starts the program.
void prove(const Vault& vault, std::string_view context, const store::Bytes& sealed) {
  try {
    if (vault.open(context, sealed) == kKnownText) return;
  } catch (const CannotOpenSealed&) {
    // said below
  }
  throw WrongKeys("the key file does not belong to this database (generation " +
                  std::to_string(Vault::generation_of(sealed)) +
                  " of its key is needed): put back the key file that was used with it (a new one "
                  "cannot open what the old one sealed)");
}

void begin(store::Transaction& tx, const Vault& vault, Instant now) {
  const store::Bytes sealed = vault.seal(kRotationContext, kKnownText);
  tx.execute(
      "INSERT INTO key_rotation (id, generation, sealed, begun_at, at_table, after_id, resealed) "
      "VALUES (1, ?, ?, ?, '', 0, 0) ON CONFLICT (id) DO UPDATE SET "
      "generation = excluded.generation, sealed = excluded.sealed, begun_at = excluded.begun_at, "
      "at_table = '', after_id = 0, resealed = 0, done_at = NULL",
      {static_cast<int>(vault.newest()), store::Blob{sealed}, now});
}

}  // namespace

bool bind_keys(store::Transaction& tx, Vault& vault, Instant now) {
  const auto known = settled(tx);
  if (known == 0) {
    const store::Bytes sealed = vault.seal(kSettledContext, kKnownText);
    const store::Bytes lookup = vault.lookup(kKnownKind, kKnownText);
    tx.execute("INSERT INTO key_check (id, sealed, lookup_hash) VALUES (1, ?, ?)",
               {store::Blob{sealed}, store::Blob{lookup}});
    return true;
  }
  store::Bytes sealed, lookup;
  {
    auto rows = tx.query("SELECT sealed, lookup_hash FROM key_check WHERE id = 1");
    rows.next();
    sealed = rows->blob(0);
    lookup = rows->blob(1);
  }
  prove(vault, kSettledContext, sealed);
  const auto rotation = read_rotation(tx);
  if (rotation && !rotation->done_at) {
    prove(vault, kRotationContext, rotation->sealed);
    vault.use(rotation->generation, known);
  } else if (vault.newest_known() > known) {
    vault.use(vault.newest_known(), known);
    begin(tx, vault, now);
  } else if (vault.newest() != known) {
    vault.use(known, known);
  }
  if (vault.lookups(kKnownKind, kKnownText).former != lookup &&
      vault.lookup(kKnownKind, kKnownText) != lookup)
    throw WrongKeys("the key file's keys for searching do not belong to this database");
  return true;
}

KeyRotation::KeyRotation(Vault& vault, const AuditLog& audit, std::filesystem::path key_file,
                         std::vector<SealedTable> tables)
    : vault_(vault), audit_(audit), key_file_(std::move(key_file)), tables_(std::move(tables)) {}

KeyRotationState KeyRotation::state(store::Snapshot& snapshot) const {
  KeyRotationState state;
  state.settled = state.newest = settled(snapshot);
  state.tables = static_cast<int>(tables_.size());
  if (const auto rotation = read_rotation(snapshot)) {
    state.newest = std::max(state.settled, rotation->generation);
    state.resealed = rotation->resealed;
    state.begun_at = rotation->begun_at;
    state.done_at = rotation->done_at;
    if (rotation->done_at) {
      state.tables_done = state.tables;
    } else {
      const auto at = std::ranges::find(tables_, rotation->at_table, &SealedTable::name);
      if (at != tables_.end()) state.tables_done = static_cast<int>(at - tables_.begin());
      state.table = rotation->at_table;
    }
  }
  if (vault_.newest_known() > state.newest) state.waiting = vault_.newest_known();
  return state;
}

bool KeyRotation::take_up(store::Database& database, Instant now) const {
  vault_.learn(KeyRing::load(key_file_));
  return database.write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
    bind_keys(tx, vault_, now);
    return state(tx).is_running();
  });
}

bool KeyRotation::step(store::Database& database, Instant now) const {
  // A look first: nearly always there is nothing to do.
  const bool running = database.read([](store::Snapshot& snapshot) {
    const auto rotation = read_rotation(snapshot);
    return rotation && !rotation->done_at;
  });
  if (!running) return false;
  return database.write_now(store::Lane::housekeeping,
                            [&](store::Transaction& tx) { return step(tx, now); });
}

bool KeyRotation::step(store::Transaction& tx, Instant now) const {
  const auto began = Clock::now();
  auto rotation = read_rotation(tx);
  if (!rotation || rotation->done_at) return false;
  if (rotation->at_table.empty())
    audit_.record(
        tx, Principal::control_socket(),
        {"key-rotation-begun", {}, {{"generation", std::to_string(rotation->generation)}}, {}},
        now);
  auto table = std::ranges::find(tables_, rotation->at_table, &SealedTable::name);
  if (table == tables_.end()) {  // the first step; or a version that knows other tables
    table = tables_.begin();
    rotation->after_id = 0;
  }
  while (table != tables_.end() && Clock::now() - began < kJob) {
    const auto rows = read_rows(tx, *table, rotation->after_id, kBunch);
    for (const auto& row : rows) {
      if (!row.any([&](Generation of) { return of != rotation->generation; })) continue;
      reseal(tx, vault_, *table, row);
      ++rotation->resealed;
    }
    if (!rows.empty()) rotation->after_id = rows.back().id;
    if (is_last(rows, kBunch)) {
      ++table;
      rotation->after_id = 0;
    }
  }
  const bool more = table != tables_.end();
  tx.execute("UPDATE key_rotation SET at_table = ?, after_id = ?, resealed = ? WHERE id = 1",
             {more ? table->name : tables_.back().name, rotation->after_id, rotation->resealed});
  if (!more) finish(tx, rotation->generation, now);
  return more;
}

void KeyRotation::finish(store::Transaction& tx, Generation generation, Instant now) const {
  const store::Bytes sealed = vault_.seal(kSettledContext, kKnownText);
  const store::Bytes lookup = vault_.lookup(kKnownKind, kKnownText);
  tx.execute("UPDATE key_check SET sealed = ?, lookup_hash = ? WHERE id = 1",
             {store::Blob{sealed}, store::Blob{lookup}});
  tx.execute("UPDATE key_rotation SET done_at = ? WHERE id = 1", {now});
  const auto rows = tx.integer("SELECT resealed FROM key_rotation WHERE id = 1").value_or(0);
  audit_.record(tx, Principal::control_socket(),
                {"key-rotation-done",
                 {},
                 {{"generation", std::to_string(generation)}, {"rows", std::to_string(rows)}},
                 {}},
                now);
}

std::vector<std::string> KeyRotation::used_by(const store::Database& database,
                                              Generation generation) const {
  std::vector<std::string> users;
  const auto is = [&](Generation of) {
    return of == generation;
  };
  for (const auto& table : tables_) {
    std::int64_t after = 0;
    for (bool more = true; more;) {
      const auto rows = database.read(
          [&](store::Snapshot& snapshot) { return read_rows(snapshot, table, after, kLook); });
      if (std::ranges::any_of(rows, [&](const SealedRow& row) { return row.any(is); })) {
        users.emplace_back(table.name);
        break;
      }
      if (!rows.empty()) after = rows.back().id;
      more = !is_last(rows, kLook);
    }
  }
  database.read([&](store::Snapshot& snapshot) {
    // Kept for a day, and not sealed anew.
    const char byte = static_cast<char>(generation);
    if (snapshot.integer("SELECT 1 FROM idempotency WHERE substr(answer_sealed, 2, 1) = ? LIMIT 1",
                         {store::Blob{std::string_view(&byte, 1)}}))
      users.emplace_back("idempotency");
    const auto present = state(snapshot);
    if (present.settled == generation || present.newest == generation)
      users.emplace_back("key_check");
    return true;
  });
  return users;
}

std::vector<SealedTable> sealed_tables() {
  return {{.name = "member",
           .select = "SELECT id, 'member.phone:' || id, phone_sealed FROM member "
                     "WHERE id > ? ORDER BY id LIMIT ?",
           .update = "UPDATE member SET phone_sealed = ?2, phone_hash = ?3 WHERE id = ?1",
           .hashes =
               [](const Vault& vault, const auto& opened, const auto&) {
                 return std::vector<std::optional<store::Bytes>>{
                     vault.lookup("member-phone", opened[0].value())};
               }},
          {.name = "audit_note",
           .select = "SELECT e.seq, 'audit_entry.note:' || e.seq, "
                     "COALESCE(n.note_sealed, e.note_sealed) FROM audit_entry e "
                     "LEFT JOIN audit_note n ON n.seq = e.seq "
                     "WHERE length(e.note_sealed) > 0 AND e.seq > ? ORDER BY e.seq LIMIT ?",
           .update = "INSERT INTO audit_note (seq, note_sealed) VALUES (?1, ?2) "
                     "ON CONFLICT (seq) DO UPDATE SET note_sealed = excluded.note_sealed"}};
}

}  // namespace yuyue::access
