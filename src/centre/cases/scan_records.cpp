// Scans as they are kept: the bytes are in files beside the database.
#include "centre/cases/records.hpp"

namespace yuyue::centre::cases::records {
namespace {

using access::sealed_in;

constexpr const char* kAttachments =
    "SELECT id, case_id, item, file, file_hash, key_sealed, type, bytes, name_sealed, added_at"
    " FROM attachment";

Attachment attachment_from(const access::Vault& vault, const store::Row& row) {
  Attachment scan{.id = row.id<AttachmentId>(0),
                  .of = row.id<CaseId>(1),
                  .item = {},
                  .file = row.text(3),
                  .file_hash = row.blob(4),
                  .key = {},
                  .type = row.text(6),
                  .bytes = row.integer(7),
                  .name = {},
                  .added_at = row.instant(9)};
  if (!row.is_null(2)) scan.item = static_cast<int>(row.integer(2));
  scan.key = vault.open(sealed_in("attachment.key", scan.id), row.blob(5));
  scan.name = vault.open(sealed_in("attachment.name", scan.id), row.blob(8));
  return scan;
}

}  // namespace

void insert(store::Transaction& tx, const access::Vault& vault, const Attachment& a,
            const access::Actor& by) {
  const auto key = vault.seal(sealed_in("attachment.key", a.id), a.key);
  const auto name = vault.seal(sealed_in("attachment.name", a.id), a.name);
  tx.execute(
      "INSERT INTO attachment (id, case_id, item, file, file_hash, key_sealed, type, bytes,"
      " name_sealed, added_at, actor_kind, actor_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {a.id, a.of, a.item, a.file, store::Blob{a.file_hash}, store::Blob{key}, a.type, a.bytes,
       store::Blob{name}, a.added_at, by.kind, by.id});
}

std::vector<Attachment> attachments(store::Snapshot& snapshot, const access::Vault& vault,
                                    CaseId id) {
  static const std::string kSql = std::string(kAttachments) + " WHERE case_id = ? ORDER BY id";
  std::vector<Attachment> found;
  auto rows = snapshot.query(kSql, {id});
  while (rows.next()) found.push_back(attachment_from(vault, rows.row()));
  return found;
}

std::optional<Attachment> find_attachment(store::Snapshot& snapshot, const access::Vault& vault,
                                          AttachmentId id) {
  static const std::string kSql = std::string(kAttachments) + " WHERE id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return attachment_from(vault, rows.row());
}

bool uses_file(store::Snapshot& snapshot, const std::string& file) {
  return snapshot
      .integer(
          "SELECT 1 FROM attachment WHERE file = ?1"
          " UNION ALL SELECT 1 FROM report_document WHERE file = ?1 LIMIT 1",
          {file})
      .has_value();
}

void remove(store::Transaction& tx, const access::Vault& vault, const Attachment& scan,
            const std::string& reason, const access::Actor& by, Instant now) {
  const auto sealed = vault.seal(sealed_in("attachment_removed.reason", scan.id), reason);
  tx.execute(
      "INSERT INTO attachment_removed (id, case_id, item, type, bytes, name_sealed, added_at,"
      " adder_kind, adder_id, removed_at, remover_kind, remover_id, reason_sealed)"
      " SELECT id, case_id, item, type, bytes, name_sealed, added_at, actor_kind, actor_id, ?2, ?3,"
      " ?4, ?5 FROM attachment WHERE id = ?1",
      {scan.id, now, by.kind, by.id, store::Blob{sealed}});
  tx.execute("DELETE FROM attachment WHERE id = ?", {scan.id});
}

std::vector<RemovedScan> removed(store::Snapshot& snapshot, const access::Vault& vault, CaseId id) {
  std::vector<RemovedScan> found;
  auto rows = snapshot.query(
      "SELECT id, item, type, bytes, name_sealed, added_at, removed_at, remover_kind, remover_id,"
      " reason_sealed FROM attachment_removed WHERE case_id = ? ORDER BY id",
      {id});
  while (rows.next()) {
    RemovedScan scan{.id = rows->id<AttachmentId>(0),
                     .item = {},
                     .type = rows->text(2),
                     .bytes = rows->integer(3),
                     .name = {},
                     .added_at = rows->instant(5),
                     .removed_at = rows->instant(6),
                     .remover_kind = rows->text(7),
                     .remover_id = rows->integer(8),
                     .reason = {}};
    if (!rows->is_null(1)) scan.item = static_cast<int>(rows->integer(1));
    scan.name = vault.open(sealed_in("attachment.name", scan.id), rows->blob(4));
    scan.reason = vault.open(sealed_in("attachment_removed.reason", scan.id), rows->blob(9));
    found.push_back(std::move(scan));
  }
  return found;
}

}  // namespace yuyue::centre::cases::records
