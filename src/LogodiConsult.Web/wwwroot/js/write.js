// Writing a section: what is typed is kept on this device at once and sent by itself, as a small change against the version that the server
// confirmed last. Nothing is sent, and no field is touched, while an input method is composing (Hangul, accents).

import { editorOf, spliceOf } from './content.js';
import { deviceCopy, forget, forgetSame, orphansOf } from './device.js';
import { showAnswer } from './problems.js';
import { drawTimes } from './gantt.js';
import { addRows, openRow } from './rows.js';
import { addTools } from './tools.js';
import { drawTree } from './tree.js';

const form = document.querySelector('form[data-write]');
const closedPage = document.querySelector('[data-closed]');
const bar = document.getElementById('save-bar');
const line = bar.querySelector('.save-state');
const live = document.getElementById('save-live');
const kept = document.getElementById('kept');
const act = name => bar.querySelector(`[data-act=${name}]`);

const pause = { typing: 900, longest: 5000, device: 150, first: 2000, most: 60000, answer: 60000 };
let state = '';
let spoken = '';

// What is told: always visible; aloud only when it changes for the worse or back to good.
function tell(next, fact = '') {
  const sentence = (bar.dataset[next] ?? '').replace('{0}', fact);
  const time = next === 'saved' && state !== '' ? ` · ${new Date().toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}` : '';
  state = next;
  bar.hidden = false;
  bar.dataset.state = next;
  line.textContent = sentence + time;
  for (const [name, states] of Object.entries({ signin: ['signin'], compare: ['decide'], copy: ['closed', 'decide', 'refused'], retry: ['offline', 'server'] })) {
    act(name).hidden = !states.includes(next);
  }
  const quiet = next === 'device' || (next === 'saved' && (spoken === '' || spoken === 'saved'));
  if (!quiet && spoken !== next) live.textContent = sentence;
  if (next !== 'device') spoken = next;
}

async function copyText(text) {
  const box = Object.assign(document.createElement('textarea'), { value: text });
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    document.body.append(box);
    box.select();
    document.execCommand('copy');
    box.remove();
  }
  live.textContent = bar.dataset.copied;
}

if (closedPage) showKeptText(closedPage.dataset.closed);
if (form) start();

// The plan is no longer with this person: what is left on the device can still be read and copied.
async function showKeptText(name) {
  const [copy] = await orphansOf(name);
  if (!copy) return;
  kept.hidden = false;
  const box = kept.querySelector('textarea');
  box.value = readable(copy.content);
  kept.querySelector('[data-kept=copy]').addEventListener('click', () => copyText(box.value));
  kept.querySelector('[data-kept=discard]').addEventListener('click', () => {
    forget(copy);
    kept.hidden = true;
  });
}

// Tables and trees as lines that can be pasted anywhere.
function readable(content) {
  try {
    const { rows, core, causes, effects } = JSON.parse(content);
    if (rows) return rows.map(row => Object.values(row.cells).filter(v => v !== '').join(' | ')).join('\n');
    if (causes) return [core, ...causes.map(n => '  '.repeat(n.level + 1) + n.text), ...effects.map(n => '  '.repeat(n.level + 1) + n.text)].join('\n');
  } catch {
    // Plain text.
  }
  return content;
}

