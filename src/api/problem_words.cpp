// Words that refusals carry as params, as they stand in a sentence.
#include <algorithm>
#include <tuple>

#include "api/problems.hpp"

namespace yuyue::api {
namespace {

struct Word {
  std::string_view param, value, zh, en;
};

// Sorted by param and value.
// clang-format off: a table.
constexpr Word kWords[] = {
    {"documents", "birth-certificate", "出生医学证明", "birth certificate"},
    {"documents", "foreign-resident", "外国人永久居留身份证", "foreign permanent resident card"},
    {"documents", "hk-macau-permit", "港澳居民来往内地通行证", "Hong Kong and Macau permit"},
    {"documents", "military", "军人证件", "military card"},
    {"documents", "passport", "护照", "passport"},
    {"documents", "resident-card", "居民身份证", "resident identity card"},
    {"documents", "taiwan-permit", "台湾居民来往大陆通行证", "Taiwan permit"},
    {"expected", "id", "有效的编号", "an id"},
    {"expected", "known permissions", "列表中的权限", "known permissions"},
    {"expected", "known value", "列表中的一个值", "one of the known values"},
    {"expected", "list", "列表", "a list"},
    {"expected", "list of objects", "对象列表", "a list of objects"},
    {"expected", "list of texts", "文字列表", "a list of texts"},
    {"expected", "object", "对象", "an object"},
    {"expected", "text", "文字", "a text"},
    {"name", "account", "账号", "account"},
    {"name", "address", "地址", "address"},
    {"name", "answerHours", "答复时限", "hours to answer"},
    {"name", "appointmentId", "预约", "appointment"},
    {"name", "asWeekday", "按星期几出诊", "as weekday"},
    {"name", "birthDate", "出生日期", "date of birth"},
    {"name", "building", "楼", "building"},
    {"name", "buildingId", "楼", "building"},
    {"name", "campus", "院区", "campus"},
    {"name", "campusId", "院区", "campus"},
    {"name", "capacity", "号数", "places"},
    {"name", "code", "代码", "code"},
    {"name", "current", "当前密码", "current password"},
    {"name", "date", "日期", "date"},
    {"name", "department", "科室", "department"},
    {"name", "departmentId", "科室", "department"},
    {"name", "displayName", "显示名称", "display name"},
    {"name", "document", "证件", "document"},
    {"name", "documents", "证件", "documents"},
    {"name", "effectiveFrom", "生效时间", "in force from"},
    {"name", "ends", "结束时间", "end"},
    {"name", "fee", "挂号费", "fee"},
    {"name", "from", "开始时间", "from"},
    {"name", "guardianId", "监护人", "guardian"},
    {"name", "intoId", "要并入的档案", "record to merge into"},
    {"name", "kind", "类型", "kind"},
    {"name", "kindId", "门诊类型", "kind of clinic"},
    {"name", "listId", "名单", "list"},
    {"name", "name", "名称", "name"},
    {"name", "new", "新密码", "new password"},
    {"name", "note", "说明", "note"},
    {"name", "number", "号码", "number"},
    {"name", "origin", "转出单位", "where they come from"},
    {"name", "part", "时段", "part of the day"},
    {"name", "password", "密码", "password"},
    {"name", "permissions", "权限", "permissions"},
    {"name", "person", "就诊人", "person"},
    {"name", "personId", "就诊人", "person"},
    {"name", "phone", "手机号码", "phone"},
    {"name", "practitioner", "医生", "clinician"},
    {"name", "practitionerId", "医生", "clinician"},
    {"name", "purpose", "事由", "purpose"},
    {"name", "q", "查找内容", "search text"},
    {"name", "reason", "原因", "reason"},
    {"name", "relation", "关系", "relation"},
    {"name", "roles", "角色", "roles"},
    {"name", "room", "诊室", "room"},
    {"name", "roomIds", "诊室", "rooms"},
    {"name", "rooms", "诊室", "rooms"},
    {"name", "schedule", "排班", "row of the timetable"},
    {"name", "scheduleId", "排班", "row of the timetable"},
    {"name", "sex", "性别", "sex"},
    {"name", "slotCapacity", "每时段号数", "places in each slot"},
    {"name", "slotId", "时段", "time"},
    {"name", "starts", "开始时间", "start"},
    {"name", "state", "状态", "state"},
    {"name", "title", "职称", "title"},
    {"name", "to", "结束时间", "to"},
    {"name", "type", "类型", "type"},
    {"name", "urgency", "紧急程度", "urgency"},
    {"name", "validFrom", "起始日期", "valid from"},
    {"name", "validTo", "截止日期", "valid to"},
    {"name", "version", "版本", "version"},
    {"name", "weekday", "星期", "weekday"},
    {"name", "weekly", "每周名额", "weekly numbers"},
    {"name", "weeks", "单双周", "weeks"},
    {"name", "wishFrom", "希望日期（起）", "wished-for date (from)"},
    {"name", "wishTo", "希望日期（止）", "wished-for date (to)"},
    {"state", "accepted", "已接受", "accepted"},
    {"state", "cancelled", "已取消", "cancelled"},
    {"state", "declined", "已放弃", "declined"},
    {"state", "done", "已完成", "done"},
    {"state", "offered", "待答复", "offered"},
    {"state", "waiting", "排队中", "waiting"},
    {"why", "altered", "内容被改动过", "something was altered"},
    {"why", "answer", "答复时限", "the time to answer"},
    {"why", "birth-date", "其中的出生日期不存在", "the date of birth in it does not exist"},
    {"why", "cancellation", "取消预约", "cancellations"},
    {"why", "capacity", "每时段号数应为1到99", "1 to 99 places in each slot"},
    {"why", "characters", "含有不应出现的字符", "characters that do not belong there"},
    {"why", "check-digit", "最后一位校验码不符", "the check digit does not fit"},
    {"why", "cut-off", "末尾被截去", "the end was cut off"},
    {"why", "days", "起止日期", "the days"},
    {"why", "fee", "挂号费超出范围", "the fee is out of its range"},
    {"why", "key-missing", "缺少校验所需的密钥", "the key to verify it is missing"},
    {"why", "length", "位数不对", "the wrong number of characters"},
    {"why", "missing", "有记录缺失", "entries are missing"},
    {"why", "no-show", "爽约", "missed appointments"},
    {"why", "old-form", "这是15位的旧号码，请填写18位的新号码",
     "it has the old form of 15 digits; please give the one of 18"},
    {"why", "order", "顺序不对", "the order is wrong"},
    {"why", "other-document", "这是另一种证件的号码，请改选证件类型",
     "it belongs to another type of document; please choose that type"},
    {"why", "region", "地区代码不存在", "the region's code does not exist"},
    {"why", "rooms", "请至少选择一间诊室", "please choose at least one room"},
    {"why", "sessions", "班次", "the session"},
    {"why", "slots", "时段与号数", "the slots and their places"},
    {"why", "stretch", "一段日期只能停诊", "only stopping can be done for a stretch of days"},
    {"why", "substitute", "替诊医生", "the substitute"},
    {"why", "times", "结束须晚于开始，相差30分钟的整数倍",
     "it must end a multiple of 30 minutes after it starts"},
    {"why", "validity", "截止日期早于起始日期", "it would end before it begins"},
    {"why", "weekday", "星期应为1到7", "the weekday must be 1 to 7"},
};
// clang-format on

}  // namespace

std::string_view word_of(std::string_view param, std::string_view value, Language language) {
  const auto wanted = std::tie(param, value);
  const auto found = std::ranges::lower_bound(
      kWords, wanted, {}, [](const Word& word) { return std::tie(word.param, word.value); });
  if (found == std::end(kWords) || found->param != param || found->value != value) return value;
  return language == Language::en ? found->en : found->zh;
}

}  // namespace yuyue::api
