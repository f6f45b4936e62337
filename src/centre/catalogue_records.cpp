// What the centre offers, as it is kept.
#include "centre/catalogue_records.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace yuyue::centre {
namespace {

using nlohmann::json;

json papers_json(const std::vector<Paper>& papers) {
  json list = json::array();
  for (const auto& paper : papers)
    list.push_back({{"text", paper.text},
                    {"textEn", paper.text_en},
                    {"when", paper.when},
                    {"whenEn", paper.when_en}});
  return list;
}
std::vector<Paper> papers_from(const std::string& text) {
  std::vector<Paper> papers;
  for (const auto& one : json::parse(text))
    papers.push_back({one.at("text"), one.at("textEn"), one.at("when"), one.at("whenEn")});
  return papers;
}

json forms_json(const std::vector<Form>& forms) {
  json list = json::array();
  for (const auto& form : forms)
    list.push_back({{"name", form.name}, {"nameEn", form.name_en}, {"address", form.address}});
  return list;
}
std::vector<Form> forms_from(const std::string& text) {
  std::vector<Form> forms;
  for (const auto& one : json::parse(text))
    forms.push_back({one.at("name"), one.at("nameEn"), one.at("address")});
  return forms;
}

ServiceGroup group_from(const store::Row& row) {
  return {.id = row.id<ServiceGroupId>(0),
          .version = row.integer(1),
          .letter = row.text(2),
          .name = row.text(3),
          .name_en = row.text(4),
          .position = static_cast<int>(row.integer(5))};
}

std::optional<CaseForm> case_form_from(const store::Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return CaseForm{.review = row.flag(column + 1),
                  .signature = row.flag(column + 2),
                  .working_days = static_cast<int>(row.integer(column))};
}

/// case_days, case_review, case_signature.
std::array<store::Value, 3> case_values(const Service& s) {
  const auto& form = s.case_form;
  return {form ? store::Value(form->working_days) : store::Value(nullptr), form && form->review,
          form && form->signature};
}

Service service_from(const store::Row& row) {
  return {.id = row.id<ServiceId>(0),
          .version = row.integer(1),
          .code = row.text(2),
          .group = row.id<ServiceGroupId>(3),
          .name = row.text(4),
          .name_en = row.text(5),
          .about = row.text(6),
          .about_en = row.text(7),
          .audience = row.text(8),
          .audience_en = row.text(9),
          .fee = row.text(10),
          .fee_en = row.text(11),
          .expected = minutes{row.integer(12)},
          .walk_in = row.flag(13),
          .department = row.maybe_id<DepartmentId>(14),
          .pinyin = row.text(15),
          .initials = row.text(16),
          .keywords = json::parse(row.text(17)).get<std::vector<std::string>>(),
          .papers = papers_from(row.text(18)),
          .forms = forms_from(row.text(19)),
          .case_form = case_form_from(row, 22),
          .last_number = minutes{row.integer(25)},
          .example = row.flag(20),
          .active = row.flag(21)};
}
constexpr const char* kServices =
    "SELECT s.id, s.version, s.code, s.group_id, s.name, s.name_en, s.about, s.about_en,"
    " s.audience, s.audience_en, s.fee, s.fee_en, s.minutes, s.walk_in, s.department_id,"
    " s.pinyin, s.initials, s.keywords, s.papers, s.forms, s.example, s.active,"
    " s.case_days, s.case_review, s.case_signature, s.last_number"
    " FROM service s JOIN service_group g ON g.id = s.group_id";

Window window_from(store::Snapshot& snapshot, const store::Row& row) {
  Window window{.id = row.id<ServiceWindowId>(0),
                .version = row.integer(1),
                .campus = row.id<CampusId>(2),
                .zone = row.maybe_id<ZoneId>(8),
                .name = row.text(3),
                .name_en = row.text(4),
                .place = row.text(5),
                .place_en = row.text(6),
                .duties = {},
                .hours = {},
                .last_number = minutes{row.integer(9)},
                .active = row.flag(7)};
  auto duties = snapshot.query(
      "SELECT service_id, bias, help_after, help_when_idle FROM window_service"
      " WHERE window_id = ? ORDER BY bias, service_id",
      {window.id});
  while (duties.next()) {
    WindowDuty duty{.service = duties->id<ServiceId>(0), .bias = minutes{duties->integer(1)}};
    if (!duties->is_null(2)) duty.help_after = minutes{duties->integer(2)};
    duty.help_when_idle = duties->flag(3);
    window.duties.push_back(duty);
  }
  auto hours = snapshot.query(
      "SELECT weekday, opens, closes FROM window_hours WHERE window_id = ? ORDER BY weekday, opens",
      {window.id});
  while (hours.next())
    window.hours.push_back({static_cast<int>(hours->integer(0)), minutes{hours->integer(1)},
                            minutes{hours->integer(2)}});
  return window;
}
constexpr const char* kWindows =
    "SELECT id, version, campus_id, name, name_en, place, place_en, active, zone_id, last_number"
    " FROM service_window";

template <class Thing, class From>
std::optional<Thing> first(store::Rows rows, From from) {
  if (!rows.next()) return std::nullopt;
  return from(rows.row());
}

}  // namespace

