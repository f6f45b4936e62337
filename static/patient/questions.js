// What a clinic asks before it can be booked, and its rules in words.

import { html } from '../shared/preact.js';
import { get } from '../shared/api.js';
import { Choices, Notice } from '../shared/components.js';
import { language, pick, t } from '../shared/i18n.js';

export const loadRules = (session, signal) => get(`/sessions/${encodeURIComponent(session)}/rules`, { signal });

export const allAnswered = (rules, answers) => rules.questions.every((question) => question.code in answers);
/// The question by whose answer this clinic is not the place to go.
export const sentElsewhere = (rules, answers) => rules.questions.find((question) => answers[question.code] === true);

/// answers: { code: true | false }, without those that are open.
export function Questions({ rules, answers, missing, onChange }) {
  const elsewhere = sentElsewhere(rules, answers);
  return html`${rules.questions.map(
      (question) => html`<${Choices}
        key=${question.code}
        legend=${pick(question, 'text')}
        layout="row"
        error=${missing && !(question.code in answers) ? t('patient.question.missing') : ''}
        value=${question.code in answers ? String(answers[question.code]) : ''}
        onChange=${(value) => onChange({ ...answers, [question.code]: value === 'true' })}
        options=${[
          { value: 'false', label: t('patient.question.no') },
          { value: 'true', label: t('patient.question.yes') },
        ]}
      />`,
    )}
    ${elsewhere ? html`<${Notice} kind="warning" title=${pick(elsewhere, 'advice')} live />` : null}`;
}

export function RulesInWords({ rules }) {
  const sentences = language() === 'en' ? rules.meaningEn : rules.meaning;
  return html`<details class="rules">
    <summary>${t('patient.rules')}</summary>
    <ul class="preparations">${sentences.map((sentence) => html`<li key=${sentence}>${sentence}</li>`)}</ul>
  </details>`;
}
