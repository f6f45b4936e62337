// A display of one zone of the service centre, with the waits in minutes; and the settings that go
// with it in administration: zones, the last number before closing, which scans are taken.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { closePage, kDesktop, look, openPage, startBrowser, startServer, stopBrowser } from './lib.mjs';
import { ask, kAdmin, kDesk, signIn } from './staff.mjs';

const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86400000).toISOString().slice(0, 10);
let server;
let browser;
let staff;
let day;
const asStaff = (who) => ask(staff, 'POST', '/sign-ins', { provider: 'password', ...who });
const turn = async (time) => {
  await ask(staff, 'POST', '/demo/clock', { now: `${day}T${time}:00+08:00` });
  await asStaff(kAdmin);
};
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  staff = await openPage(browser, server.internal);
  await asStaff(kAdmin);
  const { today } = await ask(staff, 'GET', '/hospital');
  for (let ahead = 1; ahead < 15; ahead += 1) {
    day = plusDays(today, ahead);
    await turn('09:00');
    if ((await ask(staff, 'GET', '/centre')).windows.filter((one) => one.open).length > 3) break;
  }
});
after(async () => {
  if (staff) await closePage(staff);
  await stopBrowser(browser);
  if (server) await server.stop();
});

test('a display of one zone shows its windows and waits in minutes, and that numbers are over', async () => {
  const zone = (await ask(staff, 'GET', '/centre-zones')).items.find((one) => one.name === '医保审核区');
  const windows = (await ask(staff, 'GET', '/service-windows')).items;
  const mine = windows.filter((one) => one.zoneId === zone.id);
  const other = windows.find((one) => one.zoneId && one.zoneId !== zone.id);
  const page = await openPage(browser, server.internal, { size: { width: 1920, height: 1080 } });
  await page.goto('/display/');
  const code = page.locator('.pairing-code');
  await code.waitFor();
  await ask(staff, 'POST', '/devices', { code: (await code.innerText()).replace(/\s/g, ''), name: '医保大屏', centreId: zone.campusId, zoneId: zone.id });
  await page.getByRole('heading', { name: '本部 医保审核区' }).waitFor();
  await page.locator('.cards-page .room-name', { hasText: mine[0].name }).first().waitFor();
  assert.equal(await page.locator('.cards-page .room-name', { hasText: other.name }).count(), 0);

  await asStaff(kDesk);
  const { serviceId } = mine.flatMap((one) => one.duties).find((one) => one.helpAfterMinutes === null);
  await ask(staff, 'POST', `/visits`, { serviceIds: [serviceId] });
  const visit = await ask(staff, 'POST', '/visits', { serviceIds: [serviceId] });
  const row = page.locator('.cards-page .centre-service', { hasText: visit.number });
  await row.locator('.session-waiting', { hasText: /等候 2 人 · 约等 \d+(–\d+)? 分钟/ }).waitFor();
  await look(page, 'centre-zones-01-display');

  // Told at once: from now on no number of this service is given before the break.
  await asStaff(kAdmin);
  const service = (await ask(staff, 'GET', '/services')).items.find((one) => one.id === serviceId);
  await ask(staff, 'PATCH', `/services/${serviceId}`, { version: service.version, lastNumberMinutes: 200 });
  await row.locator('.session-waiting', { hasText: /起再取号/ }).waitFor();
  await look(page, 'centre-zones-02-over');
  await closePage(page);

  const phone = await openPage(browser, server.url);
  await phone.goto(`/patient/#/services/${serviceId}`);
  await phone.getByText(/现在已停止取号，12:00 起再取/).waitFor();
  await look(phone, 'centre-zones-03-patient');
  await closePage(phone);
  const now = (await ask(staff, 'GET', '/services')).items.find((one) => one.id === serviceId);
  await ask(staff, 'PATCH', `/services/${serviceId}`, { version: now.version, lastNumberMinutes: 0 });
});

test('zones, the last number and scans are settings', async () => {
  const page = await openPage(browser, server.internal, { size: kDesktop });
  await page.goto('/admin/');
  await signIn(page, kAdmin);
  await page.getByRole('link', { name: '服务中心分区' }).click();
  await page.getByRole('heading', { name: '服务中心分区' }).waitFor();
  await page.getByText('综合服务区').first().waitFor();
  await look(page, 'centre-zones-10-zones');
  await page.getByRole('link', { name: '服务窗口' }).click();
  await page.getByText('5 号窗口').first().click();
  const last = page.getByLabel('提前停止取号（分钟）');
  await last.waitFor();
  assert.equal(await last.inputValue(), '15');
  await look(page, 'centre-zones-11-window');
  await page.getByRole('link', { name: '扫描件设置' }).click();
  await page.getByLabel('每份最大（MB）').fill('5');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('已保存').first().waitFor();
  assert.equal((await ask(staff, 'GET', '/scan-rules')).mostMib, 5);
  await look(page, 'centre-zones-12-scans');
  await closePage(page);
});
