// Examinations on the administrator's page: what nobody has confirmed is marked and confirmed, a
// change is in the history, a device's hours and closures, on a desktop and on a phone.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, kDesktop, look, openPage, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { kAdmin, kPhoneWide, signIn } from './staff.mjs';

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

async function ready(page) {
  await page.locator('.admin-main h1').waitFor();
  await page.locator('.admin-main .skeleton').waitFor({ state: 'detached' });
}
const list = async (page, path) => (await (await page.request.get(`/api/v1/${path}`)).json()).items;

test('an entry is checked, changed, confirmed; its history says who did', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await page.goto('/admin/#/exams');
  await signIn(page, kAdmin);
  await ready(page);
  assert.equal(await page.locator('tbody').getByText('未经本院确认').count(), 42);
  await look(page, 'exams-01-list');
  await page.getByRole('link', { name: 'CT-ENH' }).click();
  await page.getByRole('heading', { name: /CT增强/ }).waitFor();
  await look(page, 'exams-02-editor');
  await page.getByLabel('禁食（分钟）').fill('360');
  await page.getByRole('button', { name: '试算' }).click();
  // Tried on the plans that there are.
  await page.getByText('试算结果（还没有保存）').waitFor();
  await page.getByRole('button', { name: /^保存/ }).click();
  await page.getByText('✓ 已保存').waitFor();
  await page.getByRole('button', { name: '本院确认无误' }).click();
  await page.getByText(/确认。改动后需要重新确认/).waitFor();
  await page.getByRole('button', { name: '修改记录' }).click();
  await page.getByText('240 → 360').waitFor();
  await look(page, 'exams-03-history');
  const exam = (await list(page, 'exams')).find((one) => one.code === 'CT-ENH');
  assert.equal(exam.fastingMinutes, 360);
  assert.equal(exam.effects.length, 5);
  assert.ok(exam.confirmed);
  for (const section of ['exam-rules', 'exam-sites']) {
    await page.goto(`/admin/#/${section}`);
    await ready(page);
    await page.locator('tbody a').first().click();
    await page.locator('#editor-title').waitFor();
    await look(page, `exams-04-${section}`);
  }
  // Whom a question concerns is data, and who changed it is kept.
  await page.goto('/admin/#/exam-questions');
  await ready(page);
  await page.getByRole('link', { name: '您是否怀孕或可能怀孕？' }).click();
  await page.getByLabel('到几岁止').fill('55');
  const saved = page.waitForResponse((one) => one.request().method() === 'PATCH');
  await page.getByRole('button', { name: /^保存/ }).click();
  await saved;
  await page.getByText('✓ 已保存').waitFor();
  await page.getByRole('button', { name: '修改记录' }).click();
  await page.getByText('60 → 55').waitFor();
  await look(page, 'exams-08-question');
  await page.goto('/admin/#/exam-load');
  await page.getByRole('heading', { name: '第三个空位要等几天' }).waitFor();
  await page.getByRole('cell', { name: '0/24' }).first().waitFor();
  await page.getByRole('button', { name: '后一周' }).click();
  await page.getByRole('region', { name: /各设备每半小时的负荷/ }).waitFor();
  await look(page, 'exams-07-load');
  // What planning together has been worth, and what recognised results have saved.
  await page.getByRole('row', { name: /一次来院做完/ }).waitFor();
  const savings = page.getByRole('region', { name: /结果互认省下的检查/ });
  assert.deepEqual(await savings.getByRole('row').allInnerTexts().then((rows) => rows.slice(1).map((row) => row.split(/\s+/).filter(Boolean))), [['CT平扫', '2'], ['血常规（非空腹）', '1'], ['合计', '3']]);
  const csv = await page.request.get(await savings.getByRole('link', { name: /CSV/ }).getAttribute('href'));
  assert.match(await csv.text(), /"CT-PLN","CT平扫",2/);
  await savings.scrollIntoViewIfNeeded();
  await look(page, 'exams-09-worth');
  await closePage(page);
});

test('a device’s hours and a closure, on a phone', async () => {
  const page = await openPage(browser, server.internal, { size: kPhoneWide });
  await page.goto('/admin/#/exam-devices');
  await signIn(page, kAdmin);
  await ready(page);
  await page.getByRole('link', { name: '磁共振', exact: true }).click();
  const saturday = page.getByLabel('周六', { exact: true });
  assert.equal(await saturday.inputValue(), '08:00–12:00 ×1 13:00–21:00 ×1');
  await saturday.fill('8:00-12:15 ×2');
  await page.getByRole('button', { name: /^保存/ }).click();
  await page.getByText(/时间在整点或半点。$/).first().waitFor();
  await saturday.fill('8:00-12:30 ×2');
  await page.getByRole('button', { name: /^保存/ }).click();
  await page.getByText('✓ 已保存').waitFor();
  const device = (await list(page, 'exam-devices')).find((one) => one.name === '磁共振');
  assert.deepEqual(device.hours.filter((one) => one.weekday === 6), [{ weekday: 6, opens: '08:00', closes: '12:30', capacity: 2 }]);
  await page.getByRole('button', { name: '停用设备' }).click();
  await page.getByLabel('原因类别').selectOption('broken');
  await page.getByText('从现在起停用').waitFor();
  await page.getByRole('dialog').getByText('设备故障', { exact: true }).click();
  await look(page, 'exams-05-close');
  await page.getByRole('dialog').getByRole('button', { name: /停用设备/ }).click();
  await page.getByText(/恢复前一直停用/).waitFor();
  await look(page, 'exams-06-closed');
  await page.getByRole('button', { name: '恢复使用' }).click();
  await page.getByText('没有停用安排。').waitFor();
  await closePage(page);
});
