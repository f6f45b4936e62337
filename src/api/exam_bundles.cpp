// Bundles of examinations, and what patients are asked: shown and changed.
#include <algorithm>

#include "api/answers.hpp"
#include "api/collection.hpp"
#include "yuyue/exams/catalogue.hpp"

namespace yuyue::api {
namespace {

constexpr std::size_t kMostParts = 20, kPart = 60;
constexpr std::int64_t kOldest = 150;

/// Of whom a question is asked: "all", "female", "male".
std::string_view asked_of_name(Sex sex) {
  return sex == Sex::unknown ? "all" : name_of(sex);
}
std::optional<Sex> asked_of_from(std::string_view word) {
  if (word == "all") return Sex::unknown;
  const auto sex = sex_from(word);
  return sex == Sex::unknown ? std::nullopt : sex;
}
Json maybe(const std::optional<int>& number) {
  return number ? Json(*number) : Json();
}

void read_parts(Input& in, exams::Bundle& bundle) {
  bundle.body_parts.clear();
  for (const auto& object : in.objects("bodyParts", kMostParts)) {
    Input one(object, "/bodyParts");
    bundle.body_parts[one.id<ExamId>("examId")] = one.text("bodyPart", kPart);
    in.wrong_inside(one.finish());
  }
}

}  // namespace

template <>
struct Form<exams::Bundle> {
  static Json json(const exams::Bundle& b) {
    Json ids = Json::array(), parts = Json::array();
    for (const auto id : b.exams) ids.push_back(to_string(id));
    for (const auto& [id, part] : b.body_parts)
      parts.push_back({{"examId", to_string(id)}, {"bodyPart", part}});
    return {{"id", to_string(b.id)}, {"code", b.code},     {"name", b.name},
            {"nameEn", b.name_en},   {"examIds", ids},     {"bodyParts", parts},
            {"example", b.example},  {"active", b.active}, {"version", b.version}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, exams::Bundle& b) {
    in.needed("code", b.code);
    in.needed("name", b.name);
    in.text("nameEn", b.name_en);
    in.ids("examIds", b.exams);
    // Whoever takes an examination out takes its part with it.
    std::erase_if(b.body_parts, [&](const auto& one) {
      return std::ranges::find(b.exams, one.first) == b.exams.end();
    });
    in.own_form("bodyParts", [&](Input& own) { read_parts(own, b); });
    in.flag("example", b.example);
    in.flag("active", b.active);
  }
};

template <>
struct Form<exams::Question> {
  static Json json(const exams::Question& q) {
    return {{"id", to_string(q.id)},
            {"code", q.code},
            {"name", q.name},
            {"nameEn", q.name_en},
            {"kind", exams::name_of(q.kind)},
            {"unit", q.unit},
            {"position", q.position},
            {"askedOf", asked_of_name(q.asked_of)},
            {"ageFrom", maybe(q.age_from)},
            {"ageTo", maybe(q.age_to)},
            {"active", q.active},
            {"version", q.version}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, exams::Question& q) {
    in.needed("code", q.code);
    in.needed("name", q.name);
    in.text("nameEn", q.name_en);
    in.needed_word("kind", q.kind, &exams::question_kind_from);
    in.text("unit", q.unit);
    in.integer("position", q.position, 0, 1000);
    in.word("askedOf", q.asked_of, &asked_of_from);
    in.integer("ageFrom", q.age_from, 0, kOldest);
    in.integer("ageTo", q.age_to, 0, kOldest);
    in.flag("active", q.active);
  }
};

Answer list_exam_bundles(const Services& services, const Call&) {
  return list_things(services, &exams::bundles);
}
LaterAnswer add_exam_bundle(const Services& services, const Call& call) {
  return add_thing<exams::Bundle>(services, call, services.exam_catalogue);
}
LaterAnswer change_exam_bundle(const Services& services, const Call& call) {
  return change_thing(services, call, services.exam_catalogue, &exams::bundles, "bundle");
}

Answer list_exam_questions(const Services& services, const Call&) {
  return list_things(services, &exams::questions);
}
LaterAnswer add_exam_question(const Services& services, const Call& call) {
  return add_thing<exams::Question>(services, call, services.exam_catalogue);
}
LaterAnswer change_exam_question(const Services& services, const Call& call) {
  return change_thing(services, call, services.exam_catalogue, &exams::questions, "question");
}

}  // namespace yuyue::api
