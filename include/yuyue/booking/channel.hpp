#pragma once
#include <optional>
#include <string_view>

namespace yuyue::booking {

/// The way by which a request came; quotas and deadlines may differ by it.
enum class Channel { web, desk, kiosk, phone, partner, clinician };
std::string_view name_of(Channel channel);
std::optional<Channel> channel_from(std::string_view name);
/// Staff act on behalf of a patient and may do so longer (until the end of the slot).
constexpr bool is_staff(Channel channel) {
  return channel == Channel::desk || channel == Channel::phone || channel == Channel::clinician;
}

}  // namespace yuyue::booking
