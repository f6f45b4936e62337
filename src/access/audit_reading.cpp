// The audit log as people read it: by subject, actor, action and time.
#include <algorithm>
#include <limits>

#include "yuyue/access/audit.hpp"

namespace yuyue::access {
namespace {

constexpr std::string_view kReadAll =
    "SELECT e.seq, e.at, e.actor_kind, e.actor_id, COALESCE(a.display_name, k.name, d.name, ''), "
    "e.action, "
    "e.subject_kind, e.subject_id, e.request_id, e.details, "
    "COALESCE(n.note_sealed, e.note_sealed) FROM audit_entry e "
    "LEFT JOIN audit_note n ON n.seq = e.seq "
    "LEFT JOIN account a ON e.actor_kind = 'staff' AND a.id = e.actor_id "
    "LEFT JOIN api_key k ON e.actor_kind = 'key' AND k.id = e.actor_id "
    "LEFT JOIN device d ON e.actor_kind = 'device' AND d.id = e.actor_id "
    "WHERE e.seq < ?1 AND e.at >= ?2 AND e.at < ?3 AND (?4 = '' OR e.action = ?4) "
    "AND (?5 IS NULL OR e.actor_kind = ?5) AND (?6 IS NULL OR e.actor_id = ?6) "
    "ORDER BY e.seq DESC LIMIT ?7";
constexpr std::string_view kReadSubject =
    "SELECT e.seq, e.at, e.actor_kind, e.actor_id, COALESCE(a.display_name, k.name, d.name, ''), "
    "e.action, "
    "e.subject_kind, e.subject_id, e.request_id, e.details, "
    "COALESCE(n.note_sealed, e.note_sealed) FROM audit_entry e "
    "LEFT JOIN audit_note n ON n.seq = e.seq "
    "LEFT JOIN account a ON e.actor_kind = 'staff' AND a.id = e.actor_id "
    "LEFT JOIN api_key k ON e.actor_kind = 'key' AND k.id = e.actor_id "
    "LEFT JOIN device d ON e.actor_kind = 'device' AND d.id = e.actor_id "
    "WHERE e.seq < ?1 AND e.at >= ?2 AND e.at < ?3 AND (?4 = '' OR e.action = ?4) "
    "AND (?5 IS NULL OR e.actor_kind = ?5) AND (?6 IS NULL OR e.actor_id = ?6) "
    "AND e.subject_kind = ?8 AND e.subject_id = ?9 "
    "ORDER BY e.seq DESC LIMIT ?7";
constexpr std::string_view kReadActor =
    "SELECT e.seq, e.at, e.actor_kind, e.actor_id, COALESCE(a.display_name, k.name, d.name, ''), "
    "e.action, "
    "e.subject_kind, e.subject_id, e.request_id, e.details, "
    "COALESCE(n.note_sealed, e.note_sealed) FROM audit_entry e "
    "LEFT JOIN audit_note n ON n.seq = e.seq "
    "LEFT JOIN account a ON e.actor_kind = 'staff' AND a.id = e.actor_id "
    "LEFT JOIN api_key k ON e.actor_kind = 'key' AND k.id = e.actor_id "
    "LEFT JOIN device d ON e.actor_kind = 'device' AND d.id = e.actor_id "
    "WHERE e.seq < ?1 AND e.at >= ?2 AND e.at < ?3 AND (?4 = '' OR e.action = ?4) "
    "AND e.actor_kind = ?5 AND e.actor_id = ?6 AND e.actor_kind <> 'patient' "
    "ORDER BY e.seq DESC LIMIT ?7";

}  // namespace

AuditPage AuditLog::read(store::Snapshot& snapshot, const AuditFilter& filter) const {
  const int limit = std::clamp(filter.limit, 1, 200);
  constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();
  std::vector<store::Value> values;
  values.emplace_back(filter.before.value_or(kEnd));
  values.emplace_back(filter.from ? to_millis(*filter.from) : -kEnd);
  values.emplace_back(filter.to ? to_millis(*filter.to) : kEnd);
  values.emplace_back(filter.action);
  values.push_back(filter.actor_kind ? store::Value(name_of(*filter.actor_kind))
                                     : store::Value(nullptr));
  values.emplace_back(filter.actor_id);
  values.emplace_back(limit + 1);
  const bool is_indexed = filter.actor_kind && filter.actor_kind != PrincipalKind::patient;
  std::string_view sql = is_indexed && filter.actor_id ? kReadActor : kReadAll;
  if (filter.subject) {
    sql = kReadSubject;
    values.emplace_back(filter.subject->kind);
    values.emplace_back(filter.subject->id);
  }
  AuditPage page;
  auto rows = snapshot.query(sql, values);
  while (rows.next()) {
    if (static_cast<int>(page.items.size()) == limit) {
      page.next = page.items.back().seq;
      break;
    }
    const store::Row& row = rows.row();
    AuditEntry entry;
    entry.seq = row.integer(0);
    entry.at = row.instant(1);
    entry.actor_kind = principal_kind_from(row.text(2)).value_or(PrincipalKind::anonymous);
    entry.actor_id = row.integer(3);
    entry.actor_name = row.text(4);
    entry.action = row.text(5);
    entry.subject = {row.text(6), row.integer(7)};
    entry.request_id = row.text(8);
    entry.details = row.text(9);
    const store::Bytes note = row.blob(10);
    if (!note.empty())
      entry.note = vault_.open("audit_entry.note:" + std::to_string(entry.seq), note);
    page.items.push_back(std::move(entry));
  }
  return page;
}

}  // namespace yuyue::access
