// What must hold of kiosks and displays of the centre, and of what kiosks printed.
#include "yuyue/centre/kiosks/kiosks.hpp"

namespace yuyue::centre::kiosks {
namespace {

void report(store::Rows rows, const std::string& what, std::vector<std::string>& problems) {
  while (rows.next()) problems.push_back(rows->text(0) + what);
}

}  // namespace

std::vector<std::string> check_kiosks(store::Snapshot& snapshot) {
  std::vector<std::string> problems;
  report(snapshot.query("SELECT k.kind || ' ' || k.id FROM kiosk_state k"
                        " LEFT JOIN device d ON k.kind = 'device' AND d.id = k.id"
                        " LEFT JOIN api_key a ON k.kind = 'key' AND a.id = k.id"
                        " WHERE d.id IS NULL AND a.id IS NULL ORDER BY k.kind, k.id"),
         ": says how it is, and is no kiosk", problems);
  report(snapshot.query("SELECT subject_kind || ' ' || subject_id FROM kiosk_print"
                        " GROUP BY subject_kind, subject_id"
                        " HAVING max(copy) <> count(*) OR min(copy) <> 1"
                        " ORDER BY subject_kind, subject_id"),
         ": a copy of its slip is missing", problems);
  report(snapshot.query("SELECT p.subject_kind || ' ' || p.subject_id FROM kiosk_print p"
                        " LEFT JOIN visit v ON p.subject_kind = 'vis' AND v.id = p.subject_id"
                        " LEFT JOIN appointment a ON p.subject_kind IN ('apt', 'rec')"
                        " AND a.id = p.subject_id"
                        " WHERE (p.subject_kind = 'vis' AND v.id IS NULL)"
                        " OR (p.subject_kind IN ('apt', 'rec') AND a.id IS NULL) ORDER BY p.id"),
         ": a slip was printed of what there is not", problems);
  report(snapshot.query("SELECT 'device ' || c.device_id FROM centre_device c"
                        " JOIN centre_zone z ON z.id = c.zone_id"
                        " WHERE c.campus_id IS NOT z.campus_id ORDER BY c.device_id"),
         ": it shows a zone of another campus", problems);
  report(snapshot.query("SELECT 'window ' || w.name FROM service_window w"
                        " JOIN centre_zone z ON z.id = w.zone_id"
                        " WHERE w.campus_id <> z.campus_id ORDER BY w.id"),
         ": it belongs to a zone of another campus", problems);
  return problems;
}

}  // namespace yuyue::centre::kiosks
