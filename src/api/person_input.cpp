#include "api/person_input.hpp"

namespace yuyue::api {

std::optional<Refusal> read_document(Input& in, patients::DocumentInput& document) {
  document.type = in.one_of("type", identifier_type);
  document.number = in.text("number", 64);
  document.issuer = in.maybe_text("issuer", 64).value_or("");
  return in.finish();
}

std::optional<Refusal> read_document(const Json& given, std::string place,
                                     patients::DocumentInput& document) {
  Input in(given, std::move(place));
  return read_document(in, document);
}

}  // namespace yuyue::api
