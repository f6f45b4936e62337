// The administrator's page: departments, the timetable by hand and from a file, the sessions of a
// day, accounts, settings, the audit log; two people changing one thing; a phone, English, large type.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { closePage, kDesktop, look, openPage, root, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { kAdmin, kAuditor, kPhoneWide, signIn } from './staff.mjs';

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

const kSections = ['sessions', 'schedules', 'schedule-exceptions', 'import', 'calendar-days', 'departments', 'practitioners', 'clinic-kinds', 'areas', 'devices', 'rooms', 'buildings', 'campuses', 'accounts', 'settings', 'fees'];
const unique = () => String(Date.now()).slice(-7);

async function atAdmin(options = {}, who = kAdmin) {
  const page = await openPage(browser, server.internal, { size: kDesktop, ...options });
  await page.goto('/admin/');
  await signIn(page, who);
  await page.locator('.menu').waitFor();
  return page;
}

async function go(page, section) {
  await page.goto(`/admin/#/${section}`);
  await page.locator('.admin-main h1').waitFor();
  await page.locator('.admin-main .skeleton').waitFor({ state: 'detached' });
}

const api = async (page, method, where, data) => {
  const answer = await page.request.fetch(`/api/v1${where}`, { method, headers: { 'Content-Type': 'application/json' }, data });
  assert.ok(answer.ok(), `${method} ${where}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
};

for (const [name, options] of [
  ['desktop', {}],
  ['phone', { size: kPhoneWide }],
  ['english', { language: 'en' }],
  ['large', { care: true }],
]) {
  test(`every section can be read: ${name}`, async () => {
    const page = await atAdmin(options);
    for (const section of kSections) {
      await go(page, section);
      await look(page, `admin-${name}-${section}`);
    }
    await page.goto('/admin/#/nowhere');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await look(page, `admin-${name}-nowhere`);
    await closePage(page);
  });
}

test('a department is found, changed and kept', async () => {
  const page = await atAdmin();
  await go(page, 'departments');
  const first = page.locator('.admin .table tbody a').first();
  const name = await first.innerText();
  await page.getByLabel('在列表中查找').fill(name);
  await first.click();
  await page.locator('.editor').waitFor();
  const place = `门诊楼 ${unique()} 区`;
  await page.getByLabel('位置', { exact: true }).fill(place);
  await page.getByLabel('关键词').fill('胸闷；心慌；气短');
  await look(page, 'admin-1-department');
  await page.getByLabel('位置', { exact: true }).press('Enter');
  await page.getByText('✓ 已保存').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.table').getByText(place).waitFor();
  const { items } = await api(page, 'GET', '/admin/departments');
  const saved = items.find((one) => one.location === place);
  assert.deepEqual(saved.keywords, ['胸闷', '心慌', '气短']);
  await closePage(page);
});

test('somebody else changed it meanwhile: both are shown and nothing typed is lost', async () => {
  const page = await atAdmin();
  const { items } = await api(page, 'GET', '/admin/departments');
  await go(page, `departments/${items[0].id}`);
  await page.locator('.editor').waitFor();
  const mine = `我的 ${unique()}`;
  await page.getByLabel('位置', { exact: true }).fill(mine);
  await api(page, 'PATCH', `/admin/departments/${items[0].id}`, { version: items[0].version, location: '别人的位置', intro: '别人写的介绍' });
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('刚刚被别人改过').first().waitFor();
  await page.getByText('现在是：别人的位置').waitFor();
  assert.equal(await page.getByLabel('位置', { exact: true }).inputValue(), mine);
  assert.equal(await page.getByLabel('介绍', { exact: true }).inputValue(), '别人写的介绍');
  await look(page, 'admin-2-conflict');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('✓ 已保存').waitFor();
  await closePage(page);
});

test('what is wrong stands beside its field', async () => {
  const page = await atAdmin();
  await go(page, 'schedules/new');
  await page.locator('.editor').waitFor();
  await page.getByLabel('每 30 分钟号数').fill('120');
  await page.getByLabel('开始').fill('25:00');
  await page.getByRole('button', { name: '添加' }).click();
  await page.getByText('请填写 1 到 99 之间的数。').waitFor();
  await page.getByText('请填写 24 小时制的时间').waitFor();
  await look(page, 'admin-3-wrong');
  // Typed text survives a look at something else.
  await page.getByRole('link', { name: '医生', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: '医生' }).waitFor();
  await go(page, 'schedules/new');
  assert.equal(await page.getByLabel('每 30 分钟号数').inputValue(), '120');
  await page.getByRole('button', { name: '放弃改动' }).click();
  assert.equal(await page.getByLabel('每 30 分钟号数').inputValue(), '');
  await closePage(page);
});

test('a row of the timetable makes sessions; one is stopped, opened and widened; the row ends', async () => {
  const page = await atAdmin();
  const { today } = await api(page, 'GET', '/hospital');
  const departments = (await api(page, 'GET', '/departments')).items;
  // An ordinary working day of the horizon.
  const days = (await api(page, 'GET', `/departments/${departments[0].id}/days`)).items;
  const day = days.find((one) => one.date > today && !one.holiday && one.state !== 'closed');
  const evening = async () => (await api(page, 'GET', `/sessions?date=${day.date}&departmentId=${departments[0].id}`)).items.filter((one) => one.part === 'evening' && one.startsAt.includes('T19:'));
  await go(page, 'schedules/new');
  await page.locator('.editor').waitFor();
  const choose = (name, label) => page.locator('.editor').getByLabel(name, { exact: true }).selectOption(label);
  await choose('科室', departments[0].id);
  await choose('门诊类型', { index: 1 });
  await choose('星期', String(day.weekday));
  await choose('时段', 'evening');
  await page.getByLabel('开始').fill('19:00');
  await page.getByLabel('结束').fill('20:30');
  await page.getByLabel('每 30 分钟号数').fill('3');
  const room = page.locator('.editor .checks-list input').first();
  if (await room.count()) await room.check();
  await page.getByRole('button', { name: '添加' }).click();
  await page.getByText('已添加：').waitFor();
  await look(page, 'admin-4-schedule-added');
  const [made] = await evening();
  assert.ok(made, 'the row made a session');
  assert.equal(made.capacity, 9);

  await page.goto(`/admin/#/sessions?date=${day.date}&departmentId=${departments[0].id}`);
  const card = page.locator('.session-card', { hasText: '19:00–19:30' }).last();
  await card.getByRole('button', { name: /19:00–19:30/ }).click();
  await page.getByRole('dialog').getByLabel('号数').fill('5');
  await look(page, 'admin-5-capacity');
  await page.getByRole('dialog').getByLabel('号数').press('Enter');
  await card.getByText('0 / 5').waitFor();
  await card.getByRole('button', { name: '停诊' }).click();
  await page.getByRole('dialog', { name: '停诊' }).waitFor();
  await page.getByRole('button', { name: '医生生病' }).click();
  await look(page, 'admin-6-stop');
  await page.getByRole('button', { name: '确认停诊' }).click();
  await card.getByText('已停诊').waitFor();
  await card.getByText('医生生病').waitFor();
  await look(page, 'admin-7-stopped');
  await card.getByRole('button', { name: '恢复' }).click();
  await page.getByRole('button', { name: '可以出诊了' }).click();
  await page.getByRole('button', { name: '确认恢复' }).click();
  await card.getByText('正常').waitFor();

  const { items } = await api(page, 'GET', `/schedules?departmentId=${departments[0].id}`);
  const row = items.find((one) => one.starts === '19:00' && one.part === 'evening');
  await go(page, `schedules/${row.id}`);
  await page.locator('.editor').waitFor();
  await page.locator('.actions input').fill(today);
  await page.getByRole('button', { name: '到这天为止' }).click();
  await page.locator('.editor input[type=date]').nth(1).waitFor();
  await assert.doesNotReject(async () => {
    for (let i = 0; i < 50; i += 1) {
      const ended = (await api(page, 'GET', `/schedules?departmentId=${departments[0].id}`)).items.find((one) => one.id === row.id);
      if (!ended || ended.validTo === today) return;
      await page.waitForTimeout(100);
    }
    throw new Error('the row did not end');
  });
  await closePage(page);
});

