#include "unit/store/fault_vfs.hpp"

#include <stdexcept>

namespace yuyue::test {
namespace {

/// A file of ours: SQLite's header, then who counts and fails, then the real file behind it.
struct File {
  sqlite3_file header;
  FaultVfs* faults;
  FaultVfs::Disk* disk;  ///< null: neither log nor database

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File& ours(sqlite3_file* file) {
  return *reinterpret_cast<File*>(file);
}

/// Hands the call on to the real file's method.
template <auto Method, class... Arguments>
auto pass_on(sqlite3_file* file, Arguments... arguments) {
  auto* real = ours(file).real();
  return (real->pMethods->*Method)(real, arguments...);
}

void note_if_begun_again(File& file, sqlite3_int64 at) {
  if (file.disk == &file.faults->log && at == 0 && file.faults->file.unsynced > 0)
    ++file.faults->log_lost_too_early;
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  note_if_begun_again(ours(file), at);
  if (auto* disk = ours(file).disk) {
    ++disk->writes;
    ++disk->unsynced;
    if (const int fault = disk->write_fault) return fault;
  }
  return pass_on<&sqlite3_io_methods::xWrite>(file, bytes, count, at);
}

int sync(sqlite3_file* file, int flags) {
  if (auto* disk = ours(file).disk) {
    ++disk->syncs;
    if (const int fault = disk->sync_fault) return fault;
    const int before = disk->unsynced;
    const int code = pass_on<&sqlite3_io_methods::xSync>(file, flags);
    if (code == SQLITE_OK) disk->unsynced -= before;
    return code;
  }
  return pass_on<&sqlite3_io_methods::xSync>(file, flags);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  note_if_begun_again(ours(file), size);
  return pass_on<&sqlite3_io_methods::xTruncate>(file, size);
}

int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  constexpr int kWriterLock = 0;
  const bool by_writer = offset == kWriterLock && (flags & SQLITE_SHM_LOCK) != 0;
  if (const int fault = ours(file).faults->lock_fault; by_writer && fault) return fault;
  return pass_on<&sqlite3_io_methods::xShmLock>(file, offset, count, flags);
}

constexpr sqlite3_io_methods kMethods{
    .iVersion = 3,
    .xClose = pass_on<&sqlite3_io_methods::xClose>,
    .xRead = pass_on<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = pass_on<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    .xLock = pass_on<&sqlite3_io_methods::xLock, int>,
    .xUnlock = pass_on<&sqlite3_io_methods::xUnlock, int>,
    .xCheckReservedLock = pass_on<&sqlite3_io_methods::xCheckReservedLock, int*>,
    .xFileControl = pass_on<&sqlite3_io_methods::xFileControl, int, void*>,
    .xSectorSize = pass_on<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = pass_on<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = pass_on<&sqlite3_io_methods::xShmMap, int, int, int, void volatile**>,
    .xShmLock = shm_lock,
    .xShmBarrier = pass_on<&sqlite3_io_methods::xShmBarrier>,
    .xShmUnmap = pass_on<&sqlite3_io_methods::xShmUnmap, int>,
    .xFetch = pass_on<&sqlite3_io_methods::xFetch, sqlite3_int64, int, void**>,
    .xUnfetch = pass_on<&sqlite3_io_methods::xUnfetch, sqlite3_int64, void*>,
};

}  // namespace

FaultVfs::FaultVfs() : real_(sqlite3_vfs_find(nullptr)), vfs_(*real_) {
  vfs_.zName = "fault";
  vfs_.pNext = nullptr;
  vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
  vfs_.pAppData = this;
  vfs_.xOpen = &FaultVfs::open;
  if (sqlite3_vfs_register(&vfs_, /*makeDflt=*/1) != SQLITE_OK)
    throw std::runtime_error("the test's disk cannot be put in");
}

FaultVfs::~FaultVfs() {
  sqlite3_vfs_unregister(&vfs_);
  sqlite3_vfs_register(real_, /*makeDflt=*/1);
}

int FaultVfs::open(sqlite3_vfs* vfs, const char* name, sqlite3_file* to, int flags,
                   int* out_flags) {
  auto* self = static_cast<FaultVfs*>(vfs->pAppData);
  auto& file = ours(to);
  file.faults = self;
  file.disk = (flags & SQLITE_OPEN_WAL) != 0       ? &self->log
              : (flags & SQLITE_OPEN_MAIN_DB) != 0 ? &self->file
                                                   : nullptr;
  const int code = self->real_->xOpen(self->real_, name, file.real(), flags, out_flags);
  // Without methods SQLite does not close it.
  file.header.pMethods = file.real()->pMethods ? &kMethods : nullptr;
  return code;
}

}  // namespace yuyue::test
