// The kiosk in the service centre and its display: find a service, take a number, print it, look it
// up again; nothing is left, and a lost answer makes no second number.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, kDesktop, look as lookAt, lookAtKiosk as look, newPhone, newResidentNumber, openPage, readCode, screenshot, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { kUpright, pair, scan } from './kiosk.mjs';
import { ask, kAdmin, kDesk, openCentre } from './staff.mjs';

let server;
let browser;
let staff;
let campus;
const asStaff = (who) => ask(staff, 'POST', '/sign-ins', { provider: 'password', ...who });
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  staff = await openPage(browser, server.internal);
  await asStaff(kAdmin);
  ({ windows: [{ campus }] } = await openCentre(staff));
});
after(async () => {
  if (staff) await closePage(staff);
  await stopBrowser(browser);
  if (server) await server.stop();
});

async function paired(where, options, fields) {
  const page = await openPage(browser, server.internal, options);
  await page.goto(where);
  await pair(page, staff, { name: '服务大厅', centreId: campus.id, ...fields });
  return page;
}
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

test('a number for two errands with a document, its slip twice, and nothing left', async () => {
  const page = await paired('/kiosk/', { size: kUpright }, { paperMm: 58 });
  await page.getByRole('heading', { name: '您好，请问要办什么？' }).waitFor();
  await look(page, 'kiosk-centre-01-start');
  await page.getByRole('button', { name: /^服务中心取号/ }).click();
  await page.getByRole('heading', { name: '请选择要办的事项' }).waitFor();
  await look(page, 'kiosk-centre-02-groups');
  await press(page, '按拼音查找');
  for (const letter of 'FY') await press(page, letter);
  await page.locator('.kiosk-service').first().waitFor();
  await look(page, 'kiosk-centre-03-search');
  await page.locator('.kiosk-service').first().click();
  await page.getByRole('heading', { name: '请带好' }).waitFor();
  await look(page, 'kiosk-centre-04-service');
  await press(page, '取号');
  await page.getByRole('heading', { name: '确认取号' }).waitFor();
  await press(page, '再加一项');
  await page.locator('.kiosk-tile').first().click();
  await page.locator('.kiosk-service').first().click();
  await press(page, '取号');
  const number = newResidentNumber('19300412');
  await scan(page, number);
  await page.getByText('已读取证件').waitFor();
  await look(page, 'kiosk-centre-05-confirm');
  // The first answer is lost on the way; the same press asks for the same number.
  let made = '';
  await page.route('**/api/v1/visits', async (route) => {
    made = (await (await route.fetch()).json()).number;
    await route.abort();
  }, { times: 1 });
  await press(page, '取号');
  await press(page, '再试一次');
  await page.locator('.kiosk-number', { hasText: made }).waitFor();
  await page.getByText('优先').waitFor();
  await look(page, 'kiosk-centre-06-ticket');
  await page.evaluate(() => {
    window.printed = 0;
    window.print = () => { window.printed += 1; };
  });
  await press(page, '打印');
  await press(page, '补打一张');
  await page.getByText('补打 REPRINT · 第 2 张').waitFor();
  await press(page, '没有出纸');
  await page.getByText('没有出纸也不要紧').waitFor();
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 220, height: 460 });
  await screenshot(page, 'kiosk-centre-07-paper-58');
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize(kUpright);
  await press(page, '完成');
  await page.getByRole('heading', { name: '您好，请问要办什么？' }).waitFor();
  const left = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.body.innerHTML, history.length, location.href]));
  assert.doesNotMatch(left, new RegExp(`${number}|${made}`));

  await page.setViewportSize(kDesktop);
  await page.getByRole('button', { name: /^查号、补打/ }).click();
  for (const key of [made[0], ...made.slice(1)]) await press(page, key);
  await look(page, 'kiosk-centre-08-find');
  await press(page, '确定');
  await page.locator('.kiosk-number', { hasText: made }).waitFor();
  await look(page, 'kiosk-centre-09-found');
  await asStaff(kAdmin);
  const { items } = await ask(staff, 'GET', '/kiosks');
  assert.deepEqual(items.map((one) => [one.paper, one.prints, one.reprints]), [['out', 2, 1]]);
  await closePage(page);
});

test('the display of the centre shows and calls; the phone of whoever is called too', async () => {
  await asStaff(kDesk);
  const phone = newPhone();
  const person = await ask(staff, 'POST', '/patients', { name: '测号码', documents: [{ type: 'resident-card', number: newResidentNumber() }], phone });
  const { windows } = await ask(staff, 'GET', '/centre');
  const window = windows.find((one) => one.open && one.campus.id === campus.id);
  const served = (await ask(staff, 'GET', '/service-windows')).items.find((one) => one.id === window.id).duties[0].serviceId;
  const page = await paired('/display/', { size: { width: 1920, height: 1080 } });
  await page.locator('.cards-page .room-name', { hasText: window.name }).first().waitFor();
  await asStaff(kDesk);
  const visit = await ask(staff, 'POST', '/visits', { serviceIds: [served], personId: person.id });
  await page.locator('.cards-page .centre-service', { hasText: visit.number }).waitFor();
  await ask(staff, 'POST', `/service-windows/${window.id}/calls`, { visitId: visit.id, reason: '测试' });
  await page.locator('.call', { hasText: visit.number }).waitFor();
  await page.locator('.cards-page .room-called', { hasText: visit.number }).waitFor();
  await lookAt(page, 'kiosk-centre-10-display');
  await page.setViewportSize(kUpright);
  await lookAt(page, 'kiosk-centre-11-display-upright');
  for (const step of ['start', 'finish']) await ask(staff, 'POST', `/visits/${visit.id}/steps`, { step });
  await closePage(page);
});

