// The service centre's desk: what is at hand of whoever comes, certificates that are remembered,
// reports, a window taken over, a day on paper, and the administrator's figures.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, kDesktop, kPhone, look, newPhone, newResidentNumber, openPage, readCode, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { ask, kAdmin, kDesk, signIn } from './staff.mjs';

const kPassword = 'Changed-at-once-7391';
const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86400000).toISOString().slice(0, 10);

let server;
let browser;
let services;
let day;
let setup;
const colleague = { account: 'second.clerk', password: kPassword };
const operator = { account: 'the.operator', password: kPassword };
const patient = { phone: newPhone(), number: newResidentNumber('19900412') };

const staffOf = (page, who) => ask(page, 'POST', '/sign-ins', { provider: 'password', ...who });
const turn = (page, time) => ask(page, 'POST', '/demo/clock', { now: `${day}T${time}:00+08:00` });

async function addAccount(page, { account, password }, roles) {
  await staffOf(page, kAdmin);
  const { oneTimePassword } = await ask(page, 'POST', '/accounts', { name: account, displayName: account, roles });
  await staffOf(page, { account, password: oneTimePassword });
  await ask(page, 'PUT', '/me/password', { current: oneTimePassword, new: password });
}

async function bringReport(page) {
  await staffOf(page, operator);
  const { key } = await ask(page, 'POST', '/api-keys', { name: 'lis', permissions: ['bring-results'] });
  const report = { number: 'LIS-1', document: { type: 'resident-card', number: patient.number }, kind: 'laboratory', title: '血常规', department: '检验科', at: `${day}T08:20:00+08:00`, status: 'final', link: 'https://lis.example/r/1' };
  const answer = await fetch(`${server.internal}/api/v1/reports`, { method: 'POST', headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' }, body: JSON.stringify(report) });
  assert.equal(answer.status, 201, await answer.text());
}

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  setup = await openPage(browser, server.internal);
  await addAccount(setup, colleague, ['desk']);
  await addAccount(setup, operator, ['operator']);
  const { today } = await ask(setup, 'GET', '/hospital');
  for (let ahead = 1; ahead < 15; ahead += 1) {
    day = plusDays(today, ahead);
    await turn(setup, '09:00');
    const { windows } = await ask(setup, 'GET', '/centre');
    if (windows.some((one) => one.open)) break;
  }
  await staffOf(setup, kDesk);
  services = (await ask(setup, 'GET', '/services')).items;
});
after(async () => {
  await stopBrowser(browser);
  if (server) await server.stop();
});

async function open(who, path, size) {
  const page = await openPage(browser, server.internal, { size });
  await page.goto(path);
  await signIn(page, who);
  return page;
}

test('at hand at a window: history, certificates, reports; and the window taken over', async () => {
  const page = await open(kDesk, '/window/', { width: 1366, height: 768 });
  await page.locator('.calling-choice .button').first().waitFor();
  const person = await ask(page, 'POST', '/patients', { name: '郑未央', documents: [{ type: 'resident-card', number: patient.number }], phone: patient.phone });
  await bringReport(setup);
  const service = services.find((one) => one.code === 'A01');
  const earlier = await ask(page, 'POST', '/visits', { serviceIds: [service.id], personId: person.id });
  await ask(page, 'POST', `/visits/${earlier.id}/steps`, { step: 'leave' });
  const visit = await ask(page, 'POST', '/visits', { serviceIds: [service.id], personId: person.id });
  await page.keyboard.press('1');
  await page.locator('.calling-now').waitFor();
  await page.getByRole('heading', { name: '等候 1 人' }).waitFor();
  await page.keyboard.press('n');
  await page.locator('.calling-who', { hasText: visit.number }).waitFor();
  await page.locator('.window-background', { hasText: earlier.number }).waitFor();
  await page.keyboard.press('h');
  await page.locator('[name=proof]:focus').waitFor();
  await page.keyboard.type('残疾人证');
  await look(page, 'window-30-certificate');
  await page.keyboard.press('Enter');
  await page.locator('.window-background', { hasText: '残疾人证' }).waitFor();
  await look(page, 'window-31-at-hand');
  await page.keyboard.press('v');
  await page.locator('[name=document]').fill(patient.number);
  await page.keyboard.press('Enter');
  await page.locator('.dialog', { hasText: '血常规' }).waitFor();
  await look(page, 'window-32-reports');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  const other = await open(colleague, '/window/', kDesktop);
  await other.locator('.calling-choice .button').first().waitFor();
  await other.keyboard.press('1');
  await other.getByRole('dialog').getByText('还有同事值守').waitFor();
  await look(other, 'window-33-take-over');
  await other.getByRole('dialog').getByRole('button', { name: '接管' }).click();
  await other.locator('.calling-now').waitFor();
  await page.getByText('second.clerk 接管了这个窗口').waitFor();
  await look(page, 'window-34-taken');
  await other.keyboard.press('f');
  await other.locator('.calling-state', { hasText: '窗口前没有人' }).waitFor();
  await other.keyboard.press('l');
  await other.locator('.calling-choice').waitFor();
  await closePage(other);
  await closePage(page);
});

test('a day on paper: to print, kept without the server, and entered afterwards', async () => {
  await staffOf(setup, kDesk);
  const waits = await ask(setup, 'POST', '/visits', { serviceIds: [services.find((one) => one.code === 'A01').id] });
  await turn(setup, '10:30');
  const page = await open(kDesk, '/window/paper.html', kDesktop);
  await page.getByRole('heading', { name: '今天的预约' }).waitFor();
  await page.locator('.paper-table th', { hasText: waits.number }).waitFor();
  await look(page, 'window-40-paper');
  await page.context().setOffline(true);
  assert.ok((await page.locator('.paper-table').count()) > 1);
  await page.context().setOffline(false);
  await page.keyboard.press('Alt+E');
  await page.locator('[name=number]:focus').waitFor();
  await page.keyboard.type(waits.number.toLowerCase());
  await page.locator('[name=calledAt]').fill('1005');
  await page.locator('[name=finishedAt]').fill('1001');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await page.locator('[name=finishedAt]').fill('10:12');
  await page.keyboard.press('Enter');
  await page.locator('caption', { hasText: '已录入 1 行' }).waitFor();
  await page.locator('[name=number]:focus').waitFor();
  await look(page, 'window-41-entered');
  assert.equal((await ask(page, 'GET', `/visits?number=${waits.number}`)).items[0].state, 'done');
  await closePage(page);
});

test('the figures of the day, and a patient sees their report', async () => {
  const page = await open(kAdmin, '/admin/#/centre-statistics', kDesktop);
  await page.locator('.table th', { hasText: '合计' }).waitFor();
  await page.locator('.table th', { hasText: 'second.clerk' }).waitFor();
  await look(page, 'admin-60-centre-statistics');
  await closePage(page);

  const phone = await openPage(browser, server.url, { size: kPhone });
  await ask(phone, 'POST', '/sign-in-codes', { phone: patient.phone });
  await ask(phone, 'POST', '/sign-ins', { provider: 'phone-code', phone: patient.phone, code: await readCode(server.url, patient.phone) });
  await ask(phone, 'POST', '/me/people', { name: '郑未央', document: { type: 'resident-card', number: patient.number }, relation: 'self' });
  await phone.goto('/patient/#/reports');
  await phone.getByRole('heading', { name: '血常规' }).waitFor();
  await look(phone, 'patient-60-reports');
  await closePage(phone);
});
