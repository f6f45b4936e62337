#include "bench/server_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

namespace yuyue::bench {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void become(const std::vector<std::string>& words, int output,
                         const fs::path& errors) {
  dup2(output, STDOUT_FILENO);
  const int log = open(errors.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(log, STDERR_FILENO);
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execv(arguments.front(), arguments.data());
  _exit(127);
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

unsigned short port_in(const std::string& ready_line, const char* listener) {
  const auto line = nlohmann::json::parse(ready_line, nullptr, false);
  if (!line.is_object() || !line.contains(listener))
    throw std::runtime_error("the server did not start: " + ready_line);
  const auto address = line[listener].get<std::string>();
  return static_cast<unsigned short>(std::stoi(address.substr(address.rfind(':') + 1)));
}

}  // namespace

ServerProcess::ServerProcess(const fs::path& program, const fs::path& data, const fs::path& pages,
                             bool demo) {
  std::vector<std::string> words{program,        "serve",
                                 "--config",     "none",
                                 "--data",       data,
                                 "--public",     "127.0.0.1:0",
                                 "--internal",   "127.0.0.1:0",
                                 "--static",     pages,
                                 "--access-log", data / "access.log"};
  if (demo) words.emplace_back("--demo");
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  const auto began = std::chrono::steady_clock::now();
  child_ = fork();
  if (child_ == 0) become(words, ends[1], data / "errors.log");
  close(ends[1]);
  std::array<char, 1000> line{};
  const std::unique_ptr<FILE, decltype(&fclose)> output(fdopen(ends[0], "r"), &fclose);
  const char* got = fgets(line.data(), line.size(), output.get());
  start_seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  const auto ready = got ? std::string(got) : text_of(data / "errors.log");
  port_ = port_in(ready, "public");
  internal_port_ = port_in(ready, "internal");
}

ServerProcess::~ServerProcess() {
  kill(child_, SIGTERM);
  waitpid(child_, nullptr, 0);
}

double ServerProcess::memory_mib() const {
  std::ifstream status("/proc/" + std::to_string(child_) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024;
  throw std::runtime_error("the server has gone");
}

}  // namespace yuyue::bench
