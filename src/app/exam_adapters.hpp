#pragma once
#include "yuyue/exams/orders.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::app {

/// Two records of one person become one: their examinations too.
class MergedExams final : public patients::MergeListener {
 public:
  explicit MergedExams(const exams::Orders& orders) : orders_(orders) {}
  Result<void> merging(store::Transaction& tx, PersonId from, PersonId into, Instant) override {
    orders_.move_person(tx, from, into);
    return {};
  }

 private:
  const exams::Orders& orders_;
};

}  // namespace yuyue::app
