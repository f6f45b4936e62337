#include "http/compression.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <memory>
#include <new>
#include <stdexcept>

namespace yuyue::http {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib: 16 more asks for a gzip header and trailer

/// A deflate state is a quarter of a megabyte, so each thread keeps one per level and resets it.
class Deflater {
 public:
  explicit Deflater(int level) : stream_{} {
    if (deflateInit2(&stream_, level, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  std::string run(std::string_view bytes) {
    deflateReset(&stream_);
    std::string out(deflateBound(&stream_, bytes.size()), '\0');
    // zlib's interface is not const-correct; it does not write to its input.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) throw std::runtime_error("zlib: deflate");
    out.resize(stream_.total_out);
    return out;
  }

 private:
  z_stream stream_;
};

}  // namespace

std::string gzip(std::string_view bytes, int level) {
  if (bytes.size() > std::numeric_limits<uInt>::max() / 2) throw std::length_error("gzip");
  if (level != 1) return Deflater(level).run(bytes);
  thread_local Deflater quick(1);
  return quick.run(bytes);
}

std::string brotli(std::string_view bytes, int quality) {
  std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
  if (size == 0) throw std::length_error("brotli");
  std::string out(size, '\0');
  const auto* in = reinterpret_cast<const std::uint8_t*>(bytes.data());
  // A window no larger than the bytes: clearing the tables of a full one takes 60 times as long as
  // packing a page of usual size.
  const int window = std::clamp(static_cast<int>(std::bit_width(bytes.size())),
                                BROTLI_MIN_WINDOW_BITS, BROTLI_DEFAULT_WINDOW);
  if (BrotliEncoderCompress(quality, window, BROTLI_MODE_TEXT, bytes.size(), in, &size,
                            reinterpret_cast<std::uint8_t*>(out.data())) != BROTLI_TRUE) {
    throw std::bad_alloc();
  }
  out.resize(size);
  return out;
}

}  // namespace yuyue::http
