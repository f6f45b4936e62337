// Paying in a real browser: a place is held and counted down, paid on the provider's page, confirmed
// by itself, refunded; the desk takes money and lets emergencies pay later; the day's end.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { SandboxPay } from '../lib/sandbox_pay.mjs';
import { closePage, findClinic, kDesktop, look, newPhone, newResidentNumber, openPage, readCode, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { kAdmin, kDesk, signIn } from './staff.mjs';

const secret = 'a-secret-of-the-sandbox-for-tests-only';
const json = { 'Content-Type': 'application/json' };
let server;
let sandbox;
let browser;
let folder;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'yuyue-pay-'));
  const key = path.join(folder, 'pay.key');
  await writeFile(key, secret);
  sandbox = new SandboxPay({ secret });
  await sandbox.listen();
  server = await startServer({ args: ['--payment-provider', 'sandbox', '--payment-url', sandbox.url, '--payment-key-file', key] });
  sandbox.callbackUrl = `${server.url}/api/v1/payment-callbacks/sandbox`;
  browser = await startBrowser();
});
after(async () => {
  await stopBrowser(browser);
  if (server) await server.stop();
  if (sandbox) await sandbox.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const heading = (page, name) => page.getByRole('heading', { name, exact: true }).waitFor();

async function newPatient(page) {
  const phone = newPhone();
  assert.equal((await page.request.post('/api/v1/sign-in-codes', { headers: json, data: { phone } })).status(), 202);
  const data = { provider: 'phone-code', phone, code: await readCode(server.url, phone) };
  assert.equal((await page.request.post('/api/v1/sign-ins', { headers: json, data })).status(), 201);
  const person = { name: '李秀兰', relation: 'self', document: { type: 'resident-card', number: newResidentNumber() } };
  const answer = await page.request.post('/api/v1/me/people', { headers: json, data: person });
  assert.equal(answer.status(), 201, await answer.text());
  return { phone, person: (await answer.json()).id };
}

async function clinicWithFee() {
  const clinic = await findClinic(server.url);
  assert.ok(clinic.session.fee > 0, 'it has a fee');
  return clinic;
}

async function toConfirmation(page, person, { department, date, slots }, nth) {
  await page.goto(`/#/book/${department.id}/${date}/${slots[slots.length - 1 - nth].id}/${person}`);
  await heading(page, '请核对预约信息');
}

test('the administrator has web bookings paid ahead', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await page.goto('/admin/#/fees');
  await signIn(page, kAdmin);
  await heading(page, '缴费与对账');
  await page.getByLabel('支付平台').selectOption('sandbox');
  await page.getByRole('checkbox', { name: '患者网页' }).check();
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('已保存').first().waitFor();
  const answer = await (await page.request.get('/api/v1/fee-settings')).json();
  assert.deepEqual([answer.provider, answer.prepayChannels, answer.payWithinMinutes], ['sandbox', ['web'], 15]);
  await look(page, 'admin-fees');
  await closePage(page);
});

test('a patient pays for what is held; cancels; is refunded', async () => {
  const page = await openPage(browser, server.url);
  const { person } = await newPatient(page);
  const clinic = await clinicWithFee();
  await toConfirmation(page, person, clinic, 0);
  await page.getByText('预约后 15 分钟内在线支付').waitFor();
  await page.getByRole('button', { name: '确认预约' }).click();
  await heading(page, '请付款以确认预约');
  const clock = page.getByRole('timer');
  assert.match(await clock.innerText(), /^1[45]:\d\d$/);
  const before = await clock.innerText();
  await page.waitForTimeout(1300);
  assert.notEqual(await clock.innerText(), before, 'it counts down');
  const go = page.getByRole('link', { name: /去付款/ });
  await go.waitFor();
  await page.getByAltText('付款二维码').waitFor();
  assert.equal(await page.locator('.slip-number').count(), 0, 'no code before it is paid');
  await look(page, 'patient-pay');

  await page.goto('/#/appointments');
  await page.getByText(/待付款 · \d\d:\d\d 前/).waitFor();
  await look(page, 'patient-pay-list');
  await page.goBack();

  await go.waitFor();
  const opened = page.context().waitForEvent('page');
  await go.click();
  const pay = await opened;
  await pay.getByRole('button', { name: /^付款失败/ }).click();
  await page.getByText('付款没有成功，可以重新付款').first().waitFor();
  await pay.close();
  const again = page.context().waitForEvent('page');
  await page.getByRole('link', { name: /去付款/ }).click();
  const second = await again;
  await second.getByRole('button', { name: '付款 Pay', exact: true }).click();
  await second.getByText(/已处理/).waitFor();
  await second.close();

  await page.locator('.slip-number').waitFor();
  await page.getByText('（已付款）').or(page.getByText('(已付款)')).first().waitFor();
  await look(page, 'patient-paid');
  await page.getByRole('button', { name: '取消预约' }).click();
  await page.getByRole('button', { name: '确认取消' }).or(page.getByRole('dialog').getByRole('button', { name: /取消/ })).first().click();
  await page.getByText(/退款 .* 正在处理|已退款/).first().waitFor();
  await page.waitForTimeout(1500);
  await page.reload();
  await page.getByText(/已退款/).first().waitFor();
  await look(page, 'patient-refunded');
  await closePage(page);
});

test('the desk takes money, gives it back, and lets an emergency pay later', async () => {
  const patient = await openPage(browser, server.url);
  const { person, phone } = await newPatient(patient);
  const clinic = await clinicWithFee();
  await toConfirmation(patient, person, clinic, 1);
  await patient.getByRole('button', { name: '确认预约' }).click();
  await heading(patient, '请付款以确认预约');

  const page = await openPage(browser, server.internal, { size: kDesktop });
  await page.goto('/desk/');
  await signIn(page, kDesk);
  await page.locator('#search').waitFor();
  await page.locator('#search').fill(phone);
  await page.keyboard.press('Enter');
  await page.locator('.appointment').first().waitFor();
  await page.getByText(/待缴/).first().waitFor();
  await look(page, 'desk-pay-due');
  await page.getByRole('button', { name: /^稍后付费/ }).first().click();
  await page.getByRole('button', { name: '急诊', exact: true }).click();
  await page.getByRole('button', { name: /先确认预约/ }).click();
  await patient.locator('.slip-number').waitFor();

  await page.getByRole('button', { name: /^收费/ }).first().click();
  await look(page, 'desk-pay-take');
  await page.getByRole('button', { name: /已收/ }).click();
  await page.getByText('已缴费').first().waitFor();
  await page.getByRole('button', { name: /^退费/ }).first().click();
  await page.getByText('收错时使用').waitFor();
  await page.getByRole('button', { name: '收费有误', exact: true }).click();
  await page.getByRole('button', { name: /已退还/ }).click();
  await page.getByText(/待缴/).first().waitFor();
  await closePage(page);
  await closePage(patient);
});

test('the day\'s end agrees', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await page.goto('/admin/#/fees');
  await signIn(page, kAdmin);
  await heading(page, '每日对账');
  await page.getByText('一致').first().waitFor();
  assert.equal(await page.getByText('仅本院有').count(), 0);
  await look(page, 'admin-reconciliation');
  await closePage(page);
});
