// Cases of the service centre: received, reviewed, signed, handed over; followed by patients.
#include <algorithm>

#include "api/case_json.hpp"

namespace yuyue::api {
namespace {

namespace cases = centre::cases;
using access::Permission;
using cases::Case;

constexpr std::size_t kNote = 300, kName = 60, kRelation = 40, kPhone = 20, kDocument = 60;
constexpr std::size_t kMostItems = 40;

/// Members see those of their own people; somebody else's do not exist for them.
Result<Case> visible(const Services& services, store::Snapshot& snapshot, const Call& call) {
  auto found = services.cases.find(snapshot, call.id<CaseId>("case"));
  const auto member = call.principal.member();
  if (!found || (member && !services.patients.acts_for(snapshot, *member, found->person)))
    return Refusal("not-found").with("what", "case");
  return *std::move(found);
}

std::optional<cases::Helper> helper_from(Input& in, std::string_view name) {
  const auto object = in.maybe_object(name);
  if (!object) return std::nullopt;
  Input one(*object, "/" + std::string(name));
  cases::Helper helper{.name = one.text("name", kName),
                       .relation = one.text("relation", kRelation),
                       .phone = one.maybe_text("phone", kPhone).value_or(""),
                       .document = one.maybe_text("document", kDocument).value_or("")};
  in.wrong_inside(one.finish());
  return helper;
}

/// States of all papers, in their order.
std::vector<cases::Item::State> items_from(Input& in) {
  std::vector<cases::Item::State> states;
  for (const auto& word :
       in.maybe_texts("checklist", kMostItems).value_or(std::vector<std::string>{})) {
    if (const auto state = cases::item_state_from(word))
      states.push_back(*state);
    else
      in.wrong("checklist", "known value");
  }
  return states;
}

Result<cases::Query> read_query(const Call& call) {
  const auto& request = call.request;
  cases::Query query;
  const auto state = request.query_or("state", "open");
  if (state != "open" && state != "ended") {
    query.state = cases::state_from(state);
    if (!query.state) return Refusal("query-invalid").with("name", "state").with("value", state);
  }
  query.ended = state == "ended" || (query.state && !cases::rules::is_open(*query.state));
  query.number = request.query_or("number", "");
  const auto visit = query_id<VisitId>(request, "visitId");
  if (!visit) return visit.error();
  query.visit = *visit;
  const auto person = query_id<PersonId>(request, "personId");
  if (!person) return person.error();
  if (*person) query.people = {**person};
  const auto limit = query_integer(request, "limit", 200, 1, 500);
  if (!limit) return limit.error();
  query.limit = static_cast<int>(*limit);
  const auto after = query_integer(request, "after", 0, 0, 1'000'000);
  if (!after) return Refusal("cursor-invalid");
  query.skip = static_cast<int>(*after);
  return query;
}

/// A member's own people's.
Result<std::vector<Case>> own_cases(const Services& services, store::Snapshot& snapshot,
                                    cases::Query query, MemberId member) {
  const auto own = services.patients.people_of(snapshot, member);
  for (const auto person : query.people)
    if (std::ranges::find(own, person) == own.end()) return Refusal("not-your-person");
  if (query.people.empty()) query.people = own;
  if (own.empty()) return std::vector<Case>{};
  query.number.clear();
  query.visit.reset();
  return services.cases.list(snapshot, query);
}

}  // namespace

Answer list_cases(const Services& services, const Call& call) {
  auto query = read_query(call);
  if (!query) return query.error();
  if (call.request.query_or("late", "") == "true") query->late_on = services.time.day_of(call.now);
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    std::vector<Case> found;
    if (const auto member = call.principal.member()) {
      auto own = own_cases(services, snapshot, *query, *member);
      if (!own) return own.error();
      found = *std::move(own);
    } else {
      found = services.cases.list(snapshot, *query);
    }
    Json out{{"items", cases_json(services, snapshot, call, found)}};
    if (static_cast<int>(found.size()) == query->limit)
      out["next"] = std::to_string(query->skip + query->limit);
    return json(200, out);
  });
}

LaterAnswer receive_case(const Services& services, const Call& call) {
  Input in(call.request);
  const cases::NewCase wanted{.service = in.id<ServiceId>("serviceId"),
                              .person = in.id<PersonId>("personId"),
                              .visit = in.maybe_id<VisitId>("visitId"),
                              .asker = helper_from(in, "asker"),
                              .items = items_from(in),
                              .note = in.maybe_text("note", kNote).value_or("")};
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (!services.patients.person(tx, wanted.person))
      return Refusal("person-unknown").at("/personId");
    const auto made = services.cases.receive(tx, wanted, call.actor(), call.now);
    if (!made) return made.error();
    return case_json(services, tx, call, *made);
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer show_case(const Services& services, const Call& call) {
  if (call.principal.member())
    co_return services.database.read([&](store::Snapshot& snapshot) -> Answer {
      const auto found = visible(services, snapshot, call);
      if (!found) return found.error();
      return json(200, case_history_json(services, snapshot, call, *found));
    });
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto found = visible(services, tx, call);
    if (!found) return found.error();
    services.audit.record(tx, call.principal,
                          {.action = "case-seen",
                           .subject = found->id,
                           .details = {{"person", to_string(found->person)}},
                           .note = {}},
                          call.now);
    return case_history_json(services, tx, call, *found);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer check_case_papers(const Services& services, const Call& call) {
  Input in(call.request);
  const auto version = in.version();
  const auto items = items_from(in);
  const auto visit = in.maybe_id<VisitId>("visitId");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto done = services.cases.set_items(tx, call.id<CaseId>("case"), version, items, visit,
                                               call.actor(), call.now);
    if (!done) return done.error();
    return case_json(services, tx, call, *done);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer step_case(const Services& services, const Call& call) {
  Input in(call.request);
  cases::StepRequest request;
  request.step = in.one_of("step", &cases::step_from);
  request.version = in.version();
  request.note = in.maybe_text("note", kNote).value_or("");
  request.taker = helper_from(in, "taker");
  request.visit = in.maybe_id<VisitId>("visitId");
  if (auto bad = in.finish()) co_return *bad;
  const auto needs = cases::rules::is_decision(request.step) ? Permission::decide_cases
                                                             : Permission::serve_windows;
  if (!call.principal.may(needs)) co_return Refusal("forbidden");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto done =
        services.cases.step(tx, call.id<CaseId>("case"), request, call.actor(), call.now);
    if (!done) return done.error();
    return case_json(services, tx, call, *done);
  };
  co_return co_await write_once(services, call, 200, work);
}

LaterAnswer undo_case_step(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto undone = services.cases.undo(tx, call.id<CaseId>("case"), call.actor(), call.now);
    if (!undone) return undone.error();
    return case_json(services, tx, call, *undone);
  };
  co_return co_await write_once(services, call, 200, work);
}

}  // namespace yuyue::api
