// Displays and kiosks: how they are paired, and how administrators keep them.
#include "api/answers.hpp"
#include "api/centre_board.hpp"
#include "api/overlay.hpp"
#include "yuyue/centre/kiosks/kiosks.hpp"
#include "yuyue/exams/displays.hpp"

namespace yuyue::api {

namespace kiosks = centre::kiosks;

namespace {

/// As long as browsers keep a cookie; it is set again whenever the device's page starts.
constexpr std::chrono::seconds kCookieLasts = std::chrono::hours(24 * 400);

std::string device_cookie(const Services& services, std::string_view key) {
  return "yuyue_device=" + std::string(key) +
         "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(kCookieLasts.count()) +
         (services.secure_cookies ? "; Secure" : "");
}

Json device_json(const Services& services, store::Snapshot& snapshot, const access::Device& device,
                 Instant now) {
  const auto placement = kiosks::placement_of(snapshot, device.id);
  const auto shown = exams::shown_on(snapshot, device.id);
  Json devices = Json::array();
  if (shown)
    for (const auto id : shown->devices) devices.push_back(to_string(id));
  return {{"id", to_string(device.id)},
          {"kind", access::name_of(device.kind)},
          {"name", device.name},
          {"areaId", device.area ? Json(to_string(*device.area)) : Json()},
          {"centreId", placement.centre ? Json(to_string(*placement.centre)) : Json()},
          {"zoneId", placement.zone ? Json(to_string(*placement.zone)) : Json()},
          {"examSiteId", shown ? Json(to_string(shown->site)) : Json()},
          {"examDeviceIds", std::move(devices)},
          {"paperMm", placement.paper_mm},
          {"pairedAt", services.time.rfc3339(device.paired_at)},
          {"seenAt", device.seen_at ? Json(services.time.rfc3339(*device.seen_at)) : Json()},
          {"silent", access::is_silent(device, now)},
          {"sound", access::name_of(device.sound)},
          {"version", device.version}};
}

Result<void> check_area(store::Snapshot& snapshot, const std::optional<AreaId>& area) {
  if (area && !booking::find_area(snapshot, *area))
    return Refusal("unknown-reference").with("name", "areaId").at("/areaId");
  return {};
}

/// A display shows an area, a centre or devices for examinations; a kiosk may serve an area or a
/// centre.
Result<void> place(store::Transaction& tx, const access::Device& device,
                   const kiosks::Placement& placement, const std::optional<exams::Shown>& shown) {
  const bool is_display = device.kind == access::DeviceKind::display;
  if (is_display && !device.area && !placement.centre && !shown)
    return Refusal("field-required").with("name", "areaId").at("/areaId");
  if (is_display && device.area && placement.centre)
    return Refusal("field-invalid").with("name", "centreId").at("/centreId");
  if (shown && (!is_display || device.area || placement.centre))
    return Refusal("field-invalid").with("name", "examSiteId").at("/examSiteId");
  if (placement.centre && !find_campus(tx, *placement.centre))
    return Refusal("unknown-reference").with("name", "centreId").at("/centreId");
  if (placement.zone) {
    const auto zone = centre::find_zone(tx, *placement.zone);
    if (!zone || placement.centre != zone->campus)
      return Refusal("unknown-reference").with("name", "zoneId").at("/zoneId");
  }
  if (placement.paper_mm != 58 && placement.paper_mm != 80)
    return Refusal("field-invalid").with("name", "paperMm").at("/paperMm");
  kiosks::place(tx, device.id, placement);
  return exams::show_on(tx, device.id, shown);
}

std::optional<exams::Shown> shown_at(std::optional<ExamSiteId> site,
                                     std::vector<ExamDeviceId> some) {
  if (!site) return std::nullopt;
  return exams::Shown{.site = *site, .devices = std::move(some)};
}

/// The device that asks. Keys may hold a device's permissions, and are none.
Result<DeviceId> asking_device(const Call& call) {
  if (call.principal.kind == access::PrincipalKind::device) return DeviceId{call.principal.id};
  return Refusal("forbidden");
}

/// What a device is told of itself, with what it needs to show its area.
Result<Json> current_json(const Services& services, store::Snapshot& snapshot, DeviceId id,
                          Instant now) {
  const auto device = services.devices.find(snapshot, id);
  if (!device) return Refusal("forbidden");
  Json out = device_json(services, snapshot, *device, now);
  out["area"] = nullptr;
  if (device->area)
    if (const auto area = booking::find_area(snapshot, *device->area))
      out["area"] = {{"id", to_string(area->id)},
                     {"name", area->name},
                     {"nameEn", area->name_en},
                     {"showsNames", area->shows_names},
                     {"callTimes", area->call_times}};
  out["examSite"] = nullptr;
  if (const auto shown = exams::shown_on(snapshot, id))
    if (const auto site = exams::find_site(snapshot, shown->site))
      out["examSite"] = {
          {"id", to_string(site->id)}, {"name", site->name}, {"nameEn", site->name_en}};
  out["centre"] = nullptr;
  const auto placement = kiosks::placement_of(snapshot, id);
  if (placement.centre)
    if (const auto campus = find_campus(snapshot, *placement.centre))
      out["centre"] = {{"id", to_string(campus->id)},
                       {"name", campus->name},
                       {"nameEn", campus->name_en},
                       {"zone", zone_json(snapshot, placement.zone)}};
  return out;
}

}  // namespace

LaterAnswer open_pairing(const Services& services, const Call& call) {
  Input in(call.request);
  const auto kind = in.one_of("kind", &access::device_kind_from);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto opened = services.devices.open(tx, kind, call.request.remote, call.now);
    if (!opened) return opened.error();
    return Json{{"code", opened->code},
                {"secret", opened->secret},
                {"expiresAt", services.time.rfc3339(opened->expires_at)}};
  };
  co_return co_await write(services, call, 201, std::move(work));
}

