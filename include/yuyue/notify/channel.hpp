#pragma once
#include <string>
#include <string_view>

#include "yuyue/notify/message.hpp"

namespace yuyue::notify {

struct Delivery {
  enum class Outcome {
    delivered,
    retry,  ///< not now; tried again later, with growing pauses
    failed  ///< never; given up with the reason
  };
  Outcome outcome = Outcome::delivered;
  std::string reason;  ///< short, without personal data

  static Delivery done() { return {}; }
  static Delivery later(std::string why) { return {Outcome::retry, std::move(why)}; }
  static Delivery never(std::string why) { return {Outcome::failed, std::move(why)}; }
};

/// A way to people: an SMS gateway, the hospital's WeChat account. May block; never called inside a
/// transaction. A crash between delivery and its mark delivers once more, so a gateway that can
/// should use the message's id against doubles.
class Channel {
 public:
  virtual ~Channel() = default;
  virtual std::string_view name() const = 0;
  virtual Delivery deliver(const Message& message) = 0;
};

/// The demo's: says that everything was delivered. The demo's mailbox page reads the messages.
class DemoMailbox final : public Channel {
 public:
  std::string_view name() const override { return "demo-mailbox"; }
  Delivery deliver(const Message& message) override;
};

/// Of a hospital without a gateway: nothing is delivered, and each message says so.
class NoChannel final : public Channel {
 public:
  std::string_view name() const override { return "none"; }
  Delivery deliver(const Message& message) override;
};

}  // namespace yuyue::notify
