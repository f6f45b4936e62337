#include "api/problems.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "yuyue/api/api.hpp"

using namespace yuyue;

namespace {

std::set<std::string> placeholders(std::string_view sentence) {
  std::set<std::string> out;
  const std::string text(sentence);
  static const std::regex placeholder("\\{([A-Za-z]+)\\}");
  for (std::sregex_iterator found(text.begin(), text.end(), placeholder), end; found != end;
       ++found)
    out.insert((*found)[1]);
  return out;
}

std::set<std::string> codes_in(const std::filesystem::path& file) {
  std::ifstream stream(file);
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  std::set<std::string> out;
  static const std::regex refusal("Refusal\\(\"([a-z0-9-]+)\"");
  for (std::sregex_iterator found(text.begin(), text.end(), refusal), end; found != end; ++found)
    out.insert((*found)[1]);
  return out;
}

}  // namespace

TEST_CASE("problems are sorted by code, each once") {
  const auto kinds = api::problem_kinds();
  CHECK(std::ranges::adjacent_find(kinds, std::greater_equal{}, &api::ProblemKind::code) ==
        kinds.end());
}

TEST_CASE(
    "each problem has an error status and a sentence in both languages, with the same params") {
  for (const auto& kind : api::problem_kinds()) {
    CAPTURE(kind.code);
    CHECK(kind.status >= 400);
    CHECK(kind.status < 600);
    CHECK_FALSE(kind.zh.empty());
    CHECK_FALSE(kind.en.empty());
    CHECK(placeholders(kind.zh) == placeholders(kind.en));
  }
}

TEST_CASE("every refusal of the program is in the table") {
  // Run from the repository's root, as ctest does.
  for (const auto& entry : std::filesystem::recursive_directory_iterator("src")) {
    if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
    for (const auto& code : codes_in(entry.path())) {
      CAPTURE(entry.path().string());
      CHECK(api::problem_kind(code).code == code);
    }
  }
}

TEST_CASE("a code nobody knows reads as a fault of ours") {
  CHECK(api::problem_kind("no-such-code").status == 500);
}

TEST_CASE("params are put into words of the reader's language") {
  const auto refusal = Refusal("document-number-invalid").with("why", "check-digit");
  CHECK(api::sentence(refusal, Language::zh).find("校验码") != std::string::npos);
  CHECK(api::sentence(refusal, Language::en).find("check digit") != std::string::npos);
  CHECK(api::sentence(Refusal("query-invalid").with("name", "x2"), Language::en).find("x2") !=
        std::string::npos);
}
