#pragma once
#include <optional>
#include <vector>

#include "yuyue/core/result.hpp"
#include "yuyue/exams/environment.hpp"
#include "yuyue/exams/model.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::exams {

/// By code, also those that are not active. So are rules and bundles.
std::vector<Exam> exams(store::Snapshot& snapshot);
std::vector<Rule> exam_rules(store::Snapshot& snapshot);
std::vector<Bundle> bundles(store::Snapshot& snapshot);
/// By position, also those that are not active.
std::vector<Question> questions(store::Snapshot& snapshot);
std::optional<Exam> find_exam(store::Snapshot& snapshot, ExamId id);
std::optional<Exam> find_exam(store::Snapshot& snapshot, std::string_view code);
std::optional<Rule> find_rule(store::Snapshot& snapshot, ExamRuleId id);
std::optional<Bundle> find_bundle(store::Snapshot& snapshot, ExamBundleId id);

/// Examinations and the rules between them, as data. `add` ignores id, version and confirmation and
/// gives back the thing as stored; `change` replaces the thing that has its id, if `version` is
/// still the stored one, and takes its confirmation away. What was changed is taken down field by
/// field. Refusals of each: required (name), code-taken, name-taken, field-invalid (name),
/// unknown-reference (name), not-found, changed-meanwhile. Thread-safe.
class Catalogue {
 public:
  explicit Catalogue(Environment environment) : env_(environment) {}

  Result<Exam> add(store::Transaction& tx, Exam, const access::Actor& by, Instant now) const;
  Result<Exam> change(store::Transaction& tx, Exam, const access::Actor& by, Instant now) const;
  Result<Rule> add(store::Transaction& tx, Rule, const access::Actor& by, Instant now) const;
  Result<Rule> change(store::Transaction& tx, Rule, const access::Actor& by, Instant now) const;
  Result<Bundle> add(store::Transaction& tx, Bundle, const access::Actor& by, Instant now) const;
  Result<Bundle> change(store::Transaction& tx, Bundle, const access::Actor& by, Instant now) const;
  Result<Question> add(store::Transaction& tx, Question, const access::Actor& by,
                       Instant now) const;
  Result<Question> change(store::Transaction& tx, Question, const access::Actor& by,
                          Instant now) const;

  /// Whether it could be kept as it is: the refusals of `change`, but for what is in use.
  Result<void> allows(store::Snapshot& snapshot, Exam exam) const;
  Result<void> allows(store::Snapshot& snapshot, Rule rule) const;

  /// An account says for the hospital that the entry is right as it is at that version. Refusals:
  /// not-found, changed-meanwhile.
  Result<Exam> confirm(store::Transaction& tx, ExamId id, std::int64_t version, AccountId account,
                       const access::Actor& by, Instant now) const;
  Result<Rule> confirm(store::Transaction& tx, ExamRuleId id, std::int64_t version,
                       AccountId account, const access::Actor& by, Instant now) const;

  /// The examinations, rules and questions that come with the program, none of them confirmed:
  /// those whose codes are not there yet. How many were added. Throws std::runtime_error if the
  /// program's own data is wrong.
  int add_starting_catalogue(store::Transaction& tx, const access::Actor& by, Instant now) const;

  const Environment& environment() const { return env_; }

 private:
  Environment env_;
};

}  // namespace yuyue::exams
