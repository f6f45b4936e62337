#pragma once
#include "api/answers.hpp"

namespace yuyue::api {

struct ClassOnRecord {
  std::string code;   ///< empty: none
  std::string proof;  ///< "on-record": their age, needs or documents; else the certificate seen
};
/// The class that waits least of those that what is on record of somebody gives them: their age, or
/// a certificate that a desk has seen before.
ClassOnRecord class_on_record(const Services& services, store::Snapshot& snapshot, PersonId person,
                              Instant now);

}  // namespace yuyue::api
