// A partner institution's page: its patients, its bookings in the partners' quota, referrals up and
// down with the hospital's desk on the other side, by keyboard where it is used all day.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, kDesktop, look, newPhone, newResidentNumber, openPage, screenshot, startBrowser, startServer, stopBrowser, until } from './lib.mjs';
import { ask, kAdmin, kDesk, kPhoneWide, nameMaker, press, pressUntil, signIn } from './staff.mjs';

const kPartner = { account: 'dongshan', password: 'Demo-dongshan-2026' };
const kOwn = '栖云县东山镇卫生院';

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

const newName = nameMaker('试');

async function atPartner(options = {}) {
  const page = await openPage(browser, server.internal, { size: kDesktop, ...options });
  await page.goto('/partner/');
  await signIn(page, kPartner);
  await page.locator('#search:focus').waitFor();
  return page;
}
async function atDesk() {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await page.goto('/desk/');
  await signIn(page, kDesk);
  await page.locator('#search:focus').waitFor();
  return page;
}

/// A patient of the institution, by the API.
const newPatient = (page, name = newName()) =>
  ask(page, 'POST', '/partner/patients', { name, phone: newPhone(), document: { type: 'resident-card', number: newResidentNumber() } });

/// A department, and its first day with places for partners that is not today.
async function findPlaces(page, not = '') {
  const { items } = await ask(page, 'GET', '/departments');
  for (const department of items.filter((one) => one.id !== not)) {
    const days = await ask(page, 'GET', `/partner/departments/${department.id}/days`);
    const day = days.items.slice(1).find((one) => one.state === 'open' && one.free > 5);
    if (day) return { department, date: day.date };
  }
  throw new Error('no places for partners');
}

async function find(page, text) {
  await press(page, 'F2');
  await page.keyboard.type(text);
  await press(page, 'Enter');
}

/// From the department's field: department, day, on to the first free slot.
async function toSlot(page, { department, date }) {
  await page.locator('#department').focus();
  await page.keyboard.type(department.initials);
  const wanted = page.getByRole('option', { selected: true }).getByText(department.name, { exact: true });
  await page.locator('#departments [role=option]').first().waitFor();
  for (let i = 0; i < 10 && !(await wanted.count()); i += 1) await press(page, 'ArrowDown');
  await press(page, 'Enter');
  await page.locator('.day:focus').waitFor();
  await pressUntil(page, 'ArrowRight', (on) => document.activeElement.dataset.date === on, date);
  await page.waitForTimeout(150);
  await page.locator('.slot:not([disabled])').first().waitFor();
  await press(page, 'ArrowDown');
  await page.locator('.slot:focus').waitFor();
}

