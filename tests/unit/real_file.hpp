#pragma once
// What is kept, in a real file in a folder of its own; and Results that a failed check can show.
#include <doctest/doctest.h>

#include <memory>
#include <utility>

#include "unit/temp_folder.hpp"
#include "yuyue/core/result.hpp"
#include "yuyue/store/database.hpp"

/// A failed check on a Result shows the refusal's code.
template <class T>
struct doctest::StringMaker<boost::system::result<T, yuyue::Refusal>> {
  static doctest::String convert(const boost::system::result<T, yuyue::Refusal>& result) {
    return result ? "a value" : ("refused: " + result.error().code).c_str();
  }
};

namespace yuyue::test {

struct RealFile {
  RealFile() { open_file(); }
  /// Also again, as after a restart.
  void open_file() {
    database.reset();
    store::Options options;
    options.file = folder / "test.db";
    options.disk_reserve = 0;
    database = store::Database::open(options);
  }
  template <class F>
  auto write(F f) {
    return database->write_now(store::Lane::counter, std::move(f));
  }
  template <class F>
  auto read(F f) {
    return database->read(std::move(f));
  }
  static void add_campus(store::Transaction& tx, int id = 1, const char* name = "本部") {
    tx.execute(
        "INSERT INTO campus (id, version, added_in, name, name_en, address)"
        " VALUES (?, 1, 0, ?, '', '')",
        {id, name});
  }

  TempFolder folder;
  std::unique_ptr<store::Database> database;
};

}  // namespace yuyue::test
