// Cases as they are kept: who asks and why is sealed.
#include "centre/cases/records.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace yuyue::centre::cases::records {
namespace {

using access::sealed_in;
using nlohmann::json;

constexpr const char* kSelect =
    "SELECT id, version, number, service_id, person_id, visit_id, asker_sealed, review, signature,"
    " working_days, state, due, received_at, changed_at FROM paper_case";
std::string text_of(const Helper& helper) {
  return json{{"name", helper.name},
              {"relation", helper.relation},
              {"phone", helper.phone},
              {"document", helper.document}}
      .dump();
}
Helper helper_from(const std::string& text) {
  const auto value = json::parse(text);
  return {value.at("name"), value.at("relation"), value.at("phone"), value.at("document")};
}

/// Sealed, or NULL where there is nothing.
store::Bytes sealed(const access::Vault& vault, const std::string& context,
                    const std::string& text) {
  return text.empty() ? store::Bytes() : vault.seal(context, text);
}
store::Value or_null(const store::Bytes& bytes) {
  return bytes.empty() ? store::Value(nullptr) : store::Value(store::Blob{bytes});
}
std::string opened(const access::Vault& vault, const std::string& context, const store::Row& row,
                   int column) {
  return row.is_null(column) ? std::string() : vault.open(context, row.blob(column));
}

std::vector<Item> items_of(store::Snapshot& snapshot, CaseId id) {
  std::vector<Item> items;
  auto rows = snapshot.query(
      "SELECT text, text_en, condition, condition_en, state FROM paper_case_item"
      " WHERE case_id = ? ORDER BY position",
      {id});
  while (rows.next())
    items.push_back({{rows->text(0), rows->text(1), rows->text(2), rows->text(3)},
                     item_state_from(rows->text(4)).value()});
  return items;
}

Case case_from(store::Snapshot& snapshot, const access::Vault& vault, const store::Row& row) {
  Case one{.id = row.id<CaseId>(0),
           .version = row.integer(1),
           .number = row.text(2),
           .service = row.id<ServiceId>(3),
           .person = row.id<PersonId>(4),
           .visit = row.maybe_id<VisitId>(5),
           .asker = {},
           .form = {.review = row.flag(7),
                    .signature = row.flag(8),
                    .working_days = static_cast<int>(row.integer(9))},
           .state = state_from(row.text(10)).value(),
           .due = row.day(11),
           .received_at = row.instant(12),
           .changed_at = row.instant(13),
           .items = {}};
  if (const auto asker = opened(vault, sealed_in("paper_case.asker", one.id), row, 6);
      !asker.empty())
    one.asker = helper_from(asker);
  one.items = items_of(snapshot, one.id);
  return one;
}

std::vector<Case> all(store::Snapshot& snapshot, const access::Vault& vault, store::Rows rows) {
  std::vector<Case> found;
  while (rows.next()) found.push_back(case_from(snapshot, vault, rows.row()));
  return found;
}

std::vector<Case> of_people(store::Snapshot& snapshot, const access::Vault& vault,
                            const Query& query) {
  static const std::string kSql = std::string(kSelect) + " WHERE person_id = ?";
  std::vector<Case> found;
  for (const auto person : query.people)
    for (auto& one : all(snapshot, vault, snapshot.query(kSql, {person})))
      if (!query.state || one.state == *query.state) found.push_back(std::move(one));
  std::ranges::sort(found, std::greater<>(), [](const Case& one) {
    return std::tuple(rules::is_open(one.state), one.changed_at, one.id);
  });
  const auto skip = std::min(found.size(), static_cast<std::size_t>(query.skip));
  found.erase(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(skip));
  if (found.size() > static_cast<std::size_t>(query.limit))
    found.resize(static_cast<std::size_t>(query.limit));
  return found;
}

}  // namespace

std::int64_t take_number(store::Transaction& tx, int year) {
  return tx
      .integer(
          "INSERT INTO case_number (year, last) VALUES (?, 1)"
          " ON CONFLICT (year) DO UPDATE SET last = last + 1 RETURNING last",
          {year})
      .value();
}

void insert(store::Transaction& tx, const access::Vault& vault, const Case& c) {
  const auto asker = sealed(vault, sealed_in("paper_case.asker", c.id),
                            c.asker ? text_of(*c.asker) : std::string());
  tx.execute(
      "INSERT INTO paper_case (id, version, number, service_id, person_id, visit_id, asker_sealed,"
      " review, signature, working_days, state, open, due, received_at, changed_at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {c.id, c.version, c.number, c.service, c.person, c.visit, or_null(asker), c.form.review,
       c.form.signature, c.form.working_days, name_of(c.state), rules::is_open(c.state), c.due,
       c.received_at, c.changed_at});
  put_items(tx, c);
}

