// Keys of kiosks and other systems. The secret is shown once, when the key is made.
#include "api/answers.hpp"

namespace yuyue::api {
namespace {

Json key_json(const HospitalTime& time, const access::ApiKey& key) {
  return {{"id", to_string(key.id)},
          {"name", key.name},
          {"permissions", key.permissions.names()},
          {"createdAt", time.rfc3339(key.created_at)},
          {"lastUsedAt", key.last_used ? Json(format_day(*key.last_used)) : Json()}};
}

access::Permissions read_permissions(Input& in) {
  access::Permissions permissions;
  for (const auto& name : in.texts("permissions")) {
    if (const auto permission = access::permission_from(name))
      permissions.add(*permission);
    else
      in.wrong("permissions", "known permissions");
  }
  return permissions;
}

}  // namespace

Answer list_api_keys(const Services& services, const Call&) {
  const auto list = [&](store::Snapshot& snapshot) {
    Json items = Json::array();
    for (const auto& key : services.api_keys.list(snapshot))
      if (!key.revoked_at) items.push_back(key_json(services.time, key));
    return Json{{"items", std::move(items)}};
  };
  return json(200, services.database.read(list));
}

LaterAnswer add_api_key(const Services& services, const Call& call) {
  Input in(call.request);
  const auto name = in.text("name", 60);
  const auto permissions = read_permissions(in);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto made = services.api_keys.create(tx, call.principal, name, permissions, call.now);
    if (!made) return made.error();
    Json out = key_json(services.time, made->key);
    out["key"] = made->secret;
    return out;
  };
  co_return co_await write_once(services, call, 201, std::move(work));
}

LaterAnswer revoke_api_key(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto revoked =
        services.api_keys.revoke(tx, call.principal, call.id<ApiKeyId>("key"), call.now);
    if (!revoked) return revoked.error();
    return Json();
  };
  co_return co_await write(services, call, 204, std::move(work));
}

}  // namespace yuyue::api
