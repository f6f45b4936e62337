// The service centre away from its windows' routine: a phone that takes a number for several errands,
// appointments where no number is given, slips, guides, and the list of kiosks.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, kPhone, look, newPhone, newResidentNumber, openPage, readCode, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { ask, kAdmin, kDesk, signIn } from './staff.mjs';

const kOldScreen = { width: 1366, height: 768 };
const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86400000).toISOString().slice(0, 10);

let server;
let browser;
let staff;
let area;
let copies;
const number = newResidentNumber('19640307');
const phone = newPhone();

const asStaff = (who) => ask(staff, 'POST', '/sign-ins', { provider: 'password', ...who });
/// The last numbers of a service are given so long before its windows close.
async function lastNumber(code, minutes) {
  await asStaff(kAdmin);
  const service = (await ask(staff, 'GET', '/services')).items.find((one) => one.code === code);
  await ask(staff, 'PATCH', `/services/${service.id}`, { version: service.version, lastNumberMinutes: minutes });
  await asStaff(kDesk);
}

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  staff = await openPage(browser, server.internal, { size: kOldScreen });
  await asStaff(kDesk);
  const { today } = await ask(staff, 'GET', '/hospital');
  for (let ahead = 1; ahead < 15; ahead += 1) {
    await ask(staff, 'POST', '/demo/clock', { now: `${plusDays(today, ahead)}T09:00:00+08:00` });
    await asStaff(kDesk);
    const { windows } = await ask(staff, 'GET', '/centre');
    if (windows.filter((one) => one.open).length > 3) break;
  }
  await asStaff(kAdmin);
  const campus = (await ask(staff, 'GET', '/campuses')).items.find((one) => one.name === '本部');
  area = (await ask(staff, 'GET', '/areas')).items.find((one) => one.campusId === campus.id);
  await asStaff(kDesk);
  copies = (await ask(staff, 'GET', '/services')).items.find((one) => one.code === 'A04');
  await ask(staff, 'POST', '/patients', { name: '苏望舒', documents: [{ type: 'resident-card', number }], phone });
});
after(async () => {
  if (staff) await closePage(staff);
  await stopBrowser(browser);
  if (server) await server.stop();
});

let signedIn;
/// The second time as from a phone that is still signed in.
async function patientPage(options) {
  const page = await openPage(browser, server.url, { ...options, storageState: signedIn });
  if (signedIn) return page;
  await ask(page, 'POST', '/sign-in-codes', { phone });
  await ask(page, 'POST', '/sign-ins', { provider: 'phone-code', phone, code: await readCode(server.url, phone) });
  signedIn = await page.context().storageState();
  return page;
}

test('the code on the wall gives a number for several errands, and what is closed says when', async () => {
  const page = await patientPage({ size: kPhone });
  await ask(page, 'POST', '/me/people', { name: '苏望舒', document: { type: 'resident-card', number }, relation: 'self' });
  await lastNumber('C06', 240);
  await page.goto(`/#/here/${area.postedCode}`);
  await page.getByRole('heading', { name: '取服务中心的号' }).waitFor();
  await page.locator('.errand-closed', { hasText: '已停止取号' }).waitFor();
  await page.getByRole('checkbox', { name: /^病历资料复印/ }).check();
  await page.getByRole('checkbox', { name: /^健康教育资料领取/ }).check();
  await page.getByText('已选 2 项，一个号码办完。').waitFor();
  await look(page, 'centre-phone-01-choose');

  // Meanwhile no number is given for the one any more.
  await lastNumber('A04', 240);
  await page.getByRole('button', { name: '取号', exact: true }).click();
  await page.getByText('“病历资料复印”可以预约下面的时间来办：').waitFor();
  await look(page, 'centre-phone-02-instead');
  const offer = page.locator('.take-number .offer').first();
  const href = await offer.getAttribute('href');
  assert.match(href, new RegExp(`#/book/${copies.departmentId}/`));
  await offer.click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.ok(page.url().endsWith(href.slice(href.indexOf('#'))), page.url());
  await lastNumber('A04', 0);

  await page.goto(`/#/here/${area.postedCode}`);
  await page.getByRole('checkbox', { name: /^病历资料复印/ }).check();
  await page.getByRole('checkbox', { name: /^健康教育资料领取/ }).check();
  await page.getByRole('button', { name: '取号', exact: true }).click();
  await page.locator('.own-visits .place-number strong').waitFor();
  assert.equal(await page.locator('.own-visits ol > li').count(), 2);
  await page.locator('.own-visits .place-when').waitFor();
  await page.locator('.own-visits', { hasText: '九成在' }).waitFor();
  await look(page, 'centre-phone-03-number');
  const english = await openPage(browser, server.url, { size: kPhone, language: 'en', storageState: await page.context().storageState() });
  await english.addInitScript(() => localStorage.setItem('yuyue.language', 'en'));
  await english.goto(`/#/here/${area.postedCode}`);
  await english.getByRole('heading', { name: 'A number at the service centre' }).waitFor();
  await look(english, 'centre-phone-04-english');
  await closePage(english);
  await closePage(page);
});