void update(store::Transaction& tx, const Case& c) {
  tx.execute(
      "UPDATE paper_case SET version = version + 1, person_id = ?, state = ?, open = ?, due = ?,"
      " changed_at = ? WHERE id = ?",
      {c.person, name_of(c.state), rules::is_open(c.state), c.due, c.changed_at, c.id});
}

void put_items(store::Transaction& tx, const Case& c) {
  for (std::size_t i = 0; i < c.items.size(); ++i) {
    const auto& [paper, state] = c.items[i];
    tx.execute(
        "INSERT INTO paper_case_item (case_id, position, text, text_en, condition, condition_en,"
        " state) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (case_id, position) DO UPDATE SET state = excluded.state",
        {c.id, static_cast<std::int64_t>(i), paper.text, paper.text_en, paper.when, paper.when_en,
         name_of(state)});
  }
}

void insert(store::Transaction& tx, const access::Vault& vault, std::int64_t id, CaseId of,
            const Event& e) {
  const auto number = std::to_string(id);
  const auto note = sealed(vault, "paper_case_event.note:" + number, e.note);
  const auto taker = sealed(vault, "paper_case_event.taker:" + number,
                            e.taker ? text_of(*e.taker) : std::string());
  tx.execute(
      "INSERT INTO paper_case_event (id, case_id, seq, at, what, from_state, to_state, from_due,"
      " visit_id, actor_kind, actor_id, note_sealed, taker_sealed)"
      " VALUES (?1, ?2, (SELECT count(*) + 1 FROM paper_case_event WHERE case_id = ?2), ?3, ?4, ?5,"
      " ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
      {id, of, e.at, e.what, e.from ? name_of(*e.from) : std::string_view(), name_of(e.to),
       e.from_due, e.visit, e.actor_kind, e.actor_id, or_null(note), or_null(taker)});
}

std::optional<Case> find(store::Snapshot& snapshot, const access::Vault& vault, CaseId id) {
  static const std::string kSql = std::string(kSelect) + " WHERE id = ?";
  auto found = all(snapshot, vault, snapshot.query(kSql, {id}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<Case> list(store::Snapshot& snapshot, const access::Vault& vault, const Query& query) {
  if (!query.people.empty()) return of_people(snapshot, vault, query);
  if (!query.number.empty()) {
    static const std::string kSql = std::string(kSelect) + " WHERE number = ?";
    return all(snapshot, vault, snapshot.query(kSql, {query.number}));
  }
  if (query.visit) {
    static const std::string kSql =
        std::string(kSelect) +
        " WHERE id IN (SELECT case_id FROM paper_case_event WHERE visit_id = ?) ORDER BY id";
    return all(snapshot, vault, snapshot.query(kSql, {*query.visit}));
  }
  static const std::string kWhere =
      " AND (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR (due < ?2 AND state IN ('received',"
      " 'in-review', 'returned', 'to-sign')))";
  static const std::string kOpen =
      std::string(kSelect) + " WHERE open = 1" + kWhere + " ORDER BY due, id LIMIT ?3 OFFSET ?4";
  static const std::string kEnded = std::string(kSelect) + " WHERE open = 0" + kWhere +
                                    " ORDER BY changed_at DESC, id DESC LIMIT ?3 OFFSET ?4";
  const auto state = query.state ? std::optional(name_of(*query.state)) : std::nullopt;
  return all(snapshot, vault,
             snapshot.query(query.ended ? kEnded : kOpen,
                            {state, query.late_on, query.limit, query.skip}));
}

std::vector<CaseId> of_person(store::Snapshot& snapshot, PersonId person) {
  std::vector<CaseId> found;
  auto rows = snapshot.query("SELECT id FROM paper_case WHERE person_id = ?", {person});
  while (rows.next()) found.push_back(rows->id<CaseId>(0));
  return found;
}

std::vector<Event> events(store::Snapshot& snapshot, const access::Vault& vault, CaseId id) {
  std::vector<Event> found;
  auto rows = snapshot.query(
      "SELECT id, seq, at, what, from_state, to_state, from_due, visit_id, actor_kind, actor_id,"
      " note_sealed, taker_sealed FROM paper_case_event WHERE case_id = ? ORDER BY seq",
      {id});
  while (rows.next()) {
    Event e{.seq = rows->integer(1),
            .at = rows->instant(2),
            .what = rows->text(3),
            .from = state_from(rows->text(4)),
            .to = state_from(rows->text(5)).value(),
            .from_due = rows->maybe_day(6),
            .visit = rows->maybe_id<VisitId>(7),
            .actor_kind = rows->text(8),
            .actor_id = rows->integer(9)};
    const auto number = std::to_string(rows->integer(0));
    e.note = opened(vault, "paper_case_event.note:" + number, rows.row(), 10);
    if (const auto taker = opened(vault, "paper_case_event.taker:" + number, rows.row(), 11);
        !taker.empty())
      e.taker = helper_from(taker);
    found.push_back(std::move(e));
  }
  return found;
}

}  // namespace yuyue::centre::cases::records
