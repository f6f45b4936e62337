#pragma once
// A real database in a folder of its own, and access's services over it.
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "unit/temp_folder.hpp"
#include "yuyue/access/accounts.hpp"
#include "yuyue/access/api_keys.hpp"
#include "yuyue/access/codes.hpp"
#include "yuyue/access/idempotency.hpp"
#include "yuyue/access/identity.hpp"
#include "yuyue/access/members.hpp"
#include "yuyue/access/settings.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::test {

inline Instant moment(std::string_view rfc3339) {
  return *parse_rfc3339(rfc3339);
}

class AccessWorld {
 public:
  TempFolder folder;
  SystemClock clock;
  HospitalTime time;
  IdMaker ids{clock};
  access::KeyRing keys = access::KeyRing::ephemeral();
  access::Vault vault{keys};
  access::SessionCache cache;
  access::SignIns sign_ins{vault, cache, {}};
  access::AuditLog audit{vault};
  access::Throttle names{vault, {}};
  access::Throttle remotes{
      vault, {20, std::chrono::seconds(30), std::chrono::seconds(900), std::chrono::hours(24)}};
  access::Accounts accounts{ids, sign_ins, cache, audit, names, remotes};
  access::Members members{vault, ids};
  access::Codes codes{vault, {}};
  access::ApiKeys api_keys{vault, ids, cache, audit, time};
  access::Idempotency idempotency{vault};
  std::unique_ptr<store::Database> database = open();
  Instant now = moment("2026-11-23T08:00:00+08:00");
  access::Principal admin = access::Principal::control_socket();

  template <class F>
  auto write(F job) {
    return database->write_now(store::Lane::open, std::move(job));
  }
  template <class F>
  auto read(F job) {
    return database->read(std::move(job));
  }
  int execute(const std::string& sql) {
    return write([&](store::Transaction& tx) { return tx.execute(sql); });
  }
  std::int64_t count(const std::string& sql) {
    return read([&](store::Snapshot& s) { return s.integer(sql).value_or(-1); });
  }
  /// All bytes of the file and of what is not yet moved into it.
  std::string raw_bytes() const {
    std::string all;
    for (const char* suffix : {"", "-wal"}) {
      std::ifstream in(file().string() + suffix, std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
  }
  std::filesystem::path file() const { return folder.path() / "yuyue.db"; }

 private:
  std::unique_ptr<store::Database> open() const {
    store::Options options;
    options.file = file();
    return store::Database::open(options);
  }
};

}  // namespace yuyue::test
