#include "yuyue/access/devices.hpp"

#include "yuyue/core/words.hpp"

namespace yuyue::access {
namespace {

constexpr std::string_view kPurpose = "device";
constexpr Words<2> kKinds{"display", "kiosk"};
constexpr Words<4> kSounds{"unknown", "speech", "chime", "off"};
constexpr const char* kSelect =
    "SELECT id, version, kind, name, area_id, paired_at, seen_at, sound FROM device"
    " WHERE revoked_at IS NULL";

Device device_from(const store::Row& row) {
  Device device;
  device.id = row.id<DeviceId>(0);
  device.version = row.integer(1);
  device.kind = device_kind_from(row.text(2)).value();
  device.name = row.text(3);
  device.area = row.maybe_id<AreaId>(4);
  device.paired_at = row.instant(5);
  device.seen_at = row.maybe_instant(6);
  device.sound = sound_from(row.text(7)).value_or(Sound::unknown);
  return device;
}

Principal principal_of(const Device& device) {
  Principal who;
  who.kind = PrincipalKind::device;
  who.id = device.id.value;
  who.name = device.name;
  who.permissions = device.kind == DeviceKind::kiosk
                        ? kiosk_permissions()
                        : Permissions{Permission::anyone, Permission::display};
  return who;
}

Result<void> complete(std::string_view name) {
  if (name.empty()) return Refusal("name-required").at("/name");
  return {};
}

std::string guesser(const Principal& by) {
  return "pairing:" + std::string(name_of(by.kind)) + ':' + std::to_string(by.id);
}

}  // namespace

std::string_view name_of(DeviceKind kind) {
  return word_of(kKinds, kind);
}
std::optional<DeviceKind> device_kind_from(std::string_view name) {
  return from_word<DeviceKind>(kKinds, name);
}
std::string_view name_of(Sound sound) {
  return word_of(kSounds, sound);
}
std::optional<Sound> sound_from(std::string_view name) {
  return from_word<Sound>(kSounds, name);
}

// Two may get lost on the way.
bool is_silent(const Device& device, Instant now) {
  return device.seen_at.value_or(device.paired_at) + 3 * kHeartbeat < now;
}

Result<Device> Devices::pair(store::Transaction& tx, const Principal& by, std::string_view code,
                             std::string_view name, std::optional<AreaId> area, Instant now) const {
  if (auto free = guesses_.check(tx, guesser(by), now); !free) return free.error();
  const store::Bytes code_hash = vault_.token_hash("pairing-code", code);
  Device device;
  {
    auto rows = tx.query(
        "SELECT kind FROM device_pairing"
        " WHERE code_hash = ? AND device_id IS NULL AND expires_at > ?",
        {store::Blob{code_hash}, now});
    if (!rows.next()) return Refusal("pairing-code-unknown").at("/code");
    device.kind = device_kind_from(rows->text(0)).value();
  }
  if (auto fine = complete(name); !fine) return fine.error();
  device.id = ids_.next<DeviceId>();
  device.version = 1;
  device.name = name;
  device.area = area;
  device.paired_at = now;
  tx.execute(
      "INSERT INTO device (id, version, kind, name, area_id, paired_at) VALUES (?, ?, ?, ?, ?, ?)",
      {device.id, device.version, name_of(device.kind), name, area, now});
  tx.execute("UPDATE device_pairing SET device_id = ? WHERE code_hash = ?",
             {device.id, store::Blob{code_hash}});
  audit_.record(
      tx, by, {"device-paired", device.id, {{"kind", std::string(name_of(device.kind))}}, {}}, now);
  return device;
}

Kept<bool> Devices::guessed_wrong(store::Transaction& tx, const Principal& by, Instant now) const {
  if (auto free = guesses_.check(tx, guesser(by), now); !free) return free.error();
  guesses_.failed(tx, guesser(by), now);
  return true;
}

Result<Device> Devices::change(store::Transaction& tx, const Principal& by, const Device& device,
                               Instant now) const {
  if (auto fine = complete(device.name); !fine) return fine.error();
  if (!find(tx, device.id)) return Refusal("not-found").with("what", "device");
  if (tx.execute("UPDATE device SET version = version + 1, name = ?, area_id = ?"
                 " WHERE id = ? AND version = ?",
                 {device.name, device.area, device.id, device.version}) == 0)
    return Refusal("changed-meanwhile");
  tx.after_commit(
      [&cache = cache_, id = device.id] { cache.drop_all_of(PrincipalKind::device, id.value); });
  audit_.record(tx, by, {"device-changed", device.id, {}, {}}, now);
  return find(tx, device.id).value();
}

Result<void> Devices::revoke(store::Transaction& tx, const Principal& by, DeviceId id,
                             Instant now) const {
  if (tx.execute("UPDATE device SET revoked_at = ?, key_hash = NULL"
                 " WHERE id = ? AND revoked_at IS NULL",
                 {now, id}) == 0)
    return Refusal("not-found").with("what", "device");
  tx.execute("DELETE FROM device_pairing WHERE device_id = ?", {id});
  tx.after_commit([&cache = cache_, id] { cache.drop_all_of(PrincipalKind::device, id.value); });
  audit_.record(tx, by, {"device-revoked", id, {}, {}}, now);
  return {};
}

std::vector<Device> Devices::list(store::Snapshot& snapshot) const {
  static const std::string kSql = std::string(kSelect) + " ORDER BY name, id";
  std::vector<Device> found;
  for (auto rows = snapshot.query(kSql); rows.next();) found.push_back(device_from(rows.row()));
  return found;
}

std::optional<Device> Devices::find(store::Snapshot& snapshot, DeviceId id) const {
  static const std::string kSql = std::string(kSelect) + " AND id = ?";
  auto rows = snapshot.query(kSql, {id});
  if (!rows.next()) return std::nullopt;
  return device_from(rows.row());
}

std::optional<Principal> Devices::resolve(const store::Database& database,
                                          std::string_view key) const {
  if (key.empty() || key.size() > 100) return std::nullopt;
  const store::Bytes hash = vault_.token_hash(kPurpose, key);
  if (auto entry = cache_.find(hash)) return std::move(entry->principal);
  static const std::string kSql = std::string(kSelect) + " AND key_hash = ?";
  const std::uint64_t epoch = cache_.epoch();
  const auto device = database.read([&](store::Snapshot& snapshot) -> std::optional<Device> {
    auto rows = snapshot.query(kSql, {store::Blob{hash}});
    if (!rows.next()) return std::nullopt;
    return device_from(rows.row());
  });
  if (!device) return std::nullopt;
  SessionCache::Entry entry;
  entry.principal = principal_of(*device);
  entry.idle_until = entry.expires_at = entry.touch_at = Instant::max();
  cache_.keep(hash, entry, epoch);
  return entry.principal;
}

void Devices::seen(store::Transaction& tx, DeviceId id, Sound sound, Instant now) const {
  tx.execute("UPDATE device SET seen_at = ?, sound = ? WHERE id = ?", {now, name_of(sound), id});
}

}  // namespace yuyue::access
