#include "yuyue/access/codes.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>

#include "access/sodium.hpp"

namespace yuyue::access {
namespace {

constexpr std::chrono::hours kHour{1};
constexpr std::chrono::hours kDay{24};

std::string six_digits() {
  ensure_sodium();
  char text[8];
  std::snprintf(text, sizeof text, "%06u", randombytes_uniform(1000000));
  return text;
}

std::int64_t random_number() {
  ensure_sodium();
  std::uint64_t value = 0;
  randombytes_buf(&value, sizeof value);
  return static_cast<std::int64_t>(value >> 1U);
}

/// When a window with room for `most` has room again, if it is full. `sql` gives the time of the
/// most-th newest code.
std::optional<Instant> full_until(store::Snapshot& snapshot, std::string_view sql,
                                  const Lookups& hash, int most, std::chrono::seconds window,
                                  Instant now) {
  const auto at =
      snapshot.integer(sql, {store::Blob{hash.now}, store::Blob{hash.former}, most - 1});
  if (!at || from_millis(*at) + window <= now) return std::nullopt;
  return from_millis(*at) + window;
}

constexpr std::string_view kNthOfPhone =
    "SELECT created_at FROM one_time_code WHERE phone_hash IN (?, ?) "
    "ORDER BY created_at DESC LIMIT 1 OFFSET ?";
constexpr std::string_view kNthOfRemote =
    "SELECT created_at FROM one_time_code WHERE remote_hash IN (?, ?) "
    "ORDER BY created_at DESC LIMIT 1 OFFSET ?";

}  // namespace

store::Bytes Codes::hash(std::string_view phone, std::int64_t number, std::string_view code) const {
  return vault_.token_hash("one-time-code", std::string(phone) + '\n' + std::to_string(number) +
                                                '\n' + std::string(code));
}

Result<IssuedCode> Codes::issue(store::Transaction& tx, std::string_view phone,
                                std::string_view remote, Instant now) const {
  const auto phone_hash = vault_.lookups("code-phone", phone);
  const auto remote_hash = vault_.lookups("code-remote", remote);
  const std::optional<Instant> limits[] = {
      full_until(tx, kNthOfPhone, phone_hash, 1, rules_.between, now),
      full_until(tx, kNthOfPhone, phone_hash, rules_.phone_hour, kHour, now),
      full_until(tx, kNthOfPhone, phone_hash, rules_.phone_day, kDay, now),
      full_until(tx, kNthOfRemote, remote_hash, rules_.remote_hour, kHour, now),
      full_until(tx, kNthOfRemote, remote_hash, rules_.remote_day, kDay, now),
  };
  const auto latest = *std::max_element(std::begin(limits), std::end(limits));
  if (latest) return Refusal("too-many-codes").until(*latest);

  tx.execute(
      "UPDATE one_time_code SET tries_left = 0 WHERE phone_hash IN (?, ?) "
      "AND tries_left > 0",
      {store::Blob{phone_hash.now}, store::Blob{phone_hash.former}});
  const IssuedCode issued{six_digits(), now + rules_.valid_for, now + rules_.between};
  const std::int64_t number = random_number();
  const store::Bytes code_hash = hash(phone, number, issued.code);
  tx.execute(
      "INSERT INTO one_time_code (id, phone_hash, remote_hash, code_hash, tries_left, created_at, "
      "expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      {number, store::Blob{phone_hash.now}, store::Blob{remote_hash.now}, store::Blob{code_hash},
       rules_.tries, now, issued.expires_at});
  return issued;
}

Kept<bool> Codes::check(store::Transaction& tx, std::string_view phone, std::string_view code,
                        Instant now) const {
  const auto phone_hash = vault_.lookups("code-phone", phone);
  std::int64_t number = 0;
  std::int64_t tries = 0;
  store::Bytes wanted;
  {
    auto rows = tx.query(
        "SELECT id, tries_left, code_hash FROM one_time_code "
        "WHERE phone_hash IN (?, ?) AND tries_left > 0 AND expires_at > ? "
        "ORDER BY created_at DESC LIMIT 1",
        {store::Blob{phone_hash.now}, store::Blob{phone_hash.former}, now});
    if (!rows.next()) return Refusal("code-expired").at("/code");
    number = rows->integer(0);
    tries = rows->integer(1);
    wanted = rows->blob(2);
  }
  const bool right = equal_secret(wanted, hash(phone, number, code));
  tries = right ? 0 : tries - 1;
  tx.execute("UPDATE one_time_code SET tries_left = ? WHERE id = ?", {tries, number});
  if (right) return true;
  return Refusal("code-wrong").with("triesLeft", std::to_string(tries)).at("/code");
}

int Codes::purge(store::Transaction& tx, Instant now, int limit) const {
  return tx.execute(
      "DELETE FROM one_time_code WHERE id IN (SELECT id FROM one_time_code WHERE created_at <= ? "
      "ORDER BY created_at LIMIT ?)",
      {Instant(now - kDay), limit});
}

}  // namespace yuyue::access
