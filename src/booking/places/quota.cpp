#include "yuyue/booking/quota.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <stdexcept>

namespace yuyue::booking {
namespace {

constexpr std::array<std::string_view, 6> kNames{"web",     "kiosk",     "desk",
                                                 "partner", "clinician", "common"};
constexpr int kLargest = 999;

}  // namespace

std::string_view name_of(Pool pool) {
  return kNames.at(static_cast<std::size_t>(pool));
}

std::optional<Pool> pool_from(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Pool>(found - kNames.begin());
}

Pool pool_of(Channel channel) {
  switch (channel) {
    case Channel::web:
      return Pool::web;
    case Channel::kiosk:
      return Pool::kiosk;
    case Channel::desk:
    case Channel::phone:
      return Pool::desk;
    case Channel::partner:
      return Pool::partner;
    case Channel::clinician:
      return Pool::clinician;
  }
  throw std::logic_error("a channel without a pool");
}

std::string to_text(const Quotas& quotas) {
  std::string text;
  for (const auto& quota : quotas) {
    if (!text.empty()) text += ',';
    text += std::string(name_of(quota.pool)) + "=" + std::to_string(quota.size);
  }
  return text;
}

Quotas quotas_from_text(std::string_view text) {
  Quotas quotas;
  while (!text.empty()) {
    const auto piece = text.substr(0, text.find(','));
    const auto equals = piece.find('=');
    const auto pool = pool_from(piece.substr(0, equals));
    int size = 0;
    if (equals == std::string_view::npos || !pool ||
        std::from_chars(piece.data() + equals + 1, piece.data() + piece.size(), size).ec !=
            std::errc())
      throw std::runtime_error("quotas that cannot be read: " + std::string(text));
    quotas.push_back({*pool, size});
    text.remove_prefix(std::min(text.size(), piece.size() + 1));
  }
  return quotas;
}

std::optional<Quotas> in_order(Quotas quotas) {
  std::ranges::sort(quotas, {}, &Quota::pool);
  const auto twice = std::ranges::adjacent_find(quotas, {}, &Quota::pool);
  const bool wrong = std::ranges::any_of(quotas, [](const Quota& q) {
    return q.pool == Pool::common || q.size < 0 || q.size > kLargest;
  });
  if (twice != quotas.end() || wrong) return std::nullopt;
  std::erase_if(quotas, [](const Quota& q) { return q.size == 0; });
  return quotas;
}

int total(const Quotas& quotas) {
  return std::accumulate(quotas.begin(), quotas.end(), 0,
                         [](int sum, const Quota& q) { return sum + q.size; });
}

std::vector<Pool> pools_open_to(Channel channel, bool returned) {
  const auto own = pool_of(channel);
  std::vector<Pool> pools{own, Pool::common};
  if (!returned) return pools;
  for (const auto pool : kPools)
    if (pool != own && pool != Pool::common) pools.push_back(pool);
  return pools;
}

int open_to(Channel channel, bool returned, const std::vector<PoolCount>& pools) {
  const auto may = pools_open_to(channel, returned);
  int open = 0;
  for (const auto& pool : pools)
    if (std::ranges::find(may, pool.pool) != may.end()) open += std::max(0, pool.open());
  return open;
}

}  // namespace yuyue::booking
