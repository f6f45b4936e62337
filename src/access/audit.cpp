#include "yuyue/access/audit.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "access/sodium.hpp"

namespace yuyue::access {
namespace {

constexpr int kStretch = 2000;  // entries per read when the whole chain is walked

/// An entry as it stands in the file.
struct RawEntry {
  std::int64_t seq = 0;
  std::int64_t at = 0;
  std::string actor_kind;
  std::int64_t actor_id = 0;
  std::string action;
  std::string subject_kind;
  std::int64_t subject_id = 0;
  std::string request_id;
  std::string details;
  store::Bytes note;
  std::int64_t generation = 0;
  store::Bytes prev;
};

void put(std::string& out, std::int64_t number) {
  for (int shift = 0; shift < 64; shift += 8) {
    out += static_cast<char>((static_cast<std::uint64_t>(number) >> shift) & 0xFFU);
  }
}

void put(std::string& out, const std::string& text) {
  put(out, static_cast<std::int64_t>(text.size()));
  out += text;
}

/// Every column, each with its length, in one fixed order.
std::string canonical(const RawEntry& entry) {
  std::string out;
  out.reserve(256 + entry.details.size() + entry.note.size());
  put(out, entry.prev);
  put(out, entry.seq);
  put(out, entry.at);
  put(out, entry.actor_kind);
  put(out, entry.actor_id);
  put(out, entry.action);
  put(out, entry.subject_kind);
  put(out, entry.subject_id);
  put(out, entry.request_id);
  put(out, entry.details);
  put(out, entry.note);
  put(out, entry.generation);
  return out;
}

std::string note_context(std::int64_t seq) {
  return "audit_entry.note:" + std::to_string(seq);
}

std::string hex(const store::Bytes& bytes) {
  std::string out(2 * bytes.size() + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), as_bytes(std::string_view(bytes)), bytes.size());
  out.pop_back();
  return out;
}

store::Bytes from_hex(const std::string& text) {
  if (text.empty()) return store::Bytes(32, '\0');
  store::Bytes bytes(text.size() / 2, '\0');
  std::size_t size = 0;
  sodium_hex2bin(as_bytes(bytes), bytes.size(), text.data(), text.size(), nullptr, &size, nullptr);
  return bytes;
}

std::string to_json(const AuditDetails& details) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const auto& [name, value] : details) object[name] = value;
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

struct Head {
  std::int64_t seq = 0;
  store::Bytes hash = store::Bytes(32, '\0');
};

Head read_head(store::Snapshot& snapshot) {
  auto rows = snapshot.query("SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1");
  if (!rows.next()) return {};
  return {rows->integer(0), rows->blob(1)};
}

}  // namespace

std::string to_text(const AuditHead& head) {
  return head.seq == 0 ? std::string() : std::to_string(head.seq) + ':' + head.hash;
}