test('the institution’s own patient: registered, booked, printed, moved, cancelled, by keyboard', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await page.goto('/partner/');
  await page.locator('[name=account]').waitFor();
  await look(page, 'partner-01-sign-in');
  await signIn(page, { ...kPartner, password: 'not-the-password' });
  await page.getByRole('alert').waitFor();
  await page.keyboard.type(kPartner.password);
  await press(page, 'Enter');
  await page.locator('#search:focus').waitFor();
  await page.locator('.brand-section', { hasText: kOwn }).waitFor();
  await page.locator('.tile-urgent, .tile-waiting').first().waitFor();
  await look(page, 'partner-02-start');
  await press(page, '?');
  await page.getByRole('dialog', { name: '快捷键' }).waitFor();
  await look(page, 'partner-03-keys');
  await press(page, 'Escape');

  const number = newResidentNumber();
  const name = newName();
  await find(page, number);
  await page.getByText('没有找到').waitFor();
  await look(page, 'partner-04-unknown');
  await press(page, 'Enter');
  await page.locator('[name=name]:focus').waitFor();
  await press(page, 'Enter');
  await page.locator('[name=name]:focus').waitFor();
  await page.getByText('请填写姓名').waitFor();
  await look(page, 'partner-05-register');
  await page.keyboard.type(name);
  await press(page, 'Tab');
  await page.keyboard.type(newPhone());
  await press(page, 'Enter');
  await page.locator('[name=reason]:focus').waitFor();
  assert.match(await page.locator('.patient-name').innerText(), /^试\*.$/, 'masked');
  assert.doesNotMatch(await page.locator('.patient').innerText(), new RegExp(number));

  const place = await findPlaces(page);
  await toSlot(page, place);
  await look(page, 'partner-06-slots');
  await press(page, 'Enter');
  await page.getByRole('alert').getByText('请写明原因').waitFor();
  await page.locator('[name=reason]').fill('高血压复诊');
  await page.locator('.slot:not([disabled])').first().focus();
  await press(page, 'Enter');
  await page.locator('.booked-code strong').waitFor();
  const code = await page.locator('.booked-code strong').innerText();
  await look(page, 'partner-07-booked');
  await press(page, 'Enter');
  await page.locator('.slip').waitFor();
  await until(page, () => document.querySelector('.slip img').naturalWidth > 0);
  assert.match(await page.locator('.slip').innerText(), new RegExp(code));
  await look(page, 'partner-08-slip');

  // Among the institution's appointments; moved with the arrow keys.
  await press(page, 'Alt+L');
  const row = page.locator('.appointment', { hasText: code });
  await row.waitFor();
  await look(page, 'partner-09-bookings');
  await row.getByRole('button', { name: /^改约/ }).focus();
  await press(page, 'Enter');
  await page.locator('.day:focus').waitFor();
  await pressUntil(page, 'ArrowRight', (on) => document.activeElement.dataset.date === on, place.date);
  await page.waitForTimeout(150);
  await page.locator('.slot:not([disabled])').nth(1).waitFor();
  await press(page, 'ArrowDown', 'ArrowRight');
  await look(page, 'partner-10-move');
  await press(page, 'Enter');
  await page.getByRole('heading', { name: '改约成功' }).waitFor();

  // Found by its code; given back, with the referral.
  await find(page, code);
  await page.locator('.appointment', { hasText: code }).waitFor();
  await look(page, 'partner-11-record');
  await page.locator('.appointment', { hasText: code }).getByRole('button', { name: /^取消/ }).click();
  await page.getByRole('dialog', { name: '取消预约' }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '患者不来了' }).click();
  await look(page, 'partner-12-cancel');
  await page.getByRole('dialog').getByRole('button', { name: /确认取消/ }).click();
  await page.locator('.appointment').getByText('已取消').waitFor();
  await page.getByRole('cell', { name: '已撤回' }).waitFor();
  await closePage(page);
});

