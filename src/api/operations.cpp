// Backups and checks of the file.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "api/answers.hpp"
#include "yuyue/booking/checks.hpp"
#include "yuyue/booking/guides/requests.hpp"
#include "yuyue/centre/cases/cases.hpp"
#include "yuyue/centre/kiosks/kiosks.hpp"
#include "yuyue/centre/reports/reports.hpp"
#include "yuyue/centre/visits.hpp"
#include "yuyue/centre/voice/complaints.hpp"
#include "yuyue/exams/devices.hpp"
#include "yuyue/exams/plans.hpp"
#include "yuyue/exams/results.hpp"
#include "yuyue/store/backup.hpp"

namespace yuyue::api {
namespace {

namespace fs = std::filesystem;

struct Backup {
  std::string name;
  std::uintmax_t bytes = 0;
  std::size_t attachments = 0;
  std::vector<std::string> problems;  ///< attachments that are missing or altered
};

/// "yuyue-20261123-083000", in the hospital's time.
std::string stamp(const HospitalTime& time, Instant now) {
  std::string out = "yuyue-";
  for (const char c : time.rfc3339(now).substr(0, 19)) {
    if (c == 'T')
      out += '-';
    else if (c != '-' && c != ':')
      out += c;
  }
  return out;
}

/// Holds the folder while a backup is written into it; released by closing, even by a crash.
class FolderLock {
 public:
  explicit FolderLock(const fs::path& folder)
      : fd_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
        held_(fd_ >= 0 && flock(fd_, LOCK_EX | LOCK_NB) == 0) {}
  ~FolderLock() {
    if (fd_ >= 0) close(fd_);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  bool held() const { return held_; }

 private:
  const int fd_;
  const bool held_;
};

fs::path free_name(const fs::path& folder, const std::string& stamp) {
  auto file = folder / (stamp + ".db");
  for (int n = 2; fs::exists(file); ++n) file = folder / (stamp + "-" + std::to_string(n) + ".db");
  return file;
}

/// Slow. On a worker thread.
Result<Backup> back_up(const Services& services, Instant now) {
  if (fs::create_directories(services.backup_folder))
    fs::permissions(services.backup_folder, fs::perms::owner_all);
  const FolderLock lock(services.backup_folder);
  if (!lock.held()) return Refusal("backup-running");
  const auto file = free_name(services.backup_folder, stamp(services.time, now));
  services.database.backup(file);
  Backup made{.name = file.filename().string(), .bytes = fs::file_size(file)};
  // As the copy has them: what came since belongs to the next one. A file never changes, so that
  // all backups of a folder share them.
  std::vector<access::ExpectedFile> expected;
  store::look_into(
      file, [&](store::Snapshot& snapshot) { expected = centre::cases::expected_files(snapshot); });
  made.attachments = expected.size();
  made.problems = access::copy_files(services.cases.files().folder(),
                                     access::attachments_beside(file), expected);
  return made;
}

std::vector<std::string> problems_of(const Services& services) {
  auto problems = services.database.check();
  for (auto* check :
       {&booking::check_counters, &booking::fees::check_payments, &centre::check_visits,
        &centre::cases::check_cases, &centre::kiosks::check_kiosks, &centre::reports::check_reports,
        &centre::voice::check_complaints, &exams::check_exam_places, &exams::check_exam_plans,
        &exams::check_exam_returns}) {
    const auto found = services.database.read(check);
    problems.insert(problems.end(), found.begin(), found.end());
  }
  const auto requests = services.database.read([&](store::Snapshot& snapshot) {
    return booking::guides::check_requests(snapshot, services.time);
  });
  problems.insert(problems.end(), requests.begin(), requests.end());
  const auto files = access::check_files(services.cases.files().folder(),
                                         services.database.read(&centre::cases::expected_files));
  problems.insert(problems.end(), files.begin(), files.end());
  return problems;
}

}  // namespace

LaterAnswer make_backup(const Services& services, const Call& call) {
  Result<Backup> made = Backup{};
  std::function<void()> work = [&] {
    made = back_up(services, call.now);
  };
  co_await on_worker(services, work);
  if (!made) co_return made.error();
  const auto& backup = *made;
  Work note = [&](store::Transaction& tx) -> Result<Json> {
    const access::AuditEvent event{"backup-made",
                                   {},
                                   {{"file", backup.name},
                                    {"bytes", std::to_string(backup.bytes)},
                                    {"attachments", std::to_string(backup.attachments)},
                                    {"problems", std::to_string(backup.problems.size())}},
                                   ""};
    services.audit.record(tx, call.principal, event, call.now);
    return Json{{"file", backup.name},
                {"bytes", backup.bytes},
                {"attachments", backup.attachments},
                {"problems", backup.problems},
                {"verified", backup.problems.empty()}};
  };
  co_return co_await write(services, call, 201, std::move(note));
}

LaterAnswer check_store(const Services& services, const Call&) {
  std::vector<std::string> problems;
  std::function<void()> work = [&] {
    problems = problems_of(services);
  };
  co_await on_worker(services, work);
  co_return json(200, Json{{"ok", problems.empty()}, {"problems", problems}});
}

}  // namespace yuyue::api
