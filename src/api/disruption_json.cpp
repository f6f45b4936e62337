#include "api/disruption_json.hpp"

#include <algorithm>

#include "api/views.hpp"

namespace yuyue::api {
namespace {

namespace disruption = booking::disruption;

constexpr std::size_t kPreviewed = 500;  // patients listed one by one; the counts are of all

Json proposal_json(const Services& services, const disruption::ProposalView& proposal) {
  auto out = place_json(services, proposal.place);
  out["fit"] = name_of(proposal.fit);
  out["kept"] = proposal.kept;
  // The place in a session that is yet to be made has no id.
  if (proposal.place.offer.slot == SlotId{}) out.erase("slotId");
  return out;
}

Json proposals_json(const Services& services,
                    const std::vector<disruption::ProposalView>& proposals) {
  Json out = Json::array();
  for (const auto& proposal : proposals) out.push_back(proposal_json(services, proposal));
  return out;
}

std::string_view state_of(const disruption::Affected& affected) {
  return affected.outcome ? name_of(*affected.outcome) : "open";
}

Json session_json(store::Snapshot& snapshot, SessionId id) {
  const auto session = booking::find_session(snapshot, id);
  if (!session) return {{"id", to_string(id)}};
  Json out{{"id", to_string(id)},
           {"date", format_day(session->day)},
           {"part", booking::name_of(session->part)},
           {"start", format_minute(session->starts)},
           {"end", format_minute(session->ends)}};
  if (const auto department = booking::find_department(snapshot, session->department))
    out["department"] = {{"id", to_string(department->id)},
                         {"name", department->name},
                         {"nameEn", department->name_en}};
  if (!session->practitioner) return out;
  if (const auto who = booking::find_practitioner(snapshot, *session->practitioner))
    out["practitioner"] = {{"id", to_string(who->id)},
                           {"name", who->name},
                           {"nameEn", who->name_en},
                           {"title", who->title},
                           {"titleEn", who->title_en}};
  return out;
}

}  // namespace

Json place_json(const Services& services, const disruption::PlaceView& place) {
  auto out = offer_json(services, place.offer);
  out["departmentId"] = to_string(place.department);
  out["campus"] = {
      {"id", to_string(place.campus_id)}, {"name", place.campus}, {"nameEn", place.campus_en}};
  out["title"] = place.title;
  out["titleEn"] = place.title_en;
  out["fee"] = place.fee;
  return out;
}

Json disruption_json(const Services& services, store::Snapshot& snapshot,
                     const disruption::Disruption& d, Instant now) {
  const auto counts = disruption::counts_of(snapshot, d.id, now);
  Json out{{"id", to_string(d.id)},
           {"version", d.version},
           {"kind", name_of(d.kind)},
           {"state", name_of(d.state)},
           {"reason", d.reason},
           {"otherwise", name_of(d.otherwise)},
           {"answerWithinMinutes", d.answer_within.count()},
           {"createdAt", services.time.rfc3339(d.created_at)},
           {"counts",
            {{"affected", counts.affected},
             {"open", counts.open},
             {"kept", counts.kept},
             {"moved", counts.moved},
             {"cancelled", counts.cancelled},
             {"gone", counts.gone},
             {"toCall", counts.to_call}}}};
  if (d.ended_at) out["endedAt"] = services.time.rfc3339(*d.ended_at);
  if (d.from) out["from"] = format_day(*d.from);
  if (d.to) out["to"] = format_day(*d.to);
  if (d.practitioner) {
    if (const auto who = booking::find_practitioner(snapshot, *d.practitioner))
      out["practitioner"] = {
          {"id", to_string(who->id)}, {"name", who->name}, {"nameEn", who->name_en}};
  }
  auto& sessions = out["sessions"] = Json::array();
  for (const auto& row : disruption::sessions_of(snapshot, d.id)) {
    auto session = session_json(snapshot, row.session);
    if (row.successor) session["successor"] = session_json(snapshot, *row.successor);
    sessions.push_back(std::move(session));
  }
  return out;
}

AffectedPeople::AffectedPeople(const Services& services, store::Snapshot& snapshot,
                               std::vector<PersonId> ids, Instant now) {
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  views_ = services.patients.views(snapshot, ids, now);
  std::ranges::sort(views_, {}, &patients::PersonView::id);
}

Json AffectedPeople::of(PersonId id) const {
  const auto found = std::ranges::lower_bound(views_, id, {}, &patients::PersonView::id);
  if (found == views_.end() || found->id != id) return {{"id", to_string(id)}, {"name", ""}};
  return {{"id", to_string(id)},
          {"name", found->name},
          {"phone", found->phone},
          {"needs", found->needs}};
}

bool AffectedPeople::has_phone(PersonId id) const {
  const auto found = std::ranges::lower_bound(views_, id, {}, &patients::PersonView::id);
  return found != views_.end() && found->id == id && !found->phone.empty();
}

Json affected_json(const Services& services, const disruption::AffectedView& view, Json person) {
  const auto& f = view.affected;
  const auto& a = view.appointment.appointment;
  Json out{{"disruptionId", to_string(f.disruption)},
           {"appointmentId", to_string(f.appointment)},
           {"code", booking::spaced_code(a.code)},
           {"person", std::move(person)},
           {"was", place_json(services, view.was)},
           {"fee", a.fee},
           {"state", state_of(f)},
           {"reached", f.reached},
           {"proposals", proposals_json(services, view.proposals)}};
  if (f.answer_until) out["answerUntil"] = services.time.rfc3339(*f.answer_until);
  if (f.settled_by) out["by"] = name_of(*f.settled_by);
  if (f.settled_at) out["settledAt"] = services.time.rfc3339(*f.settled_at);
  if (f.told_at) out["toldAt"] = services.time.rfc3339(*f.told_at);
  if (view.to) out["to"] = place_json(services, *view.to);
  return out;
}

Json question_json(const Services& services, const disruption::Disruption& d,
                   const disruption::AffectedView& view, std::string_view person, Instant now) {
  const auto& f = view.affected;
  const bool running = d.state == disruption::State::listing || d.state == disruption::State::open;
  const bool can_answer = running && !f.outcome && f.answer_until && now < *f.answer_until;
  Json out{{"kind", name_of(d.kind)},
           {"reason", d.reason},
           {"otherwise", name_of(d.otherwise)},
           {"state", state_of(f)},
           {"canAnswer", can_answer},
           {"person", {{"name", person}}},
           {"code", booking::spaced_code(view.appointment.appointment.code)},
           {"was", place_json(services, view.was)},
           {"fee", view.appointment.appointment.fee},
           {"proposals", proposals_json(services, view.proposals)}};
  if (f.answer_until) out["answerUntil"] = services.time.rfc3339(*f.answer_until);
  if (f.settled_by) out["by"] = name_of(*f.settled_by);
  if (view.to) out["to"] = place_json(services, *view.to);
  return out;
}

Json preview_json(const Services& services, store::Snapshot& snapshot,
                  const disruption::Preview& preview, Instant now) {
  std::vector<PersonId> ids;
  for (const auto& one : preview.affected) ids.push_back(one.appointment.person);
  const AffectedPeople people(services, snapshot, std::move(ids), now);
  int with_place = 0, without_phone = 0, asked = 0;
  Json items = Json::array();
  for (const auto& one : preview.affected) {
    const auto& a = one.appointment;
    const bool reachable = people.has_phone(a.person) || a.member.has_value();
    if (one.asked) ++asked;
    if (!one.proposals.empty()) ++with_place;
    if (!reachable) ++without_phone;
    if (items.size() >= kPreviewed) continue;
    items.push_back({{"appointmentId", to_string(a.id)},
                     {"code", booking::spaced_code(a.code)},
                     {"person", people.of(a.person)},
                     {"was", place_json(services, one.was)},
                     {"fee", a.fee},
                     {"asked", one.asked},
                     {"reachable", reachable},
                     {"proposals", proposals_json(services, one.proposals)}});
  }
  Json sessions = Json::array();
  for (const auto id : preview.sessions) sessions.push_back(session_json(snapshot, id));
  const auto affected = static_cast<int>(preview.affected.size());
  return {{"sessions", std::move(sessions)},
          {"counts",
           {{"affected", affected},
            {"asked", asked},
            {"withPlace", with_place},
            {"withoutPlace", affected - with_place},
            {"withoutPhone", without_phone}}},
          {"items", std::move(items)}};
}

}  // namespace yuyue::api
