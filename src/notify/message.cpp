#include "yuyue/notify/message.hpp"

#include "yuyue/notify/channel.hpp"

namespace yuyue::notify {

std::string_view name_of(MessageState state) {
  switch (state) {
    case MessageState::owed:
      return "owed";
    case MessageState::sending:
      return "sending";
    case MessageState::delivered:
      return "delivered";
    case MessageState::undelivered:
      return "undelivered";
  }
  return {};
}

Delivery DemoMailbox::deliver(const Message&) {
  return Delivery::done();
}

Delivery NoChannel::deliver(const Message&) {
  return Delivery::never("no-channel");
}

}  // namespace yuyue::notify
