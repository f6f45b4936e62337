// Referrals between partner institutions and the hospital. A partner is whoever has the permission
// `refer` and acts for an institution; it reaches its own patients' referrals only.
#include <nlohmann/json.hpp>

#include "api/answers.hpp"
#include "api/appointment_access.hpp"
#include "api/partner_side.hpp"
#include "api/people_shown.hpp"
#include "api/referral_json.hpp"
#include "api/referred_person.hpp"

namespace yuyue::api {
namespace {

namespace referral = booking::referral;
using referral::Handler;
using referral::Referral;
using referral::Referrals;
using referral::rules::Side;
using referral::rules::Step;

constexpr std::size_t kNote = 200, kReason = 500, kQuestion = 500, kReport = 1000, kPaper = 100,
                      kPapers = 20;

Result<referral::ReferralQuery> read_query(const Call& call) {
  const auto& request = call.request;
  referral::ReferralQuery query;
  const auto state = request.query_or("state", "open");
  const auto filter = referral::referral_filter(state);
  if (!filter) return Refusal("query-invalid").with("name", "state").with("value", state);
  query.filter = *filter;
  if (const auto direction = request.query_or("direction", ""); !direction.empty()) {
    query.direction = referral::direction_from(direction);
    if (!query.direction)
      return Refusal("query-invalid").with("name", "direction").with("value", direction);
  }
  const auto institution = query_id<InstitutionId>(request, "institutionId");
  if (!institution) return institution.error();
  query.institution = *institution;
  const auto department = query_id<DepartmentId>(request, "departmentId");
  if (!department) return department.error();
  query.department = *department;
  const auto person = query_id<PersonId>(request, "personId");
  if (!person) return person.error();
  query.person = *person;
  const auto limit = query_integer(request, "limit", 200, 1, 500);
  if (!limit) return limit.error();
  query.limit = static_cast<int>(*limit);
  const auto after = query_integer(request, "after", 0, 0, 1'000'000);
  if (!after) return Refusal("cursor-invalid");
  query.skip = static_cast<int>(*after);
  return query;
}

/// One step of a referral, by whichever side the caller is on.
template <class UseCase>
LaterAnswer take_step(const Services& services, const Call& call, UseCase use_case) {
  const auto id = call.id<ReferralId>("referral");
  Work work = [&, use_case](store::Transaction& tx) -> Result<Json> {
    const auto by = handler_of(tx, call);
    if (!by) return by.error();
    const Result<Referral> done = use_case(tx, id, *by);
    if (!done) return done.error();
    return referral_json(services, tx, call, *done, *by);
  };
  co_return co_await write_once(services, call, 200, work);
}

/// The words that go with a step.
struct Words {
  std::string_view field;
  std::size_t most = 0;
  bool needed = true;
};
using SaidWith = Result<Referral> (Referrals::*)(store::Transaction&, ReferralId,
                                                 const std::string&, const Handler&, Instant) const;

/// One step that takes nothing but words.
LaterAnswer say_and_step(const Services& services, const Call& call, Words words,
                         SaidWith use_case) {
  Input in(call.request);
  const auto said = words.needed ? in.text(words.field, words.most)
                                 : in.maybe_text(words.field, words.most).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  const auto step = [&](store::Transaction& tx, ReferralId id, const Handler& by) {
    return (services.referrals.*use_case)(tx, id, said, by, call.now);
  };
  co_return co_await take_step(services, call, step);
}

}  // namespace

LaterAnswer send_referral(const Services& services, const Call& call) {
  Input in(call.request);
  referral::NewReferral wanted;
  wanted.direction =
      in.maybe_one_of("direction", referral::direction_from).value_or(referral::Direction::up);
  wanted.institution = in.maybe_id<InstitutionId>("institutionId").value_or(InstitutionId{});
  wanted.department = in.id<DepartmentId>("departmentId");
  wanted.urgent = in.flag("urgent", false);
  wanted.reason = in.text("reason", kReason);
  wanted.papers = in.maybe_texts("papers", kPapers).value_or(std::vector<std::string>{});
  for (const auto& paper : wanted.papers)
    if (paper.empty() || paper.size() > kPaper * 4) in.wrong("papers", "list of texts");
  wanted.slot = in.maybe_id<SlotId>("slotId");
  wanted.answers = read_answers(in);
  const auto person = in.maybe_id<PersonId>("personId");
  std::optional<ReferredPerson> sent;
  if (const auto given = in.maybe_object("person")) {
    if (auto bad = read_referred(*given, sent)) co_return *bad;
  }
  if (person.has_value() == sent.has_value()) in.wrong("person", "object");
  if (auto bad = in.finish()) co_return *bad;

  std::optional<booking::OfferFor> whom;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto by = handler_of(tx, call);
    if (!by) return by.error();
    auto referred = wanted;
    if (person) {
      // Ids are names, not secrets: whom a partner does not know it names by the document.
      if (by->side == Side::partner && !referral::knows(tx, by->institution, *person))
        return Refusal("person-unknown");
      referred.person = *person;
    } else {
      const auto known = register_referred(services, tx, call, *sent, "/person");
      if (!known) return known.error();
      referred.person = *known;
    }
    whom = booking::OfferFor{referred.person, std::nullopt};
    const auto done = services.referrals.send(tx, referred, *by, call.now);
    if (!done) return done.error();
    return referral_json(services, tx, call, *done, *by);
  };
  auto answer = co_await write_once(services, call, 201, work);
  answer = co_await count_guess(services, call, std::move(answer));
  if (!answer && wanted.slot)
    co_return refused_booking(services, call, *wanted.slot, whom, answer.error());
  co_return answer;
}

