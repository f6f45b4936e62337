#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "yuyue/store/transaction.hpp"

namespace yuyue::store {

/// Problems of a database file that nothing has open (integrity, foreign keys, not ours or empty,
/// unknown migrations); empty: sound.
std::vector<std::string> verify_file(const std::filesystem::path& file);

/// Reads a database file that nothing has open. Throws std::runtime_error.
void look_into(const std::filesystem::path& file, const std::function<void(Snapshot&)>& read);

/// Puts a verified copy of `backup` in the place of `file`, whose present state is kept beside it
/// under a name with the time. Takes the file's lock. Returns where the former state was put
/// (empty: there was none). Throws CannotOpen or std::runtime_error; then nothing has changed.
std::filesystem::path restore(const std::filesystem::path& backup,
                              const std::filesystem::path& file);

}  // namespace yuyue::store
