#pragma once
#include "api/input.hpp"

namespace yuyue::api {

/// Reads a list of objects, each with `read` (Input& of the object).
template <class Thing, class ReadOne>
void read_list(Input& in, std::string_view name, std::size_t most, std::vector<Thing>& target,
               ReadOne read) {
  std::vector<Thing> list;
  std::size_t n = 0;
  for (const auto& object : in.objects(name, most)) {
    Input one(object, "/" + std::string(name) + "/" + std::to_string(n++));
    list.push_back(read(one));
    in.wrong_inside(one.finish());
  }
  target = std::move(list);
}

}  // namespace yuyue::api