function start() {
  const held = form.dataset.held === 'yes';
  // The form as the server sent it: on a slow line words are typed before this script is there.
  const sent = form.cloneNode(true);
  sent.reset();
  const own = held ? null
    : form.dataset.write !== 'text' ? form.dataset.content
    : sent.elements.text.value.length === Number(form.dataset.length) ? sent.elements.text.value : null;
  const base = { version: Number(form.elements.baseVersion.value), text: own };
  const editor = editorOf(form, form.dataset.content);
  if (!editor) return;
  const copy = deviceCopy(form.dataset.draft);
  const token = form.elements.__RequestVerificationToken.value;
  let confirmed = held ? null : editorOf(sent, form.dataset.content).build();
  let pending = null;
  let composing = false;
  let waitsForDecision = held;
  let stopped = false;
  let onDevice = true;
  let sending = 0, keeping = 0, again = 0, since = 0, wait = 0, asked = Date.now();
  let whenSaved = null;

  // From here on what is unsaved is known here (form.js).
  form.removeAttribute('data-keep');
  form.dispatchEvent(new CustomEvent('kept', { bubbles: true }));
  addTools(form);
  addRows(form, changed);
  draw();

  // What is typed, drawn; the fields themselves are left alone.
  function draw() {
    drawTimes(form);
    drawTree(form);
  }

  const isDirty = () => editor.build() !== confirmed;

  function keep() {
    clearTimeout(keeping);
    keeping = 0;
    const content = editor.build();
    if (content === confirmed) {
      if (!pending) copy.drop();
      return;
    }
    onDevice = copy.keep(content, base.version);
    if (!stopped && !waitsForDecision && state !== 'offline' && state !== 'server' && state !== 'signin') tell(onDevice ? 'device' : 'nodevice');
  }

  function changed() {
    keeping ||= setTimeout(keep, pause.device);
    if (stopped || waitsForDecision || composing) return;
    since ||= Date.now();
    clearTimeout(sending);
    sending = setTimeout(send, Math.max(0, Math.min(pause.typing, since + pause.longest - Date.now())));
  }

  function send() {
    if (pending || composing || stopped || waitsForDecision) return;
    since = 0;
    const content = editor.build();
    if (content === confirmed) return settle();
    if (content.length > Number(form.dataset.limit)) return refuse(bar.dataset.toolarge);
    const splice = base.text === null ? null : spliceOf(base.text, content);
    pending = { content, key: Array.from(crypto.getRandomValues(new Uint32Array(4)), n => n.toString(36)).join(''), body: JSON.stringify(splice ?? { content }) };
    transmit();
  }

  async function transmit() {
    clearTimeout(again);
    if (!pending || composing) return;
    let answer;
    try {
      const small = pending.body.length < 30000;
      answer = await fetch(form.dataset.patch, {
        method: 'PATCH', body: pending.body, keepalive: small, signal: AbortSignal.timeout(pause.answer), redirect: 'error',
        headers: { 'Content-Type': 'application/json', 'If-Match': `"${base.version}"`, 'Idempotency-Key': pending.key, RequestVerificationToken: token },
      });
    } catch {
      return later('offline');
    }
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return confirm(said);
    if (answer.status === 412 && said.content === pending.content) return confirm(said);
    if (answer.status === 401 || said.code === 'form.tooOld') return askToSignIn();
    if (answer.status === 412) return decide();
    if (said.code === 'section.patchDoesNotFit' && base.text !== null) {
      base.text = null;
      pending = null;
      return send();
    }
    if (answer.status === 422 || answer.status === 413 || answer.status === 400) return refuse(said.detail ?? '');
    if (answer.status === 403 || answer.status === 404 || answer.status === 409) return close(said.detail ?? said.title ?? '');
    return later('server');
  }

  function confirm(said) {
    base.text = confirmed = pending.content;
    base.version = said.version;
    form.elements.baseVersion.value = said.version;
    if (form.dataset.shown) document.querySelector(form.dataset.shown).textContent = base.text;
    pending = null;
    wait = 0;
    asked = Date.now();
    showAnswer(form, said);
    draw();
    if (isDirty()) {
      keep();
      changed();
    } else {
      settle();
    }
  }

  function settle() {
    copy.drop();
    tell('saved');
    whenSaved?.();
    whenSaved = null;
  }

  function later(why) {
    whenSaved = null;
    onDevice = copy.keep(editor.build(), base.version);
    tell(onDevice ? why : 'nodevice');
    wait = Math.min(pause.most, wait * 2 || pause.first);
    again = setTimeout(transmit, wait * (0.75 + Math.random() / 2));
  }

  function tryNow() {
    if (!pending || (state !== 'offline' && state !== 'server' && state !== 'signin')) return;
    wait = 0;
    transmit();
  }

  function askToSignIn() {
    keep();
    tell('signin');
  }

  function refuse(why) {
    pending = null;
    whenSaved = null;
    keep();
    tell('refused', why);
  }

  function decide() {
    pending = null;
    stopped = true;
    keep();
    tell('decide');
  }

  function close(why) {
    pending = null;
    stopped = true;
    keep();
    tell('closed', why);
  }

  // The text as it is stored, not the fields: their numbers know nothing of rows that were moved.
  function post(content, version, more) {
    const post = document.createElement('form');
    post.method = 'post';
    post.action = form.action;
    for (const [name, value] of Object.entries({ content, baseVersion: version, ...more, __RequestVerificationToken: token })) {
      const box = document.createElement('textarea');
      box.name = name;
      box.value = value;
      post.append(box);
    }
    post.hidden = true;
    document.body.append(post);
    post.submit();
  }

  // The server shows both texts side by side.
  const compare = (content, version) => post(content, version, { go: 'stay' });

  function saveThen(next) {
    whenSaved = next;
    if (waitsForDecision) {
      // "Save" is the decision for one's own text.
      waitsForDecision = false;
      stopped = false;
    }
    if (stopped) return;
    clearTimeout(sending);
    if (pending) tryNow();
    else send();
  }

  form.addEventListener('compositionstart', () => {
    composing = true;
    clearTimeout(sending);
  });
  form.addEventListener('compositionend', () => {
    composing = false;
    // The last letter arrives in an input event of its own.
    setTimeout(() => (pending ? (state === 'offline' || state === 'server') && tryNow() : changed()));
  });
  form.addEventListener('input', changed);
  form.addEventListener('input', () => drawTree(form));
  form.addEventListener('change', changed);
  form.addEventListener('submit', event => {
    const button = event.submitter;
    if (button?.value === 'take') {
      copy.drop();
      return;
    }
    event.preventDefault();
    if (button?.dataset.move) return;
    if (button?.value === 'rows') {
      openRow(form);
    } else if (button?.value === 'language') {
      // The text first, as ever; the language of the section is the form's alone.
      saveThen(() => post(editor.build(), base.version, { go: 'language', writtenIn: form.elements.writtenIn.value }));
    } else {
      saveThen(button?.value === 'next' ? () => location.assign(form.dataset.next) : null);
    }
  });
  // What is handed in must be what was written.
  document.getElementById('submit-form')?.addEventListener('submit', event => {
    if (event.defaultPrevented || (!isDirty() && !pending)) return;
    event.preventDefault();
    const button = event.submitter;
    saveThen(() => button.form.requestSubmit(button));
  });
  act('retry').addEventListener('click', tryNow);
  act('compare').addEventListener('click', () => compare(editor.build(), base.version));
  act('copy').addEventListener('click', () => copyText(readable(editor.build())));
  window.addEventListener('online', tryNow);
  window.addEventListener('focus', tryNow);
  window.addEventListener('pagehide', () => {
    if (keeping) keep();
  });
  window.addEventListener('beforeunload', event => {
    if (!onDevice && isDirty()) event.preventDefault();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
      if (keeping) keep();
      if (!composing && isDirty()) send();
    } else {
      tryNow();
      refresh();
    }
  });

  // Back at a page that was left untouched: what another device saved meanwhile is taken over.
  async function refresh() {
    if (Date.now() - asked < 30000 || isDirty() || pending || stopped || waitsForDecision) return;
    asked = Date.now();
    const answer = await fetch(form.dataset.patch, { headers: { 'If-None-Match': `"${base.version}"` } }).catch(() => null);
    if (!answer?.ok || composing || isDirty() || pending) return;
    const said = await answer.json();
    editor.fill(said.content);
    base.text = said.content;
    base.version = said.version;
    form.elements.baseVersion.value = said.version;
    confirmed = editor.build();
    showAnswer(form, said);
    draw();
  }

  // What an earlier page left on this device.
  async function resume() {
    for (const orphan of await orphansOf(form.dataset.draft)) {
      if (orphan.content === confirmed || orphan.content === base.text || orphan.content === editor.build()) {
        forget(orphan);
      } else if (orphan.base === base.version && !isDirty() && !held && !composing) {
        editor.fill(orphan.content);
        keep();
        forget(orphan);
        live.textContent = bar.dataset.resumed;
        draw();
        changed();
      } else if (!held) {
        offer(orphan);
      }
    }
  }

  function offer(orphan) {
    kept.hidden = false;
    kept.querySelector('textarea').value = readable(orphan.content);
    kept.querySelector('[data-kept=compare]').addEventListener('click', () => {
      copy.keep(orphan.content, orphan.base);
      forget(orphan);
      compare(orphan.content, orphan.base);
    });
    kept.querySelector('[data-kept=copy]').addEventListener('click', () => copyText(readable(orphan.content)));
    kept.querySelector('[data-kept=discard]').addEventListener('click', () => {
      forget(orphan);
      kept.hidden = true;
    });
  }

  if (held) {
    tell('held');
    onDevice = copy.keep(editor.build(), base.version);
  }
  if (!held || onDevice) forgetSame(form.dataset.draft, editor.build(), copy);
  if (!held && isDirty()) changed();
  resume();
}
