#pragma once
// Adding and changing the hospital's own data of this module, written once.
#include <algorithm>
#include <string>
#include <vector>

#include "yuyue/core/result.hpp"
#include "yuyue/exams/environment.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::exams {

inline Refusal field(const char* code, std::string_view name) {
  return Refusal(code).with("name", name).at("/" + std::string(name));
}
inline Refusal taken(const store::UniqueViolation& violation) {
  if (violation.constraint.ends_with(".code")) return Refusal("code-taken").at("/code");
  return Refusal("name-taken").at("/name");
}

/// A thing's fields as text, for what is taken down of a change.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// "minutes": "10 → 15".
inline Fields changes_between(const Fields& before, const Fields& after) {
  Fields changes;
  for (std::size_t i = 0; i < after.size(); ++i) {
    const auto& old = i < before.size() ? before[i].second : std::string();
    if (old != after[i].second) changes.emplace_back(after[i].first, old + " → " + after[i].second);
  }
  return changes;
}

template <class Id>
void put_down(const Environment& env, store::Transaction& tx, std::string what, Id subject,
              Fields details, const access::Actor& by, Instant now) {
  if (env.journal)
    env.journal->record(
        tx, by, {.what = std::move(what), .subject = subject, .details = std::move(details)}, now);
}

/// `Traits<Thing>`: word ("exam"), find(snapshot, id), complete(snapshot, thing) → Result<void>,
/// fields(thing).
template <class Traits, class Thing>
Result<Thing> add_thing(const Environment& env, store::Transaction& tx, Thing thing,
                        const access::Actor& by, Instant now) {
  if (auto fine = Traits::complete(tx, thing); !fine) return fine.error();
  thing.id = env.ids->next<decltype(thing.id)>();
  thing.version = 1;
  try {
    records::insert(tx, thing);
  } catch (const store::UniqueViolation& violation) {
    return taken(violation);
  }
  put_down(env, tx, std::string(Traits::kWord) + "-added", thing.id, Traits::fields(thing), by,
           now);
  return thing;
}

template <class Traits, class Thing>
Result<Thing> change_thing(const Environment& env, store::Transaction& tx, Thing thing,
                           const access::Actor& by, Instant now) {
  const auto before = Traits::find(tx, thing.id);
  if (!before) return Refusal("not-found").with("what", Traits::kWord);
  if (auto fine = Traits::complete(tx, thing); !fine) return fine.error();
  try {
    if (!records::update(tx, thing)) return Refusal("changed-meanwhile");
  } catch (const store::UniqueViolation& violation) {
    return taken(violation);
  }
  ++thing.version;
  put_down(env, tx, std::string(Traits::kWord) + "-changed", thing.id,
           changes_between(Traits::fields(*before), Traits::fields(thing)), by, now);
  return thing;
}

}  // namespace yuyue::exams
