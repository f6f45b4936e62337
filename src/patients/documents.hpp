#pragma once
#include <optional>
#include <vector>

#include "yuyue/core/result.hpp"
#include "yuyue/patients/model.hpp"

namespace yuyue::patients {

/// Documents that passed their checks, and what they tell together.
struct CheckedDocuments {
  std::vector<DocumentInput> documents;  ///< numbers and issuers in normal form
  std::optional<Day> birth_date;
  Sex sex = Sex::unknown;
  bool any_identity_document = false;
};

/// Refusals: document-number-invalid, birth-date-mismatch (two that contradict each other).
Result<CheckedDocuments> check_documents(const std::vector<DocumentInput>& documents);

}  // namespace yuyue::patients
