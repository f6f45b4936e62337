#include "yuyue/centre/voice/offices.hpp"

#include <algorithm>

namespace yuyue::centre::voice {
namespace {

Office office_from(store::Snapshot& snapshot, const store::Row& row) {
  Office office{.id = row.id<VoiceOfficeId>(0),
                .version = row.integer(1),
                .name = row.text(2),
                .name_en = row.text(3),
                .phone = row.text(4),
                .handles = row.flag(5),
                .active = row.flag(6),
                .accounts = {}};
  auto accounts = snapshot.query(
      "SELECT account_id FROM voice_office_account WHERE office_id = ? ORDER BY account_id",
      {office.id});
  while (accounts.next()) office.accounts.push_back(accounts->id<AccountId>(0));
  return office;
}

Result<void> complete(store::Snapshot& snapshot, Office& office) {
  if (office.name.empty()) return Refusal("required").with("name", "name").at("/name");
  std::ranges::sort(office.accounts);
  const auto twice = std::ranges::unique(office.accounts);
  office.accounts.erase(twice.begin(), twice.end());
  for (const auto account : office.accounts)
    if (!snapshot.integer("SELECT 1 FROM account WHERE id = ?", {account}))
      return Refusal("unknown-reference").with("name", "accounts").at("/accounts");
  return {};
}

void put_accounts(store::Transaction& tx, const Office& office) {
  tx.execute("DELETE FROM voice_office_account WHERE office_id = ?", {office.id});
  for (const auto account : office.accounts)
    tx.execute("INSERT INTO voice_office_account (office_id, account_id) VALUES (?, ?)",
               {office.id, account});
}

void put_down(const Environment& env, store::Transaction& tx, const char* what,
              access::AuditSubject subject, const access::Actor& by, Instant now) {
  if (!env.journal) return;
  env.journal->record(
      tx, by, {.what = what, .subject = std::move(subject), .details = {}, .note = {}}, now);
}

}  // namespace

std::vector<Office> offices(store::Snapshot& snapshot) {
  std::vector<Office> list;
  auto rows = snapshot.query(
      "SELECT id, version, name, name_en, phone, handles, active FROM voice_office ORDER BY name");
  while (rows.next()) list.push_back(office_from(snapshot, rows.row()));
  return list;
}

std::optional<Office> find_office(store::Snapshot& snapshot, VoiceOfficeId id) {
  auto rows = snapshot.query(
      "SELECT id, version, name, name_en, phone, handles, active FROM voice_office WHERE id = ?",
      {id});
  if (!rows.next()) return std::nullopt;
  return office_from(snapshot, rows.row());
}

std::vector<VoiceOfficeId> offices_of(store::Snapshot& snapshot, AccountId account) {
  std::vector<VoiceOfficeId> list;
  auto rows = snapshot.query(
      "SELECT office_id FROM voice_office_account WHERE account_id = ? ORDER BY office_id",
      {account});
  while (rows.next()) list.push_back(rows->id<VoiceOfficeId>(0));
  return list;
}

bool may_handle(store::Snapshot& snapshot, AccountId account) {
  const auto own = offices_of(snapshot, account);
  return own.empty() || std::ranges::any_of(own, [&](VoiceOfficeId id) {
           return find_office(snapshot, id)->handles;
         });
}

Result<Office> Offices::add(store::Transaction& tx, Office o, const access::Actor& by,
                            Instant now) const {
  if (auto fine = complete(tx, o); !fine) return fine.error();
  o.id = env_.ids->next<VoiceOfficeId>();
  o.version = 1;
  try {
    tx.execute(
        "INSERT INTO voice_office (id, version, name, name_en, phone, handles, active)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        {o.id, o.version, o.name, o.name_en, o.phone, o.handles, o.active});
  } catch (const store::UniqueViolation&) {
    return Refusal("name-taken").at("/name");
  }
  put_accounts(tx, o);
  put_down(env_, tx, "voice-office-added", o.id, by, now);
  return o;
}

Result<Office> Offices::change(store::Transaction& tx, Office o, const access::Actor& by,
                               Instant now) const {
  if (!find_office(tx, o.id)) return Refusal("not-found").with("what", "voice-office");
  if (auto fine = complete(tx, o); !fine) return fine.error();
  try {
    if (tx.execute("UPDATE voice_office SET version = version + 1, name = ?, name_en = ?,"
                   " phone = ?, handles = ?, active = ? WHERE id = ? AND version = ?",
                   {o.name, o.name_en, o.phone, o.handles, o.active, o.id, o.version}) != 1)
      return Refusal("changed-meanwhile");
  } catch (const store::UniqueViolation&) {
    return Refusal("name-taken").at("/name");
  }
  ++o.version;
  put_accounts(tx, o);
  put_down(env_, tx, "voice-office-changed", o.id, by, now);
  return o;
}

Settings load_settings(store::Snapshot& snapshot) {
  Settings s;
  auto rows = snapshot.query(
      "SELECT version, confirmed, days, days_several, remind_days, reopen_days, ask_days, duties,"
      " duties_en, place, place_en, phone, hours, hours_en FROM voice_settings WHERE id = 1");
  if (!rows.next()) return s;
  s.version = rows->integer(0);
  s.confirmed = rows->flag(1);
  s.days = static_cast<int>(rows->integer(2));
  s.days_several = static_cast<int>(rows->integer(3));
  s.remind_days = static_cast<int>(rows->integer(4));
  s.reopen_days = static_cast<int>(rows->integer(5));
  s.ask_days = static_cast<int>(rows->integer(6));
  s.duties = rows->text(7);
  s.duties_en = rows->text(8);
  s.place = rows->text(9);
  s.place_en = rows->text(10);
  s.phone = rows->text(11);
  s.hours = rows->text(12);
  s.hours_en = rows->text(13);
  return s;
}

Result<Settings> Offices::save(store::Transaction& tx, Settings s, const access::Actor& by,
                               Instant now) const {
  if (load_settings(tx).version != s.version) return Refusal("changed-meanwhile");
  if (s.days_several < s.days)
    return Refusal("field-invalid").with("name", "daysSeveral").at("/daysSeveral");
  ++s.version;
  tx.execute(
      "INSERT INTO voice_settings (id, version, confirmed, days, days_several, remind_days,"
      " reopen_days, ask_days, duties, duties_en, place, place_en, phone, hours, hours_en)"
      " VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
      " ON CONFLICT (id) DO UPDATE SET version = ?1, confirmed = ?2, days = ?3,"
      " days_several = ?4, remind_days = ?5, reopen_days = ?6, ask_days = ?7, duties = ?8,"
      " duties_en = ?9, place = ?10, place_en = ?11, phone = ?12, hours = ?13, hours_en = ?14",
      {s.version, s.confirmed, s.days, s.days_several, s.remind_days, s.reopen_days, s.ask_days,
       s.duties, s.duties_en, s.place, s.place_en, s.phone, s.hours, s.hours_en});
  put_down(env_, tx, "voice-settings-changed", {}, by, now);
  return s;
}

}  // namespace yuyue::centre::voice
