// What the checks say after each saving: in the list above the section, and at the field that it speaks of.

export function showAnswer(form, { problems = [], elsewhere = [], words }) {
  const list = document.getElementById('problems');
  if (!list) return;
  // What grows above must not push away the field that is being written; not every browser sees to it.
  const busy = form.contains(document.activeElement) ? document.activeElement : null;
  const before = busy?.getBoundingClientRect().top;
  list.hidden = problems.length === 0 && elsewhere.length === 0;
  list.querySelector('ul').replaceChildren(...problems.map(p => item(form, p)));
  const more = list.querySelector('[data-elsewhere]');
  more.replaceChildren();
  more.hidden = elsewhere.length === 0;
  if (elsewhere.length > 0) {
    const [before, after] = more.dataset.elsewhere.split('{0}');
    more.append(before, ...elsewhere.flatMap((e, i) => [i > 0 ? ', ' : '', Object.assign(document.createElement('a'), { href: e.path, textContent: e.title })]), after);
  }
  const counter = document.querySelector('[data-words]');
  if (counter && words !== undefined) counter.textContent = counter.dataset.words.replace('{0}', words).replace('{1}', counter.dataset.most);
  form.waiting = problems;
  showAtFields(form);
  if (busy) window.scrollBy(0, busy.getBoundingClientRect().top - before);
  if (!form.shownAtFields) {
    form.shownAtFields = true;
    form.addEventListener('focusout', () => setTimeout(() => showAtFields(form)));
  }
}

function item(form, { text, severity, row }) {
  const line = Object.assign(document.createElement('li'), { className: severity });
  const set = row && setOf(form, row);
  if (set) {
    set.id ||= `row-${row}`;
    line.append(Object.assign(document.createElement('a'), { href: `#${set.id}`, textContent: text }));
  } else {
    line.textContent = text;
  }
  return line;
}

const setOf = (form, row) => Array.from(form.querySelectorAll('[name$=".id"]')).find(i => i.value === row)?.closest('.rowset');

// A row that is just being filled is not told yet what it lacks.
function showAtFields(form) {
  const busy = document.activeElement?.closest('.rowset');
  const seen = new Set();
  for (const problem of form.waiting) {
    if (!problem.row || !problem.column) continue;
    const set = setOf(form, problem.row);
    const control = set?.querySelector(`[name$="].${CSS.escape(problem.column)}"]`);
    if (!control || (set === busy && !control.noted)) continue;
    seen.add(control);
    note(control, problem);
  }
  for (const old of form.querySelectorAll('.note')) {
    const control = old.parentElement.querySelector('[name]');
    if (!seen.has(control)) {
      untie(control, old.id);
      old.remove();
    }
  }
}

function note(control, { text, severity }) {
  const id = `${control.id}-note`;
  let place = document.getElementById(id);
  if (!place) {
    place = Object.assign(document.createElement('p'), { id });
    control.closest('.field').append(place);
    control.setAttribute('aria-describedby', `${control.getAttribute('aria-describedby') ?? ''} ${id}`.trim());
  }
  place.className = `note ${severity}`;
  place.textContent = text;
}

function untie(control, id) {
  const ties = (control?.getAttribute('aria-describedby') ?? '').split(' ').filter(t => t !== id && t !== '');
  if (ties.length > 0) control.setAttribute('aria-describedby', ties.join(' '));
  else control?.removeAttribute('aria-describedby');
}
