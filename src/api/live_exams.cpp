// What moves in the devices' lines, told to the displays before them.
#include "api/live_exams.hpp"

#include <algorithm>

namespace yuyue::api {
namespace {

/// A display has heard of a call before its board shows it.
constexpr std::chrono::milliseconds kAfterCalls{100};

bool is_call(const queue::Happening& what) {
  return what.event.what == queue::What::called || what.event.what == queue::What::recalled;
}

bool shows(const exams::Shown& shown, const exams::Device& device) {
  return shown.site == device.site &&
         (shown.devices.empty() ||
          std::ranges::find(shown.devices, device.id) != shown.devices.end());
}

}  // namespace

LiveExams::Channel LiveExams::board(const exams::Shown& shown) {
  return opened(boards_, shown, [this, shown] {
    return services().database.read([&](store::Snapshot& snapshot) {
      return text_of(exam_board_json(services(), snapshot, shown, services().clock.now()));
    });
  });
}

std::vector<LiveExams::Channel> LiveExams::changed(const exams::Device& device) {
  std::vector<Channel> out;
  const std::lock_guard lock(mutex());
  for (auto& [shown, told] : boards_) {
    if (!shows(shown, device)) continue;
    told.changed(kAfterCalls);
    out.push_back(told.channel);
  }
  return out;
}

void LiveExams::tell(const std::vector<queue::Happening>& noted) {
  services().database.read([&](store::Snapshot& snapshot) {
    for (const auto& what : noted) {
      const auto id = exams::device_of(snapshot, what.owner);
      const auto device = id ? exams::find_device(snapshot, *id) : std::nullopt;
      if (!device) continue;
      const auto channels = changed(*device);
      if (!is_call(what) || channels.empty()) continue;
      const auto text = text_of(called_to_device_json(services(), snapshot, *device,
                                                      {.line = what.line,
                                                       .seq = what.seq,
                                                       .device = device->id,
                                                       .number = what.ticket.number,
                                                       .place = ExamPlaceId{what.subject.id},
                                                       .at = what.event.at}));
      for (const auto& channel : channels) channel->publish("call", text);
    }
    return true;
  });
}

bool LiveExams::tell_what_is_due() {
  std::optional<exams::Shown> shown;
  Channel channel;
  {
    const std::lock_guard lock(mutex());
    if (due_of_first(boards_) > std::chrono::steady_clock::now()) return false;
    const auto board = first_due(boards_);
    shown = board->first;
    channel = board->second.channel;
    board->second.looked_at();
  }
  if (channel->readers() > 0)
    tell_board(boards_, *shown, channel, services().database.read([&](store::Snapshot& snapshot) {
      return exam_board_json(services(), snapshot, *shown, services().clock.now());
    }));
  return true;
}

}  // namespace yuyue::api
