#pragma once
#include <optional>
#include <string>
#include <vector>

#include "yuyue/access/key_rotation.hpp"
#include "yuyue/access/sealed_files.hpp"
#include "yuyue/centre/model.hpp"
#include "yuyue/core/result.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue {
struct ReportKind {
  static constexpr std::string_view kPrefix = "rpt";
};
using ReportId = Id<ReportKind>;  ///< the report of a result (检验检查报告)
}  // namespace yuyue

// Reports of results: brought by the hospital's systems, looked up by patients, at kiosks and at
// desks (R12, R21). What may be seen by whom is decided where it is asked for.
namespace yuyue::centre::reports {

enum class Kind { laboratory, imaging, ultrasound, endoscopy, pathology, electrophysiology, other };
std::string_view name_of(Kind kind);
std::optional<Kind> kind_from(std::string_view name);

enum class Status {
  preliminary,  ///< may still change
  final_,
  corrected,
  withdrawn  ///< not shown any more
};
std::string_view name_of(Status status);
std::optional<Status> status_from(std::string_view name);

struct Report {
  ReportId id;
  PersonId person;
  std::string number;  ///< the bringing system's
  Kind kind = Kind::other;
  std::string title, department;  ///< kept sealed
  std::string link;               ///< where the whole report is read; kept sealed; may be empty
  Instant at{};                   ///< of the examination
  Status status = Status::preliminary;
  std::string source;  ///< the order it answers; empty: not known
  Instant brought_at{};
  std::optional<Instant> told_at{};
  bool has_document = false;  ///< the whole of it is here as a PDF
};

/// The whole report as a PDF, in an encrypted file beside the data.
struct Document {
  Report report;
  std::string file, key;  ///< as of access::SealedFiles
};

/// Told, inside the transaction, when a report can be read for the first time.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void report_ready(store::Transaction& tx, const Report& report, Instant now) = 0;
  /// Told of all other states that it takes, before and after.
  virtual void report_changed(store::Transaction& /*tx*/, const Report& /*report*/,
                              Instant /*now*/) {}
};

/// Thread-safe.
class Reports {
 public:
  /// `listener` may be null.
  Reports(Environment environment, Listener* listener) : env_(environment), listener_(listener) {}

  /// A new report, or another state of the one with this number; id, brought_at and told_at are
  /// given here. Refusals: required (number, title), field-invalid (link, at: still to come),
  /// report-of-another (the number is somebody else's).
  Result<Report> bring(store::Transaction& tx, Report report, const access::Actor& by,
                       Instant now) const;
  /// Its PDF, in place of the one before; the file is there already. Whoever brings the report in
  /// another state brings its PDF again: what is shown is never of a state before. Refusals:
  /// not-found (report), report-withdrawn.
  Result<Report> bring_document(store::Transaction& tx, ReportId id,
                                const access::SealedFiles::Kept& kept, std::int64_t bytes,
                                const access::Actor& by, Instant now) const;
  /// None: there is no such report, it is withdrawn, or it has none.
  std::optional<Document> document(store::Snapshot& snapshot, ReportId id) const;
  std::optional<Report> find(store::Snapshot& snapshot, ReportId id) const;
  /// Those that are not withdrawn, the newest first, at most kMost.
  static constexpr int kMost = 200;
  std::vector<Report> of(store::Snapshot& snapshot, PersonId person) const;
  /// Two records of one person became one.
  void move_person(store::Transaction& tx, PersonId from, PersonId into) const;

 private:
  Environment env_;
  Listener* listener_;
};

/// Every file that a report refers to. Also of a backup, and of one made before there were any.
std::vector<access::ExpectedFile> expected_files(store::Snapshot& snapshot);
/// A report that can be read has been told of, and one that is withdrawn has no PDF. Empty: all
/// agree.
std::vector<std::string> check_reports(store::Snapshot& snapshot);
std::vector<access::SealedTable> sealed_tables();

}  // namespace yuyue::centre::reports
