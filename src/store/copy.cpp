#include "store/copy.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "store/file_lock.hpp"
#include "store/migrations.hpp"
#include "yuyue/store/backup.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::store {
namespace {

namespace fs = std::filesystem;

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};

void copy_pages(Connection& source, const fs::path& target,
                const std::function<void(int)>& progress) {
  sqlite3* opened = nullptr;
  const int code =
      sqlite3_open_v2(target.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  const std::unique_ptr<sqlite3, CloseDatabase> to(opened);
  if (code != SQLITE_OK) throw std::runtime_error(target.string() + ": " + sqlite3_errstr(code));
  const auto backup = sqlite3_backup_init(to.get(), "main", source.handle(), "main");
  if (!backup) throw std::runtime_error(target.string() + ": " + sqlite3_errmsg(to.get()));
  int step = SQLITE_OK;
  while (step == SQLITE_OK) {
    step = sqlite3_backup_step(backup, 2048);
    const int total = sqlite3_backup_pagecount(backup);
    if (progress && total > 0) progress(100 - 100 * sqlite3_backup_remaining(backup) / total);
  }
  sqlite3_backup_finish(backup);
  if (step != SQLITE_DONE) throw std::runtime_error(target.string() + ": " + sqlite3_errstr(step));
  // The copy is a plain file of its own, without a log beside it.
  sqlite3_exec(to.get(), "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr);
}

void sync_file(const fs::path& file) {
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 || fsync(fd) != 0) {
    if (fd >= 0) close(fd);
    throw std::runtime_error("cannot make durable: " + file.string());
  }
  close(fd);
}

std::vector<std::string> problems_of_closed(const fs::path& file) {
  try {
    const auto connection = std::make_shared<Connection>(file, Connection::Mode::reader);
    return problems_of(*connection);
  } catch (const std::exception& e) {
    return {e.what()};
  }
}

/// Of a file without a Database.
class FileSnapshot final : public Snapshot {
 public:
  explicit FileSnapshot(std::shared_ptr<Connection> connection) : Snapshot(std::move(connection)) {}
};

std::string time_stamp() {
  const auto now = HospitalTime{"UTC"}.rfc3339(SystemClock{}.now());  // 2026-11-22T01:02:03+00:00
  return now.substr(0, 4) + now.substr(5, 2) + now.substr(8, 2) + "-" + now.substr(11, 2) +
         now.substr(14, 2) + now.substr(17, 2);
}

}  // namespace

void sync_folder(const fs::path& folder) {
  sync_file(folder.empty() ? fs::path(".") : folder);
}

std::vector<std::string> problems_of(Connection& connection) {
  std::vector<std::string> problems;
  const auto collect = [&](std::string_view sql, auto&& describe) {
    const auto statement = connection.acquire(sql, {}, false);
    while (sqlite3_step(statement) == SQLITE_ROW) describe(statement);
    connection.release(sql, statement);
  };
  const auto text = [](sqlite3_stmt* s, int column) {
    const auto* value = reinterpret_cast<const char*>(sqlite3_column_text(s, column));
    return std::string(value ? value : "");
  };
  collect("PRAGMA integrity_check(20)", [&](sqlite3_stmt* s) {
    if (text(s, 0) != "ok") problems.push_back(text(s, 0));
  });
  collect("PRAGMA foreign_key_check", [&](sqlite3_stmt* s) {
    problems.push_back("table " + text(s, 0) + ", row " + text(s, 1) +
                       " refers to a missing row of " + text(s, 2));
  });
  return problems;
}

void copy_database(Connection& source, const fs::path& target,
                   const std::function<void(int)>& progress) {
  if (fs::exists(target)) throw std::runtime_error(target.string() + " exists already");
  auto partial = target;
  partial += ".partial";
  fs::remove(partial);
  // A read transaction held over all steps keeps the copy on one snapshot: without it every commit
  // of the running server would start the copy again.
  source.run("BEGIN");
  try {
    source.run("SELECT count(*) FROM sqlite_schema");
    copy_pages(source, partial, progress);
    source.run("COMMIT");
  } catch (...) {
    if (source.in_transaction()) source.run("ROLLBACK");
    fs::remove(partial);
    throw;
  }
  fs::permissions(partial, fs::perms::owner_read | fs::perms::owner_write);
  if (const auto found = problems_of_closed(partial); !found.empty()) {
    fs::remove(partial);
    throw std::runtime_error("the copy is not sound: " + found.front());
  }
  sync_file(partial);
  fs::rename(partial, target);
  sync_folder(target.parent_path());
}

std::vector<std::string> verify_file(const fs::path& file) {
  if (!fs::exists(file)) return {"no such file: " + file.string()};
  try {
    const auto connection = std::make_shared<Connection>(file, Connection::Mode::reader);
    auto problems = problems_of(*connection);
    // An empty file is a sound database, too, but not anybody's backup.
    if (problems.empty() && Migrator(connection).pending().size() == migrations().size())
      return {"it holds no data of this program"};
    return problems;
  } catch (const std::exception& e) {
    return {e.what()};
  }
}

void look_into(const fs::path& file, const std::function<void(Snapshot&)>& read) {
  FileSnapshot snapshot(std::make_shared<Connection>(file, Connection::Mode::reader));
  read(snapshot);
}

fs::path restore(const fs::path& backup, const fs::path& file) {
  // On a new machine there is no folder yet.
  if (file.has_parent_path()) fs::create_directories(file.parent_path());
  const FileLock lock(file);
  if (const auto problems = verify_file(backup); !problems.empty())
    throw CannotOpen(backup.string() + " cannot be restored: " + problems.front());
  auto arriving = file;
  arriving += ".restoring";
  fs::remove(arriving);
  {
    Connection source(backup, Connection::Mode::reader);
    copy_database(source, arriving, {});
  }
  fs::path former;
  if (fs::exists(file)) {
    former = file;
    former += ".before-restore-" + time_stamp();
    // The log belongs to the file and goes with it, or recovery would mix two histories.
    for (const char* suffix : {"-wal", "-shm"}) {
      if (fs::exists(file.string() + suffix))
        fs::rename(file.string() + suffix, former.string() + suffix);
    }
    fs::rename(file, former);
  }
  fs::rename(arriving, file);
  sync_folder(file.parent_path());
  return former;
}

}  // namespace yuyue::store
