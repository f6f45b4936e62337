#include "yuyue/centre/voice/complaints.hpp"

namespace yuyue::centre::voice {

std::vector<std::string> check_complaints(store::Snapshot& snapshot) {
  std::vector<std::string> problems;
  const auto all = [&](std::string_view sql, const char* what) {
    auto rows = snapshot.query(sql);
    while (rows.next()) problems.push_back(to_string(rows->id<ComplaintId>(0)) + ": " + what);
  };
  all("SELECT c.id FROM complaint c WHERE c.state IN ('received', 'assigned', 'reviewed')"
      " AND c.state <> CASE"
      " WHEN EXISTS (SELECT 1 FROM complaint_assignment a WHERE a.complaint_id = c.id"
      " AND a.state IN ('open', 'answered')) THEN 'assigned'"
      " WHEN EXISTS (SELECT 1 FROM complaint_assignment a WHERE a.complaint_id = c.id"
      " AND a.state = 'accepted') THEN 'reviewed' ELSE 'received' END",
      "its state does not agree with its assignments");
  all("SELECT c.id FROM complaint c WHERE c.state IN ('answered', 'closed')"
      " AND EXISTS (SELECT 1 FROM complaint_assignment a WHERE a.complaint_id = c.id"
      " AND a.state IN ('open', 'answered'))",
      "it was answered before its offices were");
  all("SELECT c.id FROM complaint c WHERE (c.state = 'answered' AND c.answered_at IS NULL)"
      " OR (c.state = 'closed') <> (c.closed_at IS NOT NULL)",
      "its state does not agree with its times");
  all("SELECT c.id FROM complaint c LEFT JOIN complaint_number n"
      " ON n.year = CAST(substr(c.number, 1, 4) AS INTEGER)"
      " WHERE CAST(substr(c.number, 6) AS INTEGER) > coalesce(n.last, 0)",
      "its number was not given out");
  return problems;
}

}  // namespace yuyue::centre::voice
