#pragma once
#include "yuyue/booking/series/series.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::app {

/// Two records of one person become one: their courses too.
class MergedSeries final : public patients::MergeListener {
 public:
  explicit MergedSeries(const booking::series::Courses& courses) : courses_(courses) {}
  Result<void> merging(store::Transaction& tx, PersonId from, PersonId into, Instant) override {
    courses_.move_person(tx, from, into);
    return {};
  }

 private:
  const booking::series::Courses& courses_;
};

}  // namespace yuyue::app
