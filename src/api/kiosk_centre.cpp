// What a kiosk shows of a service besides what everybody sees: nothing can be downloaded there, so
// that a form is a QR code, and it opens on a phone.
#include "api/answers.hpp"
#include "api/qr.hpp"
#include "yuyue/centre/catalogue.hpp"

namespace yuyue::api {
namespace {

/// Where a phone finds it. Empty: the hospital has not said where its page is.
std::string public_address(const Services& services, const std::string& address) {
  if (!address.starts_with('/')) return address;
  return services.public_page.empty() ? "" : services.public_page + address;
}

}  // namespace

Answer list_kiosk_forms(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto service = centre::find_service(snapshot, call.id<ServiceId>("service"));
    if (!service || !service->active) return Refusal("not-found").with("what", "service");
    Json items = Json::array();
    for (const auto& form : service->forms) {
      const auto address = public_address(services, form.address);
      items.push_back({{"name", form.name},
                       {"nameEn", form.name_en},
                       {"qr", address.empty() ? Json() : Json(qr_svg(address))}});
    }
    return json(200, {{"items", std::move(items)}});
  });
}

}  // namespace yuyue::api
