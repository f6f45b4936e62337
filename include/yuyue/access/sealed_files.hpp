#pragma once
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/access/vault.hpp"

namespace yuyue::access {

/// A file that is missing or not what it was.
struct FileDamaged : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Bytes kept encrypted in a folder, each under the keyed hash of its content (XChaCha20-Poly1305).
///
/// A file's key is made from its content by the hospital's key and kept, sealed, by whoever refers
/// to the file: so the same content is the same file byte for byte, writing it twice does no harm,
/// and a change of the hospital's key seals keys anew and leaves files, and copies of them, as they
/// are. A file is never changed, only added, and deleted when nothing refers to it.
///
/// Thread-safe.
class SealedFiles {
 public:
  struct Kept {
    std::string name;   ///< in the folder: 64 hex digits
    std::string key;    ///< opens it; 32 bytes, to be kept sealed
    store::Bytes hash;  ///< of the file as it is on the disk, without a key: 32 bytes
  };

  SealedFiles(const Vault& vault, std::filesystem::path folder)
      : vault_(vault), folder_(std::move(folder)) {}
  const std::filesystem::path& folder() const { return folder_; }

  /// Durable when it returns; the row that refers to it is written after. Blocks. Throws
  /// std::runtime_error.
  Kept put(std::string_view bytes) const;
  /// Blocks. Throws FileDamaged.
  std::string open(std::string_view name, std::string_view key) const;
  /// Deletes what has lain there for longer than `age` and is not `in_use`: written, and its row
  /// was not. Returns how many.
  int sweep(std::chrono::seconds age, const std::function<bool(const std::string&)>& in_use) const;

 private:
  const Vault& vault_;
  const std::filesystem::path folder_;
  mutable std::mutex mutex_;
};

/// Where a backup's files are: beside it, shared by all backups of that folder.
inline std::filesystem::path attachments_beside(const std::filesystem::path& backup) {
  return backup.parent_path() / "attachments";
}

/// Which file a folder should hold, and its hash.
struct ExpectedFile {
  std::string name;
  store::Bytes hash;
};
/// What is missing in a folder or altered, in words. No key is needed.
std::vector<std::string> check_files(const std::filesystem::path& folder,
                                     const std::vector<ExpectedFile>& expected);
/// Copies what `to` does not hold yet, each durably and proved by its hash. Returns what is missing
/// in or damaged at both places, in words; nothing of `to` is replaced unless it is damaged.
std::vector<std::string> copy_files(const std::filesystem::path& from,
                                    const std::filesystem::path& to,
                                    const std::vector<ExpectedFile>& expected);

}  // namespace yuyue::access
