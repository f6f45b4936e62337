// The desk's work on people. Screens get masked values; the whole only through `reveal`, with a
// reason. Every look is audited, so that looking is a write.
#include <algorithm>

#include "api/answers.hpp"
#include "api/person_input.hpp"
#include "api/person_json.hpp"
#include "yuyue/booking/booking_code.hpp"

namespace yuyue::api {
namespace {

PersonId person_of(const Call& call) {
  return call.id<PersonId>("person");
}

Result<Json> as_json(const Result<patients::PersonView>& person) {
  if (!person) return person.error();
  return person_json(*person);
}

/// The words of the API: a card and a certificate are both identifiers, pinyin is typed as
/// initials.
std::string_view matched_by(patients::MatchedBy matched) {
  switch (matched) {
    case patients::MatchedBy::nothing:
      return "none";
    case patients::MatchedBy::document:
      return "identifier";
    case patients::MatchedBy::phone:
      return "phone";
    case patients::MatchedBy::phone_tail_and_name:
    case patients::MatchedBy::name:
      return "name";
    case patients::MatchedBy::pinyin:
      return "initials";
  }
  return "none";
}

/// Whose appointment has this code; nobody if it is not a code or not one of ours. Then it may
/// still be a card's number.
std::optional<PersonId> holder_of_code(store::Snapshot& snapshot, std::string_view text) {
  const auto code = booking::parse_code(text);
  if (!code) return std::nullopt;
  const auto appointment = booking::find_appointment(snapshot, *code);
  if (!appointment) return std::nullopt;
  return appointment->person;
}

Result<Json> find(const Services& services, const Call& call, store::Transaction& tx,
                  std::string_view text) {
  if (const auto holder = holder_of_code(tx, text)) {
    const auto person = as_json(services.patients.look(tx, call.principal, *holder, call.now));
    if (!person) return person.error();
    return Json{{"items", Json::array({*person})}, {"matchedBy", "booking-code"}, {"more", false}};
  }
  const auto found = services.patients.find(tx, call.principal, text, call.now);
  Json items = Json::array();
  for (const auto& person : found.items) items.push_back(person_json(person));
  return Json{{"items", std::move(items)},
              {"matchedBy", matched_by(found.matched_by)},
              {"more", found.more}};
}

Json guardians_json(const Services& services, const Call& call, store::Snapshot& snapshot,
                    const patients::PersonView& person) {
  Json out = Json::array();
  if (!person.guardian) return out;
  const PersonId ids[] = {*person.guardian};
  for (const auto& guardian : services.patients.views(snapshot, ids, call.now))
    out.push_back(person_json(guardian));
  return out;
}

/// One person with what belongs to them, as the desk's single view shows it.
Json whole_json(const Services& services, const Call& call, store::Snapshot& snapshot,
                const patients::PersonView& person) {
  Json out = person_json(person);
  out["identifiers"] = Json::array();
  for (const auto& identifier : person.identifiers)
    out["identifiers"].push_back(identifier_json(identifier));
  out["guardians"] = guardians_json(services, call, snapshot, person);
  out["upcoming"] = booking::count_upcoming(snapshot, person.id, call.now);
  return out;
}

Result<patients::NewPerson> read_registration(const http::Request& request) {
  Input in(request);
  patients::NewPerson person;
  person.name = in.text("name");
  for (const auto& given : in.objects("documents")) {
    const auto place = "/documents/" + std::to_string(person.documents.size());
    if (auto bad = read_document(given, place, person.documents.emplace_back())) return *bad;
  }
  person.phone = in.maybe_text("phone").value_or("");
  person.birth_date = in.maybe_day("birthDate");
  person.sex = in.maybe_one_of("sex", sex_from).value_or(Sex::unknown);
  person.needs = in.maybe_texts("needs").value_or(std::vector<std::string>{});
  person.guardian = in.maybe_id<PersonId>("guardianId");
  person.newborn = in.flag("newborn", false);
  if (auto bad = in.finish()) return *bad;
  return person;
}

Result<patients::PersonChange> read_change(const http::Request& request) {
  Input in(request);
  patients::PersonChange change;
  change.name = in.maybe_text("name");
  change.phone = in.maybe_text("phone");
  change.birth_date = in.maybe_day("birthDate");
  change.sex = in.maybe_one_of("sex", sex_from);
  change.needs = in.maybe_texts("needs");
  change.guardian = in.maybe_id<PersonId>("guardianId");
  change.version = in.version();
  if (auto bad = in.finish()) return *bad;
  return change;
}

/// The one added last: ids rise.
Json newest_identifier(const patients::PersonView& person) {
  const auto newest = std::ranges::max_element(person.identifiers, {}, &patients::DocumentView::id);
  return newest == person.identifiers.end() ? Json() : identifier_json(*newest);
}

Json revealed_json(const patients::RevealedPerson& person) {
  Json documents = Json::array();
  for (const auto& identifier : person.identifiers)
    documents.push_back({{"type", name_of(identifier.type)}, {"number", identifier.number}});
  return {{"name", person.name}, {"phone", person.phone}, {"documents", std::move(documents)}};
}

/// "same-name-and-phone" → "name-phone", the API's word.
std::string why_json(std::string why) {
  if (why.starts_with("same-")) why.erase(0, 5);
  if (const auto at = why.find("-and-"); at != std::string::npos) why.erase(at, 4);
  return why;
}

}  // namespace

LaterAnswer find_patients(const Services& services, const Call& call) {
  const std::string text(call.request.query_or("q", ""));
  if (text.empty() || text.size() > 200)
    co_return Refusal("query-invalid").with("name", "q").with("value", text);
  Work work = [&](store::Transaction& tx) {
    return find(services, call, tx, text);
  };
  co_return co_await write(services, call, 200, std::move(work));
}

LaterAnswer register_patient(const Services& services, const Call& call) {
  const auto person = read_registration(call.request);
  if (!person) co_return person.error();
  Work work = [&](store::Transaction& tx) {
    return as_json(services.patients.register_person(tx, call.principal, *person, call.now));
  };
  co_return co_await write_once(services, call, 201, std::move(work));
}

LaterAnswer show_patient(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto person = services.patients.look(tx, call.principal, person_of(call), call.now);
    if (!person) return person.error();
    return whole_json(services, call, tx, *person);
  };
  co_return co_await write(services, call, 200, std::move(work));
}

