#pragma once
// Listing, adding to and changing the collections of the hospital's own data, written once.
#include <algorithm>
#include <vector>

#include "api/answers.hpp"
#include "api/overlay.hpp"

namespace yuyue::api {

/// How one kind of thing reads and is written in the API. Specialised beside its endpoints:
///     static Json json(const Thing&);
///     static void lay_over(store::Snapshot&, Overlay&, Thing&);
template <class Thing>
struct Form;

/// Domain modules name what they refer to ("/campus"); the API's fields hold ids ("campusId").
Refusal in_api_words(Refusal refusal);

template <class Thing>
Json items_json(const std::vector<Thing>& things) {
  Json items = Json::array();
  for (const auto& thing : things) items.push_back(Form<Thing>::json(thing));
  return Json{{"items", std::move(items)}};
}

template <class Thing>
Answer list_things(const Services& services, std::vector<Thing> (*all)(store::Snapshot&)) {
  return json(200, items_json(services.database.read(all)));
}

template <class Thing>
Result<Json> stored_json(const Result<Thing>& stored) {
  if (!stored) return in_api_words(stored.error());
  return Form<Thing>::json(*stored);
}

/// `keeper`: the use cases that add and change it (booking::ReferenceData, booking::Timetable).
template <class Thing, class Keeper>
LaterAnswer add_thing(const Services& services, const Call& call, const Keeper& keeper) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    Thing thing;
    Overlay in(call.request, Overlay::Purpose::add);
    Form<Thing>::lay_over(tx, in, thing);
    if (auto bad = in.finish()) return *bad;
    return stored_json(keeper.add(tx, thing, call.actor(), call.now));
  };
  co_return co_await write_once(services, call, 201, std::move(work));
}

/// `present`: the thing as it is, looked up by the caller inside the same transaction.
template <class Thing, class Keeper>
Result<Json> change_present(store::Transaction& tx, const Call& call, const Keeper& keeper,
                            std::optional<Thing> present) {
  if (!present) return Refusal("not-found");
  Overlay in(call.request, Overlay::Purpose::change);
  Form<Thing>::lay_over(tx, in, *present);
  present->version = in.version();
  if (auto bad = in.finish()) return *bad;
  return stored_json(keeper.change(tx, *present, call.actor(), call.now));
}

/// A PATCH of the thing whose id stands in the path.
template <class Thing, class Keeper>
LaterAnswer change_thing(const Services& services, const Call& call, const Keeper& keeper,
                         std::vector<Thing> (*all)(store::Snapshot&), std::string_view param) {
  const auto id = call.id<decltype(Thing::id)>(param);
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    auto things = all(tx);
    const auto found = std::ranges::find(things, id, &Thing::id);
    std::optional<Thing> present;
    if (found != things.end()) present = std::move(*found);
    return change_present(tx, call, keeper, std::move(present));
  };
  co_return co_await write(services, call, 200, std::move(work));
}

}  // namespace yuyue::api
