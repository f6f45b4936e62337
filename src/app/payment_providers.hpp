#pragma once
#include "yuyue/app/config.hpp"
#include "yuyue/booking/fees/provider.hpp"

namespace yuyue::app {

/// The provider that the configuration names, if any. Throws ConfigError: no address, no key file,
/// a secret that is too short, or the sandbox at a real hospital. `wall`: the real time, which
/// signatures are of, wherever a demo's clock has been turned to.
booking::fees::Providers make_payment_providers(const Config& config, bool demo, const Clock& wall);

}  // namespace yuyue::app
