#include "yuyue/http/static_files.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>

using namespace yuyue::http;
namespace fs = std::filesystem;

namespace {

struct Folder {
  Folder() : path(fs::temp_directory_path() / ("yuyue-pages-" + std::to_string(::getpid()))) {
    fs::remove_all(path);
    write("index.html", "<p>home");
    write("desk/index.html", std::string(3000, 'd'));
    write("desk/app.js", "export {}");
    write("picture.png", "png");
    write("shared/vendor/lib-1.0/lib.js", "lib");
    write(".secret", "no");
    write(".git/config", "no");
    write("desk/.hidden.js", "no");
  }
  ~Folder() { fs::remove_all(path); }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name) << text;
  }
  fs::path path;
};

}  // namespace

TEST_CASE("pages are found with type, tag and caching") {
  const Folder folder;
  for (const bool reload : {false, true}) {
    CAPTURE(reload);
    const StaticFiles files(folder.path, reload);
    Headers extra;
    const auto home = files.find("/", extra);
    REQUIRE(home);
    CHECK(home->identity == "<p>home");
    CHECK(home->type == "text/html; charset=utf-8");
    CHECK(home->etag.size() > 10);
    CHECK(extra["Cache-Control"] == "no-cache");
    const auto desk = files.find("/desk/", extra);
    REQUIRE(desk);
    CHECK(desk == files.find("/desk/index.html", extra));
    CHECK(!desk->gzip.empty());
    CHECK(desk->brotli.empty() == reload);
    REQUIRE(files.find("/desk/app.js", extra));
    CHECK(files.find("/desk/app.js", extra)->type == "text/javascript; charset=utf-8");
    CHECK(extra["Cache-Control"] == "no-cache");
    if (reload) continue;
    files.find("/picture.png", extra);
    CHECK(extra["Cache-Control"] == "public, max-age=3600");
    files.find("/shared/vendor/lib-1.0/lib.js", extra);
    CHECK(extra["Cache-Control"] == "public, max-age=31536000, immutable");
  }
}

TEST_CASE("what is hidden, outside or not there is not found") {
  const Folder folder;
  for (const bool reload : {false, true}) {
    const StaticFiles files(folder.path, reload);
    Headers extra;
    for (const std::string path :
         {"/.secret", "/.git/config", "/desk/.hidden.js", "/../etc/passwd", "/desk/../index.html",
          "/desk", "/none", "", "index.html", "//etc/passwd", "/desk//app.js"}) {
      CAPTURE(path);
      CHECK_FALSE(files.find(path, extra));
    }
    CHECK_FALSE(files.find(std::string_view("/index.html\0", 12), extra));
  }
}

TEST_CASE("a changed page is read again in development") {
  const Folder folder;
  const StaticFiles files(folder.path, true);
  Headers extra;
  const auto before = files.find("/index.html", extra);
  REQUIRE(before);
  folder.write("index.html", "<p>new");
  fs::last_write_time(folder.path / "index.html",
                      fs::file_time_type::clock::now() + std::chrono::seconds(5));
  const auto after = files.find("/index.html", extra);
  REQUIRE(after);
  CHECK(after->identity == "<p>new");
  CHECK(after->etag != before->etag);
  folder.write("added.css", "p{}");
  CHECK(files.find("/added.css", extra));
  fs::remove(folder.path / "added.css");
  CHECK_FALSE(files.find("/added.css", extra));
}

TEST_CASE("no folder, no start") {
  const Folder folder;
  CHECK_THROWS_AS(StaticFiles(folder.path / "none", false), std::runtime_error);
  fs::create_directories(folder.path / "empty");
  CHECK_THROWS_AS(StaticFiles(folder.path / "empty", false), std::runtime_error);
}