LaterAnswer change_patient(const Services& services, const Call& call) {
  const auto change = read_change(call.request);
  if (!change) co_return change.error();
  Work work = [&](store::Transaction& tx) {
    return as_json(
        services.patients.change_person(tx, call.principal, person_of(call), *change, call.now));
  };
  co_return co_await write(services, call, 200, std::move(work));
}

LaterAnswer add_identifier(const Services& services, const Call& call) {
  Input in(call.request);
  patients::DocumentInput document;
  if (auto bad = read_document(in, document)) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto person =
        services.patients.add_identifier(tx, call.principal, person_of(call), document, call.now);
    if (!person) return person.error();
    return newest_identifier(*person);
  };
  co_return co_await write_once(services, call, 201, std::move(work));
}

LaterAnswer remove_identifier(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto person = services.patients.remove_identifier(
        tx, call.principal, person_of(call), call.id<IdentifierId>("identifier"), call.now);
    if (!person) return person.error();
    return Json();
  };
  co_return co_await write(services, call, 204, std::move(work));
}

LaterAnswer reveal_patient(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.text("reason");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto person =
        services.patients.reveal(tx, call.principal, person_of(call), reason, call.now);
    if (!person) return person.error();
    return revealed_json(*person);
  };
  co_return co_await write(services, call, 200, std::move(work));
}

LaterAnswer list_duplicates(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto found = services.patients.duplicates(tx, call.principal, person_of(call), call.now);
    if (!found) return found.error();
    Json items = Json::array();
    for (const auto& duplicate : *found) {
      items.push_back(person_json(duplicate.person));
      items.back()["why"] = Json::array({why_json(duplicate.why)});
    }
    return Json{{"items", std::move(items)}};
  };
  co_return co_await write(services, call, 200, std::move(work));
}

LaterAnswer merge_patients(const Services& services, const Call& call) {
  Input in(call.request);
  const auto into = in.id<PersonId>("intoId");
  const auto reason = in.text("reason");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) {
    return as_json(
        services.patients.merge(tx, call.principal, person_of(call), into, reason, call.now));
  };
  co_return co_await write(services, call, 200, std::move(work));
}

}  // namespace yuyue::api
