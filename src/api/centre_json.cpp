#include "api/centre_json.hpp"

namespace yuyue::api {

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

}  // namespace yuyue::api
