#include "store/writer.hpp"

#include <sys/statvfs.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace yuyue::store {
namespace {

constexpr std::chrono::milliseconds kIdle{500};

std::size_t limit_of(const Options& options, std::size_t lane) {
  switch (static_cast<Lane>(lane)) {
    case Lane::open:
      return options.queue_open;
    case Lane::counter:
      return options.queue_counter;
    case Lane::housekeeping:
      break;
  }
  return options.queue_housekeeping;
}

}  // namespace

Writer::Writer(std::shared_ptr<Connection> connection, const Options& options)
    : connection_(std::move(connection)),
      options_(options),
      transaction_(connection_),
      checkpointer_(connection_, options.file, [this](const std::string& what) { trouble(what); }) {
  thread_ = std::thread([this] { run(); });
}

Writer::~Writer() {
  close();
}

void Writer::close() {
  {
    const std::scoped_lock lock(mutex_);
    closing_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Writer::submit(Lane lane, std::unique_ptr<Database::Job> job) {
  {
    const std::scoped_lock lock(mutex_);
    auto& queue = lanes_[static_cast<std::size_t>(lane)];
    if (closing_ || queue.size() >= limit_of(options_, static_cast<std::size_t>(lane))) {
      ++figures_.busy;
      throw Busy(closing_ ? "closing" : "the writer's queue is full");
    }
    Entry entry;
    entry.job = std::move(job);
    entry.deadline = Clock::now() + options_.patience;
    queue.push_back(std::move(entry));
  }
  wake_.notify_one();
}

Figures Writer::figures() const {
  const std::scoped_lock lock(mutex_);
  auto figures = figures_;
  figures.waiting = waiting();
  return figures;
}

void Writer::run() {
  while (auto group = next_group()) {
    const bool is_rush = group->size() > options_.group_limit / 2;
    serve(std::move(*group));
    if (broken_) return;  // recovery at the next start decides; nothing may be copied before it
    if (!copy_log([&] { checkpointer_.after_group(is_rush); })) return;
  }
  if (!broken_) copy_log([this] { checkpointer_.cut(); });
}

template <class F>
bool Writer::copy_log(F work) {
  try {
    work();
    const std::scoped_lock lock(mutex_);
    figures_.checkpoints = checkpointer_.count();
    return true;
  } catch (const std::exception& e) {
    Group nobody;
    outcome_unknown(nobody, e.what());
    return false;
  }
}

std::size_t Writer::waiting() const {
  std::size_t jobs = 0;
  for (const auto& lane : lanes_) jobs += lane.size();
  return jobs;
}

// One from each lane in turn, so that a long public queue delays the counter by one job, not by
// all.
std::optional<Writer::Group> Writer::next_group() {
  std::unique_lock lock(mutex_);
  while (!closing_ && waiting() == 0) {
    if (!checkpointer_.log_is_long()) {
      wake_.wait(lock);
    } else if (wake_.wait_for(lock, kIdle) == std::cv_status::timeout) {
      lock.unlock();
      if (!copy_log([this] { checkpointer_.cut(); })) return std::nullopt;
      lock.lock();
    }
  }
  if (waiting() == 0) return std::nullopt;
  Group group;
  for (std::size_t empty_in_a_row = 0;
       group.size() < options_.group_limit && empty_in_a_row < lanes_.size();
       next_lane_ = (next_lane_ + 1) % lanes_.size()) {
    auto& lane = lanes_[next_lane_];
    if (lane.empty()) {
      ++empty_in_a_row;
      continue;
    }
    empty_in_a_row = 0;
    group.push_back(std::move(lane.front()));
    lane.pop_front();
  }
  return group;
}

void Writer::serve(Group group) {
  if (disk_is_short()) {
    trouble("less than " + std::to_string(options_.disk_reserve >> 20) +
            " MiB free on the disk of " + options_.file.string() + ": writes are refused");
    for (auto& entry : group) entry.failure = std::make_exception_ptr(Busy("disk full"));
    return answer(group);
  }
  if (run_group(group)) return;
  // The disk or the memory took the whole group: each once more by itself, so that one job that is
  // too large for what is left does not take the others with it again.
  for (auto& entry : group) {
    Group alone;
    alone.push_back(std::move(entry));
    if (!run_group(alone)) {
      alone.front().failure = std::make_exception_ptr(Busy("the store is in trouble"));
      answer(alone);
    }
  }
}

bool Writer::run_group(Group& group) {
  transaction_.after_commit_.clear();
  try {
    connection_->run("BEGIN IMMEDIATE");
  } catch (const std::exception& e) {
    trouble(e.what());
    return false;
  }
  for (auto& entry : group) {
    if (!run_entry(entry)) return false;
  }
  commit(group);
  return true;
}

bool Writer::run_entry(Entry& entry) {
  const auto announced_before = transaction_.after_commit_.size();
  entry.failure = nullptr;
  entry.keep = false;
  if (entry.attempts++ == 0 && Clock::now() > entry.deadline) {
    entry.failure = std::make_exception_ptr(Busy("waited too long for the writer"));
    return true;
  }
  try {
    connection_->run("SAVEPOINT job");
    entry.keep = entry.job->run(transaction_);
  } catch (const Trouble& e) {
    trouble(e.what());
    if (!connection_->in_transaction()) return false;
    entry.failure = std::make_exception_ptr(Busy(e.what()));
  } catch (...) {
    entry.failure = std::current_exception();
  }
  return connection_->in_transaction() && end_savepoint(entry, announced_before);
}

bool Writer::end_savepoint(const Entry& entry, std::size_t announced_before) {
  try {
    if (!entry.keep) {
      connection_->run("ROLLBACK TO job");
      transaction_.after_commit_.resize(announced_before);
    }
    connection_->run("RELEASE job");
    return true;
  } catch (const std::exception& e) {
    trouble(e.what());
  }
  // Without its savepoint undone the job's work would be committed with the others'.
  try {
    if (connection_->in_transaction()) connection_->run("ROLLBACK");
  } catch (const std::exception& e) {
    trouble(e.what());  // then BEGIN fails, too, and everybody is told Busy
  }
  return false;
}

void Writer::commit(Group& group) {
  try {
    connection_->run("COMMIT");
  } catch (const std::exception& e) {
    return outcome_unknown(group, e.what());
  }
  {
    const std::scoped_lock lock(mutex_);
    ++figures_.groups;
  }
  publish();
  answer(group);
}

void Writer::publish() {
  for (const auto& work : transaction_.after_commit_) {
    try {
      work();
    } catch (const std::exception& e) {
      trouble(std::string("a change was committed, but not published: ") + e.what());
    } catch (...) {
      trouble("a change was committed, but not published");
    }
  }
  transaction_.after_commit_.clear();
}

void Writer::answer(Group& group) {
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& entry : group) {
      ++figures_.jobs;
      if (entry.failure)
        ++figures_.failed;
      else if (!entry.keep)
        ++figures_.refused;
    }
  }
  for (auto& entry : group) tell(entry);
}

