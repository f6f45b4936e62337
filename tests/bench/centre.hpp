#pragma once

namespace yuyue::bench {

class Workshop;

struct CentreOptions {
  unsigned seed = 1;
  int days = 20;
};
/// Simulated days of a service centre: how far the predicted waits are off, beside two usual ways
/// to guess them. Prints what was measured. False: an aim was not met.
bool simulate_centre(Workshop& workshop, const CentreOptions& options, bool as_json);

}  // namespace yuyue::bench
