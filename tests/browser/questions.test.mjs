// What a hospital's rules ask before booking, on a patient's phone.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { checkAccessible, closePage, findClinic, look, newPhone, newResidentNumber, openPage, readCode, root, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { kAdmin } from './staff.mjs';

let server;
let browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  const staff = await openPage(browser, server.internal);
  const json = { headers: { 'Content-Type': 'application/json' } };
  const signedIn = await staff.request.post(`${server.internal}/api/v1/sign-ins`, { ...json, data: { provider: 'password', ...kAdmin } });
  assert.equal(signedIn.status(), 201);
  const document = JSON.parse(await readFile(path.join(root, 'tests/data/policies/d.json'), 'utf8'));
  const added = await staff.request.post(`${server.internal}/api/v1/policies`, { ...json, data: { document } });
  assert.equal(added.status(), 201, await added.text());
  await closePage(staff);
});
after(async () => {
  await stopBrowser(browser);
  if (server) await server.stop();
});

test('fever is asked about; yes leads elsewhere, no to the appointment', async () => {
  const page = await openPage(browser, server.url);
  const headers = { 'Content-Type': 'application/json' };
  const phone = newPhone();
  await page.request.post('/api/v1/sign-in-codes', { headers, data: { phone } });
  const data = { provider: 'phone-code', phone, code: await readCode(server.url, phone) };
  assert.equal((await page.request.post('/api/v1/sign-ins', { headers, data })).status(), 201);
  const added = await page.request.post('/api/v1/me/people', { headers, data: { name: '李秀兰', relation: 'self', document: { type: 'resident-card', number: newResidentNumber() } } });
  const person = (await added.json()).id;
  const { department, date, slots } = await findClinic(server.url);
  const slot = slots[slots.length - 1];
  await page.goto(`/#/book/${department.id}/${date}/${slot.id}/${person}`);
  const book = page.getByRole('button', { name: '确认预约' });
  await book.waitFor();
  await page.getByText('这个门诊的预约规则').click();
  await page.getByText('当天的号不能预约，最早预约明天。').waitFor();

  await book.click();
  await page.getByText('请先回答这个问题。').waitFor();
  await page.getByLabel('是', { exact: true }).check();
  await page.getByText('请直接到发热门诊就诊，无需预约', { exact: true }).waitFor();
  assert.equal(await book.getAttribute('aria-disabled'), 'true');
  await look(page, 'patient-question');
  await checkAccessible(page, 'a question before booking');
  await page.getByLabel('否', { exact: true }).check();
  await book.click();
  await page.getByText('预约成功').waitFor();
  await closePage(page);
});
