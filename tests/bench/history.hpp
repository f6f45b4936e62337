#pragma once
#include <cstddef>
#include <filesystem>

#include "bench/town.hpp"

namespace yuyue::bench {

/// Adds `count` appointments of past days to a copy of the town, each with what a real one leaves
/// behind: its place, event, audit entry and delivered message.
void add_history(const Town& town, const std::filesystem::path& data, std::size_t count);

}  // namespace yuyue::bench
