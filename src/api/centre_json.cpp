#include "api/centre_json.hpp"

namespace yuyue::api {

namespace {

Json papers_json(const std::vector<centre::Paper>& papers) {
  Json list = Json::array();
  for (const auto& paper : papers)
    list.push_back({{"text", paper.text},
                    {"textEn", paper.text_en},
                    {"when", paper.when},
                    {"whenEn", paper.when_en}});
  return list;
}

Json forms_json(const std::vector<centre::Form>& forms) {
  Json list = Json::array();
  for (const auto& form : forms)
    list.push_back({{"name", form.name}, {"nameEn", form.name_en}, {"address", form.address}});
  return list;
}

/// null: it is done at the window at once.
Json case_form_json(const std::optional<centre::CaseForm>& form) {
  if (!form) return nullptr;
  return {{"review", form->review},
          {"signature", form->signature},
          {"workingDays", form->working_days}};
}

}  // namespace

Json service_json(const centre::Service& s) {
  return {{"id", to_string(s.id)},
          {"code", s.code},
          {"name", s.name},
          {"nameEn", s.name_en},
          {"about", s.about},
          {"aboutEn", s.about_en},
          {"audience", s.audience},
          {"audienceEn", s.audience_en},
          {"fee", s.fee},
          {"feeEn", s.fee_en},
          {"minutes", s.expected.count()},
          {"walkIn", s.walk_in},
          {"papers", papers_json(s.papers)},
          {"forms", forms_json(s.forms)},
          {"caseForm", case_form_json(s.case_form)},
          {"keywords", s.keywords},
          {"pinyin", s.pinyin},
          {"initials", s.initials},
          {"example", s.example}};
}

}  // namespace yuyue::api
