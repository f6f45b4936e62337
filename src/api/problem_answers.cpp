// From a refusal to an RFC 9457 problem, in one place.
#include <algorithm>
#include <sstream>

#include "api/answers.hpp"
#include "api/problems.hpp"
#include "yuyue/api/api.hpp"

namespace yuyue::api {
namespace {

// A param as it reads in the sentence. Texts of the hospital's own come in both languages (advice,
// adviceEn); of a list of known words each is put into the reader's language.
std::string reading_of(std::string_view name, const std::string& value,
                       const std::map<std::string, std::string>& params, Language language) {
  if (language == Language::en) {
    if (const auto english = params.find(std::string(name) + "En"); english != params.end())
      return english->second;
  }
  const auto whole = word_of(name, value, language);
  if (whole != value || value.find(' ') == std::string::npos) return std::string(whole);
  std::string list;
  std::istringstream words(value);
  for (std::string word; words >> word;) {
    const auto known = word_of(name, word, language);
    if (known == word) return value;
    list += (list.empty() ? "" : language == Language::en ? ", " : "、") + std::string(known);
  }
  return list;
}

std::string fill(std::string_view pattern, const std::map<std::string, std::string>& params,
                 Language language) {
  std::string out;
  while (true) {
    const auto open = pattern.find('{');
    out.append(pattern.substr(0, open));
    if (open == std::string_view::npos) return out;
    const auto close = pattern.find('}', open);
    const auto name = pattern.substr(open + 1, close - open - 1);
    if (const auto found = params.find(std::string(name)); found != params.end())
      out += reading_of(name, found->second, params, language);
    pattern.remove_prefix(close + 1);
  }
}

http::Response problem_answer(const http::Request& request, const ProblemKind& kind, int status,
                              const std::string& detail, Json more) {
  if (!more.is_object()) more = Json::object();
  more["type"] = "urn:yuyue:problem:" + std::string(kind.code);
  more["title"] = kind.code;
  more["status"] = status;
  more["code"] = kind.code;
  more["detail"] = detail;
  more["requestId"] = request.id;
  auto response = json(status, more);
  response.headers["Content-Type"] = "application/problem+json";
  response.headers["Content-Language"] = tag(request.language);
  response.headers["Cache-Control"] = "no-store";
  return response;
}

}  // namespace

const ProblemKind& problem_kind(std::string_view code) {
  const auto kinds = problem_kinds();
  const auto found = std::ranges::lower_bound(kinds, code, {}, &ProblemKind::code);
  if (found != kinds.end() && found->code == code) return *found;
  return problem_kind("internal-error");
}

std::string sentence(const Refusal& refusal, Language language) {
  const auto& kind = problem_kind(refusal.code);
  return fill(language == Language::en ? kind.en : kind.zh, refusal.params, language);
}

int status_of(const Refusal& refusal) {
  return problem_kind(refusal.code).status;
}

http::Response problem(const http::Request& request, int status, std::string_view code) {
  const auto& kind = problem_kind(code);
  return problem_answer(
      request, kind, status,
      fill(request.language == Language::en ? kind.en : kind.zh, {}, request.language), {});
}

http::Response problem(const http::Request& request, const Refusal& refusal, const Json& more) {
  const auto& kind = problem_kind(refusal.code);
  Json body = more.is_object() ? more : Json::object();
  if (!refusal.field.empty()) {
    // The page's field is the first step of the pointer: "/documents/0/number" → "documents".
    body["pointer"] = refusal.field;
    body["field"] = refusal.field.substr(1, refusal.field.find('/', 1) - 1);
  }
  if (!refusal.params.empty()) body["params"] = refusal.params;
  if (refusal.possible_at) {
    // In UTC here: the handlers that know the hospital's zone put a local one in `more`.
    static const HospitalTime utc{"UTC"};
    if (!body.contains("possibleAt")) body["possibleAt"] = utc.rfc3339(*refusal.possible_at);
  }
  return problem_answer(request, kind, kind.status, sentence(refusal, request.language),
                        std::move(body));
}

}  // namespace yuyue::api