LaterAnswer collect_pairing(const Services& services, const Call& call) {
  Input in(call.request);
  const auto secret = in.text("secret", 100);
  if (auto bad = in.finish()) co_return *bad;
  const auto entered = services.database.read([&](store::Snapshot& snapshot) {
    return services.devices.is_entered(snapshot, secret, call.now);
  });
  if (!entered) co_return entered.error();
  if (!*entered) co_return json(200, {{"state", "waiting"}});
  std::string key;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    auto collected = services.devices.collect(tx, secret, call.now);
    if (!collected) return collected.error();
    key = *collected;
    return Json{{"state", "paired"}};
  };
  auto answer = co_await write(services, call, 200, std::move(work));
  if (answer) answer->headers["Set-Cookie"] = device_cookie(services, key);
  co_return answer;
}

Answer list_devices(const Services& services, const Call& call) {
  return json(200, services.database.read([&](store::Snapshot& snapshot) {
    Json items = Json::array();
    for (const auto& device : services.devices.list(snapshot))
      items.push_back(device_json(services, snapshot, device, call.now));
    return Json{{"items", std::move(items)}};
  }));
}

LaterAnswer pair_device(const Services& services, const Call& call) {
  Input in(call.request);
  auto code = in.text("code", 20);
  std::erase(code, ' ');  // as it stands on the screen
  const auto name = in.text("name", 60);
  const auto area = in.maybe_id<AreaId>("areaId");
  const kiosks::Placement placement{
      .centre = in.maybe_id<CampusId>("centreId"),
      .zone = in.maybe_id<ZoneId>("zoneId"),
      .paper_mm = static_cast<int>(in.maybe_integer("paperMm", 58, 80).value_or(80))};
  std::optional<exams::Shown> shown;
  if (const auto site = in.maybe_id<ExamSiteId>("examSiteId")) shown = exams::Shown{.site = *site};
  if (in.has("examDeviceIds")) {
    const auto some = in.ids<ExamDeviceId>("examDeviceIds");
    if (shown) shown->devices = some;
  }
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto fine = check_area(tx, area); !fine) return fine.error();
    const auto device = services.devices.pair(tx, call.principal, code, name, area, call.now);
    if (!device) return device.error();
    if (auto fine = place(tx, *device, placement, shown); !fine) return fine.error();
    return device_json(services, tx, *device, call.now);
  };
  auto answer = co_await write_once(services, call, 201, std::move(work));
  if (answer || answer.error().code != "pairing-code-unknown") co_return answer;
  // The refused job left no trace; the wrong code is counted by one of its own.
  auto count = [&](store::Transaction& tx) {
    return services.devices.guessed_wrong(tx, call.principal, call.now);
  };
  const auto counted = co_await services.database.write(call.lane(), count);
  if (!counted.result) co_return counted.result.error();
  co_return answer;
}

LaterAnswer change_device(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    auto device = services.devices.find(tx, call.id<DeviceId>("device"));
    if (!device) return Refusal("not-found").with("what", "device");
    Overlay in(call.request, Overlay::Purpose::change);
    in.needed("name", device->name);
    in.id("areaId", device->area);
    auto placement = kiosks::placement_of(tx, device->id);
    const auto centre_before = placement.centre;
    in.id("centreId", placement.centre);
    // A zone is one of its campus: elsewhere, it is another one or none.
    if (placement.centre != centre_before) placement.zone.reset();
    in.id("zoneId", placement.zone);
    in.integer("paperMm", placement.paper_mm, 58, 80);
    const auto was = exams::shown_on(tx, device->id);
    std::optional<ExamSiteId> site = was ? std::optional(was->site) : std::nullopt;
    std::vector<ExamDeviceId> some = was ? was->devices : std::vector<ExamDeviceId>{};
    in.id("examSiteId", site);
    in.ids("examDeviceIds", some);
    // Those of another site are none of this one.
    if (was && site != was->site && some == was->devices) some.clear();
    device->version = in.version();
    if (auto bad = in.finish()) return *bad;
    if (auto fine = check_area(tx, device->area); !fine) return fine.error();
    const auto changed = services.devices.change(tx, call.principal, *device, call.now);
    if (!changed) return changed.error();
    if (auto fine = place(tx, *changed, placement, shown_at(site, some)); !fine)
      return fine.error();
    return device_json(services, tx, *changed, call.now);
  };
  co_return co_await write(services, call, 200, std::move(work));
}

LaterAnswer revoke_device(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto revoked =
        services.devices.revoke(tx, call.principal, call.id<DeviceId>("device"), call.now);
    if (!revoked) return revoked.error();
    return Json();
  };
  co_return co_await write(services, call, 204, std::move(work));
}

Answer show_current_device(const Services& services, const Call& call) {
  const auto device = asking_device(call);
  if (!device) return device.error();
  const auto shown = services.database.read([&](store::Snapshot& snapshot) {
    return current_json(services, snapshot, *device, call.now);
  });
  if (!shown) return shown.error();
  auto response = json(200, *shown);
  response.headers["Set-Cookie"] = device_cookie(services, call.request.cookie("yuyue_device"));
  return response;
}

LaterAnswer beat_device(const Services& services, const Call& call) {
  const auto device = asking_device(call);
  if (!device) co_return device.error();
  Input in(call.request);
  const auto sound = in.maybe_one_of("sound", &access::sound_from).value_or(access::Sound::unknown);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) {
    services.devices.seen(tx, *device, sound, call.now);
    return current_json(services, tx, *device, call.now);
  };
  co_return co_await write(services, call, 200, std::move(work));
}

}  // namespace yuyue::api
