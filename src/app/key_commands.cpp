#include "app/key_commands.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <iostream>
#include <thread>

#include "app/control.hpp"
#include "app/replies.hpp"

namespace yuyue::app {
namespace {

using access::KeyRing;
using nlohmann::json;

constexpr const char* kRotation = "/api/v1/key-rotation";

/// The key file's folder is often root's, the data are the service's: without a server, root would
/// open them as the wrong user.
void must_not_open_as_another(const Config& config) {
  struct stat info {};
  if (::stat(config.file().c_str(), &info) != 0 || info.st_uid == ::geteuid()) return;
  if (!std::filesystem::exists(config.control_socket()))
    throw CommandFailed(1,
                        "start the server first: the data are another user's, and the server "
                        "must be the one to open them");
}

std::string list_of(const std::set<KeyRing::Generation>& generations) {
  std::string out;
  for (const auto one : generations) out += (out.empty() ? "" : ", ") + std::to_string(one);
  return out;
}

json ask(Control& control, http::Verb verb, const std::string& target = kRotation) {
  return reply(control.send(verb, target, verb == http::Verb::post ? "{}" : ""));
}

void say(const json& state) {
  std::cout << "  " << state.at("resealed") << " rows sealed anew, " << state.at("tablesDone")
            << " of " << state.at("tables") << " tables through" << std::endl;
}

/// Until everything is sealed with the newest generation.
json go_on(Control& control) {
  auto state = ask(control, http::Verb::post);
  while (state.at("running").get<bool>()) {
    say(state);
    // What others want from the server comes between.
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    state = ask(control, http::Verb::post);
  }
  say(state);
  return state;
}

}  // namespace

void show_key(const Config& config) {
  const auto ring = KeyRing::load(config.key_file);
  std::set<KeyRing::Generation> whole, retired = ring.generations();
  for (const auto& [id, key] : ring.masters()) {
    whole.insert(id);
    retired.erase(id);
  }
  std::cout << config.key_file.string() << ": generation " << list_of(whole);
  if (!retired.empty()) std::cout << "; retired: " << list_of(retired);
  std::cout << "\n";
}

void rotate_key(const Config& config) {
  must_not_open_as_another(config);
  const access::KeyFileLock lock(config.key_file);
  Control control(config);
  auto state = ask(control, http::Verb::get);
  auto ring = KeyRing::load(config.key_file);
  const auto newest = ring.newest();
  if (state.at("running").get<bool>()) {
    std::cout << "going on with the change to generation " << state.at("generation") << "\n";
  } else if (newest > state.at("generation").get<int>()) {
    std::cout << "generation " << int(newest) << " of the key file is taken into use\n";
  } else {
    ring.add_generation();
    ring.save(config.key_file);
    std::cout << config.key_file.string() << ": generation " << int(ring.newest())
              << " added\nKeep a copy of the file now, away from the copies of the data: what is "
                 "written from now on\ncannot be read with the former copy. Keep that one, too, as "
                 "long as there are backups\nmade before.\n";
  }
  state = go_on(control);
  // One that waited behind an unfinished change has its turn now.
  if (state.at("waiting").get<bool>()) state = go_on(control);
  std::cout << "everything is sealed with generation " << state.at("generation") << "\n";
}

void retire_key(const Config& config, KeyRing::Generation generation) {
  must_not_open_as_another(config);
  const access::KeyFileLock lock(config.key_file);
  auto ring = KeyRing::load(config.key_file);
  if (!ring.masters().contains(generation))
    throw CommandFailed(2, "the key file holds no generation " + std::to_string(generation));
  Control control(config);
  if (ask(control, http::Verb::get).at("running").get<bool>())
    throw CommandFailed(1, "a change of the key is not through yet: yuyue key rotate goes on");
  const auto use =
      ask(control, http::Verb::get, "/api/v1/key-use?generation=" + std::to_string(generation));
  if (!use.at("usedBy").empty()) {
    std::string tables;
    for (const auto& table : use.at("usedBy"))
      tables += (tables.empty() ? "" : ", ") + table.get<std::string>();
    throw CommandFailed(1, "generation " + std::to_string(generation) +
                               " is still needed by: " + tables +
                               " (idempotency: wait a day; key_check: it is the one in "
                               "use)");
  }
  ring.retire(generation);
  ring.save(config.key_file);
  ask(control, http::Verb::post);
  std::cout << config.key_file.string() << ": generation " << int(generation)
            << " deleted; what proves the audit log remains\nBackups made before the change need a "
               "copy of the former file.\n";
}

}  // namespace yuyue::app
