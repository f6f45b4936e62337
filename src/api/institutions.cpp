// Partner institutions and who acts for them.
#include "api/answers.hpp"
#include "api/collection.hpp"

namespace yuyue::api {

namespace referral = booking::referral;

namespace {

Json users_json(const referral::InstitutionUsers& users) {
  Json accounts = Json::array(), keys = Json::array();
  for (const auto id : users.accounts) accounts.push_back(to_string(id));
  for (const auto id : users.keys) keys.push_back(to_string(id));
  return {{"accountIds", std::move(accounts)}, {"keyIds", std::move(keys)}};
}

}  // namespace

template <>
struct Form<referral::Institution> {
  static Json json(const referral::Institution& institution) {
    return {{"id", to_string(institution.id)}, {"version", institution.version},
            {"code", institution.code},        {"name", institution.name},
            {"nameEn", institution.name_en},   {"phone", institution.phone},
            {"address", institution.address},  {"active", institution.active}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, referral::Institution& institution) {
    in.needed("code", institution.code);
    in.needed("name", institution.name);
    in.text("nameEn", institution.name_en);
    in.text("phone", institution.phone);
    in.text("address", institution.address);
    in.flag("active", institution.active);
  }
};

Answer list_institutions(const Services& services, const Call&) {
  return list_things(services, &referral::institutions);
}
LaterAnswer add_institution(const Services& services, const Call& call) {
  return add_thing<referral::Institution>(services, call, services.institutions);
}
LaterAnswer change_institution(const Services& services, const Call& call) {
  return change_thing(services, call, services.institutions, &referral::institutions,
                      "institution");
}

Answer show_institution_users(const Services& services, const Call& call) {
  const auto id = call.id<InstitutionId>("institution");
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    if (!referral::find_institution(snapshot, id)) return Refusal("not-found");
    return json(200, users_json(referral::users_of(snapshot, id)));
  });
}

LaterAnswer set_institution_users(const Services& services, const Call& call) {
  Input in(call.request);
  const referral::InstitutionUsers users{.accounts = in.ids<AccountId>("accountIds"),
                                         .keys = in.ids<ApiKeyId>("keyIds")};
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<InstitutionId>("institution");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto set = services.institutions.set_users(tx, id, users, call.actor(), call.now);
    if (!set) return set.error();
    return users_json(*set);
  };
  co_return co_await write(services, call, 200, work);
}

}  // namespace yuyue::api
