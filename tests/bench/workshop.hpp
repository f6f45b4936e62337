#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "bench/server_process.hpp"
#include "bench/town.hpp"

namespace yuyue::bench {

/// What measurements share: a folder on the disk of the build (a temporary one may be in memory,
/// where nothing is durable), the program, its pages, the town.
class Workshop {
 public:
  explicit Workshop(bool is_long);
  ~Workshop();
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  bool is_long() const { return is_long_; }
  const Town& town();  ///< made at the first call
  /// A folder with the town's data that nobody else uses.
  std::filesystem::path copy_of_town();
  std::filesystem::path new_folder();  ///< a name for one; not made
  const std::filesystem::path& pages() const { return pages_; }
  std::unique_ptr<ServerProcess> serve(const std::filesystem::path& data);
  std::unique_ptr<ServerProcess> serve(const std::filesystem::path& data,
                                       const std::filesystem::path& pages);
  /// With a clock that can be turned. For the data of a demo (clinic.hpp).
  std::unique_ptr<ServerProcess> serve_demo(const std::filesystem::path& data);
  /// Progress, for who waits.
  void say(const std::string& text) const;

 private:
  std::unique_ptr<ServerProcess> start(const std::filesystem::path& data,
                                       const std::filesystem::path& pages, bool demo) const;
  const bool is_long_;
  std::filesystem::path folder_, program_, pages_;
  int folders_ = 0;
  std::unique_ptr<Town> town_;
};

}  // namespace yuyue::bench