async function chooseFile(page, name, buffer) {
  await page.getByLabel('排班表文件').setInputFiles({ name, mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: '试运行' }).click();
}

test('a timetable file: wrong lines are named, a good one is tried, then imported', async () => {
  const page = await atAdmin();
  await go(page, 'import');
  await chooseFile(page, 'bad.csv', await readFile(path.join(root, 'tests/data/timetable/bad.csv')));
  await page.getByText(/有 \d+ 处错误，什么也没有改/).first().waitFor();
  assert.ok((await page.locator('.import tbody tr').count()) > 1, 'the wrong lines are listed');
  assert.equal(await page.getByRole('button', { name: '正式导入' }).count(), 0);
  await look(page, 'admin-8-import-bad');

  // The demo's own timetable with one more place in one row.
  const lines = (await readFile(path.join(root, 'sql/demo/timetable.csv'), 'utf8')).trimEnd().split(/\r?\n/);
  const column = lines[0].replace('\ufeff', '').split(',').indexOf('每时段号数');
  const last = lines[lines.length - 1].split(',');
  last[column] = String(Number(last[column]) + 1);
  lines[lines.length - 1] = last.join(',');
  await chooseFile(page, 'good.csv', Buffer.from(`${lines.join('\r\n')}\r\n`));
  await page.getByText('试运行完成').waitFor();
  await look(page, 'admin-9-import-tried');
  await page.getByRole('button', { name: '正式导入' }).click();
  await page.getByText('导入完成').waitFor();
  await look(page, 'admin-10-imported');
  await closePage(page);
});

