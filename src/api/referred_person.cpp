#include "api/referred_person.hpp"

#include "api/partner_side.hpp"
#include "api/person_input.hpp"

namespace yuyue::api {
namespace {

patients::NewPerson read_person(Input& in, const std::string& place) {
  patients::NewPerson person;
  person.name = in.text("name");
  person.phone = in.text("phone");
  person.birth_date = in.maybe_day("birthDate");
  person.sex = in.maybe_one_of("sex", sex_from).value_or(Sex::unknown);
  patients::DocumentInput document;
  const auto given = in.maybe_object("document");
  if (!given || read_document(*given, place + "/document", document))
    in.wrong("document", "object");
  person.documents = {document};
  return person;
}

std::optional<Refusal> read(Input& in, const std::string& place, ReferredPerson& sent) {
  sent.person = read_person(in, place);
  if (const auto guardian = in.maybe_object("guardian")) {
    Input of_guardian(*guardian, place + "/guardian");
    sent.guardian = read_person(of_guardian, place + "/guardian");
    if (auto bad = of_guardian.finish()) return bad;
  }
  return in.finish();
}

Result<PersonId> registered(const Services& services, store::Transaction& tx, const Call& call,
                            const patients::NewPerson& person, const std::string& place) {
  const auto made = services.patients.register_person(tx, call.principal, person, call.now);
  if (made) return made->id;
  if (made.error().code != "document-known") return made.error();
  const auto id = parse_id<PersonKind>(made.error().params.at("person")).value();
  const auto known = services.patients.person(tx, id);
  if (!known || normalise_name(known->name) != normalise_name(person.name))
    return Refusal("document-name-mismatch").at(place + "/name");
  return known->id;
}

}  // namespace

std::optional<Refusal> read_referred(const Json& given, std::optional<ReferredPerson>& sent) {
  Input in(given, "/person");
  return read(in, "/person", sent.emplace());
}

Result<ReferredPerson> read_referred(const http::Request& request) {
  Input in(request);
  ReferredPerson sent;
  if (auto bad = read(in, "", sent)) return *bad;
  return sent;
}

Result<PersonId> register_referred(const Services& services, store::Transaction& tx,
                                   const Call& call, ReferredPerson sent,
                                   const std::string& place) {
  // Whether a number is registered, and with which name, must not be found out by trying.
  if (is_partner(call.principal)) {
    const auto free =
        services.person_guesses.check(tx, call.principal, call.request.remote, call.now);
    if (!free) return free.error();
  }
  if (sent.guardian) {
    const auto guardian = registered(services, tx, call, *sent.guardian, place + "/guardian");
    if (!guardian) return guardian.error();
    sent.person.guardian = *guardian;
  }
  return registered(services, tx, call, sent.person, place);
}

LaterAnswer count_guess(const Services& services, const Call& call, Answer answer) {
  if (answer || answer.error().code != "document-name-mismatch" || !is_partner(call.principal))
    co_return answer;
  // The refused job left no trace; the try is counted by one of its own.
  auto count = [&](store::Transaction& tx) {
    return services.person_guesses.failed(tx, call.principal, call.request.remote, call.now);
  };
  const auto counted = co_await services.database.write(call.lane(), count);
  if (!counted.result) co_return counted.result.error();
  co_return answer;
}

}  // namespace yuyue::api
