#pragma once
#include "api/input.hpp"
#include "yuyue/centre/model.hpp"

// Parts of the service centre's catalogue that its public page and its editors show alike.
namespace yuyue::api {

/// What everybody may know of a service, whenever they ask.
Json service_json(const centre::Service& service);

}  // namespace yuyue::api
