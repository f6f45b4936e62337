#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace yuyue::planner {

/// What a situation costs at least from there on. Situations are known by 128 well mixed bits of
/// everything that matters for what follows. Bounded: a full table forgets older entries.
class Memory {
 public:
  struct Key {
    std::uint64_t high = 0, low = 0;
  };
  explicit Memory(std::size_t bytes);

  /// 0: nothing is known.
  std::int64_t at_least(const Key& key) const;
  void remember(const Key& key, std::int64_t at_least);

 private:
  struct Entry {
    std::uint64_t high = 0, low = 0;
    std::int64_t at_least = 0;
  };
  void grow();
  Entry& place_for(const Key& key);

  std::vector<Entry> entries_;
  std::size_t most_ = 0, used_ = 0;
};

/// Mixes words into a key.
class Mixer {
 public:
  explicit Mixer(std::uint64_t seed) : high_(seed + 0x9e3779b97f4a7c15U), low_(~seed) {}
  void add(std::uint64_t word) {
    high_ = mixed(high_ ^ word, 0xa0761d6478bd642fU);
    low_ = mixed(low_ + word, 0xe7037ed1a0b428dbU);
  }
  Memory::Key key() const { return {high_, low_ == 0 ? 1 : low_}; }

 private:
  __extension__ using Wide = unsigned __int128;
  static std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
    const auto product = static_cast<Wide>(a ^ b) * (b ^ 0x8ebc6af09c88c6e3U);
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  }
  std::uint64_t high_, low_;
};

}  // namespace yuyue::planner
