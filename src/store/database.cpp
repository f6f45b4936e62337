#include "yuyue/store/database.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <cstring>
#include <mutex>

#include "store/copy.hpp"
#include "store/file_lock.hpp"
#include "store/migrations.hpp"
#include "store/writer.hpp"

namespace yuyue::store {

namespace asio = boost::asio;

namespace {

/// Before SQLite opens it: the log and its index take the file's mode when they are made, and then
/// keep it.
void make_private(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) throw CannotOpen(file.string() + ": " + std::strerror(errno));
  ::close(fd);
  std::filesystem::permissions(
      file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}  // namespace

// Order matters: the writer goes first (finishing what is queued), the lock last.
struct Database::Impl {
  explicit Impl(Options given) : options(std::move(given)), lock(options.file) {}

  std::shared_ptr<Connection> open_reader() const {
    return std::make_shared<Connection>(options.file, Connection::Mode::reader);
  }

  const Options options;
  const FileLock lock;
  std::mutex readers_mutex;
  std::vector<std::unique_ptr<Snapshot>> readers;  ///< idle; as many as were ever in use at once
  std::unique_ptr<Writer> writer;
};

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Database::~Database() {
  close();
}

std::unique_ptr<Database> Database::open(Options options) {
  if (options.file.has_parent_path()) {
    std::error_code error;
    std::filesystem::create_directories(options.file.parent_path(), error);
    if (error) throw CannotOpen(options.file.parent_path().string() + ": " + error.message());
  }
  auto impl = std::make_unique<Impl>(std::move(options));
  make_private(impl->options.file);
  auto connection = std::make_shared<Connection>(impl->options.file, Connection::Mode::writer);
  std::filesystem::path newest_backup;
  const auto back_up_before = [&](const std::string& migration) {
    auto folder = impl->options.backup_folder;
    if (folder.empty()) folder = impl->options.file.parent_path();
    if (std::filesystem::create_directories(folder))
      std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    const auto name = impl->options.file.stem().string() + "-before-" +
                      migration.substr(0, migration.find('.')) + "-" +
                      std::to_string(to_millis(SystemClock{}.now())) + ".db";
    const auto source = impl->open_reader();
    newest_backup = folder / name;
    copy_database(*source, newest_backup, {});
  };
  try {
    Migrator(connection).run(back_up_before);
  } catch (...) {
    // The file is as it was. A service that is started again and again must not fill the disk.
    std::error_code ignored;
    if (!newest_backup.empty()) std::filesystem::remove(newest_backup, ignored);
    throw;
  }
  impl->writer = std::make_unique<Writer>(std::move(connection), impl->options);
  return std::unique_ptr<Database>(new Database(std::move(impl)));
}

void Database::close() {
  if (impl_->writer) impl_->writer->close();
}

void Database::submit(Lane lane, std::unique_ptr<Job> job) {
  impl_->writer->submit(lane, std::move(job));
}

asio::awaitable<void> Database::submit_and_wait(Lane lane, std::unique_ptr<Job> job) {
  // Named first: g++ 12 destroys the captures of a lambda twice if it is written inside the
  // expression that is awaited (gcc.gnu.org/bugzilla/show_bug.cgi?id=104031).
  auto initiate = [this, lane, &job](auto handler) {
    auto executor = asio::prefer(asio::get_associated_executor(handler),
                                 asio::execution::outstanding_work.tracked);
    auto resume = std::make_shared<decltype(handler)>(std::move(handler));
    job->on_done = [executor, resume](std::exception_ptr failure) {
      asio::post(executor, [resume, failure] { std::move (*resume)(failure); });
    };
    // A refusal at the door resumes the caller in the same way as any other failure.
    auto refused = job->on_done;
    try {
      submit(lane, std::move(job));
    } catch (const Busy&) {
      refused(std::current_exception());
    }
  };
  auto& token = asio::use_awaitable;
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(initiate,
                                                                                         token);
}

std::unique_ptr<Snapshot> Database::borrow() const {
  std::unique_ptr<Snapshot> snapshot;
  {
    const std::scoped_lock lock(impl_->readers_mutex);
    if (!impl_->readers.empty()) {
      snapshot = std::move(impl_->readers.back());
      impl_->readers.pop_back();
    }
  }
  if (!snapshot) snapshot.reset(new Snapshot(impl_->open_reader()));
  snapshot->connection_->run("BEGIN");
  return snapshot;
}

void Database::give_back(std::unique_ptr<Snapshot> snapshot) const noexcept {
  try {
    snapshot->connection_->run("COMMIT");
    const std::scoped_lock lock(impl_->readers_mutex);
    impl_->readers.push_back(std::move(snapshot));
  } catch (const std::exception&) {
    // A connection that cannot even end its read is not used again.
  }
}

void Database::backup(const std::filesystem::path& target,
                      const std::function<void(int)>& progress) {
  const auto source = impl_->open_reader();
  copy_database(*source, target, progress);
}

std::vector<std::string> Database::check() const {
  return problems_of(*impl_->open_reader());
}

const std::filesystem::path& Database::file() const {
  return impl_->options.file;
}

Figures Database::figures() const {
  auto figures = impl_->writer->figures();
  std::error_code error;
  const auto size = std::filesystem::file_size(impl_->options.file.string() + "-wal", error);
  figures.wal_bytes = error ? 0 : static_cast<std::int64_t>(size);
  return figures;
}

}  // namespace yuyue::store