test('a referral’s round: written here, asked and accepted at the desk, booked here, reported there, read here', async () => {
  const page = await atPartner();
  const desk = await atDesk();
  const name = newName();
  await newPatient(page, name);
  const { department } = await findPlaces(page);
  await find(page, name);
  await page.locator('.patient-name').waitFor();
  await press(page, 'Alt+W');
  await page.locator('#department:focus').waitFor();
  await page.keyboard.type(department.initials);
  await page.locator('#departments [role=option]').first().waitFor();
  const wanted = page.getByRole('option', { selected: true }).getByText(department.name, { exact: true });
  for (let i = 0; i < 10 && !(await wanted.count()); i += 1) await press(page, 'ArrowDown');
  await press(page, 'Enter');
  await page.locator('textarea:focus').waitFor();
  await page.keyboard.type('反复胸闷两周，活动后加重');
  await page.getByLabel('紧急').check();
  await page.getByRole('button', { name: '心电图' }).click();
  await page.getByLabel('其他资料').fill('转诊单、心肌酶谱');
  await look(page, 'partner-20-letter');
  await page.getByRole('button', { name: /^发送/ }).click();
  const line = page.locator('tbody tr', { hasText: '反复胸闷两周' });
  await line.getByText('待答复').waitFor();
  await look(page, 'partner-21-sent');

  // The desk sees it first among all, asks.
  await press(desk, 'Alt+T');
  const first = desk.locator('tbody tr', { hasText: '反复胸闷两周' });
  await first.getByText('紧急').waitFor();
  await first.getByRole('button').click();
  await desk.getByRole('dialog').getByText('心电图、转诊单、心肌酶谱').waitFor();
  await desk.getByRole('dialog').getByRole('button', { name: '提问' }).click();
  await desk.locator('textarea:focus').waitFor();
  await desk.keyboard.type('心电图有无ST段改变？');
  await look(desk, 'partner-22-desk-asks');
  await press(desk, 'Enter');
  await desk.getByRole('dialog').getByText('有问题待答复').waitFor();

  // Counted here, answered.
  await page.reload();
  await page.locator('#search:focus').waitFor();
  await page.locator('.tile-waiting', { hasText: '医院的提问' }).waitFor();
  await look(page, 'partner-23-question-waits');
  await page.locator('.tile', { hasText: '医院的提问' }).click();
  await page.locator('tbody tr', { hasText: '反复胸闷两周' }).getByRole('button').click();
  await page.getByRole('dialog').getByText('心电图有无ST段改变？').first().waitFor();
  await look(page, 'partner-24-question');
  await page.getByRole('dialog').getByRole('button', { name: '答复问题' }).click();
  await page.locator('textarea:focus').waitFor();
  await page.keyboard.type('V4–V6 ST段压低 0.1mV');
  await look(page, 'partner-25-answer');
  await press(page, 'Enter');
  await page.getByRole('dialog').getByText('问题已答复').waitFor();
  await press(page, 'Escape');

  // The desk reads the answer and accepts.
  await press(desk, 'Escape');
  await desk.reload();
  await desk.locator('#search:focus').waitFor();
  await press(desk, 'Alt+T');
  await desk.locator('tbody tr', { hasText: '反复胸闷两周' }).getByRole('button').click();
  await desk.getByRole('dialog').getByText('V4–V6 ST段压低').waitFor();
  await look(desk, 'partner-26-desk-reads');
  await desk.getByRole('dialog').getByRole('button', { name: '接收' }).click();
  await desk.getByRole('dialog').getByLabel('说明').fill('请带原始心电图');
  await press(desk, 'Enter');
  await desk.getByRole('dialog').getByText('已接收').first().waitFor();

  // Booked here, in the quota.
  await page.reload();
  await page.locator('#search:focus').waitFor();
  await page.locator('.tile-waiting', { hasText: '等待约时间' }).waitFor();
  await press(page, 'Alt+T');
  await page.getByRole('button', { name: /^本机构上转/ }).click();
  await page.locator('tbody tr', { hasText: '反复胸闷两周' }).getByRole('button').click();
  await page.getByRole('dialog').getByText('请带原始心电图').waitFor();
  await look(page, 'partner-27-accepted');
  await page.getByRole('dialog').getByRole('button', { name: '预约' }).click();
  await page.locator('.day:focus').waitFor();
  await page.locator('.slot:not([disabled])').first().waitFor();
  await look(page, 'partner-28-book-referral');
  await page.locator('.slot:not([disabled])').last().click();
  await page.locator('.booked-code strong').waitFor();

  // Reported on at the desk, read here.
  await desk.getByRole('dialog').getByRole('button', { name: '回复结果' }).click();
  await desk.locator('textarea:focus').waitFor();
  await desk.keyboard.type('冠脉造影：前降支狭窄70%，已置入支架。');
  await press(desk, 'Shift+Enter');
  await desk.keyboard.type('请双联抗血小板12个月，每月随访。');
  await look(desk, 'partner-29-desk-reports');
  await press(desk, 'Enter');
  await desk.getByRole('dialog').getByText('前降支狭窄').first().waitFor();
  await press(page, 'Escape', 'Escape', 'Alt+T');
  await page.getByRole('button', { name: /^已结束/ }).click();
  await page.locator('tbody tr', { hasText: '反复胸闷两周' }).getByRole('button').click();
  await page.getByRole('dialog').getByText('请双联抗血小板12个月').first().waitFor();
  await look(page, 'partner-30-report');
  await closePage(page);
  await closePage(desk);
});

test('referred down by the hospital: counted, accepted, reported on', async () => {
  const desk = await openPage(browser, server.internal);
  await ask(desk, 'POST', '/sign-ins', { provider: 'password', ...kDesk });
  const name = newName();
  const person = await ask(desk, 'POST', '/patients', { name, phone: newPhone(), documents: [{ type: 'resident-card', number: newResidentNumber() }] });
  const { items } = await ask(desk, 'GET', '/departments');
  const institutions = await ask(desk, 'GET', '/institutions');
  const page = await atPartner();
  // Until then the institution does not know them.
  await find(page, name);
  await page.getByText('没有找到').waitFor();
  await ask(desk, 'POST', '/referrals', {
    direction: 'down',
    institutionId: institutions.items.find((one) => one.name === kOwn).id,
    departmentId: items[0].id,
    personId: person.id,
    reason: '髋关节置换术后，请继续康复训练',
    papers: ['出院小结'],
    urgent: true,
  });
  await page.reload();
  await page.locator('.tile-urgent').waitFor();
  assert.match(await page.locator('.tool', { hasText: '转诊' }).innerText(), /\d/, 'counted in the header');
  await press(page, 'Alt+T');
  const line = page.locator('tbody tr').first();
  await line.getByText('髋关节置换术后').waitFor();
  await look(page, 'partner-31-inbox');
  await line.getByRole('button').click();
  await page.getByRole('dialog').getByText('出院小结').waitFor();
  await look(page, 'partner-32-down');
  await page.getByRole('dialog').getByRole('button', { name: '接收' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /接收/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: '回复结果' }).click();
  await page.locator('textarea:focus').waitFor();
  await page.keyboard.type('已完成第一周康复训练，关节活动度 90°');
  await press(page, 'Enter');
  await page.getByRole('dialog').getByText('已回复').waitFor();
  await press(page, 'Escape');
  await find(page, name);
  await page.locator('.patient-name').waitFor();
  await closePage(page);
  await closePage(desk);
});

