#pragma once
#include "yuyue/centre/reports/reports.hpp"
#include "yuyue/exams/results.hpp"
#include "yuyue/notify/outbox.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::app {

/// A message to whose report can be read; it does not say what was examined. With the last one that
/// a clinician's patient waits for, it says that they may come back. Orders of examinations learn
/// that they have their report.
class ReportMessages final : public centre::reports::Listener {
 public:
  ReportMessages(const notify::Outbox& outbox, const patients::Service& patients,
                 const exams::Results& results)
      : outbox_(outbox), patients_(patients), results_(results) {}
  void report_ready(store::Transaction& tx, const centre::reports::Report& report,
                    Instant now) override;
  void report_changed(store::Transaction& tx, const centre::reports::Report& report,
                      Instant now) override;

 private:
  const notify::Outbox& outbox_;
  const patients::Service& patients_;
  const exams::Results& results_;
};

class MergedReports final : public patients::MergeListener {
 public:
  explicit MergedReports(const centre::reports::Reports& reports) : reports_(reports) {}
  Result<void> merging(store::Transaction& tx, PersonId from, PersonId into, Instant now) override;

 private:
  const centre::reports::Reports& reports_;
};

}  // namespace yuyue::app
