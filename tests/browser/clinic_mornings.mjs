// What the tests of the clinic's page share: mornings with people in line.

import { newPhone, newResidentNumber } from './lib.mjs';
import { ask, kDesk } from './staff.mjs';

export const kClinician = { account: 'clinician', password: 'Demo-clinic-2026' };
export const kOldScreen = { width: 1366, height: 768 };

export const kNames = ['赵一', '钱二', '孙三', '李四', '周五', '吴六'];
const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86400000).toISOString().slice(0, 10);

export const signInByApi = (page, who = kDesk) => ask(page, 'POST', '/sign-ins', { provider: 'password', ...who });

/// A morning to come with people booked into its first two slots, who have arrived: the clock is
/// turned to a quarter of an hour before.
let ahead = 0;
export async function morning(page, people) {
  await signInByApi(page);
  const { today } = await ask(page, 'GET', '/hospital');
  const { items: departments } = await ask(page, 'GET', '/departments');
  for (ahead += 1; ahead < 13; ahead += 1) {
    const date = plusDays(today, ahead);
    for (const department of departments) {
      const { items } = await ask(page, 'GET', `/sessions?date=${date}&departmentId=${department.id}`);
      const session = items.find((one) => one.state === 'open' && one.part === 'morning' && one.rooms.length > 1
        && one.slots.slice(0, 2).every((slot) => slot.capacity - slot.taken >= 3));
      if (!session) continue;
      const booked = [];
      for (let i = 0; i < people; i += 1) {
        const document = { type: 'resident-card', number: newResidentNumber() };
        const person = await ask(page, 'POST', '/patients', { name: kNames[i], documents: [document], phone: newPhone() });
        booked.push(await ask(page, 'POST', '/appointments', { slotId: session.slots[i < 2 ? 0 : 1].id, personId: person.id }));
      }
      const now = new Date(Date.parse(session.slots[0].startsAt) - 15 * 60000).toISOString();
      await ask(page, 'POST', '/demo/clock', { now });
      await signInByApi(page);
      for (const one of booked) await ask(page, 'POST', `/appointments/${one.id}/arrival`, {});
      return { department, session, booked };
    }
  }
  throw new Error('no morning is free enough');
}

/// The same for the demo's clinician in a session of their own, whose page is then theirs: people by
/// name, into the first two slots.
export async function ownMorning(page, people, needs = {}) {
  await signInByApi(page, kClinician);
  const { today } = await ask(page, 'GET', '/hospital');
  for (let days = 1; days < 13; days += 1) {
    const date = plusDays(today, days);
    await signInByApi(page, kClinician);
    const { items } = await ask(page, 'GET', `/me/sessions?date=${date}`);
    const session = items.filter((one) => one.own).map((one) => one.session).find((one) => one.state === 'open' && !one.remote
      && one.slots.slice(0, 2).every((slot) => slot.capacity - slot.taken >= 3));
    if (!session) continue;
    await signInByApi(page);
    const booked = [];
    for (let i = 0; i < people; i += 1) {
      const document = { type: 'resident-card', number: newResidentNumber() };
      const person = await ask(page, 'POST', '/patients', { name: kNames[i], documents: [document], phone: newPhone(), needs: needs[i] || [] });
      booked.push(await ask(page, 'POST', '/appointments', { slotId: session.slots[i < 3 ? 0 : 1].id, personId: person.id }));
    }
    const now = new Date(Date.parse(session.slots[0].startsAt) - 15 * 60000).toISOString();
    await ask(page, 'POST', '/demo/clock', { now });
    await signInByApi(page);
    for (const one of booked) await ask(page, 'POST', `/appointments/${one.id}/arrival`, {});
    await signInByApi(page, kClinician);
    return { session, booked };
  }
  throw new Error('the clinician has no session that is free enough');
}