std::vector<ServiceGroup> service_groups(store::Snapshot& snapshot) {
  std::vector<ServiceGroup> list;
  auto rows = snapshot.query(
      "SELECT id, version, letter, name, name_en, position FROM service_group"
      " ORDER BY position, letter");
  while (rows.next()) list.push_back(group_from(rows.row()));
  return list;
}
std::optional<ServiceGroup> find_group(store::Snapshot& snapshot, ServiceGroupId id) {
  return first<ServiceGroup>(
      snapshot.query(
          "SELECT id, version, letter, name, name_en, position FROM service_group WHERE id = ?",
          {id}),
      &group_from);
}

std::vector<Service> services(store::Snapshot& snapshot) {
  static const std::string kSql = std::string(kServices) + " ORDER BY g.position, g.letter, s.name";
  std::vector<Service> list;
  for (auto rows = snapshot.query(kSql); rows.next();) list.push_back(service_from(rows.row()));
  return list;
}
std::optional<Service> find_service(store::Snapshot& snapshot, ServiceId id) {
  static const std::string kSql = std::string(kServices) + " WHERE s.id = ?";
  return first<Service>(snapshot.query(kSql, {id}), &service_from);
}

std::vector<Window> windows(store::Snapshot& snapshot) {
  static const std::string kSql = std::string(kWindows) + " ORDER BY campus_id, name";
  std::vector<Window> list;
  for (auto rows = snapshot.query(kSql); rows.next();)
    list.push_back(window_from(snapshot, rows.row()));
  return list;
}
std::optional<ServiceId> service_booked_in(store::Snapshot& snapshot, DepartmentId department) {
  const auto id = snapshot.integer(
      "SELECT id FROM service WHERE department_id = ? AND active = 1 ORDER BY code LIMIT 1",
      {department});
  return id ? std::optional(ServiceId{*id}) : std::nullopt;
}
std::optional<Window> find_window(store::Snapshot& snapshot, ServiceWindowId id) {
  static const std::string kSql = std::string(kWindows) + " WHERE id = ?";
  return first<Window>(snapshot.query(kSql, {id}),
                       [&](const store::Row& row) { return window_from(snapshot, row); });
}

