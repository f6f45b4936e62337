#include "bench/workshop.hpp"

#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace yuyue::bench {
namespace {

namespace fs = std::filesystem;

fs::path from_environment(const char* name, const fs::path& otherwise) {
  const char* value = std::getenv(name);
  return value ? fs::path(value) : otherwise;
}

/// Thousands of connections, on both ends.
void allow_many_files() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

Workshop::Workshop(bool is_long) : is_long_(is_long) {
  allow_many_files();
  const auto here = fs::read_symlink("/proc/self/exe").parent_path();  // build/<preset>/tests
  program_ = from_environment("YUYUE_BIN", here.parent_path() / "yuyue");
  pages_ =
      from_environment("YUYUE_STATIC", here.parent_path().parent_path().parent_path() / "static");
  auto name = (here / "bench-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no folder beside " + here.string());
  folder_ = name;
}

Workshop::~Workshop() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

const Town& Workshop::town() {
  if (!town_) {
    say("preparing a hospital and " + std::to_string(Town::kCitizens) + " people");
    town_ = std::make_unique<Town>(new_folder());
  }
  return *town_;
}

fs::path Workshop::new_folder() {
  return folder_ / std::to_string(++folders_);
}

fs::path Workshop::copy_of_town() {
  const auto data = new_folder();
  town().copy_to(data);
  return data;
}

std::unique_ptr<ServerProcess> Workshop::serve(const fs::path& data) {
  return serve(data, pages_);
}

std::unique_ptr<ServerProcess> Workshop::serve(const fs::path& data, const fs::path& pages) {
  return start(data, pages, /*demo=*/false);
}

std::unique_ptr<ServerProcess> Workshop::serve_demo(const fs::path& data) {
  return start(data, pages_, /*demo=*/true);
}

std::unique_ptr<ServerProcess> Workshop::start(const fs::path& data, const fs::path& pages,
                                               bool demo) const {
  if (!fs::exists(program_))
    throw std::runtime_error(program_.string() + " is missing: build it, or set YUYUE_BIN");
  return std::make_unique<ServerProcess>(program_, data, pages, demo);
}

void Workshop::say(const std::string& text) const {
  std::fprintf(stderr, "  … %s\n", text.c_str());
}

}  // namespace yuyue::bench
