#include "app/replies.hpp"

namespace yuyue::app {

nlohmann::json reply(const http::Response& response) {
  auto body = nlohmann::json::parse(response.body, nullptr, false);
  if (response.status < 300) return body;
  throw CommandFailed(response.status < 500 ? 2 : 1,
                      body.is_object() ? body.value("detail", response.body) : response.body);
}

}  // namespace yuyue::app