/// As the hospital's system brings them.
async function bringReports(person, number) {
  await asStaff(kAdmin);
  const made = await ask(staff, 'POST', '/accounts', { name: 'kiosk.operator', displayName: '测运维', roles: ['operator'] });
  await ask(staff, 'POST', '/sign-ins', { provider: 'password', account: 'kiosk.operator', password: made.oneTimePassword });
  await ask(staff, 'PUT', '/me/password', { current: made.oneTimePassword, new: 'Changed-at-once-7391' });
  const { key } = await ask(staff, 'POST', '/api-keys', { name: 'LIS', permissions: ['bring-results'] });
  const { now } = await ask(staff, 'GET', '/hospital');
  for (const [n, title, kind] of [[1, '胸部CT平扫', 'imaging'], [2, '血常规', 'laboratory']]) {
    const answer = await fetch(`${server.internal}/api/v1/reports`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
      body: JSON.stringify({ document: { type: 'resident-card', number }, number: `R-${person.id}-${n}`, kind, title, department: '检验科', status: 'final', at: new Date(Date.parse(now) - (4 - n) * 3600000).toISOString() }),
    });
    assert.ok(answer.ok, await answer.text());
  }
}

test('reports by a code to the phone on record; a guide for whoever needs one', async () => {
  await asStaff(kDesk);
  const phone = newPhone();
  const number = newResidentNumber('19500412');
  const person = await ask(staff, 'POST', '/patients', { name: '测报告', documents: [{ type: 'resident-card', number }], phone });
  await bringReports(person, number);
  const page = await paired('/kiosk/', { size: kUpright });
  await page.getByRole('button', { name: /^查报告/ }).click();
  await page.getByRole('heading', { name: '扫描或输入身份证号' }).waitFor();
  await scan(page, number);
  await page.getByRole('heading', { name: '输入验证码' }).waitFor();
  await look(page, 'kiosk-centre-20-code');
  for (const digit of await readCode(server.url, phone)) await press(page, digit);
  await press(page, '确定');
  await page.getByRole('heading', { name: '测*告 的报告' }).waitFor();
  assert.deepEqual(await page.locator('.kiosk-reports strong').allInnerTexts(), ['血常规', '胸部CT平扫']);
  await look(page, 'kiosk-centre-22-reports');
  await press(page, '好');
  assert.doesNotMatch(await page.evaluate(() => document.body.innerHTML), new RegExp(`${number}|测`));
  await page.getByRole('button', { name: /^请导医/ }).click();
  await page.getByRole('button', { name: '轮椅' }).click();
  await look(page, 'kiosk-centre-21-guide');
  await press(page, '请导医');
  await page.getByText('请在这台机器旁等候').waitFor();
  await asStaff(kDesk);
  const { items } = await ask(staff, 'GET', '/guide-requests');
  assert.ok(items.some((one) => one.needs.includes('wheelchair') && one.place.includes('自助机')));
  await closePage(page);
});

test('how was it: five faces at the kiosk, and one question on the phone', async () => {
  await asStaff(kDesk);
  const phone = newPhone();
  const patient = await openPage(browser, server.url);
  await ask(patient, 'POST', '/sign-in-codes', { phone });
  await ask(patient, 'POST', '/sign-ins', { provider: 'phone-code', phone, code: await readCode(server.url, phone) });
  const self = await ask(patient, 'POST', '/me/people', { name: '测评价', document: { type: 'resident-card', number: newResidentNumber('19800412') }, relation: 'self' });
  const { windows } = await ask(staff, 'GET', '/centre');
  const window = windows.find((one) => one.open && one.campus.id === campus.id);
  const served = (await ask(staff, 'GET', '/service-windows')).items.find((one) => one.id === window.id).duties[0].serviceId;
  /// A number that was called, served and done.
  async function done(personId) {
    const visit = await ask(staff, 'POST', '/visits', { serviceIds: [served], personId });
    const called = await ask(staff, 'POST', `/service-windows/${window.id}/calls`, { visitId: visit.id, reason: '测试' });
    for (const step of ['start', 'finish']) await ask(staff, 'POST', `/visits/${called.visit ? called.visit.id : called.id}/steps`, { step });
    return visit.number;
  }
  const number = await done(undefined);
  const page = await paired('/kiosk/', { size: kUpright });
  await page.getByRole('button', { name: /^查号、补打/ }).click();
  for (const key of number) await press(page, key);
  await press(page, '确定');
  await page.locator('.face').nth(4).waitFor();
  assert.equal(await page.locator('.face-button').count(), 5);
  const sizes = await page.locator('.face-button').evaluateAll((all) => all.map((one) => [one.offsetWidth, one.offsetHeight, one.querySelector('svg').getBoundingClientRect().width]));
  for (const [width, height, face] of sizes) assert.ok(width >= 120 && height >= 120 && face >= 80, `${width} × ${height}, face ${face}`);
  await look(page, 'kiosk-centre-30-faces');
  await page.setViewportSize(kDesktop);
  await look(page, 'kiosk-centre-31-faces-small');
  await page.locator('.face-button').nth(4).click();
  await page.getByRole('heading', { name: '谢谢您的评价' }).waitFor();
  await closePage(page);

  await asStaff(kDesk);
  await done(self.id);
  await patient.goto('/#/appointments');
  await patient.locator('.face-button').nth(3).click();
  await patient.locator('.face-button').first().waitFor({ state: 'detached' });
  await closePage(patient);
  assert.deepEqual((await ask(staff, 'GET', '/satisfaction')).items.map((one) => one.count).reduce((a, b) => a + b, 0), 2);
});
