#pragma once
// How rows are read, for the records of this folder.
#include <stdexcept>
#include <string>

#include "booking/fees/records.hpp"

namespace yuyue::booking::fees::records {

template <class T>
T known(std::optional<T> value, const std::string& word) {
  if (!value) throw std::runtime_error("unknown word in the file: " + word);
  return *value;
}

/// id, receipt_id, amount, reason, state, created_at, done_at, by_hand
Refund refund_from(const store::Row& row);

}  // namespace yuyue::booking::fees::records
