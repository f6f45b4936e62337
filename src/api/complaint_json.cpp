#include "api/complaint_json.hpp"

#include "yuyue/core/person_data.hpp"

namespace yuyue::api {
namespace {

namespace voice = centre::voice;

Json time_or_null(const Services& services, const std::optional<Instant>& at) {
  return at ? Json(services.time.rfc3339(*at)) : Json();
}

bool is_anonymous(const voice::Complaint& c) {
  return c.who.name.empty() && c.who.phone.empty();
}

Json account_json(const Services& services, store::Snapshot& snapshot, AccountId id) {
  const auto account = services.accounts.find(snapshot, id);
  return {{"id", to_string(id)}, {"name", account ? account->display_name : ""}};
}

Json office_name_json(const voice::Assignment& one) {
  return {{"id", to_string(one.office)}, {"name", one.office_name}, {"nameEn", one.office_name_en}};
}

Json assignment_json(const Services& services, const voice::Assignment& one) {
  return {{"id", to_string(one.id)},
          {"office", office_name_json(one)},
          {"state", voice::name_of(one.state)},
          {"brief", one.brief},
          {"dueOn", format_day(one.due_on)},
          {"assignedAt", services.time.rfc3339(one.assigned_at)},
          {"remindedAt", time_or_null(services, one.reminded_at)},
          {"overdueAt", time_or_null(services, one.overdue_at)},
          {"answer", one.answer},
          {"answeredAt", time_or_null(services, one.answered_at)},
          {"returned", one.returned}};
}

Json common_json(const Services& services, const voice::Complaint& c) {
  return {{"id", to_string(c.id)},
          {"number", c.number},
          {"kind", voice::name_of(c.kind)},
          {"state", voice::name_of(c.state)},
          {"receivedAt", services.time.rfc3339(c.received_at)},
          {"dueOn", format_day(c.due_on)},
          {"text", c.text},
          {"answer", c.answer},
          {"answeredAt", time_or_null(services, c.answered_at)},
          {"rating", c.rating ? Json(*c.rating) : Json()},
          {"reopened", c.reopened}};
}

Json steps_json(const voice::Complaint& c) {
  using voice::rules::Step;
  static constexpr std::pair<Step, const char*> kNames[] = {
      {Step::assign, "assign"}, {Step::reply, "reply"}, {Step::close, "close"}};
  Json can = Json::array();
  for (const auto& [step, name] : kNames)
    if (voice::rules::allowed(c.state, step)) can.push_back(name);
  return can;
}

}  // namespace

Json own_complaint_json(const Services& services, store::Snapshot& snapshot,
                        const voice::Complaint& c) {
  auto out = common_json(services, c);
  const auto until = services.complaints.reopen_until(snapshot, c);
  const auto today = services.time.day_of(services.clock.now());
  out["reopenUntil"] = until && *until >= today ? Json(format_day(*until)) : Json();
  out["canRate"] =
      c.answered_at && !c.rating && voice::rules::allowed(c.state, voice::rules::Step::rate);
  return out;
}

Json complaint_json(const Services& services, store::Snapshot& snapshot,
                    const voice::Complaint& c) {
  auto out = common_json(services, c);
  out["version"] = c.version;
  out["way"] = voice::name_of(c.way);
  out["anonymous"] = is_anonymous(c);
  out["mayShow"] = c.may_show;
  out["charge"] = c.charge ? account_json(services, snapshot, *c.charge) : Json();
  out["can"] = steps_json(c);
  auto& list = out["assignments"] = Json::array();
  for (const auto& one : services.complaints.assignments(snapshot, c.id))
    list.push_back(assignment_json(services, one));
  return out;
}

Json whole_complaint_json(const Services& services, store::Snapshot& snapshot,
                          const voice::Complaint& c) {
  auto out = complaint_json(services, snapshot, c);
  if (!is_anonymous(c))
    out["who"] = {{"name", c.who.name.empty() ? "" : mask_name(c.who.name)},
                  {"phone", c.who.phone.empty() ? "" : mask_phone(c.who.phone)}};
  auto& events = out["events"] = Json::array();
  for (const auto& event : services.complaints.events(snapshot, c.id)) {
    Json line{
        {"at", services.time.rfc3339(event.at)}, {"what", event.what}, {"by", event.actor_kind}};
    if (event.actor_kind == "staff")
      line["byName"] = account_json(services, snapshot, AccountId{event.actor_id})["name"];
    if (event.office) line["officeId"] = to_string(*event.office);
    if (!event.note.empty()) line["note"] = event.note;
    events.push_back(std::move(line));
  }
  return out;
}

Json office_assignment_json(const Services& services, store::Snapshot& snapshot,
                            const voice::Assignment& one) {
  const auto complaint = services.complaints.find(snapshot, one.complaint).value();
  auto out = assignment_json(services, one);
  out["number"] = complaint.number;
  out["kind"] = voice::name_of(complaint.kind);
  out["receivedAt"] = services.time.rfc3339(complaint.received_at);
  out["mayShow"] = complaint.may_show && !is_anonymous(complaint);
  return out;
}

}  // namespace yuyue::api
