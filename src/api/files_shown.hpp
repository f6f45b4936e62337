#pragma once
#include "api/answers.hpp"

namespace yuyue::api {

/// One of the encrypted files, as somebody who may see it gets it.
struct FileShown {
  std::string file, key;  ///< as of access::SealedFiles
  std::string type;
  std::string name;       ///< for whoever saves it
  bool download = false;  ///< saved rather than shown in the page's place
};
/// Refusal: scan-lost: it is missing or damaged.
LaterAnswer file_answer(const Services& services, FileShown shown);

}  // namespace yuyue::api
