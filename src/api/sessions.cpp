// The sessions of a day, as staff see them: stopped, reopened, their slots widened or narrowed.
#include <algorithm>

#include "api/answers.hpp"
#include "api/quota_json.hpp"
#include "api/views.hpp"
#include "yuyue/booking/clinic/own_sessions.hpp"

namespace yuyue::api {

namespace clinic = booking::clinic;

namespace {

/// The departments that sessions name, found once each.
class DepartmentNames {
 public:
  explicit DepartmentNames(store::Snapshot& snapshot)
      : departments_(booking::departments(snapshot)) {}
  Json json(DepartmentId id) const {
    const auto found = std::ranges::find(departments_, id, &booking::Department::id);
    if (found == departments_.end()) return {{"id", to_string(id)}, {"name", ""}, {"nameEn", ""}};
    return {{"id", to_string(id)}, {"name", found->name}, {"nameEn", found->name_en}};
  }

 private:
  std::vector<booking::Department> departments_;
};

Json staff_json(const Services& services, const booking::SessionView& session,
                const DepartmentNames& names) {
  Json out = session_json(services, session, booking::Audience::staff);
  out["department"] = names.json(session.session.department);
  return out;
}

/// The session as the list shows it, with what a change has just made of it.
Result<Json> changed_json(const Services& services, const Call& call, store::Snapshot& snapshot,
                          const Result<booking::Session>& changed) {
  if (!changed) return changed.error();
  const auto page = booking::session_page(snapshot, services.booking, changed->department,
                                          changed->day, booking::Audience::staff, call.now);
  for (const auto& session : page.sessions) {
    if (session.session.id == changed->id)
      return staff_json(services, session, DepartmentNames(snapshot));
  }
  return Refusal("not-found");
}

Json slot_json(const booking::Slot& slot) {
  return {{"id", to_string(slot.id)},
          {"capacity", slot.capacity},
          {"taken", slot.taken},
          {"free", std::max(0, slot.free())}};
}

}  // namespace

Answer list_sessions(const Services& services, const Call& call) {
  const auto day = query_day(call.request, "date");
  if (!day) return day.error();
  const auto department = query_id<DepartmentId>(call.request, "departmentId");
  if (!department) return department.error();
  const auto practitioner = query_id<PractitionerId>(call.request, "practitionerId");
  if (!practitioner) return practitioner.error();
  const auto list = [&](store::Snapshot& snapshot) {
    const auto wanted = day->value_or(services.time.day_of(call.now));
    const auto page = *department
                          ? booking::session_page(snapshot, services.booking, **department, wanted,
                                                  booking::Audience::staff, call.now)
                          : booking::session_page(snapshot, services.booking, wanted, call.now);
    const DepartmentNames names(snapshot);
    Json items = Json::array();
    for (const auto& session : page.sessions) {
      if (*practitioner && session.session.practitioner != **practitioner) continue;
      items.push_back(staff_json(services, session, names));
    }
    return Json{{"date", format_day(wanted)}, {"items", std::move(items)}};
  };
  return json(200, services.database.read(list));
}

Answer list_own_sessions(const Services& services, const Call& call) {
  const auto day = query_day(call.request, "date");
  if (!day) return day.error();
  const auto list = [&](store::Snapshot& snapshot) {
    const auto wanted = day->value_or(services.time.day_of(call.now));
    Json items = Json::array();
    const auto account = call.principal.account();
    const auto who = account ? services.accounts.find(snapshot, *account) : std::nullopt;
    if (!who || !who->practitioner) return Json{{"date", format_day(wanted)}, {"items", items}};
    const DepartmentNames names(snapshot);
    for (const auto department : clinic::departments_of(snapshot, *who->practitioner, wanted)) {
      const auto page = booking::session_page(snapshot, services.booking, department, wanted,
                                              booking::Audience::staff, call.now);
      for (const auto& session : page.sessions) {
        if (!clinic::works_in(snapshot, *who->practitioner, session.session)) continue;
        items.push_back({{"own", session.session.practitioner.has_value()},
                         {"session", staff_json(services, session, names)}});
      }
    }
    return Json{{"date", format_day(wanted)}, {"items", std::move(items)}};
  };
  return json(200, services.database.read(list));
}

LaterAnswer change_session(const Services& services, const Call& call) {
  Input in(call.request);
  const auto state = in.one_of("state", booking::session_state);
  const auto reason = in.maybe_text("reason").value_or("");
  const auto version = in.version();
  // A session is withdrawn by the timetable alone.
  if (state == booking::SessionState::withdrawn) in.wrong("state", "open | stopped");
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<SessionId>("session");
  Work work = [&](store::Transaction& tx) {
    const auto changed =
        state == booking::SessionState::stopped
            ? services.sessions.stop(tx, id, version, reason, call.actor(), call.now)
            : services.sessions.reopen(tx, id, version, call.actor(), call.now);
    return changed_json(services, call, tx, changed);
  };
  co_return co_await write(services, call, 200, std::move(work));
}

LaterAnswer change_quotas(const Services& services, const Call& call) {
  Input in(call.request);
  const auto quotas = read_quotas(in);
  if (auto bad = in.finish()) co_return *bad;
  if (!quotas) co_return quotas.error();
  const auto id = call.id<SessionId>("session");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto done = services.places.set_quotas(tx, id, *quotas, call.actor(), call.now);
    if (!done) return done.error();
    return changed_json(services, call, tx, *booking::find_session(tx, id));
  };
  co_return co_await write(services, call, 200, std::move(work));
}

LaterAnswer change_slot(const Services& services, const Call& call) {
  Input in(call.request);
  const auto capacity = static_cast<int>(in.integer("capacity", 0, 99));
  const auto reason = in.maybe_text("reason").value_or("");
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<SlotId>("slot");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto slot = services.sessions.set_capacity(tx, id, capacity, call.actor(), call.now);
    if (!slot) return slot.error();
    if (!reason.empty()) {
      const access::AuditEvent event{"slot-capacity-reason", id, {}, reason};
      services.audit.record(tx, call.principal, event, call.now);
    }
    return slot_json(*slot);
  };
  co_return co_await write(services, call, 200, std::move(work));
}

}  // namespace yuyue::api
