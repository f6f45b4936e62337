#pragma once
#include "yuyue/centre/reports/reports.hpp"
#include "yuyue/notify/outbox.hpp"
#include "yuyue/patients/service.hpp"

namespace yuyue::app {

/// A message to whose report can be read; it does not say what was examined.
class ReportMessages final : public centre::reports::Listener {
 public:
  ReportMessages(const notify::Outbox& outbox, const patients::Service& patients)
      : outbox_(outbox), patients_(patients) {}
  void report_ready(store::Transaction& tx, const centre::reports::Report& report,
                    Instant now) override;

 private:
  const notify::Outbox& outbox_;
  const patients::Service& patients_;
};

class MergedReports final : public patients::MergeListener {
 public:
  explicit MergedReports(const centre::reports::Reports& reports) : reports_(reports) {}
  Result<void> merging(store::Transaction& tx, PersonId from, PersonId into, Instant now) override;

 private:
  const centre::reports::Reports& reports_;
};

}  // namespace yuyue::app
