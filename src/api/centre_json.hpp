#pragma once
#include "api/input.hpp"
#include "yuyue/centre/model.hpp"

// Parts of the service centre's catalogue that its public page and its editors show alike.
namespace yuyue::api {

Json papers_json(const std::vector<centre::Paper>& papers);
Json forms_json(const std::vector<centre::Form>& forms);

}  // namespace yuyue::api
