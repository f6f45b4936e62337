// Complaints and suggestions from the side of who makes them; with or without an account.
#include "api/answers.hpp"
#include "api/complaint_json.hpp"
#include "yuyue/access/throttle.hpp"

namespace yuyue::api {
namespace {

namespace voice = centre::voice;

constexpr std::size_t kText = 4000, kName = 60, kPhone = 30, kReason = 1000, kNumber = 20,
                      kCode = 30;
/// Letters from one address before the next has to wait: many patients share the hospital's.
constexpr int kFreeLetters = 20;

bool is_staff(const Call& call) {
  return call.principal.may(access::Permission::complaints);
}

/// Whoever does not follow it under their own name leaves none in its history either.
access::Actor complainant(const Call& call, bool known) {
  if (known || call.principal.kind != access::PrincipalKind::patient) return call.actor();
  return {.kind = "anonymous", .id = 0, .request_id = call.principal.request_id};
}

access::Throttle letters_throttle(const Services& services) {
  return {services.vault, {.free_failures = kFreeLetters}};
}

/// The complaint, if the caller sent it or knows its code. Refusals: not-found, too-many-attempts.
Result<voice::Complaint> own_complaint(const Services& services, store::Snapshot& snapshot,
                                       const Call& call, const std::string& code) {
  const auto found = services.complaints.find(snapshot, call.id<ComplaintId>("complaint"));
  if (found && call.principal.member() && found->member == call.principal.member()) return *found;
  if (auto fine =
          services.person_guesses.check(snapshot, call.principal, call.request.remote, call.now);
      !fine)
    return fine.error();
  if (found && services.complaints.look_up(snapshot, found->number, code)) return *found;
  return Refusal("not-found").with("what", "complaint");
}

/// A wrong code is counted, so that codes cannot be found by trying.
LaterAnswer counted(const Services& services, const Call& call, Answer answer) {
  if (answer || answer.error().code != "not-found") co_return answer;
  const auto guessed = [&](store::Transaction& tx) {
    return services.person_guesses.failed(tx, call.principal, call.request.remote, call.now);
  };
  const auto kept = co_await services.database.write(call.lane(), guessed);
  if (!kept.result) co_return kept.result.error();
  co_return answer;
}

/// A step by who complained.
template <class UseCase>
LaterAnswer own_step(const Services& services, const Call& call, const std::string& code,
                     UseCase use_case) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto own = own_complaint(services, tx, call, code);
    if (!own) return own.error();
    const auto by = complainant(call, own->member.has_value());
    const Result<voice::Complaint> done = use_case(tx, own->id, by);
    if (!done) return done.error();
    return own_complaint_json(services, tx, *done);
  };
  auto answer = co_await write_once(services, call, 200, work);
  co_return co_await counted(services, call, std::move(answer));
}

}  // namespace

LaterAnswer send_complaint(const Services& services, const Call& call) {
  Input in(call.request);
  voice::NewComplaint wanted;
  wanted.kind = in.one_of("kind", &voice::kind_from);
  wanted.text = in.text("text", kText);
  wanted.who.name = in.maybe_text("name", kName).value_or("");
  wanted.who.phone = in.maybe_text("phone", kPhone).value_or("");
  wanted.may_show = in.flag("mayShow", false);
  const auto way = in.maybe_one_of("way", &voice::way_from);
  wanted.person = in.maybe_id<PersonId>("personId");
  const bool follow = in.flag("follow", false);
  if (auto bad = in.finish()) co_return *bad;
  if (!is_staff(call) && (way || wanted.person)) co_return Refusal("forbidden");
  wanted.way = way.value_or(is_staff(call) ? voice::Way::desk : voice::Way::page);
  // Whoever is signed in and wants to stay anonymous is not linked to it.
  if (follow) wanted.member = call.principal.member();
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (wanted.person && !services.patients.person(tx, *wanted.person))
      return Refusal("person-unknown").at("/personId");
    if (!is_staff(call)) {
      const auto letters = letters_throttle(services);
      const auto from = "complaint:" + call.request.remote;
      if (auto fine = letters.check(tx, from, call.now); !fine) return fine.error();
      letters.failed(tx, from, call.now);
    }
    const auto received =
        services.complaints.receive(tx, wanted, complainant(call, follow), call.now);
    if (!received) return received.error();
    auto out = own_complaint_json(services, tx, received->complaint);
    out["code"] = received->code;
    return out;
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer look_complaint_up(const Services& services, const Call& call) {
  Input in(call.request);
  const auto number = in.text("number", kNumber);
  const auto code = in.text("code", kCode);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto fine =
            services.person_guesses.check(tx, call.principal, call.request.remote, call.now);
        !fine)
      return fine.error();
    const auto found = services.complaints.look_up(tx, number, code);
    if (!found) return Refusal("not-found").with("what", "complaint");
    return own_complaint_json(services, tx, *found);
  };
  auto answer = co_await write(services, call, 200, work);
  co_return co_await counted(services, call, std::move(answer));
}

Answer list_own_complaints(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    Json items = Json::array();
    for (const auto filter : {voice::Filter::open, voice::Filter::closed})
      for (const auto& one : services.complaints.list(
               snapshot, {.filter = filter, .member = call.principal.member()}))
        items.push_back(own_complaint_json(services, snapshot, one));
    return json(200, {{"items", std::move(items)}});
  });
}

LaterAnswer rate_complaint(const Services& services, const Call& call) {
  Input in(call.request);
  const auto rating = static_cast<int>(in.integer("rating", 1, 5));
  const auto remark = in.maybe_text("remark", kReason).value_or("");
  const auto code = in.maybe_text("code", kCode).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  const auto step = [&](store::Transaction& tx, ComplaintId id, const access::Actor& by) {
    return services.complaints.rate(tx, id, rating, remark, by, call.now);
  };
  co_return co_await own_step(services, call, code, step);
}

LaterAnswer reopen_complaint(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.text("reason", kReason);
  const auto code = in.maybe_text("code", kCode).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  const auto step = [&](store::Transaction& tx, ComplaintId id, const access::Actor& by) {
    return services.complaints.reopen(tx, id, reason, by, call.now);
  };
  co_return co_await own_step(services, call, code, step);
}

}  // namespace yuyue::api
