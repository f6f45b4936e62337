#include "api/quota_json.hpp"

namespace yuyue::api {

Json quotas_json(const booking::Quotas& quotas) {
  Json out = Json::array();
  for (const auto& quota : quotas)
    out.push_back({{"pool", booking::name_of(quota.pool)}, {"size", quota.size}});
  return out;
}

Result<booking::Quotas> read_quotas(Input& in) {
  booking::Quotas quotas;
  if (!in.has("quotas")) return Refusal("field-required").with("name", "quotas").at("/quotas");
  int place = 0;
  for (const auto& object : in.objects("quotas")) {
    if (!object.is_object()) return Refusal("quotas-invalid").at("/quotas");
    Input one(object, "/quotas/" + std::to_string(place++));
    const auto pool = one.one_of("pool", booking::pool_from);
    const auto size = one.integer("size", 0, 999);
    if (auto bad = one.finish()) return *bad;
    quotas.push_back({pool, static_cast<int>(size)});
  }
  auto ordered = booking::in_order(std::move(quotas));
  if (!ordered) return Refusal("quotas-invalid").at("/quotas");
  return std::move(*ordered);
}

}  // namespace yuyue::api
