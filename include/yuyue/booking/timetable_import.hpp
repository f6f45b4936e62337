#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "yuyue/booking/sessions.hpp"
#include "yuyue/booking/timetable_file.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::booking {

/// What an import adds to, changes in and ends of what is in force.
struct ImportSummary {
  bool changed = false;
  int campuses = 0, buildings = 0, rooms = 0, departments = 0, practitioners = 0;  ///< new ones
  int updated = 0;    ///< departments and practitioners with new names, titles …
  int schedules = 0;  ///< rows that become part of the timetable or change
  int ended = 0;      ///< rows that hold no longer
  int unchanged = 0;
  int lines = 0;
  std::vector<KeptSession> kept_sessions;  ///< have appointments, but no row any more
  std::vector<FileProblem> warnings;
  std::vector<FileProblem> errors;  ///< not empty: nothing was or would be done
};

/// Replaces the weekly timetable by a file's, all or nothing, while the server goes on serving:
/// the new rows are written in small pieces as a revision nobody sees, which one short transaction
/// puts in force; sessions follow after it. Blocks the caller, never the writer for long.
class TimetableImport {
 public:
  TimetableImport(Environment environment, store::Database& database)
      : env_(environment), database_(database) {}

  /// What `run` would do. Reads only.
  ImportSummary dry_run(const TimetableFile& file, Instant now) const;

  /// Refusals: timetable-invalid (the summary's errors say why; call dry_run for them),
  /// import-running, changed-meanwhile. Throws what Database::write_now throws; then nothing of the
  /// import is in force and the next start clears what it left.
  Result<ImportSummary> run(const TimetableFile& file, const Actor& by, Instant now,
                            const std::function<void(int percent)>& progress = {}) const;

  /// Removes what an import that was cut off by a crash has left. Once, at start.
  static void clear_unfinished(store::Database& database);

 private:
  Environment env_;
  store::Database& database_;
};

}  // namespace yuyue::booking
