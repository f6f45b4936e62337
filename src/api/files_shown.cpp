#include "api/files_shown.hpp"

#include "yuyue/centre/cases/cases.hpp"

namespace yuyue::api {
namespace {

/// In a header: what is left of a name that harms nothing.
std::string plain(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte >= 0x7F || c == '"' || c == '\\' ? '_' : c;
  }
  return out;
}

struct Opened {
  std::optional<std::string> bytes;
  std::string trouble;
};

Opened open_file(const Services& services, const FileShown& shown) {
  try {
    return {services.cases.files().open(shown.file, shown.key), {}};
  } catch (const access::FileDamaged& damaged) {
    return {std::nullopt, damaged.what()};
  }
}

}  // namespace

LaterAnswer file_answer(const Services& services, FileShown shown) {
  Opened opened;
  std::function<void()> read = [&] {
    opened = open_file(services, shown);
  };
  co_await on_worker(services, read);
  if (!opened.bytes) {
    services.log_error(opened.trouble);
    co_return Refusal("scan-lost");
  }
  auto response = http::Response::text(200, shown.type, *std::move(opened.bytes));
  response.headers["Content-Disposition"] = std::string(shown.download ? "attachment" : "inline") +
                                            "; filename=\"" + plain(shown.name) + "\"";
  response.headers["Cache-Control"] = "no-store";
  co_return response;
}

}  // namespace yuyue::api