test('an account is made; its one-time password is shown once and must be changed', async () => {
  const page = await atAdmin();
  const name = `new${unique()}`;
  await go(page, 'accounts');
  await page.keyboard.press('Alt+N');
  await page.locator('.editor [name=name]').fill(name);
  await page.locator('.editor [name=displayName]').fill('新来的同事');
  await page.getByLabel('服务台', { exact: true }).check();
  await page.getByRole('button', { name: '添加' }).click();
  await page.locator('.one-time').waitFor();
  const password = await page.locator('.one-time').innerText();
  await look(page, 'admin-11-account');

  const desk = await openPage(browser, server.internal, { size: kDesktop });
  await desk.goto('/desk/');
  await signIn(desk, { account: name, password });
  await desk.getByRole('heading', { name: '修改密码' }).waitFor();
  await look(desk, 'admin-12-must-change');
  const chosen = `Tea-and-${unique()}-rain`;
  await desk.locator('[name=current]').fill(password);
  await desk.locator('[name=new]').fill(chosen);
  await desk.locator('[name=again]').fill(chosen);
  await desk.locator('[name=again]').press('Enter');
  await desk.locator('#search').waitFor();
  await desk.getByRole('button', { name: '退出' }).click();
  await desk.locator('[name=account]').waitFor();
  await closePage(desk);

  await page.getByRole('link', { name: '新来的同事' }).last().click();
  await page.locator('.actions').waitFor();
  await page.getByRole('button', { name: '停用账号' }).click();
  await page.getByRole('button', { name: '恢复账号' }).waitFor();
  await page.locator('tr.is-chosen').getByText('已停用').waitFor();
  await look(page, 'admin-13-locked');
  await closePage(page);
});

test('holidays are added, marked provisional and removed', async () => {
  const page = await atAdmin();
  await go(page, 'calendar-days/new');
  await page.locator('.editor [name=date]').fill('2031-05-01');
  await page.locator('.editor [name=name]').fill('劳动节');
  await page.getByLabel('暂定').check();
  await page.getByRole('button', { name: '添加' }).click();
  await page.getByText('已添加：').waitFor();
  await page.locator('tr', { hasText: '2031' }).getByText('暂定').waitFor();
  await look(page, 'admin-14-holiday');
  await page.locator('tr', { hasText: '2031' }).getByRole('button', { name: /删除/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
  await page.locator('tr', { hasText: '2031' }).waitFor({ state: 'detached' });
  await closePage(page);
});

test('a setting is changed and refused where it makes no sense', async () => {
  const page = await atAdmin();
  await go(page, 'settings');
  const notice = `请带好证件 ${unique()}`;
  await page.getByLabel('公告', { exact: true }).fill(notice);
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('✓ 已保存').waitFor();
  assert.equal((await api(page, 'GET', '/hospital')).notice, notice);
  await page.getByLabel('提前几天可约').fill('9999');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText(/请填写 \d+ 到 \d+ 之间的数/).waitFor();
  await look(page, 'admin-15-setting-wrong');
  await page.getByRole('button', { name: '放弃改动' }).click();
  await page.getByLabel('公告', { exact: true }).fill('');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('✓ 已保存').waitFor();
  await closePage(page);
});

test('the auditor sees the log, the day\'s money, and nothing else', async () => {
  const page = await atAdmin({}, kAuditor);
  await page.getByRole('heading', { level: 1, name: '审计日志' }).waitFor();
  assert.deepEqual(await page.locator('.menu a').allInnerTexts(), ['审计日志', '缴费与对账']);
  await page.locator('.table tbody tr').first().waitFor();
  await page.getByRole('button', { name: '检查日志是否被改动' }).click();
  await page.getByText(/检查了 \d+ 条记录/).waitFor();
  await look(page, 'admin-16-audit');
  await page.getByLabel('动作').selectOption('person-revealed');
  await page.getByRole('button', { name: '查询' }).click();
  await page.locator('.admin-main .skeleton').waitFor({ state: 'detached' });
  await page.setViewportSize(kPhoneWide);
  await look(page, 'admin-17-audit-phone');
  await page.goto('/desk/');
  await page.getByText('没有这个页面的权限').waitFor();
  await closePage(page);
});