Answer count_referrals(const Services& services, const Call& call) {
  const auto text = call.request.query_or("since", "");
  const auto since = text.empty() ? std::optional(call.now) : parse_rfc3339(text);
  if (!since) return Refusal("query-invalid").with("name", "since").with("value", text);
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto by = handler_of(snapshot, call);
    if (!by) return by.error();
    const auto counts = services.referrals.counts(snapshot, *by, *since);
    return json(200, {{"toAnswer", counts.to_answer},
                      {"urgent", counts.urgent},
                      {"questions", counts.questions},
                      {"toBook", counts.to_book},
                      {"replies", counts.replies}});
  });
}

LaterAnswer list_referrals(const Services& services, const Call& call) {
  const auto query = read_query(call);
  if (!query) co_return query.error();
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto by = handler_of(tx, call);
    if (!by) return by.error();
    const auto found = services.referrals.list(tx, *query, *by);
    services.audit.record(tx, call.principal,
                          {.action = "referrals-listed",
                           .subject = {},
                           .details = {{"count", std::to_string(found.size())}},
                           .note = {}},
                          call.now);
    std::vector<PersonId> ids;
    for (const auto& r : found) ids.push_back(r.person);
    const PeopleShown people(services, tx, call, ids);
    Json items = Json::array();
    for (const auto& r : found)
      items.push_back(referral_json(services, tx, r, *by, people.of(r.person)));
    Json out{{"items", std::move(items)}};
    if (static_cast<int>(found.size()) == query->limit)
      out["next"] = std::to_string(query->skip + query->limit);
    return out;
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer show_referral(const Services& services, const Call& call) {
  const auto id = call.id<ReferralId>("referral");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto by = handler_of(tx, call);
    if (!by) return by.error();
    const auto found = services.referrals.find(tx, id, *by);
    if (!found) return Refusal("not-found");
    services.audit.record(tx, call.principal,
                          {.action = "referral-seen",
                           .subject = id,
                           .details = {{"person", to_string(found->person)}},
                           .note = {}},
                          call.now);
    auto out = referral_json(services, tx, call, *found, *by);
    auto& events = out["events"] = Json::array();
    for (const auto& event : services.referrals.events(tx, id)) {
      Json line{
          {"at", services.time.rfc3339(event.at)}, {"what", event.what}, {"by", event.actor_kind}};
      if (event.from_department) line["fromDepartmentId"] = to_string(*event.from_department);
      if (event.to_department) line["toDepartmentId"] = to_string(*event.to_department);
      if (!event.note.empty()) line["note"] = event.note;
      events.push_back(std::move(line));
    }
    return out;
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer accept_referral(const Services& services, const Call& call) {
  return say_and_step(services, call, {"note", kNote, false}, &Referrals::accept);
}

LaterAnswer redirect_referral(const Services& services, const Call& call) {
  Input in(call.request);
  const auto to = in.id<DepartmentId>("departmentId");
  const auto note = in.maybe_text("note", kNote).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  const auto redirecting = [&](store::Transaction& tx, ReferralId id, const Handler& by) {
    return services.referrals.redirect(tx, id, to, note, by, call.now);
  };
  co_return co_await take_step(services, call, redirecting);
}

LaterAnswer refuse_referral(const Services& services, const Call& call) {
  return say_and_step(services, call, {"reason", kNote}, &Referrals::refuse);
}

LaterAnswer book_referral(const Services& services, const Call& call) {
  Input in(call.request);
  const auto slot = in.id<SlotId>("slotId");
  const auto answers = read_answers(in);
  if (auto bad = in.finish()) co_return *bad;
  const auto booking_it = [&](store::Transaction& tx, ReferralId id, const Handler& by) {
    return services.referrals.book(tx, id, slot, by, call.now, answers);
  };
  auto answer = co_await take_step(services, call, booking_it);
  if (!answer) co_return refused_booking(services, call, slot, {}, answer.error());
  co_return answer;
}

LaterAnswer ask_about_referral(const Services& services, const Call& call) {
  return say_and_step(services, call, {"question", kQuestion}, &Referrals::ask);
}

LaterAnswer answer_about_referral(const Services& services, const Call& call) {
  return say_and_step(services, call, {"answer", kQuestion}, &Referrals::answer);
}

LaterAnswer report_referral(const Services& services, const Call& call) {
  return say_and_step(services, call, {"report", kReport}, &Referrals::report);
}

LaterAnswer withdraw_referral(const Services& services, const Call& call) {
  return say_and_step(services, call, {"note", kNote, false}, &Referrals::withdraw);
}

}  // namespace yuyue::api
