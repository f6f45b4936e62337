// Guides asked for on the spot: at the entrance, at a kiosk, on a phone; and the desk's list of who
// needs one, who is free, who has met whom.
#include "yuyue/booking/guides/requests.hpp"

#include "api/answers.hpp"
#include "api/appointment_access.hpp"
#include "api/people_shown.hpp"

namespace yuyue::api {
namespace {

namespace guides = booking::guides;

constexpr std::size_t kPlace = 60, kNote = 200, kMostNeeds = 5;

guides::Requests requests_of(const Services& services) {
  return {services.booking, services.vault};
}

bool is_staff(const Call& call) {
  return call.principal.may(access::Permission::book_for_others) ||
         call.principal.may(access::Permission::serve_windows);
}

Json request_json(const Services& services, const guides::Request& r) {
  const auto time = [&](const std::optional<Instant>& at) {
    return at ? Json(services.time.rfc3339(*at)) : Json();
  };
  return {{"id", to_string(r.id)},
          {"state", guides::name_of(r.state)},
          {"needs", r.needs},
          {"place", r.place},
          {"how", guides::name_of(r.how)},
          {"guide", r.guide ? Json{{"id", to_string(*r.guide)}, {"name", r.guide_name}} : Json()},
          {"askedAt", services.time.rfc3339(r.asked_at)},
          {"assignedAt", time(r.assigned_at)},
          {"metAt", time(r.met_at)},
          {"endedAt", time(r.ended_at)}};
}

Json guides_json(const Services& services, store::Snapshot& snapshot, Instant now) {
  const auto requests = requests_of(services);
  Json list = Json::array();
  for (const auto& guide : guides::guides(snapshot))
    if (guide.active)
      list.push_back({{"id", to_string(guide.id)},
                      {"name", guide.name},
                      {"doing", guides::name_of(requests.doing(snapshot, guide, now))}});
  return list;
}

/// A step of staff's with a request.
template <class UseCase>
LaterAnswer take_step(const Services& services, const Call& call, UseCase use_case) {
  Work work = [&, use_case](store::Transaction& tx) -> Result<Json> {
    const Result<guides::Request> done =
        use_case(requests_of(services), tx, call.id<GuideRequestId>("request"));
    if (!done) return done.error();
    return request_json(services, *done);
  };
  co_return co_await write_once(services, call, 200, work);
}

}  // namespace

LaterAnswer request_guide(const Services& services, const Call& call) {
  Input in(call.request);
  guides::Request wanted;
  wanted.needs = in.texts("needs", kMostNeeds);
  wanted.place = in.text("place", kPlace);
  wanted.note = in.maybe_text("note", kNote).value_or("");
  wanted.person = in.maybe_id<PersonId>("personId");
  if (auto bad = in.finish()) co_return *bad;
  wanted.member = call.principal.member();
  wanted.how = wanted.member    ? guides::AskedBy::phone
               : is_staff(call) ? guides::AskedBy::desk
                                : guides::AskedBy::kiosk;
  // A kiosk does not know who stands before it.
  if (wanted.how == guides::AskedBy::kiosk && wanted.person)
    co_return Refusal("desk-only").at("/personId");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (wanted.person) {
      if (auto fine = may_book_for(services, tx, call.principal, *wanted.person); !fine)
        return fine.error();
    }
    const auto asked = requests_of(services).ask(tx, wanted, call.actor(), call.now);
    if (!asked) return asked.error();
    return request_json(services, *asked);
  };
  co_return co_await write_once(services, call, 201, work);
}

Answer list_own_guide_requests(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    Json items = Json::array();
    for (const auto& one : requests_of(services).of(snapshot, call.principal.member().value(),
                                                    services.time.day_of(call.now)))
      items.push_back(request_json(services, one));
    return json(200, {{"items", std::move(items)}});
  });
}

LaterAnswer list_guide_requests(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto found = requests_of(services).on(tx, services.time.day_of(call.now));
    services.audit.record(
        tx, call.principal,
        {.action = "guide-requests-listed", .subject = {}, .details = {}, .note = {}}, call.now);
    std::vector<PersonId> ids;
    for (const auto& one : found)
      if (one.person) ids.push_back(*one.person);
    const PeopleShown people(services, tx, call, ids);
    Json items = Json::array();
    for (const auto& one : found) {
      auto item = request_json(services, one);
      item["person"] = one.person ? people.of(*one.person) : Json();
      item["note"] = one.note;
      items.push_back(std::move(item));
    }
    return Json{{"items", std::move(items)}, {"guides", guides_json(services, tx, call.now)}};
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer assign_guide_request(const Services& services, const Call& call) {
  Input in(call.request);
  const auto guide = in.id<GuideId>("guideId");
  if (auto bad = in.finish()) co_return *bad;
  const auto step = [&](const guides::Requests& all, store::Transaction& tx, GuideRequestId id) {
    return all.assign(tx, id, guide, call.actor(), call.now);
  };
  co_return co_await take_step(services, call, step);
}

LaterAnswer note_guide_request(const Services& services, const Call& call) {
  Input in(call.request);
  const auto progress = in.one_of("progress", guides::progress_from);
  if (auto bad = in.finish()) co_return *bad;
  const auto step = [&](const guides::Requests& all, store::Transaction& tx, GuideRequestId id) {
    return all.progress(tx, id, progress, call.actor(), call.now);
  };
  co_return co_await take_step(services, call, step);
}

LaterAnswer cancel_guide_request(const Services& services, const Call& call) {
  Input in(call.request);
  if (auto bad = in.finish()) co_return *bad;
  const auto step = [&](const guides::Requests& all, store::Transaction& tx,
                        GuideRequestId id) -> Result<guides::Request> {
    const auto found = all.find(tx, id);
    const auto member = call.principal.member();
    if (member && (!found || found->member != member))
      return Refusal("not-found").with("what", "guide-request");
    return all.cancel(tx, id, call.actor(), call.now);
  };
  co_return co_await take_step(services, call, step);
}

}  // namespace yuyue::api
