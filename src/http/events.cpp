#include "yuyue/http/events.hpp"

#include <atomic>
#include <charconv>
#include <random>
#include <stdexcept>

#include "http/event_reader.hpp"

namespace yuyue::http {
namespace {

using std::chrono::steady_clock;

/// A whole waiting room that comes back at one moment asks for one state.
constexpr std::chrono::milliseconds kStateHolds{1000};

std::string new_epoch() {
  static std::atomic<std::uint64_t> count = [] {
    std::random_device random;
    return (static_cast<std::uint64_t>(random()) << 32) | random();
  }();
  std::string text(16, '0');
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), ++count, 36);
  text.resize(static_cast<std::size_t>(end - text.data()));
  return text;
}

/// The number of an id of this epoch; -1: of none.
std::int64_t number_in(std::string_view id, std::string_view epoch) {
  if (!id.starts_with(epoch) || id.size() <= epoch.size() || id[epoch.size()] != '-') return -1;
  const auto digits = id.substr(epoch.size() + 1);
  std::int64_t number = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc{} && end == digits.data() + digits.size() ? number : -1;
}

}  // namespace

EventChannel::EventChannel(Snapshot snapshot, Room room)
    : snapshot_(std::move(snapshot)), room_(room), epoch_(new_epoch()) {}
EventChannel::~EventChannel() = default;

EventChannel::Frame EventChannel::frame_of(std::int64_t number, std::string_view type,
                                           std::string_view data) const {
  constexpr std::string_view kNever = "\r\n";
  if (type.find_first_of(kNever) != type.npos || data.find_first_of(kNever) != data.npos)
    throw std::logic_error("an event of several lines: " + std::string(type));
  std::string text;
  text.reserve(epoch_.size() + type.size() + data.size() + 48);
  text.append("id: ").append(epoch_).append("-").append(std::to_string(number));
  text.append("\nevent: ").append(type).append("\ndata: ").append(data).append("\n\n");
  return std::make_shared<const std::string>(std::move(text));
}

void EventChannel::publish(std::string_view type, std::string_view data, Keep keep) {
  std::vector<std::shared_ptr<Signal>> waiting;
  {
    const std::lock_guard lock(mutex_);
    auto frame = frame_of(last_ + 1, type, data);
    ++last_;
    if (keep == Keep::newest) {
      auto& newest = newest_.try_emplace(std::string(type), 0).first->second;
      const auto first = last_ - static_cast<std::int64_t>(kept_.size());
      if (newest >= first && newest > 0) {
        auto& pointless = kept_[static_cast<std::size_t>(newest - first)];
        bytes_ -= pointless->size();
        pointless = nullptr;
      }
      newest = last_;
    }
    bytes_ += frame->size();
    kept_.push_back(std::move(frame));
    shorten();
    waiting.assign(readers_.begin(), readers_.end());
  }
  Signal::raise_all(waiting);
}

void EventChannel::shorten() {
  while (kept_.size() > 1 && (kept_.size() > room_.events || bytes_ > room_.bytes)) {
    if (kept_.front()) bytes_ -= kept_.front()->size();
    kept_.pop_front();
  }
}

std::size_t EventChannel::readers() const {
  const std::lock_guard lock(mutex_);
  return readers_.size();
}

std::pair<EventChannel::Frame, std::int64_t> EventChannel::state_now() {
  const std::lock_guard making(making_);
  std::int64_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    number = last_;
  }
  const auto now = steady_clock::now();
  if (!state_ || state_number_ != number || now - state_made_ > kStateHolds) {
    state_ = frame_of(number, "snapshot", snapshot_());
    state_number_ = number;
    state_made_ = now;
  }
  return {state_, number};
}

EventReader::EventReader(std::shared_ptr<EventChannel> channel, std::shared_ptr<Signal> signal,
                         std::string_view last_id)
    : channel_(std::move(channel)) {
  const std::lock_guard lock(channel_->mutex_);
  place_ = channel_->readers_.insert(channel_->readers_.end(), std::move(signal));
  const auto number = number_in(last_id, channel_->epoch_);
  if (number >= 0 && number <= channel_->last_) had_ = number;
}

EventReader::~EventReader() {
  const std::lock_guard lock(channel_->mutex_);
  channel_->readers_.erase(place_);
}

std::vector<EventReader::Frame> EventReader::next() {
  if (had_ >= 0) {
    const std::lock_guard lock(channel_->mutex_);
    const auto& kept = channel_->kept_;
    const auto before = channel_->last_ - static_cast<std::int64_t>(kept.size());
    if (had_ >= before) {  // nothing that it misses is gone
      std::vector<Frame> frames;
      for (auto at = static_cast<std::size_t>(had_ - before); at < kept.size(); ++at)
        if (kept[at]) frames.push_back(kept[at]);
      had_ = channel_->last_;
      return frames;
    }
  }
  auto [state, number] = channel_->state_now();
  had_ = number;
  return {std::move(state)};
}

}  // namespace yuyue::http
