#pragma once
#include <string>
#include <vector>

#include "yuyue/core/result.hpp"
#include "yuyue/exams/environment.hpp"
#include "yuyue/exams/model.hpp"
#include "yuyue/store/transaction.hpp"

// Whose results count here, and for how long (检查检验结果互认, R11): the hospital's to say.
namespace yuyue::exams {

struct Institution {
  std::string code;  ///< unique; results name it
  std::string name, name_en;
  bool active = true;
};
/// A result of an examination counts so many days. An examination without one is never covered.
struct Validity {
  ExamId exam;
  int days = 1;  ///< 1 … 3650
};
struct Recognition {
  std::int64_t version = 0;
  std::vector<Institution> institutions;  ///< by code
  std::vector<Validity> validities;       ///< by the examination's code
};

Recognition recognition(store::Snapshot& snapshot);
/// What its changes are taken down under: there is one for the hospital.
access::AuditSubject recognition_subject();

/// Replaces all of it. An institution that is left out counts no more; it stays where results name
/// it. Refusals: changed-meanwhile, required (name), code-taken, unknown-reference (exam),
/// field-invalid (days).
Result<Recognition> change_recognition(const Environment& env, store::Transaction& tx,
                                       const Recognition& wanted, const access::Actor& by,
                                       Instant now);

}  // namespace yuyue::exams
