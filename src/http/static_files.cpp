#include "yuyue/http/static_files.hpp"

#include <fstream>
#include <iterator>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace yuyue::http {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kIndex = "index.html";

std::string type_of(const fs::path& file) {
  static const std::unordered_map<std::string, std::string> kTypes{
      {".html", "text/html; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".json", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".txt", "text/plain; charset=utf-8"},
      {".md", "text/plain; charset=utf-8"},
      {".csv", "text/csv; charset=utf-8"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {".webp", "image/webp"},
      {".gif", "image/gif"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".woff", "font/woff"},
      {".mp3", "audio/mpeg"},
      {".wav", "audio/wav"},
      {".ogg", "audio/ogg"},
      {".wasm", "application/wasm"},
      {".pdf", "application/pdf"},
  };
  const auto found = kTypes.find(file.extension().string());
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

bool is_vendored(std::string_view path) {
  return path.find("/vendor/") != std::string_view::npos;
}

std::string cache_control(std::string_view path, std::string_view type) {
  if (is_vendored(path)) return "public, max-age=31536000, immutable";
  for (const std::string_view kept : {"image/", "font/", "audio/"}) {
    if (type.starts_with(kept)) return "public, max-age=3600";
  }
  return "no-cache";
}

/// A hidden file or folder anywhere in it, or a way out of the folder: by "..", or by what would be
/// an absolute path once its first slash is gone.
bool is_out_of_bounds(std::string_view path) {
  return !path.starts_with('/') || path.find("/.") != std::string_view::npos ||
         path.find("//") != std::string_view::npos || path.find('\0') != std::string_view::npos;
}

/// Exactly as long as the file: it is kept for as long as the server runs.
std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes(static_cast<std::size_t>(fs::file_size(file)), '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return bytes;
}

}  // namespace

struct StaticFiles::Impl {
  struct Page {
    std::shared_ptr<const SharedBody> body;
    fs::file_time_type changed;
    std::string cache_control;
  };
  using Pages = std::unordered_map<std::string, Page>;

  static Page load(const std::string& path, const fs::path& file, bool archival) {
    const auto changed = fs::last_write_time(file);
    auto body = make_shared_body(type_of(file), read_file(file), archival);
    std::string caching = archival ? cache_control(path, body->type) : "no-cache";
    return {std::move(body), changed, std::move(caching)};
  }
  std::optional<Page> look_up(const std::string& path) const;
  std::optional<Page> look_again(const std::string& path) const;

  fs::path folder;
  bool reload = false;
  mutable std::shared_mutex mutex;  ///< only needed with reload: otherwise the pages never change
  mutable Pages pages;
};

std::optional<StaticFiles::Impl::Page> StaticFiles::Impl::look_up(const std::string& path) const {
  if (reload) return look_again(path);
  const auto found = pages.find(path);
  if (found == pages.end()) return std::nullopt;
  return found->second;
}

std::optional<StaticFiles::Impl::Page> StaticFiles::Impl::look_again(
    const std::string& path) const {
  const fs::path file = folder / path.substr(1);
  std::error_code error;
  const auto changed = fs::last_write_time(file, error);
  if (error || !fs::is_regular_file(file, error)) return std::nullopt;
  {
    const std::shared_lock lock(mutex);
    const auto known = pages.find(path);
    if (known != pages.end() && known->second.changed == changed) return known->second;
  }
  Page page = load(path, file, false);
  const std::unique_lock lock(mutex);
  return pages.insert_or_assign(path, std::move(page)).first->second;
}

StaticFiles::StaticFiles(const fs::path& folder, bool reload) : impl_(std::make_unique<Impl>()) {
  impl_->folder = folder;
  impl_->reload = reload;
  if (!fs::is_directory(folder)) {
    throw std::runtime_error("folder of pages not found: " + folder.string());
  }
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string path = '/' + entry.path().lexically_relative(folder).generic_string();
    if (!entry.is_regular_file() || is_out_of_bounds(path)) continue;
    impl_->pages.emplace(path, Impl::load(path, entry.path(), !reload));
  }
  if (impl_->pages.empty())
    throw std::runtime_error("folder of pages is empty: " + folder.string());
}

StaticFiles::~StaticFiles() = default;

std::shared_ptr<const SharedBody> StaticFiles::find(std::string_view path, Headers& extra) const {
  if (is_out_of_bounds(path)) return nullptr;
  std::string wanted(path);
  if (wanted.ends_with('/')) wanted.append(kIndex);
  auto page = impl_->look_up(wanted);
  if (!page) return nullptr;
  extra.insert_or_assign("Cache-Control", std::move(page->cache_control));
  return std::move(page->body);
}

}  // namespace yuyue::http
