// Examinations: ordered and planned at the desk by keyboard, and by the patient on a phone.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, kDesktop, look, newPhone, newResidentNumber, openPage, readCode, startBrowser, startServer, stopBrowser, until } from './lib.mjs';
import { ask, headers, kDesk, press, signIn } from './staff.mjs';

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

const number = newResidentNumber();
const phone = newPhone();
const name = '测安排';

test('at the desk: ordered, planned, taken by one key, changed', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await page.goto('/desk/');
  await signIn(page, kDesk);
  await page.locator('#search').waitFor();
  await ask(page, 'POST', '/patients', { name, phone, documents: [{ type: 'resident-card', number }] });
  await press(page, 'F2');
  await page.keyboard.type(number);
  await press(page, 'Enter');
  await page.getByRole('button', { name: /^检查/ }).waitFor();
  await press(page, 'Alt+J');
  const find = page.getByLabel('检查名称、首字母或代码');
  await find.focus();
  for (const code of ['LAB-FBS', 'US-ABD', 'CT-PLN']) {
    await page.keyboard.type(code);
    await page.getByRole('list', { name: '找到的检查' }).waitFor();
    await press(page, 'Enter');
  }
  await press(page, 'Enter');
  const orders = page.getByRole('list', { name: '检查申请' });
  await orders.getByText('CT平扫').waitFor();
  // Asked once; nobody is pregnant here.
  for (const select of await page.getByRole('form', { name: '检查前的问题' }).locator('select').all()) await select.selectOption('0');
  await page.getByRole('button', { name: '保存回答' }).click();
  await page.getByRole('region', { name: '安排检查' }).getByRole('button', { name: '安排检查' }).click();
  await page.locator('.exam-choice').first().waitFor();
  await look(page, 'exams-01-choices');
  await press(page, '1', 'Enter');
  const stands = page.getByRole('region', { name: /^已定的安排/ });
  await stands.waitFor();
  assert.equal(await stands.getByRole('button', { name: '改时间' }).count(), 3);
  await look(page, 'exams-02-plan');
  await stands.getByRole('button', { name: '不做了' }).last().click();
  await page.getByRole('region', { name: '不做了' }).getByRole('button', { name: '按此更改' }).first().click();
  await until(page, () => [...document.querySelectorAll('button')].filter((one) => one.textContent === '改时间').length === 2);
  await ask(page, 'POST', '/exam-orders', { personId: (await ask(page, 'GET', `/patients?q=${phone}`)).items[0].id, orders: [{ exam: 'ECG-12L' }, { exam: 'US-THY' }] });
  await closePage(page);
});

test('on the phone: one\'s own plan is chosen, with what to do and when', async () => {
  const page = await openPage(browser, server.url);
  await page.goto('/');
  assert.equal((await page.request.post('/api/v1/sign-in-codes', { headers, data: { phone } })).status(), 202);
  const data = { provider: 'phone-code', phone, code: await readCode(server.url, phone) };
  assert.equal((await page.request.post('/api/v1/sign-ins', { headers, data })).status(), 201);
  await ask(page, 'POST', '/me/people', { name, document: { type: 'resident-card', number }, relation: 'self' });
  await page.goto('/#/appointments');
  await page.reload();
  await page.getByRole('link', { name: '查看和安排检查' }).click();
  await page.getByRole('button', { name: '安排检查' }).click();
  await page.getByRole('button', { name: '定下这个安排' }).first().waitFor();
  await look(page, 'exams-03-phone-choices');
  await page.getByRole('button', { name: '定下这个安排' }).first().click();
  await page.getByRole('link', { name: '加入日历' }).first().waitFor();
  await look(page, 'exams-04-phone-plan');
  await closePage(page);
});
