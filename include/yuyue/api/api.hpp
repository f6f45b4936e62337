#pragma once
#include <string>

#include "yuyue/api/services.hpp"
#include "yuyue/core/language.hpp"
#include "yuyue/core/result.hpp"
#include "yuyue/http/router.hpp"

namespace yuyue::api {

/// All endpoints (src/api/routes.cpp), each behind its permission. `services` must outlive the
/// router. Throws std::logic_error if an endpoint declares no permission.
http::Router make_router(const Services& services);

/// The table of endpoints as text, one line of JSON each: method, path, listeners, permissions (one
/// of them is enough), summary. For readers, and for the check of the API's description.
std::string describe_endpoints();

/// An RFC 9457 problem: of the server itself (404, 413 …) by status and code.
http::Response problem(const http::Request& request, int status, std::string_view code);

/// The sentence of a refusal for people, and the HTTP status of its code.
std::string sentence(const Refusal& refusal, Language language);
int status_of(const Refusal& refusal);

/// Headers that every answer carries.
http::Headers security_headers(const http::Request& request);

}  // namespace yuyue::api
