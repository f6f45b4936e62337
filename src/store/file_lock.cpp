#include "store/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "yuyue/store/database.hpp"

namespace yuyue::store {

FileLock::FileLock(const std::filesystem::path& file) {
  const auto path = file.string() + ".lock";
  fd_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd_ < 0) throw CannotOpen(path + ": " + std::strerror(errno));
  if (flock(fd_, LOCK_EX | LOCK_NB) == 0) return;
  const int why = errno;
  close(fd_);
  if (why == EWOULDBLOCK) throw Locked(file.string() + " is in use by another process");
  throw CannotOpen(path + ": " + std::strerror(why));
}

FileLock::~FileLock() {
  close(fd_);
}

}  // namespace yuyue::store
