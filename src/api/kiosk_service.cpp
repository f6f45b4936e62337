// What kiosks say of themselves, and what they and windows print: ours and other vendors' by the
// same calls.
#include "api/answers.hpp"
#include "yuyue/access/devices.hpp"
#include "yuyue/booking/appointments.hpp"
#include "yuyue/centre/kiosks/kiosks.hpp"
#include "yuyue/centre/visits.hpp"
#include "yuyue/exams/worklist.hpp"

namespace yuyue::api {

namespace kiosks = centre::kiosks;

namespace {

constexpr std::size_t kVersion = 60;
constexpr std::string_view kRecord = "rec";

/// Three of its reports may get lost on the way.
bool is_silent(const kiosks::Kiosk& kiosk, Instant now) {
  return kiosk.seen_at + 3 * access::kHeartbeat < now;
}

Json kiosk_json(const Services& services, const kiosks::Kiosk& kiosk, const std::string& id,
                const std::string& name, Instant now) {
  return {{"kind", kiosk.kind},
          {"id", id},
          {"name", name},
          {"paper", kiosks::name_of(kiosk.paper)},
          {"paperSince", services.time.rfc3339(kiosk.paper_since)},
          {"version", kiosk.version},
          {"seenAt", services.time.rfc3339(kiosk.seen_at)},
          {"silent", is_silent(kiosk, now)},
          {"prints", kiosk.prints},
          {"reprints", kiosk.reprints}};
}

/// One of these.
struct Print {
  std::optional<VisitId> visit;
  std::optional<AppointmentId> appointment;
  std::optional<AppointmentId> record;  ///< of the visit that the appointment became
  std::optional<ExamPlanId> plan;
  std::optional<ExamPlaceId> place;  ///< the number at a device
};

Print read_print(Input& in) {
  const Print print{in.maybe_id<VisitId>("visitId"), in.maybe_id<AppointmentId>("appointmentId"),
                    in.maybe_id<AppointmentId>("recordOf"), in.maybe_id<ExamPlanId>("planId"),
                    in.maybe_id<ExamPlaceId>("placeId")};
  const int given = print.visit.has_value() + print.appointment.has_value() +
                    print.record.has_value() + print.plan.has_value() + print.place.has_value();
  if (given != 1)
    in.wrong("visitId", "one of visitId, appointmentId, recordOf, planId and placeId");
  return print;
}

/// A record is another paper than the slip of the same appointment, and has copies of its own.
Result<kiosks::Subject> subject_of(store::Snapshot& snapshot, const Print& print) {
  const auto found = [](bool there, std::string_view what, std::string_view kind,
                        auto id) -> Result<kiosks::Subject> {
    if (!there) return Refusal("not-found").with("what", what);
    return kiosks::Subject{std::string(kind), id.value};
  };
  if (print.visit)
    return found(centre::find_visit(snapshot, *print.visit).has_value(), "visit",
                 VisitKind::kPrefix, *print.visit);
  if (print.plan)
    return found(exams::find_plan(snapshot, *print.plan).has_value(), "exam-plan",
                 ExamPlanKind::kPrefix, *print.plan);
  if (print.place)
    return found(exams::find_work(snapshot, *print.place).has_value(), "exam-place",
                 ExamPlaceKind::kPrefix, *print.place);
  const auto appointment = print.record ? *print.record : print.appointment.value();
  return found(booking::find_appointment(snapshot, appointment).has_value(), "appointment",
               print.record ? kRecord : AppointmentKind::kPrefix, appointment);
}

}  // namespace

LaterAnswer report_kiosk(const Services& services, const Call& call) {
  Input in(call.request);
  const auto paper = in.one_of("paper", &kiosks::paper_from);
  const auto version = in.maybe_text("version", kVersion).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto said =
        services.kiosks.report(tx, access::actor_of(call.principal), paper, version, call.now);
    if (!said) return said.error();
    return Json();
  };
  co_return co_await write(services, call, 204, std::move(work));
}

LaterAnswer print_slip(const Services& services, const Call& call) {
  Input in(call.request);
  const auto print = read_print(in);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto subject = subject_of(tx, print);
    if (!subject) return subject.error();
    const int copy =
        services.kiosks.print(tx, access::actor_of(call.principal), *subject, call.now);
    return Json{{"copy", copy}, {"reprint", copy > 1}};
  };
  co_return co_await write_once(services, call, 201, std::move(work));
}

// A window's slips are counted with the kiosks': whoever has one from there gets a reprint here.
LaterAnswer print_visit_slip(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visit = call.id<VisitId>("visit");
    if (!centre::find_visit(tx, visit)) return Refusal("not-found").with("what", "visit");
    const int copy =
        services.kiosks.print(tx, access::actor_of(call.principal),
                              {std::string(VisitKind::kPrefix), visit.value}, call.now);
    return Json{{"copy", copy}, {"reprint", copy > 1}};
  };
  co_return co_await write_once(services, call, 201, std::move(work));
}

Answer list_kiosks(const Services& services, const Call& call) {
  return json(200, services.database.read([&](store::Snapshot& snapshot) {
    std::map<std::int64_t, std::string> keys;
    for (const auto& key : services.api_keys.list(snapshot))
      if (!key.revoked_at) keys.emplace(key.id.value, key.name);
    Json items = Json::array();
    for (const auto& kiosk : services.kiosks.list(snapshot, call.now)) {
      if (kiosk.kind == "key") {
        if (const auto key = keys.find(kiosk.id); key != keys.end())
          items.push_back(
              kiosk_json(services, kiosk, to_string(ApiKeyId{kiosk.id}), key->second, call.now));
      } else if (const auto device = services.devices.find(snapshot, DeviceId{kiosk.id})) {
        items.push_back(kiosk_json(services, kiosk, to_string(device->id), device->name, call.now));
      }
    }
    return Json{{"items", std::move(items)}};
  }));
}

}  // namespace yuyue::api
