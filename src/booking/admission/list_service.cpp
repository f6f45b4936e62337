#include "booking/admission/records.hpp"
#include "booking/reference_records.hpp"

namespace yuyue::booking::admission {
namespace {

constexpr int kMostADay = 999;

Refusal required(std::string_view name) {
  return Refusal("required").with("name", name).at("/" + std::string(name));
}
Refusal invalid(std::string_view name, std::string_view expected) {
  return Refusal("field-invalid")
      .with("name", name)
      .with("expected", expected)
      .at("/" + std::string(name));
}

Result<void> complete(store::Snapshot& snapshot, const AdmissionList& list) {
  if (list.code.empty()) return required("code");
  if (list.name.empty()) return required("name");
  for (const int number : list.weekly)
    if (number < 0 || number > kMostADay) return invalid("weekly", "0 – 999");
  if (list.answer_hours < 1 || list.answer_hours > 720) return invalid("answerHours", "1 – 720");
  if (list.department && !booking::records::exists(snapshot, *list.department))
    return Refusal("unknown-reference").with("name", "department").at("/departmentId");
  return {};
}

Result<void> complete(store::Snapshot&, const ChecklistItem& item) {
  if (item.name.empty()) return required("name");
  return {};
}

Refusal taken(const store::UniqueViolation& violation) {
  if (violation.constraint.find(".code") != std::string::npos)
    return Refusal("code-taken").at("/code");
  return Refusal("name-taken").at("/name");
}

void journal(const Environment& env, store::Transaction& tx, const Actor& by, std::string what,
             access::AuditSubject subject, access::AuditDetails details, Instant now) {
  if (env.journal)
    env.journal->record(
        tx, by,
        {.what = std::move(what), .subject = std::move(subject), .details = std::move(details)},
        now);
}

template <class T>
Result<T> add_thing(const Environment& env, store::Transaction& tx, T thing, std::string_view word,
                    const Actor& by, Instant now) {
  if (auto fine = complete(tx, thing); !fine) return fine.error();
  thing.id = env.ids->next<decltype(thing.id)>();
  thing.version = 1;
  try {
    records::insert(tx, thing);
  } catch (const store::UniqueViolation& violation) {
    return taken(violation);
  }
  journal(env, tx, by, std::string(word) + "-added", thing.id, {{"name", thing.name}}, now);
  return thing;
}

template <class T>
Result<T> change_thing(const Environment& env, store::Transaction& tx, T thing,
                       std::string_view word, const Actor& by, Instant now) {
  if (auto fine = complete(tx, thing); !fine) return fine.error();
  try {
    if (!records::update(tx, thing)) return Refusal("changed-meanwhile");
  } catch (const store::UniqueViolation& violation) {
    return taken(violation);
  }
  ++thing.version;
  journal(env, tx, by, std::string(word) + "-changed", thing.id, {{"name", thing.name}}, now);
  return thing;
}

}  // namespace

Result<AdmissionList> Lists::add(store::Transaction& tx, AdmissionList list, const Actor& by,
                                 Instant now) const {
  return add_thing(env_, tx, std::move(list), "admission-list", by, now);
}

Result<AdmissionList> Lists::change(store::Transaction& tx, AdmissionList list, const Actor& by,
                                    Instant now) const {
  if (!find_list(tx, list.id)) return Refusal("not-found").with("what", "admission-list");
  return change_thing(env_, tx, std::move(list), "admission-list", by, now);
}

Result<ChecklistItem> Lists::add(store::Transaction& tx, ChecklistItem item, const Actor& by,
                                 Instant now) const {
  return add_thing(env_, tx, std::move(item), "checklist-item", by, now);
}

Result<ChecklistItem> Lists::change(store::Transaction& tx, ChecklistItem item, const Actor& by,
                                    Instant now) const {
  const auto present = records::find_item(tx, item.id);
  if (!present) return Refusal("not-found").with("what", "checklist-item");
  item.kind = present->kind;
  return change_thing(env_, tx, std::move(item), "checklist-item", by, now);
}

Result<ListDay> Lists::set_day(store::Transaction& tx, AdmissionListId id, Day day,
                               std::optional<int> capacity, const Actor& by, Instant now) const {
  const auto list = find_list(tx, id);
  if (!list) return Refusal("not-found").with("what", "admission-list");
  if (day < env_.time->day_of(now)) return Refusal("day-past").with("date", format_day(day));
  if (capacity && (*capacity < 0 || *capacity > kMostADay)) return invalid("capacity", "0 – 999");
  const auto present = records::day(tx, id, day);
  const int given_out = present ? present->taken : 0;
  if (capacity && *capacity < given_out)
    return Refusal("capacity-below-taken").with("taken", std::to_string(given_out));
  const int weekly = rules::weekly_capacity(*list, day, booking::records::calendar_day(tx, day));
  records::set_day(tx, id, day, capacity.value_or(std::max(given_out, weekly)),
                   capacity.has_value());
  journal(env_, tx, by, "admission-day-set", id,
          {{"date", format_day(day)},
           {"capacity", capacity ? std::to_string(*capacity) : std::string("weekly")}},
          now);
  return *records::day(tx, id, day);
}

}  // namespace yuyue::booking::admission
