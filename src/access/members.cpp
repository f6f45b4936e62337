#include "yuyue/access/members.hpp"

#include <stdexcept>

namespace yuyue::access {
namespace {
constexpr std::string_view kLookup = "member-phone";
constexpr std::string_view kColumn = "member.phone";
}  // namespace

std::optional<MemberId> Members::find(store::Snapshot& snapshot, std::string_view phone) const {
  const auto hash = vault_.lookups(kLookup, phone);
  const auto id = snapshot.integer("SELECT id FROM member WHERE phone_hash IN (?, ?)",
                                   {store::Blob{hash.now}, store::Blob{hash.former}});
  if (!id) return std::nullopt;
  return MemberId{*id};
}

MemberId Members::of_phone(store::Transaction& tx, std::string_view phone, Instant now) const {
  if (const auto known = find(tx, phone)) return *known;
  const auto id = ids_.next<MemberId>();
  const store::Bytes hash = vault_.lookup(kLookup, phone);
  const store::Bytes sealed = vault_.seal(sealed_in(kColumn, id), phone);
  tx.execute("INSERT INTO member (id, phone_hash, phone_sealed, created_at) VALUES (?, ?, ?, ?)",
             {id, store::Blob{hash}, store::Blob{sealed}, now});
  return id;
}

std::string Members::phone(store::Snapshot& snapshot, MemberId member) const {
  auto rows = snapshot.query("SELECT phone_sealed FROM member WHERE id = ?", {member});
  if (!rows.next()) throw std::runtime_error("no such member: " + to_string(member));
  return vault_.open(sealed_in(kColumn, member), rows->blob(0));
}

}  // namespace yuyue::access
