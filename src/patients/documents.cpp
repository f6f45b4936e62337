#include "patients/documents.hpp"

#include <algorithm>

namespace yuyue::patients {
namespace {

/// Numbers of these types are unique within who gave them out; of the others, everywhere.
bool has_issuer(IdentifierType type) {
  return type == IdentifierType::passport || type == IdentifierType::hospital_card ||
         type == IdentifierType::record_number || type == IdentifierType::insurance_code;
}

bool same(const DocumentInput& a, const DocumentInput& b) {
  return a.type == b.type && a.number == b.number && a.issuer == b.issuer;
}

}  // namespace

Result<CheckedDocuments> check_documents(const std::vector<DocumentInput>& documents) {
  CheckedDocuments checked;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const DocumentInput& document = documents[i];
    auto facts = check_document(document.type, document.number);
    if (!facts) {
      Refusal refusal = facts.error();
      if (refusal.field.empty()) refusal.field = "/documents/" + std::to_string(i) + "/number";
      return refusal;
    }
    if (facts->birth_date && checked.birth_date && *facts->birth_date != *checked.birth_date) {
      return Refusal("birth-date-mismatch").at("/documents/" + std::to_string(i) + "/number");
    }
    if (facts->birth_date) checked.birth_date = facts->birth_date;
    if (facts->sex != Sex::unknown) checked.sex = facts->sex;
    checked.any_identity_document =
        checked.any_identity_document || is_identity_document(document.type);
    DocumentInput normal{document.type, facts->number,
                         has_issuer(document.type) ? normalise_number(document.issuer) : ""};
    if (std::none_of(checked.documents.begin(), checked.documents.end(),
                     [&](const DocumentInput& other) { return same(other, normal); })) {
      checked.documents.push_back(std::move(normal));
    }
  }
  return checked;
}

}  // namespace yuyue::patients
