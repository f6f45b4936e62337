#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "yuyue/core/ids.hpp"
#include "yuyue/core/time.hpp"

namespace yuyue::notify {

enum class MessageState {
  owed,         ///< waits for its time or its next attempt
  sending,      ///< claimed by a delivery that is under way
  delivered,    ///< handed to the channel
  undelivered,  ///< given up; `reason` says why
};
std::string_view name_of(MessageState state);

/// A message to be owed.
struct NewMessage {
  std::string channel = "sms";
  std::string to;                  ///< phone in normal form; kept sealed
  std::string text;                ///< kept sealed
  std::optional<Instant> due_at;   ///< not before; default: at once
  std::optional<Instant> void_at;  ///< worthless from then on (a one-time code)
  std::string about_kind;          ///< prefix of the id it is about ("apt"), or what it is ("code")
  std::int64_t about_id = 0;
};

/// A message as its reader sees it, opened.
struct Message {
  MessageId id;
  std::string channel;
  std::string to;
  std::string text;
  Instant created_at;
  std::optional<Instant> sent_at;
  int attempts = 0;
  MessageState state = MessageState::owed;
  std::string reason;
  std::string about_kind;
  std::int64_t about_id = 0;
};

}  // namespace yuyue::notify
