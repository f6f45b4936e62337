#include "api/case_json.hpp"

#include <algorithm>

#include "api/people_shown.hpp"

namespace yuyue::api {
namespace {

namespace cases = centre::cases;
using access::Permission;
using cases::Case;

/// Services of cases and the windows that serve them, looked up once for a list.
class Offices {
 public:
  explicit Offices(store::Snapshot& snapshot) : windows_(centre::windows(snapshot)) {
    for (auto& service : centre::services(snapshot)) services_.emplace(service.id, service);
  }
  Json service(ServiceId id) const {
    const auto& service = services_.at(id);
    return {{"id", to_string(id)}, {"name", service.name}, {"nameEn", service.name_en}};
  }
  /// Where it was brought and is collected: not those that only help at times.
  Json windows(ServiceId id) const {
    Json list = Json::array();
    for (const auto& window : windows_)
      if (window.active && std::ranges::any_of(window.duties, [&](const auto& duty) {
            return duty.service == id && !duty.help_after;
          }))
        list.push_back({{"name", window.name},
                        {"nameEn", window.name_en},
                        {"place", window.place},
                        {"placeEn", window.place_en}});
    return list;
  }

 private:
  std::vector<centre::Window> windows_;
  std::map<ServiceId, centre::Service> services_;
};

Json checklist_json(const Case& one) {
  Json list = Json::array();
  for (const auto& [paper, state] : one.items)
    list.push_back({{"text", paper.text},
                    {"textEn", paper.text_en},
                    {"when", paper.when},
                    {"whenEn", paper.when_en},
                    {"state", cases::name_of(state)}});
  return list;
}

Json helper_json(const cases::Helper& helper) {
  return {{"name", helper.name},
          {"relation", helper.relation},
          {"phone", helper.phone},
          {"document", helper.document}};
}

/// What this reader may do next.
Json steps_json(const Call& call, const Case& one) {
  Json can = Json::array();
  for (const auto step : cases::kSteps) {
    const auto needs =
        cases::rules::is_decision(step) ? Permission::decide_cases : Permission::serve_windows;
    if (call.principal.may(needs) && cases::rules::next(one.state, step, one.form))
      can.push_back(cases::name_of(step));
  }
  return can;
}

Json with_person(const Services& services, const Call& call, const Offices& offices,
                 const Case& one, Json person) {
  const auto today = services.time.day_of(call.now);
  Json out{{"id", to_string(one.id)},
           {"version", one.version},
           {"number", one.number},
           {"service", offices.service(one.service)},
           {"windows", offices.windows(one.service)},
           {"person", std::move(person)},
           {"state", cases::name_of(one.state)},
           {"due", format_day(one.due)},
           {"late", cases::Cases::is_late(one, today)},
           {"receivedAt", services.time.rfc3339(one.received_at)},
           {"changedAt", services.time.rfc3339(one.changed_at)},
           {"checklist", checklist_json(one)}};
  if (call.principal.member()) return out;
  out["asker"] = one.asker ? helper_json(*one.asker) : Json();
  out["visitId"] = one.visit ? Json(to_string(*one.visit)) : Json();
  out["review"] = one.form.review;
  out["signature"] = one.form.signature;
  out["can"] = steps_json(call, one);
  return out;
}

/// Why papers are missing or it was refused is theirs to know; the rest are words among staff.
bool for_patients(const std::string& what) {
  return what == "papers-asked" || what == "refused" || what == "withdrawn";
}

Json event_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                const cases::Event& event) {
  Json line{{"at", services.time.rfc3339(event.at)},
            {"what", event.what},
            {"state", cases::name_of(event.to)}};
  const bool for_staff = !call.principal.member();
  if (!event.note.empty() && (for_staff || for_patients(event.what))) line["note"] = event.note;
  if (!for_staff) return line;
  line["by"] = event.actor_kind;
  if (event.actor_kind == "staff") {
    const auto account = services.accounts.find(snapshot, AccountId{event.actor_id});
    line["byName"] = account ? account->display_name : "";
  }
  if (event.taker) line["taker"] = helper_json(*event.taker);
  return line;
}

Json removed_json(const Services& services, store::Snapshot& snapshot,
                  const cases::RemovedScan& scan) {
  std::string name;
  if (scan.remover_kind == "staff")
    if (const auto account = services.accounts.find(snapshot, AccountId{scan.remover_id}))
      name = account->display_name;
  return {{"id", to_string(scan.id)},
          {"item", scan.item ? Json(*scan.item) : Json()},
          {"name", scan.name},
          {"type", scan.type},
          {"bytes", scan.bytes},
          {"addedAt", services.time.rfc3339(scan.added_at)},
          {"removedAt", services.time.rfc3339(scan.removed_at)},
          {"byName", name},
          {"reason", scan.reason}};
}

}  // namespace

Json cases_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                const std::vector<Case>& cases) {
  const Offices offices(snapshot);
  std::vector<PersonId> ids;
  for (const auto& one : cases) ids.push_back(one.person);
  const PeopleShown people(services, snapshot, call, ids);
  Json items = Json::array();
  for (const auto& one : cases)
    items.push_back(with_person(services, call, offices, one, people.of(one.person)));
  return items;
}

Json case_json(const Services& services, store::Snapshot& snapshot, const Call& call,
               const Case& one) {
  return cases_json(services, snapshot, call, {one}).front();
}

Json case_history_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                       const Case& one) {
  auto out = case_json(services, snapshot, call, one);
  auto& events = out["events"] = Json::array();
  for (const auto& event : services.cases.events(snapshot, one.id))
    events.push_back(event_json(services, snapshot, call, event));
  if (call.principal.member()) return out;
  auto& scans = out["attachments"] = Json::array();
  for (const auto& scan : services.cases.attachments(snapshot, one.id))
    scans.push_back(attachment_json(services, scan));
  auto& removed = out["removedScans"] = Json::array();
  for (const auto& scan : services.cases.removed_scans(snapshot, one.id))
    removed.push_back(removed_json(services, snapshot, scan));
  return out;
}

Json attachment_json(const Services& services, const cases::Attachment& scan) {
  return {{"id", to_string(scan.id)}, {"item", scan.item ? Json(*scan.item) : Json()},
          {"name", scan.name},        {"type", scan.type},
          {"bytes", scan.bytes},      {"addedAt", services.time.rfc3339(scan.added_at)}};
}

}  // namespace yuyue::api
