// Drives one fuzzer: mutates what lies in its corpus for a while and hands it over. The fuzzers
// have libFuzzer's entry point, so that a clang build can drive them by coverage as well; this
// driver needs only Debian's g++ and a sanitizer to notice what goes wrong.
//
//   fuzz_NAME [-max_total_time=SECONDS] [-seed=N] FOLDER   mutate the files of the folder
//   fuzz_NAME FILE                                         run one input (a failure found before)
//
// The input under way is kept in fuzz_NAME.input in the working folder, where it survives a crash.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;
constexpr std::size_t kLongest = 64 * 1024;

std::string contents_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> corpus_of(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> inputs{""};
  for (const auto& file : files) inputs.push_back(contents_of(file));
  return inputs;
}

/// A file whose pages the kernel keeps when this process dies; only its used part is read again.
class LastInput {
 public:
  explicit LastInput(const fs::path& file) : file_(file) {
    const int fd = open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0 || ftruncate(fd, kLongest) != 0)
      throw std::runtime_error("cannot write " + file.string());
    void* mapped = mmap(nullptr, kLongest, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (mapped == MAP_FAILED) throw std::runtime_error("cannot map " + file.string());
    bytes_ = static_cast<char*>(mapped);
  }
  ~LastInput() {
    munmap(bytes_, kLongest);
    fs::remove(file_);
  }
  LastInput(const LastInput&) = delete;
  LastInput& operator=(const LastInput&) = delete;
  void remember(const std::string& input) {
    std::memcpy(bytes_, input.data(), input.size());
    std::memset(bytes_ + input.size(), 0, std::min<std::size_t>(kLongest - input.size(), 256));
  }

 private:
  fs::path file_;
  char* bytes_ = nullptr;
};

class Mutator {
 public:
  Mutator(std::vector<std::string> corpus, std::uint64_t seed)
      : corpus_(std::move(corpus)), random_(seed) {}

  std::string next() {
    std::string input = corpus_[below(corpus_.size())];
    for (auto rounds = 1 + below(8); rounds > 0; --rounds) change(input);
    if (input.size() > kLongest) input.resize(kLongest);
    return input;
  }

 private:
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }
  std::string piece(const std::string& from) {
    const auto start = below(from.size() + 1);
    return from.substr(start, 1 + below(24));
  }
  char telling_byte() {
    static constexpr char kBytes[] =
        "\0\x01\t\n\r \"%'+,-./0:;9=?AZ[\\]az{}\x7f\x80\xbf\xc0\xe4\xef\xff";
    return kBytes[below(sizeof kBytes - 1)];
  }
  void change(std::string& input) {
    const auto at = below(input.size() + 1);
    switch (below(7)) {
      case 0:
        if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
        break;
      case 1:
        if (at < input.size()) input[at] = telling_byte();
        break;
      case 2:
        input.insert(at, 1 + below(4), telling_byte());
        break;
      case 3:
        input.erase(at, 1 + below(16));
        break;
      case 4:
        input.insert(at, piece(corpus_[below(corpus_.size())]));
        break;
      case 5:
        input.insert(at, piece(input));
        break;
      default:
        for (auto times = below(6); times > 0 && input.size() < kLongest; --times)
          input.insert(at, piece(input));
    }
  }

  std::vector<std::string> corpus_;
  std::mt19937_64 random_;
};

void run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

void run_for(std::chrono::seconds time, Mutator mutator, LastInput& last) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + time;
  auto report = Clock::now();
  std::uint64_t executions = 0;
  while (Clock::now() < end) {
    const auto input = mutator.next();
    last.remember(input);
    run(input);
    ++executions;
    if (Clock::now() - report < std::chrono::seconds(2)) continue;
    report = Clock::now();
    std::cout << executions << " inputs" << std::endl;
  }
  std::cout << executions << " inputs, none failed" << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
  std::chrono::seconds time{10};
  std::uint64_t seed = std::random_device{}();
  fs::path inputs;
  for (const std::string& argument : std::vector<std::string>(argv + 1, argv + argc)) {
    if (argument.starts_with("-max_total_time=")) {
      time = std::chrono::seconds(std::stoul(argument.substr(16)));
    } else if (argument.starts_with("-seed=")) {
      seed = std::stoull(argument.substr(6));
    } else {
      inputs = argument;
    }
  }
  if (inputs.empty()) {
    std::cerr << "which folder of inputs, or which file?\n";
    return 2;
  }
  if (!fs::is_directory(inputs)) {
    run(contents_of(inputs));
    return 0;
  }
  const fs::path kept = fs::path(argv[0]).filename().string() + ".input";
  std::cout << "seed " << seed << "; the input under way is in " << kept.string() << std::endl;
  LastInput last(kept);
  run_for(time, Mutator(corpus_of(inputs), seed), last);
}
