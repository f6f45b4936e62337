// What is wrong in a timetable file, in words.
#include <algorithm>
#include <array>

#include "yuyue/booking/timetable_file.hpp"

namespace yuyue::booking {
namespace {

struct Sentence {
  std::string_view code, zh, en;
};

constexpr std::array<Sentence, 33> kSentences{{
    {"encoding-unknown", "文件编码无法识别，请另存为 UTF-8 或 GB18030 的 CSV",
     "the file is neither UTF-8 nor GB18030 text"},
    {"file-empty", "文件是空的", "the file is empty"},
    {"no-rows", "只有表头，没有排班", "there is a header but no row"},
    {"quote-broken", "从这一行开始的引号没有成对",
     "a quotation mark is not closed or out of place"},
    {"column-unknown", "不认识的列“{name}”", "unknown column \"{name}\""},
    {"column-twice", "列“{name}”出现了两次", "column \"{name}\" is there twice"},
    {"column-missing", "缺少列“{name}”", "column \"{nameEn}\" is missing"},
    {"cell-without-heading", "“{value}”所在的列没有表头",
     "\"{value}\" stands in a column without a header"},
    {"cell-empty", "“{name}”不能为空", "\"{nameEn}\" must not be empty"},
    {"text-too-long", "文字太长", "the text is too long"},
    {"practitioner-without-code", "医生“{value}”缺少工号", "practitioner \"{value}\" has no code"},
    {"practitioner-without-name", "工号“{value}”缺少医生姓名",
     "practitioner code \"{value}\" has no name"},
    {"weekday-invalid", "星期“{value}”不正确", "\"{value}\" is not a weekday"},
    {"part-invalid", "时段“{value}”不正确，应为上午、下午或晚上",
     "\"{value}\" is not morning, afternoon or evening"},
    {"time-invalid", "时间“{value}”不正确，应如 08:00", "\"{value}\" is not a time like 08:00"},
    {"times-invalid", "结束时间“{value}”应晚于开始时间，且相差 30 分钟的整数倍",
     "the end \"{value}\" must be a multiple of 30 minutes after the start"},
    {"weeks-invalid", "单双周“{value}”不正确，应为每周、单周或双周",
     "\"{value}\" is not every, odd or even"},
    {"date-invalid", "日期“{value}”不正确", "\"{value}\" is not a date"},
    {"validity-invalid", "截止日期早于起始日期", "the last day is before the first"},
    {"capacity-invalid", "每时段号数“{value}”应为 1 到 99",
     "\"{value}\" is not a number from 1 to 99"},
    {"quotas-invalid", "配额“{value}”不正确，应如“窗口4；医联体2；复诊2”",
     "\"{value}\" are not quotas like \"desk 4; partner 2\""},
    {"quotas-too-many", "配额“{value}”的总数多于全部号数",
     "the quotas \"{value}\" are more than there are places"},
    {"remote-invalid", "远程“{value}”应为是或否", "\"{value}\" is not yes or no"},
    {"rooms-missing", "缺少诊室", "a room is missing"},
    {"fee-invalid", "挂号费“{value}”不正确", "\"{value}\" is not an amount in yuan"},
    {"row-twice", "与第 {line} 行重复", "the same as line {line}"},
    {"practitioner-overlap", "{name}同一时间在第 {line} 行已有门诊",
     "{name} is elsewhere at that time by line {line}"},
    {"department-two-names", "科室代码“{code}”在第 {line} 行是“{other}”，这里是“{name}”",
     "department code \"{code}\" is \"{other}\" in line {line} and \"{name}\" here"},
    {"department-two-campuses", "科室代码“{code}”在第 {line} 行属于“{other}”，这里属于“{name}”",
     "department \"{code}\" is at \"{other}\" in line {line} and at \"{name}\" here"},
    {"practitioner-two-names", "工号“{code}”在第 {line} 行是“{other}”，这里是“{name}”",
     "practitioner code \"{code}\" is \"{other}\" in line {line} and \"{name}\" here"},
    {"practitioner-two-titles", "工号“{code}”在第 {line} 行的职称是“{other}”，这里是“{name}”",
     "practitioner \"{code}\" is \"{other}\" in line {line} and \"{name}\" here"},
    {"room-shared", "诊室“{name}”同一时间也用于第 {line} 行",
     "room \"{name}\" is also used by line {line} at that time"},
    {"part-unlike-time", "时段与时间 {starts}–{ends} 不符",
     "the part of the day does not suit {starts}–{ends}"},
}};
constexpr std::array<Sentence, 4> kLookUps{{
    {"kind-unknown", "没有门诊类型“{value}”", "there is no clinic kind \"{value}\""},
    {"specialty-unknown", "诊疗科目代码“{value}”不在国家目录中",
     "\"{value}\" is not in the national list of specialities"},
    {"specialty-completed",
     "诊疗科目代码“{value}”按“{code}”处理：电子表格去掉了零，请把该列设为文本格式",
     "\"{value}\" is read as {code}: the spreadsheet has left out a zero; format the column as "
     "text"},
    {"specialty-ambiguous",
     "诊疗科目代码“{value}”可能是“{code}”，也可能是“{other}”：请把该列设为文本格式，写全四位",
     "\"{value}\" may be {code} or {other}: format the column as text and write all digits"},
}};

const Sentence* sentence_of(std::string_view code) {
  if (const auto found = std::ranges::find(kSentences, code, &Sentence::code);
      found != kSentences.end())
    return &*found;
  const auto found = std::ranges::find(kLookUps, code, &Sentence::code);
  return found == kLookUps.end() ? nullptr : &*found;
}

}  // namespace

std::string describe(const FileProblem& problem, Language language) {
  const auto* sentence = sentence_of(problem.code);
  if (!sentence) return problem.code;
  std::string text(language == Language::en ? sentence->en : sentence->zh);
  for (const auto& [name, value] : problem.params) {
    const auto placeholder = "{" + name + "}";
    if (const auto at = text.find(placeholder); at != std::string::npos)
      text.replace(at, placeholder.size(), value);
  }
  return text;
}

}  // namespace yuyue::booking
