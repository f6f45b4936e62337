#pragma once
#include <sys/types.h>

#include <filesystem>
#include <string>

namespace yuyue::bench {

/// The real program, serving a folder of data on a free port, as a process of its own.
class ServerProcess {
 public:
  /// Returns when it says that it is ready. Throws std::runtime_error when it does not. `demo`:
  /// with a clock that can be turned.
  ServerProcess(const std::filesystem::path& program, const std::filesystem::path& data,
                const std::filesystem::path& pages, bool demo = false);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  unsigned short port() const { return port_; }  ///< of the public listener
  unsigned short internal_port() const { return internal_port_; }
  double start_seconds() const { return start_seconds_; }
  double memory_mib() const;  ///< resident

 private:
  pid_t child_ = -1;
  unsigned short port_ = 0, internal_port_ = 0;
  double start_seconds_ = 0;
};

}  // namespace yuyue::bench
