// The kiosk and whoever walks up: a service found by what people say, with its papers and forms; an
// appointment where no number is given; a first visit by a card reader; a clinic visit that is rated;
// wishes for examinations; and nothing left or pressed by accident, in each size of screen.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, lookAtKiosk, newPhone, newResidentNumber, openPage, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { kLying, kUpright, pair, scan } from './kiosk.mjs';
import { ask, kAdmin, kDesk, openCentre, plusDays } from './staff.mjs';

const kSizes = [[kLying, 'lying'], [{ width: 1024, height: 768 }, 'small'], [kUpright, 'upright']];
const shifted = (at, minutes) => new Date(Date.parse(at) + minutes * 60000).toISOString();
let server;
let browser;
let staff;
let page;
const asStaff = (who) => ask(staff, 'POST', '/sign-ins', { provider: 'password', ...who });
const turn = (now) => ask(staff, 'POST', '/demo/clock', { now });
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  staff = await openPage(browser, server.internal);
  await asStaff(kAdmin);
  const { windows: [{ campus }] } = await openCentre(staff);
  page = await openPage(browser, server.internal, { size: kUpright });
  await page.goto('/kiosk/');
  await pair(page, staff, { name: '服务大厅', centreId: campus.id, paperMm: 80 });
  await heading('您好，请问要办什么？');
});
after(async () => {
  for (const one of [page, staff]) if (one) await closePage(one);
  await stopBrowser(browser);
  if (server) await server.stop();
});

const heading = (name) => page.getByRole('heading', { name }).first().waitFor();
const press = (name) => page.getByRole('button', { name, exact: true }).click();
const open = (name) => page.getByRole('button', { name }).first().click();
/// As the program of a card reader tells the page.
const readCard = (detail) => page.evaluate((card) => window.dispatchEvent(new CustomEvent('yuyue-document', { detail: card })), detail);
/// Every way up, in both languages.
async function look(name) {
  for (const [label, language] of [['English', 'en'], ['中文', 'zh']]) {
    await press(label);
    for (const [size, way] of kSizes) {
      await page.setViewportSize(size);
      await lookAtKiosk(page, `kiosk-trust-${name}-${language}-${way}`);
    }
  }
}
async function nothingLeft(...words) {
  await heading('您好，请问要办什么？');
  const left = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML, history.length, location.href, document.cookie]));
  assert.doesNotMatch(left, new RegExp(words.join('|')));
}
async function somebody(name, birth) {
  await asStaff(kDesk);
  const number = newResidentNumber(birth);
  const person = await ask(staff, 'POST', '/patients', { name, documents: [{ type: 'resident-card', number }], phone: newPhone() });
  return { ...person, number };
}

