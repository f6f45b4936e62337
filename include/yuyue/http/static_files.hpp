#pragma once
#include <filesystem>
#include <memory>
#include <string_view>

#include "yuyue/http/message.hpp"

namespace yuyue::http {

/// A folder of pages, read once at start into memory with gzip and brotli copies, or, with
/// `reload` (development), looked at again when a file changes. "/x/" serves "/x/index.html".
/// Names that begin with a dot are not served. Pages, scripts, styles and texts are revalidated on
/// each use (no-cache, mostly 304), so that an upgrade never mixes two versions; pictures, fonts
/// and sounds are kept for an hour; anything under vendor/ for a year (its folder carries its
/// version).
class StaticFiles {
 public:
  /// Throws std::runtime_error if the folder is missing or empty.
  StaticFiles(const std::filesystem::path& folder, bool reload);
  ~StaticFiles();
  /// Thread-safe. Null: no such file.
  std::shared_ptr<const SharedBody> find(std::string_view path, Headers& extra) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yuyue::http
