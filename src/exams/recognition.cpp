#include "yuyue/exams/recognition.hpp"

#include <map>
#include <set>

#include "yuyue/exams/catalogue.hpp"

namespace yuyue::exams {
namespace {

Result<void> complete(store::Snapshot& snapshot, const Recognition& wanted) {
  std::set<std::string> codes;
  for (const auto& one : wanted.institutions) {
    if (one.code.empty() || one.name.empty())
      return Refusal("required").with("name", one.code.empty() ? "code" : "name");
    if (!codes.insert(one.code).second) return Refusal("code-taken").with("code", one.code);
  }
  std::set<ExamId> exams;
  for (const auto& one : wanted.validities) {
    if (!find_exam(snapshot, one.exam)) return Refusal("unknown-reference").with("name", "examId");
    if (one.days < 1 || one.days > 3650 || !exams.insert(one.exam).second)
      return Refusal("field-invalid").with("name", "days").at("/validities");
  }
  return {};
}

void replace(store::Transaction& tx, const Recognition& wanted) {
  tx.execute("UPDATE exam_institution SET active = 0");
  for (const auto& one : wanted.institutions)
    tx.execute(
        "INSERT INTO exam_institution (code, name, name_en, active) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en,"
        " active = excluded.active",
        {one.code, one.name, one.name_en, one.active});
  tx.execute("DELETE FROM exam_validity");
  for (const auto& one : wanted.validities)
    tx.execute("INSERT INTO exam_validity (exam, days) SELECT code, ? FROM exam WHERE id = ?",
               {one.days, one.exam});
}

/// Institutions by their codes, days by the examinations' ids.
std::map<std::string, std::string> fields(const Recognition& all) {
  std::map<std::string, std::string> out;
  for (const auto& one : all.institutions)
    if (one.active) out[one.code] = one.name_en.empty() ? one.name : one.name + " / " + one.name_en;
  for (const auto& one : all.validities) out[to_string(one.exam)] = std::to_string(one.days);
  return out;
}

access::AuditDetails differences(const std::map<std::string, std::string>& before,
                                 std::map<std::string, std::string> after) {
  for (const auto& one : before) after.try_emplace(one.first);
  access::AuditDetails out;
  for (const auto& [name, text] : after) {
    const auto old = before.find(name);
    const auto was = old == before.end() ? std::string() : old->second;
    if (was != text) out.emplace_back(name, was + " → " + text);
  }
  return out;
}

}  // namespace

access::AuditSubject recognition_subject() {
  return {"exam-recognition", 1};
}

Recognition recognition(store::Snapshot& snapshot) {
  Recognition out;
  out.version = snapshot.integer("SELECT version FROM exam_recognition").value();
  auto institutions =
      snapshot.query("SELECT code, name, name_en, active FROM exam_institution ORDER BY code");
  while (institutions.next())
    out.institutions.push_back({institutions->text(0), institutions->text(1), institutions->text(2),
                                institutions->integer(3) == 1});
  auto validities = snapshot.query(
      "SELECT e.id, v.days FROM exam_validity v JOIN exam e ON e.code = v.exam ORDER BY v.exam");
  while (validities.next())
    out.validities.push_back({validities->id<ExamId>(0), static_cast<int>(validities->integer(1))});
  return out;
}

Result<Recognition> change_recognition(const Environment& env, store::Transaction& tx,
                                       const Recognition& wanted, const access::Actor& by,
                                       Instant now) {
  const auto before = recognition(tx);
  if (before.version != wanted.version) return Refusal("changed-meanwhile");
  if (auto fine = complete(tx, wanted); !fine) return fine.error();
  replace(tx, wanted);
  tx.execute("UPDATE exam_recognition SET version = version + 1");
  auto after = recognition(tx);
  if (env.journal)
    env.journal->record(tx, by,
                        {.what = "exam-recognition-changed",
                         .subject = recognition_subject(),
                         .details = differences(fields(before), fields(after))},
                        now);
  return after;
}

}  // namespace yuyue::exams