namespace records {
namespace {

void set_duties_and_hours(store::Transaction& tx, const Window& w) {
  tx.execute("DELETE FROM window_service WHERE window_id = ?", {w.id});
  tx.execute("DELETE FROM window_hours WHERE window_id = ?", {w.id});
  for (const auto& duty : w.duties)
    tx.execute(
        "INSERT INTO window_service (window_id, service_id, bias, help_after, help_when_idle)"
        " VALUES (?, ?, ?, ?, ?)",
        {w.id, duty.service, duty.bias, duty.help_after, duty.help_when_idle});
  for (const auto& hours : w.hours)
    tx.execute("INSERT INTO window_hours (window_id, weekday, opens, closes) VALUES (?, ?, ?, ?)",
               {w.id, hours.weekday, hours.opens, hours.closes});
}

bool has(store::Snapshot& snapshot, std::string_view sql, std::int64_t id) {
  return snapshot.integer(sql, {id}).has_value();
}

}  // namespace

void insert(store::Transaction& tx, const ServiceGroup& g) {
  tx.execute(
      "INSERT INTO service_group (id, version, letter, name, name_en, position)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      {g.id, g.version, g.letter, g.name, g.name_en, g.position});
}
bool update(store::Transaction& tx, const ServiceGroup& g) {
  return tx.execute(
             "UPDATE service_group SET version = version + 1, letter = ?, name = ?, name_en = ?,"
             " position = ? WHERE id = ? AND version = ?",
             {g.letter, g.name, g.name_en, g.position, g.id, g.version}) == 1;
}

void insert(store::Transaction& tx, const Service& s) {
  const auto paperwork = case_values(s);
  tx.execute(
      "INSERT INTO service (id, version, code, group_id, name, name_en, about, about_en, audience,"
      " audience_en, fee, fee_en, minutes, walk_in, department_id, pinyin, initials, keywords,"
      " papers, forms, example, active, case_days, case_review, case_signature, last_number)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {s.id,
       s.version,
       s.code,
       s.group,
       s.name,
       s.name_en,
       s.about,
       s.about_en,
       s.audience,
       s.audience_en,
       s.fee,
       s.fee_en,
       s.expected.count(),
       s.walk_in,
       s.department,
       s.pinyin,
       s.initials,
       json(s.keywords).dump(),
       papers_json(s.papers).dump(),
       forms_json(s.forms).dump(),
       s.example,
       s.active,
       paperwork[0],
       paperwork[1],
       paperwork[2],
       s.last_number.count()});
}
bool update(store::Transaction& tx, const Service& s) {
  const auto paperwork = case_values(s);
  return tx.execute(
             "UPDATE service SET version = version + 1, code = ?, group_id = ?, name = ?,"
             " name_en = ?, about = ?, about_en = ?, audience = ?, audience_en = ?, fee = ?,"
             " fee_en = ?, minutes = ?, walk_in = ?, department_id = ?, pinyin = ?, initials = ?,"
             " keywords = ?, papers = ?, forms = ?, example = ?, active = ?, case_days = ?,"
             " case_review = ?, case_signature = ?, last_number = ?"
             " WHERE id = ? AND version = ?",
             {s.code,
              s.group,
              s.name,
              s.name_en,
              s.about,
              s.about_en,
              s.audience,
              s.audience_en,
              s.fee,
              s.fee_en,
              s.expected.count(),
              s.walk_in,
              s.department,
              s.pinyin,
              s.initials,
              json(s.keywords).dump(),
              papers_json(s.papers).dump(),
              forms_json(s.forms).dump(),
              s.example,
              s.active,
              paperwork[0],
              paperwork[1],
              paperwork[2],
              s.last_number.count(),
              s.id,
              s.version}) == 1;
}

void insert(store::Transaction& tx, const Window& w) {
  tx.execute(
      "INSERT INTO service_window (id, version, campus_id, zone_id, name, name_en, place, place_en,"
      " last_number, active) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {w.id, w.version, w.campus, w.zone, w.name, w.name_en, w.place, w.place_en,
       w.last_number.count(), w.active});
  set_duties_and_hours(tx, w);
}
bool update(store::Transaction& tx, const Window& w) {
  const bool updated =
      tx.execute(
          "UPDATE service_window SET version = version + 1, campus_id = ?, zone_id = ?, name = ?,"
          " name_en = ?, place = ?, place_en = ?, last_number = ?, active = ?"
          " WHERE id = ? AND version = ?",
          {w.campus, w.zone, w.name, w.name_en, w.place, w.place_en, w.last_number.count(),
           w.active, w.id, w.version}) == 1;
  if (updated) set_duties_and_hours(tx, w);
  return updated;
}

bool exists(store::Snapshot& snapshot, ServiceGroupId id) {
  return has(snapshot, "SELECT 1 FROM service_group WHERE id = ?", id.value);
}
bool exists(store::Snapshot& snapshot, ServiceId id) {
  return has(snapshot, "SELECT 1 FROM service WHERE id = ?", id.value);
}
bool exists(store::Snapshot& snapshot, ServiceWindowId id) {
  return has(snapshot, "SELECT 1 FROM service_window WHERE id = ?", id.value);
}
bool exists(store::Snapshot& snapshot, DepartmentId id) {
  return has(snapshot, "SELECT 1 FROM department WHERE id = ?", id.value);
}
bool exists(store::Snapshot& snapshot, CampusId id) {
  return has(snapshot, "SELECT 1 FROM campus WHERE id = ?", id.value);
}

}  // namespace records
}  // namespace yuyue::centre
