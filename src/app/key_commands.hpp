#pragma once
#include "yuyue/access/keys.hpp"
#include "yuyue/app/config.hpp"

namespace yuyue::app {

// What `yuyue key …` does. They throw CommandFailed.

/// Which generations there are, and how far the last change has got. No secrets.
void show_key(const Config& config);
/// Adds a generation to the key file, unless the last change is not through yet, and has everything
/// sealed anew with it, saying how far it is.
void rotate_key(const Config& config);
/// Deletes a generation from the key file if nothing in the database needs it.
void retire_key(const Config& config, access::KeyRing::Generation generation);

}  // namespace yuyue::app
