#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load.hpp"
#include "bench/town.hpp"
#include "bench/workshop.hpp"

namespace yuyue::bench {

/// Books in-process: the use case on the writer's thread, many callers waiting at one time.
class BookingInProcess {
 public:
  BookingInProcess(const Town& town, std::filesystem::path data)
      : town_(town), data_(std::move(data)) {}
  /// Bookings per second with at most `group` of them a commit. Opens and closes the file.
  double rate(std::size_t count, std::size_t group);

 private:
  const Town& town_;
  const std::filesystem::path data_;
  std::size_t next_ = 0;
};

/// Books over HTTP, as the patients' page does.
class BookingOverHttp {
 public:
  BookingOverHttp(const Town& town, const ServerProcess& server) : town_(town), server_(server) {}
  Answers as_fast_as_possible(std::size_t count);
  Answers at_rate(std::size_t count, double per_second);

 private:
  std::vector<std::string> requests(std::size_t count);
  Load load() const;
  const Town& town_;
  const ServerProcess& server_;
  std::size_t next_ = 0;
};

std::vector<std::string_view> views(const std::vector<std::string>& requests);
std::string get(std::string_view target, std::string_view token = {});
/// Throws when anything but the status wanted came back.
const Answers& all_good(const Answers& answers);

}  // namespace yuyue::bench
