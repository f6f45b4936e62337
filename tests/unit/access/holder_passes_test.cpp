#include "yuyue/access/holder_passes.hpp"

#include <doctest/doctest.h>

#include "unit/access_world.hpp"

using namespace yuyue;
using namespace yuyue::access;

namespace {

Principal kiosk(std::int64_t id, PrincipalKind kind = PrincipalKind::device) {
  Principal who;
  who.kind = kind;
  who.id = id;
  return who;
}

}  // namespace

TEST_CASE("a pass opens for the kiosk it was given to, for its minutes, and unaltered") {
  const KeyRing keys = KeyRing::ephemeral();
  const Vault vault(keys);
  const HolderPasses passes(vault);
  const Instant now{std::chrono::milliseconds{1'800'000'000'000}};
  const PersonId holder{1234567};
  const auto pass = passes.issue(kiosk(7), holder, now);
  CHECK(passes.read(kiosk(7), pass, now).value() == holder);
  const std::chrono::milliseconds tick{1};
  CHECK(passes.read(kiosk(7), pass, now + HolderPasses::kValidFor - tick).value() == holder);
  const auto refused = [&](const Principal& who, std::string_view text, Instant at) {
    const auto read = passes.read(who, text, at);
    return !read && read.error().code == "kiosk-pass-over";
  };
  CHECK(refused(kiosk(7), pass, now + HolderPasses::kValidFor));
  CHECK(refused(kiosk(8), pass, now));
  CHECK(refused(kiosk(7, PrincipalKind::key), pass, now));
  for (std::size_t n = 0; n < pass.size(); n += 7) {
    auto altered = pass;
    altered[n] = altered[n] == 'A' ? 'B' : 'A';
    CHECK(refused(kiosk(7), altered, now));
  }
  CHECK(refused(kiosk(7), "", now));
  CHECK(refused(kiosk(7), "?!", now));
  CHECK(refused(kiosk(7), std::string(1000, 'A'), now));
  // What it says of its holder cannot be read.
  CHECK(pass.find(to_string(holder)) == std::string::npos);
  // Nor is it worth anything for another purpose.
  const KioskPasses registrations(vault, "registration-pass");
  CHECK(!registrations.read(kiosk(7), pass, now));
  const auto document = registrations.issue(kiosk(7), "11010519491231002X 王小明", now);
  CHECK(registrations.read(kiosk(7), document, now).value() == "11010519491231002X 王小明");
  CHECK(refused(kiosk(7), document, now));
}
