#include "api/remote_visits.hpp"

#include "yuyue/access/settings.hpp"
#include "yuyue/booking/remote.hpp"

namespace yuyue::api {
namespace {

constexpr std::size_t kTokenBytes = 16;

/// The same at every look, and not to be guessed from the appointment's id.
std::string token_of(const Services& services, AppointmentId id) {
  const auto hash = services.vault.token_hash("remote-visit", to_string(id));
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const char byte : hash.substr(0, kTokenBytes)) {
    const auto value = static_cast<unsigned char>(byte);
    hex += kDigits[value >> 4];
    hex += kDigits[value & 0xF];
  }
  return hex;
}

}  // namespace

void add_join_link(const Services& services, store::Snapshot& snapshot,
                   const booking::AppointmentView& view, Instant now, Json& out) {
  if (!booking::may_join(view, now)) return;
  const auto pattern = access::setting_text(snapshot, "hospital.remote-link", "");
  if (pattern.empty()) return;
  out["joinUrl"] = booking::join_link(pattern, token_of(services, view.appointment.id));
}

}  // namespace yuyue::api
