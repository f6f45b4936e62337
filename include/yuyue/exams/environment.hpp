#pragma once
#include "yuyue/access/journal.hpp"
#include "yuyue/access/vault.hpp"
#include "yuyue/core/ids.hpp"
#include "yuyue/core/time.hpp"

namespace yuyue::patients {
class Service;
}
namespace yuyue::queue {
class Watcher;
}

// All of a patient's examinations booked in one go (检查检验集中预约, R10–R12).
namespace yuyue::exams {

/// What the use cases of this module need beside the transaction: references to things that live as
/// long as the server; copied freely.
struct Environment {
  const HospitalTime* time = nullptr;
  IdMaker* ids = nullptr;
  access::Journal* journal = nullptr;    ///< null: nothing is taken down
  const access::Vault* vault = nullptr;  ///< of what is kept encrypted
  /// Whose sex and age decide what is asked; null: everybody is asked everything.
  const patients::Service* patients = nullptr;
  queue::Watcher* watcher = nullptr;  ///< told of the devices' lines; may be null
};

}  // namespace yuyue::exams
