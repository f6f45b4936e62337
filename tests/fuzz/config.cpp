// Configuration files, and the addresses in them.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/expect.hpp"
#include "yuyue/app/config.hpp"

namespace {

using namespace yuyue;
using fuzz::expect;

/// A file without a place, named by its descriptor.
class File {
 public:
  explicit File(std::string_view bytes) : fd_(memfd_create("config", MFD_CLOEXEC)) {
    expect(fd_ >= 0 && write(fd_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
           "(the fuzzer can write its file)");
  }
  ~File() { close(fd_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  std::string name() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

void look_at_address(std::string_view text) {
  try {
    expect(!app::parse_address(text).host.empty(), "an accepted address has a host");
  } catch (const app::ConfigError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  look_at_address(text);
  const File file(text);
  try {
    const auto config = app::read_config(file.name(), {});
    expect(config.threads >= 0 && config.connections >= 1 && config.group_limit >= 1,
           "accepted numbers are in their ranges");
    expect(!config.key_file.empty() && !config.backups.empty(), "what is unsaid has its default");
  } catch (const app::ConfigError& e) {
    expect(std::string_view(e.what()).size() > 10, "a refusal says why");
  }
  return 0;
}
