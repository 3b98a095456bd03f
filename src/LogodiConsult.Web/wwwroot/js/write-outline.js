// The outline of a plan: text of its sections that is only on this device is sent, and told where it could not be.

import { forget, orphansOf } from './device.js';

const note = document.getElementById('unsent');
const { drafts, token } = note.dataset;

async function send(copy) {
  const answer = await fetch(`/plans/${note.dataset.plan}/sections/${copy.section}`, {
    method: 'PATCH', body: JSON.stringify({ content: copy.content }),
    headers: { 'Content-Type': 'application/json', 'If-Match': `"${copy.base}"`, 'Idempotency-Key': `${copy.page}-${copy.at}`, RequestVerificationToken: token },
  }).catch(() => null);
  const said = await answer?.json().catch(() => ({}));
  if (!answer?.ok && !(answer?.status === 412 && said.content === copy.content)) return false;
  forget(copy);
  return true;
}

// The title has its own field on this page, which sends its own copy.
const copies = (await orphansOf(drafts)).filter(copy => copy.section !== '-title');
const left = [];
let sent = 0;
for (const copy of copies) {
  if (await send(copy)) sent++;
  else if (document.getElementById(copy.section)) left.push(copy);
}
if (sent > 0 && left.length === 0) {
  location.reload();
} else if (left.length > 0) {
  const [before, after] = note.dataset.sentence.split('{0}');
  const links = [...new Set(left.map(c => c.section))].flatMap((section, i) => [i > 0 ? ', ' : '', Object.assign(document.createElement('a'), {
    href: document.getElementById(section).querySelector('a').href, textContent: document.getElementById(section).querySelector('a').textContent,
  })]);
  note.querySelector('p').replaceChildren(before, ...links, after);
  note.hidden = false;
  // What is handed in must be what was written.
  document.getElementById('submit-form')?.addEventListener('submit', event => {
    event.preventDefault();
    note.querySelector('[role=alert]').textContent = note.dataset.first;
    note.scrollIntoView({ block: 'center' });
  });
}
