#include <nlohmann/json.hpp>

#include "booking/fees/rules.hpp"
#include "yuyue/access/settings.hpp"
#include "yuyue/booking/fees/fees.hpp"

namespace yuyue::booking::fees {
namespace {

using nlohmann::json;
constexpr std::string_view kName = "fees";

std::string to_text(const Settings& settings) {
  json channels = json::array();
  for (const auto channel : settings.prepay) channels.push_back(name_of(channel));
  return json{{"prepayChannels", std::move(channels)},
              {"payWithinMinutes", settings.pay_within.count()},
              {"provider", settings.provider}}
      .dump();
}

Settings from_text(const std::string& text) {
  const auto value = json::parse(text);
  Settings settings;
  for (const auto& name : value.value("prepayChannels", std::vector<std::string>{}))
    if (const auto channel = channel_from(name)) settings.prepay.insert(*channel);
  settings.pay_within =
      std::chrono::minutes{value.value("payWithinMinutes", settings.pay_within.count())};
  settings.provider = value.value("provider", std::string());
  return settings;
}

}  // namespace

std::shared_ptr<const Settings> LiveSettings::current() const {
  const std::scoped_lock lock(mutex_);
  return current_;
}

void LiveSettings::replace(std::shared_ptr<const Settings> settings) {
  const std::scoped_lock lock(mutex_);
  current_ = std::move(settings);
}

void LiveSettings::load(store::Snapshot& snapshot) {
  const auto saved = access::find_setting(snapshot, kName);
  replace(std::make_shared<const Settings>(saved ? from_text(saved->value) : Settings{}));
}

std::int64_t LiveSettings::version(store::Snapshot& snapshot) {
  const auto saved = access::find_setting(snapshot, kName);
  return saved ? saved->version : 0;
}

Result<std::int64_t> LiveSettings::save(store::Transaction& tx, const Settings& settings,
                                        const Providers& providers, std::int64_t expected_version,
                                        const access::AuditLog& audit, const access::Principal& by,
                                        Instant now) {
  if (auto checked = rules::check(settings); !checked) return checked.error();
  if (!settings.provider.empty() && !providers.find(settings.provider))
    return Refusal("payment-provider-unknown").with("name", settings.provider).at("/provider");
  const auto saved =
      access::set_setting(tx, audit, by, kName, to_text(settings), expected_version, now);
  if (!saved) return saved.error();
  tx.after_commit([this, kept = std::make_shared<const Settings>(settings)] { replace(kept); });
  return saved->version;
}

}  // namespace yuyue::booking::fees
