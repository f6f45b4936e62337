#pragma once
#include <optional>

#include "app/hospital.hpp"
#include "yuyue/http/message.hpp"
#include "yuyue/http/router.hpp"

namespace yuyue::app {

/// How commands reach the hospital: through a running server's control socket, or, if none runs, by
/// opening the file themselves. Both go through the same endpoints with the operator's rights.
class Control {
 public:
  /// Throws store::CannotOpen and what Hospital throws.
  explicit Control(const Config& config);
  ~Control();
  /// `target` may have a query. Throws std::runtime_error when the server does not answer.
  http::Response send(http::Verb verb, const std::string& target, std::string body = {},
                      std::string_view type = "application/json");
  bool through_server() const { return !hospital_; }

 private:
  http::Response ask_server(http::Verb verb, const std::string& target, const std::string& body,
                            std::string_view type) const;
  http::Response ask_here(http::Verb verb, const std::string& target, std::string body,
                          std::string_view type);
  const Config& config_;
  std::unique_ptr<Hospital> hospital_;
  std::unique_ptr<http::Router> router_;
};

}  // namespace yuyue::app