void Writer::tell(Entry& entry) const {
  try {
    entry.job->on_done(entry.failure);
  } catch (const std::exception& e) {
    trouble(std::string("somebody waits for an answer in vain: ") + e.what());
  }
}

void Writer::outcome_unknown(Group& group, const std::string& why) {
  broken_ = true;
  trouble("what the disk holds is unknown, the process ends: " + why);
  for (auto& entry : group) entry.failure = std::make_exception_ptr(OutcomeUnknown(why));
  answer(group);
  Group never_begun;
  {
    const std::scoped_lock lock(mutex_);
    closing_ = true;
    for (auto& lane : lanes_) {
      std::ranges::move(lane, std::back_inserter(never_begun));
      lane.clear();
    }
  }
  for (auto& entry : never_begun) entry.failure = std::make_exception_ptr(Busy("closing"));
  answer(never_begun);
  if (options_.on_outcome_unknown)
    options_.on_outcome_unknown();
  else
    std::abort();
}

bool Writer::disk_is_short() {
  struct statvfs disk {};
  if (options_.disk_reserve == 0 || statvfs(options_.file.c_str(), &disk) != 0) return false;
  return disk.f_bavail * disk.f_frsize < options_.disk_reserve;
}

void Writer::trouble(const std::string& what) const noexcept {
  try {
    if (options_.on_trouble) options_.on_trouble(what);
  } catch (...) {
    // Whoever listens cannot hear; the writer goes on.
  }
}

}  // namespace yuyue::store