test('a first password is changed first; without an institution the page says whom to ask', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await ask(page, 'POST', '/sign-ins', { provider: 'password', ...kAdmin });
  const made = await ask(page, 'POST', '/accounts', { name: 'partner.new', displayName: '新卫生院', roles: ['partner'] });
  await page.context().clearCookies();
  await page.goto('/partner/');
  await signIn(page, { account: 'partner.new', password: made.password || made.oneTimePassword });
  await page.getByLabel('当前密码').fill(made.password || made.oneTimePassword);
  await page.getByLabel('新密码', { exact: true }).fill('Village-clinic-77');
  await page.getByLabel('再输入一次新密码').fill('Village-clinic-77');
  await press(page, 'Enter');
  await page.getByText('还没有对应的合作医疗机构').waitFor();
  await look(page, 'partner-40-no-institution');
  await closePage(page);
});

test('without a network and with a broken answer the page says so and goes on', async () => {
  const page = await atPartner();
  await page.route('**/api/v1/appointments?**', (route) => route.fulfill({ status: 500, contentType: 'text/plain', body: 'no' }));
  await press(page, 'Alt+L');
  await page.getByRole('alert').waitFor();
  await look(page, 'partner-41-error');
  await page.unroute('**/api/v1/appointments?**');
  await page.getByRole('button', { name: '重试' }).click();
  await page.locator('.appointment, .empty').first().waitFor();
  await page.context().setOffline(true);
  await find(page, '张');
  await page.getByText('连接不上服务器').waitFor();
  await look(page, 'partner-42-offline');
  await page.context().setOffline(false);
  await closePage(page);
});

for (const [name, options] of [
  ['phone', { size: kPhoneWide }],
  ['english', { language: 'en' }],
  ['large', { care: true }],
  ['english-phone', { size: kPhoneWide, language: 'en', care: true }],
]) {
  test(`the partners’ page holds together: ${name}`, async () => {
    const page = await atPartner(options);
    const patient = newName();
    await newPatient(page, patient);
    const place = await findPlaces(page);
    await page.locator('.tile').first().waitFor();
    await look(page, `partner-50-${name}-start`);
    await find(page, patient);
    await page.locator('.patient-name').waitFor();
    await look(page, `partner-51-${name}-record`);
    await press(page, 'Alt+B');
    await page.locator('[name=reason]').fill('复诊');
    await toSlot(page, place);
    await look(page, `partner-52-${name}-slots`);
    await press(page, 'Enter');
    await page.locator('.booked-code strong').waitFor();
    await look(page, `partner-53-${name}-booked`);
    await press(page, 'Alt+L');
    await page.locator('.appointment').first().waitFor();
    await look(page, `partner-54-${name}-bookings`);
    await press(page, 'Alt+T');
    await page.locator('.table, .empty').first().waitFor();
    await look(page, `partner-55-${name}-referrals`);
    await find(page, patient);
    await page.locator('.patient-name').waitFor();
    await press(page, 'Alt+W');
    await page.locator('#department:focus').waitFor();
    await look(page, `partner-56-${name}-letter`);
    await press(page, 'Escape', 'Escape', 'Alt+N');
    await page.locator('[name=number]:focus').waitFor();
    await page.keyboard.type(newResidentNumber('20200601'));
    await page.locator('[name=guardian-number]').waitFor();
    await screenshot(page, `partner-57-${name}-register`);
    await look(page, `partner-57-${name}-register`);
    await closePage(page);
  });
}
