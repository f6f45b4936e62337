#pragma once
#include "api/exam_board.hpp"
#include "api/live_teller.hpp"

namespace yuyue::api {

/// The devices' part of LiveLines, with a thread of its own, as the service centre's. Thread-safe.
class LiveExams final : public Teller<queue::Happening> {
 public:
  ~LiveExams() override { stop(); }

  Channel board(const exams::Shown& shown);

 private:
  void tell(const std::vector<queue::Happening>& noted) override;
  /// Whom this device's call, or change, is told to.
  std::vector<Channel> changed(const exams::Device& device);
  bool tell_what_is_due() override;
  Time next_due() const override { return due_of_first(boards_); }
  void forget(Time now) override { forget_in(boards_, now); }
  std::size_t channels() const override { return boards_.size(); }

  std::map<exams::Shown, BoardTold> boards_;
};

}  // namespace yuyue::api
