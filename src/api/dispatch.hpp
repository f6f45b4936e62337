#pragma once
#include <span>

#include "api/endpoint.hpp"

namespace yuyue::api {

/// All endpoints, in the order of the documentation (routes.cpp).
std::span<const Endpoint> endpoints();

}  // namespace yuyue::api
