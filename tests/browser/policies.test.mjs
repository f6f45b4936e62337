// The booking rules: read in sentences, changed in forms and as text, checked as old and new, tried
// on the past, in force at once or later, gone back to; conduct and bars at the desk.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { closePage, kDesktop, look, newPhone, newResidentNumber, openPage, readCode, root, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { kAdmin, kDesk, kPhoneWide, signIn } from './staff.mjs';

let server;
let browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await stopBrowser(browser);
  if (server) await server.stop();
});

async function atRules(options = {}) {
  const page = await openPage(browser, server.internal, { size: kDesktop, ...options });
  await page.goto('/admin/#/policies');
  await signIn(page, kAdmin);
  await page.locator('.rule-card').first().waitFor();
  return page;
}

const api = async (page, method, where, data) => {
  const answer = await page.request.fetch(`/api/v1${where}`, { method, headers: { 'Content-Type': 'application/json' }, data });
  assert.ok(answer.ok(), `${method} ${where}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
};
const hospital = async (name) => JSON.parse(await readFile(path.join(root, `tests/data/policies/${name}.json`), 'utf8'));
const takeEffect = (page, document, note) => api(page, 'POST', '/policies', { document, note });

/// Somebody with a telephone: { person, phone, call(method, where, body) }.
async function patient(name) {
  const phone = newPhone();
  let cookie = '';
  const call = async (method, where, body) => {
    const answer = await fetch(`${server.url}/api/v1${where}`, { method, headers: { 'Content-Type': 'application/json', Cookie: cookie }, body: body && JSON.stringify(body) });
    assert.ok(answer.ok, `${method} ${where}: ${answer.status} ${answer.ok ? '' : await answer.text()}`);
    if (answer.headers.get('set-cookie')) cookie = answer.headers.get('set-cookie').split(';')[0];
    return answer.json();
  };
  await call('POST', '/sign-in-codes', { phone });
  await call('POST', '/sign-ins', { provider: 'phone-code', phone, code: await readCode(server.url, phone) });
  const person = await call('POST', '/me/people', { name, document: { type: 'resident-card', number: newResidentNumber() }, phone, relation: 'self' });
  return { person, phone, call };
}

/// Free slots, one in each of `count` departments, at least `ahead` days from today.
async function freeSlots(call, count, ahead) {
  const { today } = await call('GET', '/hospital');
  const first = new Date(new Date(`${today}T12:00:00Z`).getTime() + ahead * 86400000).toISOString().slice(0, 10);
  const found = [];
  for (const department of (await call('GET', '/departments')).items) {
    const day = (await call('GET', `/departments/${department.id}/days`)).items.find((one) => one.date >= first && one.state === 'open');
    if (!day) continue;
    const sessions = (await call('GET', `/departments/${department.id}/sessions?date=${day.date}`)).items;
    const slots = sessions.flatMap((one) => one.slots).filter((slot) => slot.state === 'free');
    // Another time in each, so that they do not collide.
    if (slots[found.length]) found.push(slots[found.length].id);
    if (found.length === count) return found;
  }
  throw new Error('not enough free slots');
}

/// No sentence has a hole in it, and none is a key.
async function sayWell(page) {
  const text = await page.locator('.admin-main').innerText();
  assert.doesNotMatch(text, /\{\w+\}|rules\.[a-z]|undefined|null|NaN|\[object/);
}

const card = (page, title) => page.locator('.rule-card').filter({ has: page.getByRole('heading', { level: 2, name: title }) });
const openCard = async (page, title) => {
  await page.getByRole('button', { name: `修改：${title}`, exact: true }).click();
  return card(page, title);
};
async function edit(page) {
  await page.getByRole('button', { name: '修改规则' }).click();
  await page.getByRole('heading', { level: 1, name: '修改规则' }).waitFor();
}
async function review(page) {
  await page.getByRole('button', { name: '核对改动' }).click();
  await page.getByRole('heading', { level: 1, name: '核对改动' }).waitFor();
}

test('the rules of four hospitals can be read, in both languages and all sizes', async () => {
  const page = await atRules();
  await sayWell(page);
  await look(page, 'rules-1-default');
  for (const name of ['a', 'b', 'c', 'd']) {
    await takeEffect(page, await hospital(name), `${name} 医院的规则`);
    await page.reload();
    await page.locator('.rule-card').first().waitFor();
    await sayWell(page);
    await look(page, `rules-2-hospital-${name}`);
  }
  await page.getByText('就诊前一个工作日 15:00 前，可以取消和改约。').waitFor();
  await page.getByText('累计爽约超过 3 次：6 个月内').waitFor();
  await closePage(page);
  for (const [name, options] of [['phone', { size: kPhoneWide }], ['english', { language: 'en' }], ['large', { care: true }], ['large-phone', { care: true, size: kPhoneWide }]]) {
    const other = await atRules(options);
    await sayWell(other);
    await look(other, `rules-3-${name}`);
    await other.goto('/admin/#/policies?view=history');
    await other.locator('.version').first().waitFor();
    await other.locator('.version button').first().click();
    await other.locator('.change').first().waitFor();
    await sayWell(other);
    await look(other, `rules-3-${name}-history`);
    await closePage(other);
  }
});

test('a change is said as old and new, tried on the past, and takes effect with a note', async () => {
  const page = await atRules();
  await takeEffect(page, await hospital('a'), '从 A 医院的规则开始');
  const far = await patient('试算甲');
  for (const slotId of await freeSlots(far.call, 2, 9)) await far.call('POST', '/appointments', { slotId, personId: far.person.id });
  await page.reload();
  await page.locator('.rule-card').first().waitFor();
  await edit(page);
  await look(page, 'rules-4-edit');
  const release = await openCard(page, '放号和提前天数');
  await release.getByLabel('可提前几天预约').fill('七');
  await release.getByText('请填写 0 到 365 之间的整数。').waitFor();
  await page.getByRole('button', { name: '核对改动' }).click();
  await page.getByText('有需要更正的地方').waitFor();
  await look(page, 'rules-5-wrong');
  await release.getByLabel('可提前几天预约').fill('7');
  await release.getByLabel('每天放号时间').fill('07:30');
  await release.getByText('可以提前 7 天预约；第 7 天的号每天 07:30 放出。').waitFor();
  const cancelling = await openCard(page, '取消和改约');
  await cancelling.getByText('就诊前某天的几点').click();
  await cancelling.getByLabel('时间怎样算').selectOption('working-days');
  await cancelling.getByText('就诊前一个工作日 17:00 前，可以取消和改约。').waitFor();
  assert.equal(await card(page, '预约截止时间').getByText('已改').count(), 0);
  for (const title of ['预约截止时间', '一人能约几个号', '初诊和年龄', '预约前的询问', '取号和报到', '多次取消或爽约', '不受限制的途径']) await openCard(page, title);
  await page.getByRole('button', { name: '添加问题' }).click();
  await look(page, 'rules-6-all-open');
  await page.getByRole('button', { name: '移除第 1 个问题' }).click();

  // Another section and back: nothing is lost.
  await page.getByRole('link', { name: '节假日' }).click();
  await page.getByRole('heading', { level: 1, name: '节假日' }).waitFor();
  await page.getByRole('link', { name: '预约规则' }).click();
  await page.getByText('有还没有生效的改动').waitFor();
  await look(page, 'rules-7-draft-waits');
  await page.getByRole('button', { name: '继续修改' }).click();
  await review(page);
  await page.getByRole('heading', { name: '改了 2 处' }).waitFor();
  await page.getByText('可以提前 28 天预约').waitFor();
  await page.getByText('可以提前 7 天预约').waitFor();
  await page.getByRole('button', { name: '试算' }).click();
  await page.getByText('这段时间没有预约').waitFor();
  const { today } = await api(page, 'GET', '/hospital');
  await page.getByLabel('从哪天起就诊的').fill(today);
  await page.getByLabel('到哪天止').fill(new Date(new Date(`${today}T12:00:00Z`).getTime() + 30 * 86400000).toISOString().slice(0, 10));
  await page.getByRole('button', { name: '试算' }).click();
  await page.getByText('有些预约或取消会得到不同的答复').waitFor();
  await page.locator('tr', { hasText: '约不成的预约' }).getByText(/^\+\d+$/).waitFor();
  await page.locator('tr', { hasText: '还没有放号' }).first().waitFor();
  await look(page, 'rules-8-review');
  await page.getByRole('button', { name: '立即生效' }).click();
  await page.getByText('请填写。').waitFor();
  await page.getByLabel('说明').fill('院办会议决定，缩短提前天数');
  await page.getByLabel('说明').press('Enter');
  await page.getByText('新规则已经生效').waitFor();
  await look(page, 'rules-9-in-force');
  await page.getByText('门诊部管理员 修改').waitFor();
  const now = await api(page, 'GET', '/policies/current');
  assert.equal(now.rules.opening.toDays, 7);
  assert.deepEqual(now.rules.cancellation.until, { at: '17:00', daysBefore: 1, counting: 'working-days' });
  assert.equal(now.note, '院办会议决定，缩短提前天数');
  await closePage(page);
});

test('how lines are ordered is changed like any other rule, and no class waits longer than others', async () => {
  const page = await atRules();
  await edit(page);
  const line = await openCard(page, '候诊和叫号');
  await line.getByLabel('现场挂号：到达后多少分钟').fill('8');
  await line.getByText('不能比现场挂号的分钟数多。').first().waitFor();
  await line.getByLabel('现场挂号：到达后多少分钟').fill('20');
  await line.getByLabel('每间诊室门口的候诊位').fill('2');
  const first = line.getByRole('group', { name: '第 1 类优先人群' });
  await first.getByLabel('到达后多少分钟').fill('-15');
  await line.getByRole('button', { name: '添加优先人群' }).click();
  const added = line.getByRole('group', { name: '第 6 类优先人群' });
  await added.getByLabel('名称', { exact: true }).fill('献血者');
  await sayWell(page);
  await look(page, 'rules-8-line');
  await review(page);
  await page.getByText('高龄老人现场挂号的，按到达前 15 分钟排。').waitFor();
  await page.getByLabel('说明').fill('试行二次候诊');
  await page.getByRole('button', { name: '立即生效' }).last().click();
  await page.getByRole('button', { name: '修改规则' }).waitFor();
  const { rules } = await api(page, 'GET', '/policies/current');
  assert.deepEqual([rules.line.walkInMinutes, rules.line.nearRoom, rules.line.classes.length], [20, 2, 6]);
  assert.deepEqual([rules.line.classes[0].allowanceMinutes, rules.line.classes[5].name], [-15, '献血者']);
  await closePage(page);
});

test('a kind of clinic gets rules of its own, from a later day', async () => {
  const page = await atRules();
  const before = await api(page, 'GET', '/policies/current');
  const { items: kinds } = await api(page, 'GET', '/clinic-kinds');
  await edit(page);
  await page.getByRole('button', { name: '添加另有规定' }).click();
  const override = page.locator('.rule-card.is-open');
  await page.getByRole('button', { name: '核对改动' }).click();
  await override.getByText('请至少选一个门诊类型、科室或院区。').waitFor();
  await override.getByLabel(kinds[1].name, { exact: true }).check();
  await override.getByLabel('取消和改约', { exact: true }).check();
  await override.getByText('就诊前多久').click();
  await override.getByLabel('提前多少').fill('4');
  await override.getByLabel('单位').selectOption('hours');
  await override.getByText('就诊时段开始 4 小时之前').first().waitFor();
  await look(page, 'rules-10-override');
  await review(page);
  await page.getByText(`取消和改约 · ${kinds[1].name}`).waitFor();
  await page.getByText('指定时间生效').click();
  const { today } = await api(page, 'GET', '/hospital');
  const later = new Date(new Date(`${today}T12:00:00Z`).getTime() + 86400000 * 3).toISOString().slice(0, 10);
  await page.getByLabel('日期').fill(later);
  await page.getByLabel('时间', { exact: true }).fill('06:00');
  await page.getByLabel('说明').fill('专家号取消要早一些');
  await look(page, 'rules-11-later');
  await page.getByRole('button', { name: '保存，到时生效' }).click();
  await page.getByText('新规则已保存，将于').waitFor();
  await look(page, 'rules-12-coming');
  const { items } = await api(page, 'GET', '/policies');
  assert.equal(items[0].state, 'coming');
  assert.ok(items[0].effectiveFrom.startsWith(`${later}T06:00`), items[0].effectiveFrom);
  assert.deepEqual(items[0].document.overrides.slice(-1)[0].kinds, [kinds[1].code]);
  assert.equal((await api(page, 'GET', '/policies/current')).id, before.id);
  await closePage(page);
});

test('an earlier version takes effect again as a new one', async () => {
  const page = await atRules();
  await page.getByRole('link', { name: '历次规则' }).click();
  await page.locator('.version').first().waitFor();
  const { items } = await api(page, 'GET', '/policies');
  const wanted = page.locator('.version').filter({ hasText: '从 A 医院的规则开始' });
  await wanted.getByRole('button', { name: /改了什么/ }).click();
  await wanted.locator('.change').first().waitFor();
  await look(page, 'rules-13-history');
  await wanted.getByRole('button', { name: '恢复这一版' }).click();
  await page.getByText(/^改了 \d+ 处$/).first().waitFor();
  // What is being edited is not lost without asking.
  await page.evaluate(() => {
    window.location.hash = '#/policies?view=history';
  });
  await wanted.getByRole('button', { name: '恢复这一版' }).click();
  await page.getByRole('dialog', { name: '放弃正在改的规则？' }).waitFor();
  await look(page, 'rules-13-replace');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await wanted.getByRole('button', { name: '恢复这一版' }).click();
  await page.getByRole('button', { name: '放弃并恢复这一版' }).click();
  await page.getByText(/^改了 \d+ 处$/).first().waitFor();
  // Somebody else is quicker: the old side follows, and taking effect is asked for once more.
  await takeEffect(page, await hospital('b'), '同时有人改了');
  await page.getByRole('button', { name: '立即生效' }).click();
  await page.getByText('现行规则刚刚变了').waitFor();
  await page.getByText('过了这个时间仍可以取消，但按爽约计。').waitFor();
  await look(page, 'rules-13-overtaken');
  assert.match(await page.getByLabel('说明').inputValue(), /^恢复 .+ 起的规则$/);
  await page.getByRole('button', { name: '立即生效' }).click();
  await page.getByText('新规则已经生效').waitFor();
  const after_ = (await api(page, 'GET', '/policies')).items;
  assert.equal(after_.length, items.length + 2);
  assert.equal((await api(page, 'GET', '/policies/current')).rules.opening.toDays, 28);
  await closePage(page);
});

test('as text, the server says where it is wrong', async () => {
  const page = await atRules();
  await edit(page);
  await page.getByRole('button', { name: '文字形式' }).click();
  const area = page.getByLabel('规则全文');
  const document = JSON.parse(await area.inputValue());
  document.cancellation.until = { before: 2, unit: 'weeks' };
  await area.fill(JSON.stringify(document, null, 2));
  await page.getByRole('button', { name: '检查并采用' }).click();
  await page.getByText('/cancellation/until/unit').waitFor();
  assert.equal(await area.evaluate((e) => e.value.slice(e.selectionStart, e.selectionEnd)), '"unit": "weeks"');
  await look(page, 'rules-14-text-wrong');
  await area.fill('{"opening": ');
  await page.getByRole('button', { name: '检查并采用' }).click();
  await page.getByText('不是正确的 JSON').waitFor();
  document.cancellation.until.unit = 'hours';
  await area.fill(JSON.stringify(document, null, 2));
  await page.getByRole('button', { name: '检查并采用' }).click();
  await card(page, '取消和改约').getByText('就诊时段开始 2 小时之前').waitFor();
  await page.getByRole('button', { name: '放弃改动' }).click();
  await page.getByRole('heading', { level: 1, name: '预约规则' }).waitFor();
  await closePage(page);
});

test('the whole way by keyboard, on a phone with large type', async () => {
  const page = await atRules({ care: true, size: kPhoneWide });
  await page.getByRole('button', { name: '修改规则' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: '修改规则' }).waitFor();
  await page.getByRole('button', { name: '修改：放号和提前天数' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('10');
  await look(page, 'rules-15-large-edit');
  await page.getByRole('button', { name: '核对改动' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText(/^改了 1 处$/).first().waitFor();
  await look(page, 'rules-16-large-review');
  await closePage(page);
});

test('a time when the hospital failed is declared', async () => {
  const page = await atRules();
  await page.getByRole('button', { name: '登记时段' }).click();
  await page.getByRole('button', { name: '预约系统故障' }).click();
  await look(page, 'rules-17-outage');
  // Yesterday: what the other tests cancel today counts.
  const dates = page.getByRole('dialog').locator('input[type=date]');
  const yesterday = new Date(Date.parse(`${await dates.first().inputValue()}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  for (const n of [0, 1]) await dates.nth(n).fill(yesterday);
  await page.getByRole('dialog').getByRole('button', { name: '登记', exact: false }).first().click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.locator('.outages').getByText('预约系统故障').waitFor();
  await closePage(page);
});

