#include "yuyue/booking/timetable_import.hpp"

#include "booking/import_plan.hpp"
#include "booking/import_records.hpp"
#include "booking/reference_records.hpp"
#include "booking/session_making.hpp"
#include "booking/timetable_records.hpp"

namespace yuyue::booking {
namespace {

constexpr std::size_t kChunk = 60;  // rows a job, up to four statements each
constexpr std::int64_t kClearChunk = 200;
constexpr int kReplans = 5;

using store::Lane;
using store::Transaction;

/// One import, from claiming the timetable to putting its revision in force.
class Staging {
 public:
  Staging(store::Database& database, const ImportPlan& plan,
          const std::function<void(int)>& progress)
      : database_(database), plan_(plan), revision_(plan.revision + 1), progress_(progress) {
    changes_ =
        static_cast<int>(plan.changed_campuses.size() + plan.changed_rooms.size() +
                         plan.changed_departments.size() + plan.changed_practitioners.size());
    total_ = static_cast<std::size_t>(changes_) + plan.campuses.size() + plan.buildings.size() +
             plan.rooms.size() + plan.departments.size() + plan.practitioners.size() +
             plan.schedules.size() + plan.ended.size() + 1;
  }

  Result<bool> claim(ImportId id) {
    return database_.write_now(Lane::housekeeping, [&](Transaction& tx) -> Result<bool> {
      if (records::timetable_state(tx).generation != plan_.generation)
        return Refusal("changed-meanwhile");
      if (!records::claim_import(tx, id)) return Refusal("import-running");
      return true;
    });
  }

  /// Throws store::UniqueViolation if somebody has added the same thing meanwhile.
  void stage(ImportId id) {
    const auto insert = [this](Transaction& tx, const auto& thing) {
      records::insert(tx, thing, revision_);
    };
    in_chunks(plan_.campuses, insert);
    in_chunks(plan_.buildings, insert);
    in_chunks(plan_.rooms, insert);
    in_chunks(plan_.departments, insert);
    in_chunks(plan_.practitioners, insert);
    in_chunks(plan_.schedules, [this](Transaction& tx, const Schedule& schedule) {
      records::insert_row(tx, schedule, revision_);
    });
    const auto change = [id](Transaction& tx, const auto& thing) {
      records::stage_change(tx, id, thing);
    };
    in_chunks(plan_.changed_campuses, change);
    in_chunks(plan_.changed_rooms, change);
    in_chunks(plan_.changed_departments, change);
    in_chunks(plan_.changed_practitioners, change);
    in_chunks(plan_.ended,
              [this](Transaction& tx, std::int64_t row) { records::end_row(tx, row, revision_); });
  }

  /// The one job that is not in pieces: whoever looks sees the old timetable or the new one. New
  /// and ended rows cost it nothing, they follow the revision's number; what changes in
  /// departments, people and rooms that are there already is copied from beside by one statement a
  /// table. For 3,000 of those at once that is as long as a job should be; a real file changes a
  /// few.
  Result<bool> put_in_force(const Environment& env, ImportId id, const Actor& by, Instant now) {
    return database_.write_now(Lane::housekeeping, [&](Transaction& tx) -> Result<bool> {
      // A change by somebody else since the plan: then nothing of this import holds.
      if (records::apply_changes(tx, id) != changes_) return Refusal("changed-meanwhile");
      records::set_revision(tx, revision_);
      records::release_import(tx);
      const auto& s = plan_.summary;
      if (env.journal)
        env.journal->record(tx, by,
                            {.what = "timetable-imported",
                             .subject = id,
                             .details = {{"revision", std::to_string(revision_)},
                                         {"schedules", std::to_string(s.schedules)},
                                         {"ended", std::to_string(s.ended)},
                                         {"departments", std::to_string(s.departments)},
                                         {"practitioners", std::to_string(s.practitioners)}}},
                            now);
      if (env.watcher) tx.after_commit([watcher = env.watcher] { watcher->everything_changed(); });
      return true;
    });
  }

 private:
  template <class T, class Write>
  void in_chunks(const std::vector<T>& list, const Write& write) {
    for (std::size_t at = 0; at < list.size(); at += kChunk) {
      const auto end = std::min(list.size(), at + kChunk);
      database_.write_now(Lane::housekeeping, [&](Transaction& tx) {
        for (auto i = at; i < end; ++i) write(tx, list[i]);
        return true;
      });
      done_ += end - at;
      if (progress_) progress_(static_cast<int>(done_ * 90 / total_));
    }
  }

  store::Database& database_;
  const ImportPlan& plan_;
  const std::int64_t revision_;
  const std::function<void(int)>& progress_;
  std::size_t done_ = 0, total_ = 0;
  int changes_ = 0;
};

}  // namespace

void TimetableImport::clear_unfinished(store::Database& database) {
  while (database.write_now(Lane::housekeeping, [](Transaction& tx) {
    return records::clear_unfinished_some(tx, kClearChunk);
  })) {
  }
}

ImportSummary TimetableImport::dry_run(const TimetableFile& file, Instant now) const {
  return database_.read([&](store::Snapshot& snapshot) {
    auto plan = plan_import(snapshot, env_, file);
    if (plan.summary.errors.empty())
      plan.summary.kept_sessions = kept_sessions(snapshot, env_, plan.afterwards, now);
    return std::move(plan.summary);
  });
}

Result<ImportSummary> TimetableImport::run(const TimetableFile& file, const Actor& by, Instant now,
                                           const std::function<void(int)>& progress) const {
  for (int attempt = 1;; ++attempt) {
    auto plan = database_.read(
        [&](store::Snapshot& snapshot) { return plan_import(snapshot, env_, file); });
    if (!plan.summary.errors.empty())
      return Refusal("timetable-invalid").with("count", std::to_string(plan.summary.errors.size()));
    if (plan.summary.changed) {
      const auto id = env_.ids->next<ImportId>();
      Staging staging(database_, plan, progress);
      const auto claimed = staging.claim(id);
      if (!claimed) {
        if (claimed.error().code == "changed-meanwhile" && attempt < kReplans) continue;
        return claimed.error();
      }
      try {
        staging.stage(id);
        auto in_force = staging.put_in_force(env_, id, by, now);
        if (!in_force) {
          clear_unfinished(database_);
          return in_force.error();
        }
        while (database_.write_now(Lane::housekeeping, [&](Transaction& tx) {
          return records::clear_changes_some(tx, id, kClearChunk);
        })) {
        }
      } catch (const store::UniqueViolation&) {
        clear_unfinished(database_);
        return Refusal("changed-meanwhile");
      } catch (...) {
        clear_unfinished(database_);
        throw;
      }
    }
    ensure_sessions(database_, env_, now);
    plan.summary.kept_sessions = database_.read([&](store::Snapshot& snapshot) {
      return kept_sessions(snapshot, env_, schedules(snapshot), now);
    });
    if (progress) progress(100);
    return std::move(plan.summary);
  }
}

}  // namespace yuyue::booking
