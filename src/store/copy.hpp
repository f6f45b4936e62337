#pragma once
#include <filesystem>
#include <functional>

#include "store/connection.hpp"

namespace yuyue::store {

/// Copies what `source` sees, as one snapshot, to `target`, verifies the copy and makes it durable.
/// `target` appears only when it is whole and sound. Throws std::runtime_error.
void copy_database(Connection& source, const std::filesystem::path& target,
                   const std::function<void(int percent)>& progress);

/// Problems of an open file: integrity and foreign keys.
std::vector<std::string> problems_of(Connection& connection);

/// Makes a folder's entries durable (after a rename).
void sync_folder(const std::filesystem::path& folder);

}  // namespace yuyue::store
