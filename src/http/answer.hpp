#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "yuyue/http/message.hpp"

namespace yuyue::http {

/// The status' name in problems ("body-too-large"), for those the server itself gives.
std::string_view code_of(int status);

/// How one answer is to be sent.
struct Framing {
  bool close = false;    ///< the connection ends after it
  bool http10 = false;   ///< keep-alive must be said
  bool goes_on = false;  ///< events follow the head, until the connection ends
};

/// An answer as bytes. The body is never copied: it is the handler's string, moved, or a copy kept
/// in the shared body.
class Answer {
 public:
  /// Negotiates (If-None-Match, Accept-Encoding, HEAD) and writes the head. Throws std::logic_error
  /// if a header could not be sent as it is (a line break in it).
  Answer(const Request& request, Response response, const Headers& security, Framing framing);

  int status() const { return status_; }
  std::string_view head() const { return head_; }
  std::string_view body() const;  ///< what follows the head on the wire

 private:
  void choose_body(const Request& request, Response& response);
  void write_head(const Request& request, const Response& response, const Headers& security,
                  Framing framing);

  int status_;
  std::string head_;
  std::string own_;
  std::shared_ptr<const SharedBody> shared_;
  const std::string* chosen_ = nullptr;  ///< into *shared_; null: own_
  std::string etag_;
  std::string_view encoding_;
  bool varies_ = false;
  bool send_body_ = true;
};

}  // namespace yuyue::http
