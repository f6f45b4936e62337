// The small lists that others refer to (departments, rooms …): loaded once, shared by all
// sections, loaded again after a change.

import { pick, t } from '../shared/i18n.js';
import { makeStore, useStore } from '../shared/store.js';
import { getAll } from '../staff/api.js';

const kPaths = {
  departments: '/admin/departments',
  practitioners: '/practitioners',
  kinds: '/clinic-kinds',
  campuses: '/campuses',
  buildings: '/buildings',
  rooms: '/rooms',
  areas: '/areas',
  serviceGroups: '/service-groups',
  services: '/services',
  centreZones: '/centre-zones',
  exams: '/exams',
  examQuestions: '/exam-questions',
  examSites: '/exam-sites',
  examDevices: '/exam-devices',
};
// What others call by its code, not its id.
const kByCode = ['examQuestions'];

const store = makeStore(null);

export async function loadRefs() {
  const names = Object.keys(kPaths);
  const lists = await Promise.all(names.map((name) => getAll(kPaths[name])));
  const refs = {};
  const byId = new Map();
  names.forEach((name, i) => {
    refs[name] = kByCode.includes(name) ? lists[i].map((one) => ({ ...one, id: one.code })) : lists[i];
    refs[name].forEach((one) => byId.set(one.id, one));
  });
  refs.find = (id) => byId.get(id);
  refs.nameOf = (name, id) => {
    const one = byId.get(id);
    if (!one) return id || '';
    if (name === 'practitioners') return [pick(one, 'name'), one.title, one.code].filter(Boolean).join(' ');
    if (name === 'centreZones') return [pick(byId.get(one.campusId), 'name'), pick(one, 'name')].join(' · ') + (one.active ? '' : t('admin.inactive-suffix'));
    if (name === 'exams') return `${one.code} ${pick(one, 'name')}${one.active ? '' : t('admin.inactive-suffix')}`;
    return pick(one, 'name') + (one.active === false ? t('admin.inactive-suffix') : '');
  };
  store.set(refs);
  return refs;
}

/// Null until loaded.
export const useRefs = () => useStore(store);
