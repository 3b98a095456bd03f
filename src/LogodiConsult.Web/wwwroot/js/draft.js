// Keeps what is typed: at once on this device, a moment later on the server, and forgets the device's copy when the server has confirmed.
// No visible field is written to while somebody types, and nothing is sent while an input method is composing (Hangul).

const Pause = 1500;
const Prefix = 'logodi.draft.';
const Sent = 'logodi.sent';
const Hidden = ['form-key', '__RequestVerificationToken', 'commentId', 'baseVersion', 'revision'];

function hiddenField(form, name) {
  let field = form.querySelector(`input[type=hidden][name="${name}"]`);
  if (!field) {
    field = Object.assign(document.createElement('input'), { type: 'hidden', name });
    form.append(field);
  }
  return field;
}

const arrival = performance.getEntriesByType('navigation')[0]?.type;
const typedOf = form => Object.fromEntries([...new FormData(form)].filter(([name]) => !Hidden.includes(name)));
const wordsOf = typed => (typed.text ?? typed.summary ?? '').trim();
const baseOf = form => form.querySelector('input[name=baseVersion]')?.value ?? '0';

function local(action) {
  // Without storage (private windows, full disks) the server alone keeps the draft.
  try {
    return action(localStorage);
  } catch {
    return null;
  }
}

for (const form of document.querySelectorAll('form[data-draft]')) {
  const key = Prefix + form.dataset.name;
  const state = form.querySelector('.draft-state');
  let timer = 0, busy = false, again = false, composing = false;

  const tell = (word, more = '') => { state.textContent = more || state.dataset[word]; };

  async function keep() {
    if (busy || composing) {
      again = true;
      return;
    }
    const typed = typedOf(form);
    if (wordsOf(typed) === '' && !form.querySelector('input[name=commentId]') && !form.elements.summary) return;
    busy = true;
    again = false;
    const sent = JSON.stringify(typed);
    try {
      const answer = await fetch(form.dataset.draft, { method: 'POST', body: new FormData(form), headers: { Accept: 'application/json' } });
      const body = answer.headers.get('content-type')?.includes('json') ? await answer.json() : {};
      if (answer.ok && body.version) {
        hiddenField(form, 'baseVersion').value = body.version;
        if (body.id) hiddenField(form, 'commentId').value = body.id;
        if (sent === JSON.stringify(typedOf(form))) {
          local(store => store.removeItem(key));
          form.dispatchEvent(new CustomEvent('kept', { bubbles: true }));
        }
        tell('saved');
      } else {
        tell('local', body.error ? `${state.dataset.local} ${body.error}` : '');
      }
    } catch {
      tell('local');
      again = true;
    }
    busy = false;
    if (again) later(Pause * 4);
  }

  function later(pause = Pause) {
    clearTimeout(timer);
    timer = setTimeout(keep, pause);
  }

  function typed() {
    local(store => store.setItem(key, JSON.stringify({ base: baseOf(form), typed: typedOf(form) })));
    later();
  }

  form.addEventListener('input', typed);
  form.addEventListener('change', typed);
  form.addEventListener('compositionstart', () => { composing = true; });
  form.addEventListener('compositionend', () => {
    composing = false;
    typed();
  });
  // The copy stays until the server has answered (form.js): on a dead line the browser shows a page of its own instead.
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    local(() => sessionStorage.setItem(Sent, JSON.stringify({ key, from: location.href.split('#')[0] })));
  });

  // What this device kept and the server never confirmed.
  const left = local(store => JSON.parse(store.getItem(key) ?? 'null'));
  // On a slow line words are typed before this script is there.
  const sent = form.cloneNode(true);
  sent.reset();
  const early = arrival === 'navigate' && JSON.stringify(typedOf(form)) !== JSON.stringify(typedOf(sent));
  if (early) typed();
  if (!left || wordsOf(left.typed) === '') continue;
  if (left.base === baseOf(form) && !early) {
    for (const [name, value] of Object.entries(left.typed)) {
      const field = form.elements.namedItem(name);
      if (field instanceof RadioNodeList || field?.type === 'radio') field.value = value;
      else if (field?.type === 'checkbox') field.checked = true;
      else if (field) field.value = value;
    }
    form.closest('details')?.setAttribute('open', '');
    tell('restored');
    later();
  } else {
    // The server has another text: both are shown, none is lost.
    const copy = Object.assign(document.createElement('textarea'), { readOnly: true, rows: 4, value: wordsOf(left.typed) });
    copy.setAttribute('aria-label', state.dataset.unsaved);
    tell('unsaved');
    form.append(copy);
  }
}

// Phrases: the panel stands below the field that was entered last and shows those of the form's language.
const phrases = document.getElementById('phrases');
let field = null;

function offer() {
  const language = field.form.elements.language?.value;
  for (const item of phrases.querySelectorAll('li')) item.hidden = item.lang !== language;
}

document.addEventListener('focusin', event => {
  const into = event.target;
  if (!phrases || into.tagName !== 'TEXTAREA' || !['text', 'summary'].includes(into.name) || into === field) return;
  field = into;
  into.after(phrases);
  phrases.hidden = false;
  offer();
});
document.addEventListener('change', event => {
  if (field && event.target === field.form.elements.language) offer();
});
phrases?.addEventListener('click', event => {
  const button = event.target.closest('[data-phrase]');
  if (!button || !field) return;
  const before = field.value.slice(0, field.selectionStart);
  const gap = before === '' || /\s$/.test(before) ? '' : ' ';
  field.setRangeText(gap + button.textContent, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.focus();
});
