// What every page needs to know once: the hospital, and who is signed in.
//
//   await loadContext();                 // in main.js, before drawing; never throws
//   const hospital = useStore(hospitalStore);   // GET /hospital, or null while unreachable
//   const me = useStore(meStore);               // GET /me; kind 'anonymous' when nobody is
//   await signIn({ provider, … }); await signOut();
//   can(me, 'patients-find')             // has this permission

import { del, get, onSignedOut, post } from './api.js';
import { setHospital } from './dates.js';
import { makeStore } from './store.js';

const kNobody = { kind: 'anonymous', name: '', permissions: [] };

export const hospitalStore = makeStore(null);
export const meStore = makeStore(kNobody);

export async function loadHospital() {
  const hospital = await get('/hospital');
  setHospital(hospital);
  hospitalStore.set(hospital);
  return hospital;
}

export async function loadMe() {
  meStore.set(await get('/me'));
  return meStore.get();
}

/// Both, at the same time. Without a network the page still starts, and asks again on 'online'.
export async function loadContext() {
  const both = [loadHospital(), loadMe()].map((loading) => loading.then(() => true, () => false));
  const [hospital, me] = await Promise.all(both);
  if (!hospital || !me) window.addEventListener('online', loadContext, { once: true });
}

export async function signIn(credentials) {
  const answer = await post('/sign-ins', credentials);
  meStore.set(answer.principal);
  return answer.principal;
}

export async function signOut() {
  await del('/sign-ins/current');
  meStore.set(kNobody);
}

export const can = (me, permission) => !!me && (me.permissions || []).includes(permission);

onSignedOut(() => meStore.set(kNobody));
