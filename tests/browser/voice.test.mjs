// A letter to the hospital: written on a phone without a name, taken through an office by the
// staff's page, answered, and marked by whoever wrote it.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, kDesktop, kPhone, look, openPage, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { ask, kAdmin, kDesk, signIn } from './staff.mjs';

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

const kText = '取血结果晚了三个小时，没有人说明。';

test('a letter from writing to its mark', async () => {
  const phone = await openPage(browser, server.url, { size: kPhone });
  await phone.goto('/patient/#/voice');
  await phone.getByRole('heading', { name: '投诉、建议与表扬' }).waitFor();
  await phone.getByRole('heading', { name: '投诉接待' }).waitFor();
  await phone.getByRole('button', { name: '寄出' }).click();
  await phone.getByText('请选择类别').waitFor();
  await look(phone, 'voice-01-write');
  await phone.getByLabel('投诉', { exact: true }).check();
  await phone.getByLabel('内容').fill(kText);
  await phone.getByRole('button', { name: '寄出' }).click();
  const codes = phone.locator('.voice-code');
  await codes.first().waitFor();
  const [number, code] = await codes.allTextContents();
  assert.match(number, /^\d{4}-\d{4}$/);
  await look(phone, 'voice-02-sent');

  const admin = await openPage(browser, server.internal, { size: kDesktop });
  await admin.goto('/admin/#/voice');
  await signIn(admin, kAdmin);
  await admin.getByText('这些期限是程序的初始值').waitFor();
  await look(admin, 'voice-03-settings');
  await closePage(admin);

  const desk = await openPage(browser, server.internal, { size: kDesktop });
  await desk.goto('/voice/');
  await signIn(desk, kDesk);
  await desk.locator('.voice-line', { hasText: number }).click();
  await desk.locator('.voice-detail', { hasText: kText }).waitFor();
  await look(desk, 'voice-04-desk');
  await desk.keyboard.press('a');
  await desk.getByLabel('药学部').check();
  await desk.getByLabel('门诊部').check();
  await desk.locator('.dialog button[type=submit]').click();
  await desk.locator('.voice-detail', { hasText: '科室办理中' }).waitFor();
  await look(desk, 'voice-05-assigned');
  const { items } = await ask(desk, 'GET', '/complaints');
  const letter = items.find((one) => one.number === number);
  for (const one of letter.assignments) await ask(desk, 'POST', `/complaint-assignments/${one.id}/withdrawal`, { reason: '已电话了解' });
  await desk.reload();
  await desk.locator('.voice-line', { hasText: number }).click();
  await desk.locator('.voice-detail', { hasText: '待转办' }).waitFor();
  await desk.keyboard.press('r');
  await desk.locator('.dialog textarea').waitFor();
  await desk.keyboard.type('已向检验科了解，对不起。');
  await desk.keyboard.press('Enter');
  await desk.locator('.voice-detail', { hasText: '已答复' }).waitFor();
  await desk.keyboard.press('Alt+n');
  await desk.locator('.dialog textarea').waitFor();
  await desk.keyboard.type('电话里说：停车难。');
  await look(desk, 'voice-06-receive');
  await desk.keyboard.press('Enter');
  await desk.getByText('查询码只显示这一次').waitFor();
  await desk.keyboard.press('Escape');
  await closePage(desk);

  await phone.getByLabel('编号').fill(number);
  await phone.getByLabel('查询码').fill(code);
  await phone.getByRole('button', { name: '查看答复' }).click();
  await phone.getByText('已向检验科了解').waitFor();
  await look(phone, 'voice-07-answer');
  await phone.getByRole('button', { name: '一般' }).click();
  await phone.getByText('您的评价：一般').waitFor();
  await closePage(phone);
});