std::optional<AuditHead> parse_audit_head(std::string_view text) {
  AuditHead head;
  const auto* const end = text.data() + text.size();
  const auto [colon, error] = std::from_chars(text.data(), end, head.seq);
  if (error != std::errc() || head.seq < 1 || colon == end || *colon != ':') return std::nullopt;
  head.hash.assign(colon + 1, end);
  if (head.hash.size() != 64) return std::nullopt;
  for (char& digit : head.hash) {
    if (digit >= 'A' && digit <= 'F') digit = static_cast<char>(digit - 'A' + 'a');
    if (!((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'))) return std::nullopt;
  }
  return head;
}

void AuditLog::record(store::Transaction& tx, const Principal& who, const AuditEvent& event,
                      Instant now) const {
  const Head head = read_head(tx);
  RawEntry entry;
  entry.seq = head.seq + 1;
  entry.at = to_millis(now);
  entry.actor_kind = name_of(who.kind);
  entry.actor_id = who.id;
  entry.action = event.action;
  entry.subject_kind = event.subject.kind;
  entry.subject_id = event.subject.id;
  entry.request_id = who.request_id;
  entry.details = to_json(event.details);
  if (!event.note.empty()) entry.note = vault_.seal(note_context(entry.seq), event.note);
  entry.generation = vault_.newest();
  entry.prev = head.hash;
  const store::Bytes hash = vault_.audit_mac(vault_.newest(), canonical(entry));
  tx.execute(
      "INSERT INTO audit_entry (seq, at, actor_kind, actor_id, action, subject_kind, subject_id, "
      "request_id, details, note_sealed, key_generation, prev, hash) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {entry.seq, entry.at, entry.actor_kind, entry.actor_id, entry.action, entry.subject_kind,
       entry.subject_id, entry.request_id, entry.details, store::Blob{entry.note}, entry.generation,
       store::Blob{entry.prev}, store::Blob{hash}});
}

AuditHead AuditLog::head(store::Snapshot& snapshot) const {
  const Head head = read_head(snapshot);
  return {head.seq, head.seq == 0 ? std::string() : hex(head.hash)};
}

AuditVerdict AuditLog::verify(store::Snapshot& snapshot, const AuditHead& after, int limit) const {
  AuditVerdict verdict;
  verdict.head = after;
  store::Bytes previous = from_hex(after.hash);
  auto rows = snapshot.query(
      "SELECT seq, at, actor_kind, actor_id, action, subject_kind, subject_id, request_id, "
      "details, "
      "note_sealed, key_generation, prev, hash FROM audit_entry WHERE seq > ? ORDER BY seq LIMIT ?",
      {after.seq, limit});
  while (rows.next()) {
    const store::Row& row = rows.row();
    const RawEntry entry{row.integer(0), row.integer(1), row.text(2),     row.integer(3),
                         row.text(4),    row.text(5),    row.integer(6),  row.text(7),
                         row.text(8),    row.blob(9),    row.integer(10), row.blob(11)};
    const store::Bytes hash = row.blob(12);
    const auto broken = [&](std::string_view why) {
      verdict.intact = false;
      verdict.broken_at = entry.seq;
      verdict.why = why;
      return verdict;
    };
    if (entry.seq != verdict.head.seq + 1) return broken("missing");
    try {
      const auto generation = static_cast<KeyRing::Generation>(entry.generation);
      if (!equal_secret(vault_.audit_mac(generation, canonical(entry)), hash)) {
        return broken("altered");
      }
    } catch (const CannotOpenSealed&) {
      return broken("key-missing");
    }
    if (entry.prev != previous) return broken("order");
    previous = hash;
    verdict.head = {entry.seq, hex(hash)};
    ++verdict.checked;
  }
  return verdict;
}

AuditVerdict AuditLog::verify_all(const store::Database& database,
                                  const std::optional<AuditHead>& remembered) const {
  AuditVerdict whole;
  bool seen = !remembered || remembered->seq == 0;
  for (;;) {
    const AuditVerdict stretch = database.read(
        [&](store::Snapshot& snapshot) { return verify(snapshot, whole.head, kStretch); });
    whole.checked += stretch.checked;
    whole.head = stretch.head;
    if (!stretch.intact) {
      whole.intact = false;
      whole.broken_at = stretch.broken_at;
      whole.why = stretch.why;
      return whole;
    }
    if (!seen && remembered->seq <= whole.head.seq) {
      seen = true;
      const auto there = database.read([&](store::Snapshot& snapshot) {
        auto rows = snapshot.query("SELECT hash FROM audit_entry WHERE seq = ?", {remembered->seq});
        return rows.next() ? hex(rows->blob(0)) : std::string();
      });
      if (there != remembered->hash) {
        whole.intact = false;
        whole.broken_at = remembered->seq;
        whole.why = "altered";
        return whole;
      }
    }
    if (stretch.checked < kStretch) break;
  }
  if (!seen) {
    whole.intact = false;
    whole.broken_at = whole.head.seq + 1;
    whole.why = "cut-off";
  }
  return whole;
}

}  // namespace yuyue::access
