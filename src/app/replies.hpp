#pragma once
#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "yuyue/http/message.hpp"

namespace yuyue::app {

/// The body of a success; a problem becomes CommandFailed with its sentence.
nlohmann::json reply(const http::Response& response);

}  // namespace yuyue::app
