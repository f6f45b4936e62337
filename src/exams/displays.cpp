#include "yuyue/exams/displays.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace yuyue::exams {
namespace {

using Json = nlohmann::json;

Refusal unknown(std::string_view name) {
  return Refusal("unknown-reference").with("name", name).at("/" + std::string(name));
}

}  // namespace

std::optional<Shown> shown_on(store::Snapshot& snapshot, DeviceId display) {
  auto rows =
      snapshot.query("SELECT site_id, devices FROM exam_display WHERE device_id = ?", {display});
  if (!rows.next()) return std::nullopt;
  Shown out{.site = rows->id<ExamSiteId>(0)};
  for (const auto& id : Json::parse(rows->text(1)))
    out.devices.push_back(ExamDeviceId{id.get<std::int64_t>()});
  return out;
}

Result<void> show_on(store::Transaction& tx, DeviceId display, const std::optional<Shown>& shown) {
  if (!shown) {
    tx.execute("DELETE FROM exam_display WHERE device_id = ?", {display});
    return {};
  }
  if (!find_site(tx, shown->site)) return unknown("examSiteId");
  Json devices = Json::array();
  for (const auto id : shown->devices) {
    const auto device = find_device(tx, id);
    if (!device || device->site != shown->site) return unknown("examDeviceIds");
    devices.push_back(id.value);
  }
  tx.execute(
      "INSERT INTO exam_display (device_id, site_id, devices) VALUES (?1, ?2, ?3)"
      " ON CONFLICT (device_id) DO UPDATE SET site_id = ?2, devices = ?3",
      {display, shown->site, devices.dump()});
  return {};
}

std::vector<ShownDevice> shown_devices(store::Snapshot& snapshot, const Shown& shown, Day day) {
  std::vector<ShownDevice> out;
  for (auto& device : devices(snapshot)) {
    if (!device.active || device.site != shown.site) continue;
    if (!shown.devices.empty() &&
        std::ranges::find(shown.devices, device.id) == shown.devices.end())
      continue;
    const auto line = line_of(snapshot, device.id, day);
    out.push_back({device, line ? queue::load(snapshot, *line) : std::nullopt});
  }
  std::ranges::sort(out, {}, [](const ShownDevice& one) { return one.device.name; });
  return out;
}

std::optional<ExamDeviceId> device_of(store::Snapshot& snapshot, const queue::Reference& owner) {
  if (owner.kind != ExamDeviceKind::kPrefix) return std::nullopt;
  const auto id =
      snapshot.integer("SELECT device_id FROM exam_device_day WHERE id = ?", {owner.id});
  return id ? std::optional(ExamDeviceId{*id}) : std::nullopt;
}

}  // namespace yuyue::exams
