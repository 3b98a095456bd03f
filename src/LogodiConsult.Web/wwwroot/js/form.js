// A form is sent once; leaving with typed text that was not sent asks first. Keys are not listened to but for Escape,
// so an input method that is composing (Hangul) is never disturbed.

const unsaved = new Set();

document.addEventListener('submit', event => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'yes';
  unsaved.delete(form);
  // After the browser has read the pressed button's name and value.
  setTimeout(() => form.querySelectorAll('button:not([type=button])').forEach(b => b.setAttribute('aria-disabled', 'true')));
});

// "Back" shows the page as it was: the form may be sent again.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    form.querySelectorAll('[aria-disabled]').forEach(b => b.removeAttribute('aria-disabled'));
  }
});

document.addEventListener('input', event => {
  const form = event.target.form;
  if (!form || !form.hasAttribute('data-keep')) return;
  unsaved.add(form);
  form.classList.add('unsaved');
});

// What another script keeps (draft.js, write.js) may be left.
document.addEventListener('kept', event => {
  unsaved.delete(event.target);
  event.target.classList.remove('unsaved');
});

window.addEventListener('beforeunload', event => {
  if (unsaved.size > 0) event.preventDefault();
});

// "Back" fills a form again with what was typed into it. The version that it was typed against comes back with it, so that older words are never
// taken for a change of newer ones. Where a script keeps what is typed (draft.js, write.js), the page has what the server has.
for (const form of document.querySelectorAll('form[data-draft]')) form.autocomplete = 'off';
const versions = 'form:not([data-draft]) input:is([name=version], [name=baseVersion])';
for (const field of document.querySelectorAll(`${versions}[type=hidden]`)) {
  field.hidden = true;
  field.type = 'text';
}
document.addEventListener('input', event => {
  const field = event.target.closest('form')?.querySelector(`${versions}[hidden]`);
  if (!field) return;
  const { value } = field;
  field.defaultValue = '';
  field.value = value;
});

// A page that answers a form says that its words have arrived (draft.js).
try {
  const sent = JSON.parse(sessionStorage.getItem('logodi.sent') ?? 'null');
  sessionStorage.removeItem('logodi.sent');
  if (sent?.from === document.referrer && performance.getEntriesByType('navigation')[0]?.type !== 'back_forward') localStorage.removeItem(sent.key);
} catch {
  // The browser keeps nothing for this site.
}

// How much of a field's limit is used; told politely, counted in characters as the server counts them.
for (const field of document.querySelectorAll('[data-counter]')) {
  const output = document.getElementById(field.dataset.counter);
  if (!output) continue;
  const limit = Number(field.getAttribute('maxlength') || field.dataset.limit);
  const show = () => {
    output.textContent = `${field.value.length} / ${limit}`;
    output.classList.toggle('over', field.value.length > limit);
  };
  field.addEventListener('input', show);
  show();
}

// A menu closes when one clicks elsewhere or presses Escape.
document.addEventListener('click', event => {
  for (const open of document.querySelectorAll('details.person[open]')) {
    if (!open.contains(event.target)) open.open = false;
  }
});
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || event.isComposing) return;
  for (const open of document.querySelectorAll('details.person[open]')) {
    open.open = false;
    open.querySelector('summary').focus();
  }
});

// Signing out leaves nothing of unsaved text on this device; whoever still has some is asked first.
for (const form of document.querySelectorAll('form[action="/sign-out"]')) {
  form.addEventListener('submit', event => {
    const drafts = Object.keys(localStorage).filter(key => key.startsWith('logodi.draft'));
    if (drafts.length > 0 && !confirm(form.dataset.leaving)) event.preventDefault();
    else drafts.forEach(key => localStorage.removeItem(key));
  });
}

// Where tabs do not fit side by side, the one that is open is in sight.
for (const here of document.querySelectorAll('.tabs [aria-current]')) {
  const list = here.closest('ul');
  list.scrollLeft = here.offsetLeft - list.offsetLeft - (list.clientWidth - here.offsetWidth) / 2;
}
