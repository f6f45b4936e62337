#pragma once
#include <optional>

#include "api/answers.hpp"

namespace yuyue::api {

/// Somebody whom a partner institution sends, as they know them; a child with the guardian.
struct ReferredPerson {
  patients::NewPerson person;
  std::optional<patients::NewPerson> guardian;
};

/// From a member "person" of a body.
std::optional<Refusal> read_referred(const Json& given, std::optional<ReferredPerson>& sent);
/// From a whole body.
Result<ReferredPerson> read_referred(const http::Request& request);

/// Whoever has the document, if the name is theirs; else somebody new. `place`: of the person in
/// the body, "" or "/person". Refusals: document-name-mismatch and those of registering.
Result<PersonId> register_referred(const Services& services, store::Transaction& tx,
                                   const Call& call, ReferredPerson sent, const std::string& place);

}  // namespace yuyue::api