test('loading and failing are designed, too', async () => {
  const page = await atRules();
  await page.route('**/api/v1/policies/current', (route) => route.fulfill({ status: 503, contentType: 'text/plain', body: 'no' }));
  await page.reload();
  await page.getByRole('button', { name: '重试' }).waitFor();
  await look(page, 'rules-18-failed');
  await page.unroute('**/api/v1/policies/current');
  await page.getByRole('button', { name: '重试' }).click();
  await page.locator('.rule-card').first().waitFor();
  await closePage(page);
});

test('at the desk: why somebody cannot book, a bar lifted, an appeal granted, all by keyboard', async () => {
  const admin = await atRules();
  await takeEffect(admin, await hospital('a'), '取消三次就限制');
  await closePage(admin);
  const barred = await patient('常取消');
  for (const slotId of await freeSlots(barred.call, 3, 3)) {
    const { id } = await barred.call('POST', '/appointments', { slotId, personId: barred.person.id });
    await barred.call('POST', `/appointments/${id}/cancellation`, {});
  }
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await page.goto('/desk/');
  await signIn(page, kDesk);
  await page.locator('#search').waitFor();
  await page.keyboard.type(barred.phone);
  await page.keyboard.press('Enter');
  await page.locator('.patient').waitFor();
  await page.keyboard.press('Alt+W');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('不能通过网上、自助机、电话、合作机构预约').waitFor();
  await dialog.getByText('计入 3 次').waitFor();
  await look(page, 'rules-19-conduct');
  await page.setViewportSize(kPhoneWide);
  await look(page, 'rules-20-conduct-phone');
  await page.setViewportSize(kDesktop);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: '解除限制' }).waitFor();
  await page.getByRole('button', { name: '突发疾病或住院' }).click();
  await look(page, 'rules-21-lift');
  await page.getByRole('dialog').getByRole('textbox', { name: '原因' }).press('Enter');
  await dialog.getByText('现在预约不受限制。').waitFor();
  await dialog.getByText('因申诉解除').waitFor();
  await dialog.getByRole('button', { name: /^受理申诉/ }).first().click();
  await page.keyboard.type('本人来院说明，系家属误操作');
  await page.keyboard.press('Enter');
  await dialog.getByText('不计入：申诉成立').waitFor();
  await dialog.getByText('计入 2 次').waitFor();
  await look(page, 'rules-22-appeal');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await closePage(page);

  // Booking is possible again.
  const [slotId] = await freeSlots(barred.call, 1, 3);
  await barred.call('POST', '/appointments', { slotId, personId: barred.person.id });
});

test('nobody has a record yet: the desk says so, in English and large type, too', async () => {
  const fresh = await patient('从不取消');
  const page = await openPage(browser, server.internal, { size: kDesktop, care: true, language: 'en' });
  await page.goto('/desk/');
  await signIn(page, kDesk);
  await page.locator('#search').waitFor();
  await page.keyboard.type(fresh.phone);
  await page.keyboard.press('Enter');
  await page.locator('.patient').waitFor();
  await page.keyboard.press('Alt+W');
  await page.getByText('Nothing cancelled or missed in the last two years').waitFor();
  await look(page, 'rules-23-no-conduct');
  await closePage(page);
});
