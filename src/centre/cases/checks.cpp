// What must hold of cases and their scans, and what a change of keys goes through.
#include <algorithm>

#include "yuyue/centre/cases/cases.hpp"
#include "yuyue/centre/reports/reports.hpp"

namespace yuyue::centre::cases {
namespace {

/// Whether an event may lead from one state to the other.
bool is_allowed(const std::string& what, State from, State to, const CaseForm& form) {
  for (const auto step : kSteps)
    if (rules::past_of(step) == what) return rules::next(from, step, form) == to;
  return what == "undone" || from == to;
}

}  // namespace

std::vector<access::ExpectedFile> expected_files(store::Snapshot& snapshot) {
  std::vector<access::ExpectedFile> files;
  auto rows = snapshot.query("SELECT DISTINCT file, file_hash FROM attachment ORDER BY file");
  while (rows.next()) files.push_back({rows->text(0), rows->blob(1)});
  // The same file may be a case's scan and a report.
  for (auto& file : reports::expected_files(snapshot))
    if (std::ranges::find(files, file.name, &access::ExpectedFile::name) == files.end())
      files.push_back(std::move(file));
  return files;
}

std::vector<std::string> check_cases(store::Snapshot& snapshot) {
  std::vector<std::string> problems;
  std::string number;
  std::optional<State> at;
  std::int64_t seq = 0;
  State stands = State::received;
  const auto end = [&] {
    if (at && *at != stands) problems.push_back("case " + number + ": its state is not its last");
  };
  auto rows = snapshot.query(
      "SELECT c.number, c.state, c.review, c.signature, e.seq, e.what, e.from_state, e.to_state"
      " FROM paper_case c LEFT JOIN paper_case_event e ON e.case_id = c.id ORDER BY c.id, e.seq");
  while (rows.next()) {
    if (rows->text(0) != number) {
      end();
      number = rows->text(0);
      stands = state_from(rows->text(1)).value();
      at.reset();
      seq = 0;
    }
    const CaseForm form{.review = rows->flag(2), .signature = rows->flag(3)};
    const auto from = state_from(rows->text(6)), to = state_from(rows->text(7));
    if (!to || rows->integer(4) != ++seq || from != at ||
        (from && !is_allowed(rows->text(5), *from, *to, form)))
      problems.push_back("case " + number + ": a step is missing or was skipped at " +
                         std::to_string(seq));
    at = to;
  }
  end();
  return problems;
}

std::vector<access::SealedTable> sealed_tables() {
  return {{.name = "paper_case",
           .select = "SELECT id, 'paper_case.asker:' || id, asker_sealed FROM paper_case "
                     "WHERE id > ? ORDER BY id LIMIT ?",
           .update = "UPDATE paper_case SET asker_sealed = ?2 WHERE id = ?1"},
          {.name = "paper_case_event",
           .select = "SELECT id, 'paper_case_event.note:' || id, note_sealed, "
                     "'paper_case_event.taker:' || id, taker_sealed FROM paper_case_event "
                     "WHERE id > ? ORDER BY id LIMIT ?",
           .columns = 2,
           .update = "UPDATE paper_case_event SET note_sealed = ?2, taker_sealed = ?3 "
                     "WHERE id = ?1"},
          {.name = "attachment",
           .select = "SELECT id, 'attachment.key:' || id, key_sealed, 'attachment.name:' || id, "
                     "name_sealed FROM attachment WHERE id > ? ORDER BY id LIMIT ?",
           .columns = 2,
           .update = "UPDATE attachment SET key_sealed = ?2, name_sealed = ?3 WHERE id = ?1"},
          {.name = "attachment_removed",
           .select = "SELECT id, 'attachment.name:' || id, name_sealed, "
                     "'attachment_removed.reason:' || id, reason_sealed FROM attachment_removed "
                     "WHERE id > ? ORDER BY id LIMIT ?",
           .columns = 2,
           .update = "UPDATE attachment_removed SET name_sealed = ?2, reason_sealed = ?3 "
                     "WHERE id = ?1"}};
}

}  // namespace yuyue::centre::cases