test('a service that can be booked says so, and has its form', async () => {
  const page = await openPage(browser, server.url, { size: kPhone });
  await page.goto(`/#/services/${copies.id}`);
  await page.getByText('现场取号，或先预约').waitFor();
  const book = page.getByRole('link', { name: '预约办理' });
  assert.ok((await book.getAttribute('href')).endsWith(`/departments/${copies.departmentId}`));
  await look(page, 'centre-phone-05-service');
  await page.getByRole('link', { name: '病历复印授权委托书' }).click();
  await page.getByRole('heading', { name: '病历复印授权委托书' }).waitFor();
  await look(page, 'centre-phone-06-form');
  await closePage(page);
});

test('at a window: a slip, its marked reprint, and an appointment where no number is given', async () => {
  const page = await openPage(browser, server.internal, { size: kOldScreen });
  await page.goto('/window/');
  await signIn(page, kDesk);
  await page.locator('.calling-choice .button').first().waitFor();
  await page.keyboard.press('2');
  await page.locator('.calling-now').waitFor();
  await page.keyboard.press('a');
  await page.locator('[name=service]:focus').waitFor();
  await page.keyboard.type('复印病历');
  await page.keyboard.press('Enter');
  await page.locator('.chip[aria-pressed=true]').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('请把号码告诉来人').waitFor();
  await page.keyboard.press('i');
  await page.locator('.slip .window-slip-number').waitFor();
  await page.keyboard.press('i');
  await page.getByRole('button', { name: /^再打印一张/ }).waitFor();
  assert.equal(await page.getByText('补打').count(), 0);
  await page.keyboard.press('i');
  await page.getByText('补打（第 2 张）').waitFor();
  await page.getByRole('button', { name: '58 毫米纸' }).click();
  await page.locator('.slip-58mm').waitFor();
  await look(page, 'centre-phone-10-slip');
  await page.keyboard.press('Escape');
  await page.locator('.calling-now').waitFor();

  await lastNumber('A04', 240);
  await page.keyboard.press('a');
  await page.locator('[name=service]:focus').waitFor();
  await page.keyboard.type('复印病历');
  await page.keyboard.press('Enter');
  await page.locator('.chip[aria-pressed=true]').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('请先在上面查找本人。').waitFor();
  await page.locator('[name=who]').fill(number);
  await page.keyboard.press('Enter');
  await page.locator('.chip[aria-pressed=true]', { hasText: '苏' }).waitFor();
  await look(page, 'centre-phone-11-instead');
  await page.locator('.dialog .offer').last().click();
  await page.locator('.notice', { hasText: /已预约，预约码 \d/ }).waitFor();
  await look(page, 'centre-phone-12-booked');
  await lastNumber('A04', 0);
  await closePage(page);
});

test('a guide is asked for by phone, found at the desk, sent, met and done', async () => {
  await asStaff(kAdmin);
  await ask(staff, 'POST', '/guides', { name: '导医小张', weekdays: [1, 2, 3, 4, 5, 6, 7], starts: '06:00', ends: '22:00' });
  const page = await patientPage({ size: kPhone });
  await page.goto('/#/guide');
  await page.getByRole('checkbox').first().check();
  await page.getByRole('textbox').fill('门诊楼大门口');
  await look(page, 'centre-phone-20-guide');
  await page.getByRole('button', { name: '请导医' }).click();
  await page.getByText(/门诊楼大门口/).first().waitFor();
  await look(page, 'centre-phone-21-guide-asked');
  const { items: [asked] } = await ask(page, 'GET', '/me/guide-requests');
  const desk = await openPage(browser, server.internal, { size: kOldScreen });
  await desk.goto('/desk/');
  await signIn(desk, kDesk);
  await desk.getByRole('button', { name: /^导医/ }).first().click();
  const line = desk.locator('.spot-line', { hasText: '门诊楼大门口' });
  // Whoever is free is sent by itself.
  await line.getByText('导医小张').waitFor();
  await look(desk, 'centre-phone-22-desk-guides');
  await line.getByRole('button', { name: '接到了' }).click();
  await line.getByText('已接到').first().waitFor();
  await page.reload();
  await page.getByText(/导医小张/).first().waitFor();
  await line.getByRole('button', { name: '送到了' }).click();
  await line.waitFor({ state: 'detached' });
  const { items } = await ask(page, 'GET', '/me/guide-requests');
  assert.equal(items.find((one) => one.id === asked.id).state, 'done');
  await closePage(desk);
  await closePage(page);
});

test('administrators see which kiosk is silent or out of paper', async () => {
  const kiosk = await openPage(browser, server.internal, { size: kOldScreen });
  await kiosk.goto('/kiosk/');
  const code = kiosk.locator('.kiosk-code, .pairing-code');
  await code.waitFor();
  await asStaff(kAdmin);
  await ask(staff, 'POST', '/devices', { code: (await code.innerText()).replace(/\s/g, ''), name: '大厅一号', centreId: area.campusId });
  await code.waitFor({ state: 'detached' });
  await ask(kiosk, 'PUT', '/kiosk/state', { paper: 'out', version: 'web' });
  await closePage(kiosk);
  const page = await openPage(browser, server.internal, { size: kOldScreen });
  await page.goto('/admin/');
  await signIn(page, kAdmin);
  await page.goto('/admin/#/kiosks');
  await page.getByRole('row', { name: /大厅一号/ }).getByText('缺纸').waitFor();
  await look(page, 'centre-phone-30-kiosks');
  await closePage(page);
});
