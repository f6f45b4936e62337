// Whose results of examinations count here, and for how long.
#include "api/exam_order_json.hpp"
#include "yuyue/exams/recognition.hpp"

namespace yuyue::api {
namespace {

constexpr std::size_t kMostInstitutions = 500, kMostExams = 1000, kCode = 40;
constexpr std::int64_t kLongestDays = 3650;

Json recognition_json(store::Snapshot& snapshot, const exams::Recognition& all) {
  const ExamNames names(snapshot);
  Json institutions = Json::array(), validities = Json::array();
  for (const auto& one : all.institutions)
    institutions.push_back(
        {{"code", one.code}, {"name", one.name}, {"nameEn", one.name_en}, {"active", one.active}});
  for (const auto& one : all.validities)
    validities.push_back({{"exam", names.of(one.exam)}, {"days", one.days}});
  return {{"version", all.version},
          {"institutions", std::move(institutions)},
          {"validities", std::move(validities)}};
}

exams::Recognition read_recognition(Input& in) {
  exams::Recognition out{.version = in.version()};
  for (const auto& object : in.objects("institutions", kMostInstitutions)) {
    Input one(object, "/institutions");
    out.institutions.push_back({one.text("code", kCode), one.text("name"),
                                one.maybe_text("nameEn").value_or(""), one.flag("active", true)});
    in.wrong_inside(one.finish());
  }
  for (const auto& object : in.objects("validities", kMostExams)) {
    Input one(object, "/validities");
    out.validities.push_back(
        {one.id<ExamId>("examId"), static_cast<int>(one.integer("days", 1, kLongestDays))});
    in.wrong_inside(one.finish());
  }
  return out;
}

}  // namespace

Answer show_exam_recognition(const Services& services, const Call&) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    return json(200, recognition_json(snapshot, exams::recognition(snapshot)));
  });
}

LaterAnswer change_exam_recognition(const Services& services, const Call& call) {
  Input in(call.request);
  const auto wanted = read_recognition(in);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto changed = exams::change_recognition(services.exam_catalogue.environment(), tx,
                                                   wanted, call.actor(), call.now);
    if (!changed) return changed.error();
    return recognition_json(tx, *changed);
  };
  co_return co_await write(services, call, 200, work);
}

}  // namespace yuyue::api
