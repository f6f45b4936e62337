// Which bookings are paid ahead, and how.
#include "api/answers.hpp"

namespace yuyue::api {
namespace {

namespace fees = booking::fees;

Json to_json(const Services& services, const fees::Settings& settings, std::int64_t version) {
  Json channels = Json::array();
  for (const auto channel : settings.prepay) channels.push_back(booking::name_of(channel));
  return {{"prepayChannels", std::move(channels)},
          {"payWithinMinutes", settings.pay_within.count()},
          {"provider", settings.provider},
          {"providers", services.payment_providers.names()},
          {"version", version}};
}

}  // namespace

Answer show_fee_settings(const Services& services, const Call&) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    return json(200, to_json(services, *services.fee_settings.current(),
                             fees::LiveSettings::version(snapshot)));
  });
}

LaterAnswer change_fee_settings(const Services& services, const Call& call) {
  Input in(call.request);
  const auto version = in.version();
  const auto channels = in.maybe_texts("prepayChannels", 10);
  const auto minutes = in.maybe_integer("payWithinMinutes", 1, 240);
  const bool none = in.cleared("provider");
  const auto provider = in.maybe_text("provider", 40);
  std::set<booking::Channel> prepay;
  for (const auto& name : channels.value_or(std::vector<std::string>{})) {
    if (const auto channel = booking::channel_from(name))
      prepay.insert(*channel);
    else
      in.wrong("prepayChannels", "web, desk, kiosk, phone, partner, clinician");
  }
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    auto settings = *services.fee_settings.current();
    if (channels) settings.prepay = prepay;
    if (minutes) settings.pay_within = std::chrono::minutes{*minutes};
    if (provider || none) settings.provider = provider.value_or("");
    const auto saved = services.fee_settings.save(tx, settings, services.payment_providers, version,
                                                  services.audit, call.principal, call.now);
    if (!saved) return saved.error();
    return to_json(services, settings, *saved);
  };
  co_return co_await write(services, call, 200, work);
}

}  // namespace yuyue::api
