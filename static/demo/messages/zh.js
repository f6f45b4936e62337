// 演示信箱的文字。键与 en.js 相同。
export default {
  'demo.section': '演示信箱',
  'demo.title': '演示信箱',
  'demo.lead': '正式使用时，这些内容会以短信发到患者手机。',
  'demo.ribbon': '这里显示的都是演示数据，请勿填写真实的个人信息。',
  'demo.refresh': '刷新',
  'demo.none': '还没有短信',
  'demo.none-help': '在预约页面获取验证码后，短信会出现在这里。',
};
