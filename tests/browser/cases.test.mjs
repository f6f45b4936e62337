// A case from the window to the office and back, by keyboard; and the patient who follows it.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, kDesktop, kPhone, look, newResidentNumber, openPage, readCode, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { ask, kDesk, openCentre, signIn } from './staff.mjs';

const kOffice = { account: 'office', password: 'Demo-office-2026' };
const kPng = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

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

/// A morning on which the centre is open, at the desk.
async function openMorning(page) {
  await openCentre(page);
  await ask(page, 'POST', '/sign-ins', { provider: 'password', ...kDesk });
}

const stateIs = (page, words) => page.locator('.case-panel h2', { hasText: words }).waitFor();

test('a case goes from the window to the office and into the patient’s hand', async () => {
  const phone = '13977770001';
  const mine = await openPage(browser, server.url, { size: kPhone });
  await ask(mine, 'POST', '/sign-in-codes', { phone });
  await ask(mine, 'POST', '/sign-ins', { provider: 'phone-code', phone, code: await readCode(server.url, phone) });
  const person = await ask(mine, 'POST', '/me/people', { name: '秦办件', document: { type: 'resident-card', number: newResidentNumber('19780412') }, relation: 'self' });

  const desk = await openPage(browser, server.internal, { size: kDesktop });
  await ask(desk, 'POST', '/sign-ins', { provider: 'password', ...kDesk });
  await openMorning(desk);
  const service = (await ask(desk, 'GET', '/services')).items.find((one) => one.code === 'B01');
  const window = (await ask(desk, 'GET', '/service-windows')).items.find((one) => one.duties.some((duty) => duty.serviceId === service.id && duty.helpAfterMinutes === null));
  await ask(desk, 'PUT', `/service-windows/${window.id}/post`, { callsNext: false });
  await ask(desk, 'POST', '/visits', { serviceIds: [service.id], personId: person.id });
  await desk.addInitScript((id) => localStorage.setItem('yuyue.window', id), window.id);
  await desk.goto('/window/');
  await desk.locator('.calling-now').waitFor();
  await desk.locator('.calling-next-who').waitFor();
  await desk.keyboard.press('n');
  await desk.locator('.calling-state', { hasText: '已呼叫' }).waitFor();
  await desk.keyboard.press('s');
  await desk.locator('.calling-state', { hasText: '办理中' }).waitFor();

  // An errand of this kind does not end without a case by oversight.
  await desk.keyboard.press('f');
  await desk.getByRole('dialog').getByText('通常要立办件').waitFor();
  await look(desk, 'cases-01-ask');
  await desk.keyboard.press('Enter');
  await desk.getByRole('heading', { name: '办件', exact: true }).waitFor();
  await desk.getByText('秦').first().waitFor();
  await desk.keyboard.press('n');
  await desk.locator('.case-toggle:focus').waitFor();
  for (let i = 1; i <= service.papers.length; i += 1) if (!service.papers[i - 1].when) await desk.keyboard.press(String(i));
  await look(desk, 'cases-02-new');
  await desk.keyboard.press('s');
  await stateIs(desk, '已受理');
  await desk.locator('[name=scan]').setInputFiles({ name: '诊断证明.png', mimeType: 'image/png', buffer: kPng });
  await desk.getByRole('link', { name: '诊断证明.png' }).waitFor();
  // The wrong paper: taken off with a reason, and the right one instead.
  await desk.getByRole('button', { name: '移除扫描件 诊断证明.png' }).click();
  await desk.getByRole('button', { name: /扫错了材料/ }).click();
  await look(desk, 'cases-02b-remove');
  await desk.getByRole('button', { name: '移除扫描件', exact: false }).last().click();
  await desk.getByText(/诊断证明.png（.*扫错了材料）/).waitFor();
  await desk.locator('[name=scan]').setInputFiles({ name: '诊断证明2.png', mimeType: 'image/png', buffer: kPng });
  await desk.getByRole('link', { name: '诊断证明2.png' }).waitFor();
  await desk.keyboard.press('s');
  await stateIs(desk, '审核中');
  await look(desk, 'cases-03-submitted');
  const number = (await desk.locator('.case-panel h2').innerText()).match(/\d{4}-\d{5}/)[0];
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('Escape');
  await desk.locator('.calling-state', { hasText: '办理中' }).waitFor();
  await desk.keyboard.press('f');
  await desk.locator('.calling-state', { hasText: '窗口前没有人' }).waitFor();

  const office = await openPage(browser, server.internal, { size: kDesktop });
  await office.goto('/cases/');
  await signIn(office, kOffice);
  await office.locator('.case-row', { hasText: number }).waitFor();
  await look(office, 'cases-04-list');
  await office.keyboard.press('/');
  await office.keyboard.type(number);
  await office.keyboard.press('Enter');
  await office.getByRole('heading', { name: '办件（1）' }).waitFor();
  await office.evaluate(() => document.activeElement.blur());
  await office.keyboard.press('j');
  await stateIs(office, '审核中');
  await office.keyboard.press('r');
  await office.locator('.case-ask input:focus').waitFor();
  await look(office, 'cases-05-return');
  await office.keyboard.press('Escape');
  await office.keyboard.press('a');
  await stateIs(office, '待签章');
  await office.keyboard.press('g');
  await stateIs(office, '待领取');
  await look(office, 'cases-06-ready');
  await office.keyboard.press('u');
  await stateIs(office, '待签章');
  await office.keyboard.press('g');
  await stateIs(office, '待领取');

  await mine.goto('/#/cases');
  await mine.getByText('已办好，请带有效身份证件领取').waitFor();
  await mine.getByText('领取地点').waitFor();
  await look(mine, 'cases-07-patient');

  await desk.keyboard.press('d');
  await desk.locator('[name=who]:focus').waitFor();
  await desk.keyboard.type('秦办件');
  await desk.keyboard.press('Enter');
  await desk.locator('.case-row', { hasText: number }).click();
  await stateIs(desk, '待领取');
  await desk.keyboard.press('h');
  await desk.locator('[name=document]:focus').waitFor();
  await desk.keyboard.type('居民身份证 后四位 0412');
  await desk.getByLabel('已核对证件与人相符').check();
  await look(desk, 'cases-08-hand-over');
  await desk.keyboard.press('Enter');
  await stateIs(desk, '已领取');
  await desk.getByText('证件 居民身份证 后四位 0412').waitFor();
  // A scan of what is over is taken off by those who decide.
  await desk.getByText('诊断证明2.png').first().waitFor();
  assert.equal(await desk.getByRole('button', { name: /^移除扫描件/ }).count(), 0);
  await office.reload();
  await office.getByLabel('显示').selectOption('ended');
  await office.locator('.case-row', { hasText: number }).click();
  await office.getByRole('button', { name: /^移除扫描件/ }).first().waitFor();
  const [done] = (await ask(desk, 'GET', `/cases?number=${number}`)).items;
  assert.equal(done.state, 'handed-over');
  await mine.reload();
  await mine.getByText('已领取').first().waitFor();
  await Promise.all([desk, office, mine].map(closePage));
});
