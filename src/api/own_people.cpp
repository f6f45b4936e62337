// The people a patient books for.
#include "api/answers.hpp"
#include "api/person_input.hpp"
#include "api/person_json.hpp"

namespace yuyue::api {
namespace {

/// The endpoints ask for the permission `patient`, which members alone have.
MemberId member_of(const Call& call) {
  return call.principal.member().value();
}

Result<patients::NewOwnPerson> read_new_person(const http::Request& request) {
  Input in(request);
  patients::NewOwnPerson person;
  person.name = in.text("name");
  if (const auto document = in.maybe_object("document"))
    if (auto bad = read_document(*document, "/document", person.document.emplace())) return *bad;
  person.phone = in.maybe_text("phone").value_or("");
  person.relation = in.one_of("relation", patients::relation_from);
  person.birth_date = in.maybe_day("birthDate");
  person.sex = in.maybe_one_of("sex", sex_from).value_or(Sex::unknown);
  person.guardian = in.flag("guardian", false);
  person.newborn = in.flag("newborn", false);
  if (auto bad = in.finish()) return *bad;
  return person;
}

}  // namespace

Answer list_own_people(const Services& services, const Call& call) {
  const auto list = [&](store::Snapshot& snapshot) {
    Json items = Json::array();
    for (const auto& person : services.patients.own_people(snapshot, member_of(call), call.now))
      items.push_back(person_json(person));
    return Json{{"items", std::move(items)},
                {"limit", patients::read_rules(snapshot).family_limit}};
  };
  return json(200, services.database.read(list));
}

// Whether a number is registered, and with which name, must not be found out by trying.
LaterAnswer add_own_person(const Services& services, const Call& call) {
  const auto person = read_new_person(call.request);
  if (!person) co_return person.error();
  bool guessed_wrong = false;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    guessed_wrong = false;
    if (auto free =
            services.person_guesses.check(tx, call.principal, call.request.remote, call.now);
        !free)
      return free.error();
    const auto added = services.patients.register_own_person(tx, call.principal, member_of(call),
                                                             *person, call.now);
    guessed_wrong = !added && added.error().code == "document-name-mismatch";
    if (!added) return added.error();
    return person_json(*added);
  };
  auto answer = co_await write_once(services, call, 201, std::move(work));
  if (!guessed_wrong) co_return answer;
  // The refused job left no trace; the try is counted by one of its own.
  auto count = [&](store::Transaction& tx) {
    return services.person_guesses.failed(tx, call.principal, call.request.remote, call.now);
  };
  const auto counted = co_await services.database.write(call.lane(), count);
  if (!counted.result) co_return counted.result.error();
  co_return answer;
}

LaterAnswer remove_own_person(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto ended = services.patients.end_link(tx, call.principal, member_of(call),
                                                  call.id<PersonId>("person"), call.now);
    if (!ended) return ended.error();
    return Json();
  };
  co_return co_await write(services, call, 204, std::move(work));
}

}  // namespace yuyue::api
