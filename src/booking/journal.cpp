#include "yuyue/booking/environment.hpp"

namespace yuyue::booking {

Actor actor_of(const access::Principal& principal, Channel channel) {
  return {access::actor_of(principal), channel};
}

}  // namespace yuyue::booking
