// Reports as PDF: where the files are, what must hold of them.
#include "centre/references.hpp"
#include "yuyue/centre/reports/reports.hpp"

namespace yuyue::centre::reports {

using access::sealed_in;

Result<Report> Reports::bring_document(store::Transaction& tx, ReportId id,
                                       const access::SealedFiles::Kept& kept, std::int64_t bytes,
                                       const access::Actor& by, Instant now) const {
  auto report = find(tx, id);
  if (!report) return not_found("report");
  if (report->status == Status::withdrawn)
    return Refusal("report-withdrawn").with("number", report->number);
  const auto key = env_.vault->seal(sealed_in("report_document.key", id), kept.key);
  tx.execute(
      "INSERT INTO report_document (report_id, file, file_hash, key_sealed, bytes, brought_at)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (report_id) DO UPDATE SET file = ?2,"
      " file_hash = ?3, key_sealed = ?4, bytes = ?5, brought_at = ?6",
      {id, kept.name, store::Blob{kept.hash}, store::Blob{key}, bytes, now});
  report->has_document = true;
  if (env_.journal)
    env_.journal->record(tx, by,
                         {.what = "report-document-brought",
                          .subject = report->person,
                          .details = {{"report", to_string(id)}, {"bytes", std::to_string(bytes)}}},
                         now);
  return *std::move(report);
}

std::optional<Document> Reports::document(store::Snapshot& snapshot, ReportId id) const {
  auto report = find(snapshot, id);
  if (!report || report->status == Status::withdrawn) return std::nullopt;
  auto rows =
      snapshot.query("SELECT file, key_sealed FROM report_document WHERE report_id = ?", {id});
  if (!rows.next()) return std::nullopt;
  return Document{.report = *std::move(report),
                  .file = rows->text(0),
                  .key = env_.vault->open(sealed_in("report_document.key", id), rows->blob(1))};
}

std::vector<access::ExpectedFile> expected_files(store::Snapshot& snapshot) {
  std::vector<access::ExpectedFile> files;
  if (!snapshot.integer("SELECT 1 FROM sqlite_schema WHERE name = 'report_document'")) return files;
  auto rows = snapshot.query("SELECT DISTINCT file, file_hash FROM report_document ORDER BY file");
  while (rows.next()) files.push_back({rows->text(0), rows->blob(1)});
  return files;
}

std::vector<std::string> check_reports(store::Snapshot& snapshot) {
  std::vector<std::string> problems;
  auto rows = snapshot.query(
      "SELECT r.number, r.status = 'withdrawn' FROM report r"
      " LEFT JOIN report_document d ON d.report_id = r.id"
      " WHERE (r.status = 'withdrawn' AND d.report_id IS NOT NULL)"
      " OR (r.status IN ('final', 'corrected') AND r.told_at IS NULL) ORDER BY r.id");
  while (rows.next())
    problems.push_back("report " + rows->text(0) +
                       (rows->flag(1) ? ": withdrawn, but its PDF is kept"
                                      : ": it can be read, and nobody was told"));
  return problems;
}

std::vector<access::SealedTable> sealed_tables() {
  return {{.name = "report",
           .select = "SELECT id, 'report.details:' || id, details_sealed FROM report"
                     " WHERE id > ? ORDER BY id LIMIT ?",
           .update = "UPDATE report SET details_sealed = ?2 WHERE id = ?1"},
          {.name = "report_document",
           .select = "SELECT report_id, 'report_document.key:' || report_id, key_sealed"
                     " FROM report_document WHERE report_id > ? ORDER BY report_id LIMIT ?",
           .update = "UPDATE report_document SET key_sealed = ?2 WHERE report_id = ?1"}};
}

}  // namespace yuyue::centre::reports
