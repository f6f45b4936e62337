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
/// the body, "" or "/person". Refusals: document-name-mismatch, those of registering, and for
/// partners too-many-attempts.
Result<PersonId> register_referred(const Services& services, store::Transaction& tx,
                                   const Call& call, ReferredPerson sent, const std::string& place);

/// What is answered after register_referred. A partner's wrong name counts as a try at who is a
/// patient here. Refusal then: too-many-attempts, if others were counted meanwhile.
LaterAnswer count_guess(const Services& services, const Call& call, Answer answer);

}  // namespace yuyue::api