test('a service by what people say, with its forms; no number any more, and an appointment for whoever is new', async () => {
  await asStaff(kAdmin);
  const { items } = await ask(staff, 'GET', '/services');
  const stamp = items.find((one) => one.keywords.includes('报销要盖章'));
  const departments = (await ask(staff, 'GET', '/departments')).items;
  const free = await Promise.all(departments.slice(0, 12).map(async (one) => ({ one, days: (await ask(staff, 'GET', `/departments/${one.id}/days`)).items })));
  const { one: department } = free.find(({ days }) => days.slice(1).filter((day) => day.state === 'open').length > 1);
  const forms = [{ name: '证明申请表', nameEn: 'Application', address: '/forms/a.pdf' }, { name: '授权委托书', nameEn: 'Authorisation', address: 'https://example.org/b.pdf' }];
  await ask(staff, 'PATCH', `/services/${stamp.id}`, { version: stamp.version, forms, departmentId: department.id });
  await open(/^服务中心取号/);
  await press('按拼音查找');
  await look('01-search-empty');
  for (const letter of 'BXYGZ') await press(letter);
  await page.getByText('报销要盖章').first().waitFor();
  await look('02-search');
  await page.locator('.kiosk-service', { hasText: stamp.name }).first().click();
  await page.locator('.kiosk-forms img').nth(1).waitFor();
  await page.getByText('适用对象').waitFor();
  await page.getByText('今天办理时间').waitFor();
  await look('03-service');
  await press('取号');
  await heading('确认取号');
  const now = (await ask(staff, 'GET', '/services')).items.find((one) => one.id === stamp.id);
  await ask(staff, 'PATCH', `/services/${stamp.id}`, { version: now.version, lastNumberMinutes: 240 });
  await turn(`${(await ask(staff, 'GET', '/hospital')).today}T16:30:00+08:00`);
  await press('取号');
  await heading('现在不能取号');
  await page.getByText(/余/).first().waitFor();
  await look('04-instead');

  await open(/^预约 /);
  await heading('预约挂号');
  const number = newResidentNumber('19850712');
  await readCard({ number, type: 'resident-card', name: '测新来者' });
  await heading('您是第一次来吗？');
  await look('05-first');
  await press('登记');
  await heading('请输入手机号');
  const phone = newPhone();
  for (const digit of '12345678901') await press(digit);
  await press('确定');
  await page.getByText('这不是手机号').waitFor();
  for (const digit of phone) await press(digit);
  await look('06-phone');
  await press('确定');
  await heading('请核对后登记');
  await look('07-agree');
  // The answer is lost on the way; the same press registers nobody twice.
  await page.route('**/api/v1/kiosk/registrations', async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await press('同意并登记');
  await press('再试一次');
  await heading(department.name);
  await press('结束并清除');
  await nothingLeft(number, phone, '测新');
  await asStaff(kDesk);
  assert.equal((await ask(staff, 'GET', `/patients?q=${number}`)).items.length, 1);
});

test('a clinic visit that is over is rated by its code, scanned or typed', async () => {
  await asStaff(kDesk);
  const { today } = await ask(staff, 'GET', '/hospital');
  const person = await somebody('测评价乙', '19660412');
  let session;
  for (let ahead = 1; ahead < 13 && !session; ahead += 1) {
    const { items } = await ask(staff, 'GET', `/sessions?date=${plusDays(today, ahead)}`);
    session = items.find((one) => one.state === 'open' && one.part === 'morning' && one.rooms.length && !one.quotas.length && one.slots[0].capacity > one.slots[0].taken);
  }
  const booked = await ask(staff, 'POST', '/appointments', { slotId: session.slots[0].id, personId: person.id });
  const code = booked.code.replace(/ /g, '');
  await turn(shifted(session.slots[0].startsAt, -10));
  await asStaff(kDesk);
  await page.reload();
  await heading('您好，请问要办什么？');
  await scan(page, code);
  await heading('今天的预约');
  await press('报到');
  await page.locator('.kiosk-number').waitFor();
  await look('10-slip');
  await press('完成');
  const { rooms } = await ask(staff, 'GET', `/sessions/${session.id}/line`);
  const ticket = await ask(staff, 'POST', `/sessions/${session.id}/calls`, { roomId: rooms[0].id });
  for (const step of ['start', 'finish']) await ask(staff, 'POST', `/tickets/${ticket.id}/steps`, { step });
  await open(/^查号/);
  await look('11-find');
  for (const digit of code) await press(digit);
  await press('确定');
  await page.locator('.face').nth(4).waitFor();
  await heading(new RegExp(`在${booked.department.name}的就诊`));
  await look('12-faces');
  await page.locator('.face-button').nth(3).click();
  await heading('谢谢您的评价');
  await press('好');
  await nothingLeft(code, person.number, '测');
  await scan(page, code);
  await heading('没有办成');
  await press('重新开始');
});

test('examinations in the mornings of certain days', async () => {
  const person = await somebody('测愿望丙', '19660413');
  await ask(staff, 'POST', '/exam-orders', { personId: person.id, orders: [{ exam: 'US-THY' }] });
  await open(/^检查预约/);
  await scan(page, person.number);
  await heading(/的检查$/);
  await press('安排检查');
  for (;;) {
    const question = page.locator('.kiosk-answer', { hasText: '否' });
    await question.or(page.getByRole('heading', { name: '请选择一种' })).first().waitFor();
    if (!(await question.count())) break;
    const words = await page.getByRole('heading').first().innerText();
    await question.click();
    await page.getByRole('heading', { name: words, exact: true }).waitFor({ state: 'detached' });
  }
  await press('我想的时间、地点');
  await press('上午');
  for (const day of ['周二', '周三', '周四']) await press(day);
  await look('20-wishes');
  const asked = page.waitForRequest('**/api/v1/kiosk/exam-plans/previews');
  await press('安排检查');
  const { wishes } = JSON.parse((await asked).postData());
  assert.equal(wishes.notAfter, '12:00');
  assert.ok(wishes.dates.length > 20 && wishes.dates.every((day) => [2, 3, 4].includes(new Date(`${day}T12:00:00Z`).getUTCDay())));
  await heading('请选择一种');
  await look('21-choices');
  await press('结束并清除');
  await nothingLeft(person.number, '测愿');
});

test('nothing is pressed by the next one\'s scan, opened by a long touch, or brought back by "back"', async () => {
  const person = await somebody('测下一位', '19660414');
  await open(/^打印单据/);
  await scan(page, person.number);
  await page.getByText('没有可以打印的单据').waitFor();
  // Whoever is next scans while this button has the focus: their Enter must not press it.
  const done = page.getByRole('button', { name: '完成', exact: true });
  await done.focus();
  await scan(page, '493018275');
  assert.ok(await done.isVisible());
  assert.equal(await page.evaluate(() => window.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))), true);
  assert.equal(await page.evaluate(() => document.body.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))), false);
  assert.equal(await page.locator('a[href]').count(), 0, 'nothing leads out of the page');
  // Leaving the page and coming back by the history begins anew, from the memory of the browser too.
  await page.goto('/openapi.json');
  await page.goBack();
  await nothingLeft(person.number, '测下');
  const kept = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((one) => one.url)))).flat());
  assert.deepEqual(kept.filter((url) => /\/api\//.test(url)), []);
  // Nor is anything kept that was answered to somebody.
  const pass = await page.evaluate(async (number) => {
    const answer = await fetch('/api/v1/kiosk/identifications', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ number, source: 'scan' }) });
    return [answer.status, answer.headers.get('cache-control')];
  }, person.number);
  assert.deepEqual(pass, [201, 'no-store']);
});
