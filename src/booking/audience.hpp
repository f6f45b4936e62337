#pragma once
#include <stdexcept>

#include "yuyue/booking/availability.hpp"

namespace yuyue::booking {

/// The way of booking whose places a page shows.
inline Channel channel_of(Audience audience) {
  switch (audience) {
    case Audience::patients:
      return Channel::web;
    case Audience::staff:
      return Channel::desk;
    case Audience::partners:
      return Channel::partner;
  }
  throw std::logic_error("an audience without a channel");
}

}  // namespace yuyue::booking
