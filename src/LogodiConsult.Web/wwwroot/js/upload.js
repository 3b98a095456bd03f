// A file goes up in pieces. When the line drops, the server is asked how much it has, and the file goes on from there: minutes later, or after
// the page was closed and the same file is chosen again. Without this script the form sends the file whole.

const pieceBytes = 256 * 1024;
const longestWait = 30_000;

const wait = milliseconds => new Promise(resolve => {
  const done = () => {
    clearTimeout(timer);
    window.removeEventListener('online', done);
    resolve();
  };
  const timer = setTimeout(done, milliseconds);
  window.addEventListener('online', done);
});

class Refused extends Error {}

class Upload {
  constructor(form, file) {
    this.form = form;
    this.file = file;
    this.key = `upload ${form.dataset.upload} ${form.dataset.section} ${file.name} ${file.size} ${file.lastModified}`;
    this.row = document.createElement('div');
    this.said = document.createElement('p');
    this.bar = document.createElement('progress');
    this.bar.max = 100;
    this.bar.setAttribute('aria-label', file.name);
    this.row.append(this.said, this.bar);
    form.querySelector('.sending').append(this.row);
  }

  say(text, offset) {
    const percent = Math.floor(100 * offset / this.file.size);
    this.said.textContent = text.replace('{name}', this.file.name).replace('{percent}', percent);
    this.bar.value = percent;
  }

  async ask(path, method, body, headers = {}) {
    const token = this.form.querySelector('[name=__RequestVerificationToken]').value;
    const answer = await fetch(path, { method, body, redirect: 'manual', headers: { RequestVerificationToken: token, ...headers } });
    if (answer.status >= 500 || answer.status === 408 || answer.status === 429) throw new TypeError('the server does not answer');
    return answer;
  }

  // Why the server said no. Who must sign in first goes on afterwards from where the file stopped.
  async refused(answer) {
    const told = (answer.headers.get('Content-Type') ?? '').includes('json') ? await answer.json() : {};
    const goesOn = answer.status === 0 || answer.status === 401 || told.code === 'form.tooOld';
    return Object.assign(new Refused(told.detail ?? this.form.dataset.lost), { goesOn });
  }

  // The last piece may have arrived without its answer: then the file is in the list already.
  async isListed() {
    const page = new DOMParser().parseFromString(await (await this.ask(location.href, 'GET')).text(), 'text/html');
    return Array.from(page.querySelectorAll('a[download]')).some(a => a.textContent.trim() === this.file.name.normalize());
  }

  async begin() {
    const known = localStorage.getItem(this.key);
    if (this.closing && await this.isListed()) return null;
    if (known) {
      const found = await this.ask(known, 'HEAD');
      if (found.ok && found.headers.has('Upload-Offset')) return [known, Number(found.headers.get('Upload-Offset'))];
    }
    const answer = await this.ask(this.form.dataset.upload, 'POST',
      JSON.stringify({ section: this.form.dataset.section, name: this.file.name, bytes: this.file.size }), { 'Content-Type': 'application/json' });
    if (answer.status !== 201) throw await this.refused(answer);
    const path = answer.headers.get('Location');
    localStorage.setItem(this.key, path);
    return [path, 0];
  }

  async run() {
    let pause = 1000, offset = 0;
    for (;;) {
      try {
        const begun = await this.begin();
        if (!begun) {
          localStorage.removeItem(this.key);
          return true;
        }
        const [path] = begun;
        offset = begun[1];
        // An upload that arrived whole but was not answered is finished by an empty last piece.
        do {
          this.say(this.form.dataset.going, offset);
          this.closing = offset + pieceBytes >= this.file.size;
          const answer = await this.ask(path, 'PATCH', this.file.slice(offset, offset + pieceBytes),
            { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset) });
          if (answer.status === 404) localStorage.removeItem(this.key);
          if (answer.status === 409) {
            const told = await answer.json();
            if (told.code === 'file.offset') throw new TypeError('somewhere else');
            throw new Refused(told.detail);
          }
          if (answer.status !== 204) throw await this.refused(answer);
          offset = Number(answer.headers.get('Upload-Offset'));
          pause = 1000;
        } while (offset < this.file.size);
        localStorage.removeItem(this.key);
        this.say(this.form.dataset.done, offset);
        return true;
      } catch (error) {
        if (error instanceof Refused) {
          if (!error.goesOn) localStorage.removeItem(this.key);
          this.said.textContent = error.message;
          this.said.className = 'field-error';
          this.bar.remove();
          return false;
        }
        this.say(this.form.dataset.waiting, offset);
        await wait(pause);
        pause = Math.min(pause * 2, longestWait);
      }
    }
  }
}

for (const form of document.querySelectorAll('form[data-upload]')) {
  const input = form.querySelector('input[type=file]');
  const caption = form.querySelector('[name=caption]');
  input.multiple = true;
  // Files in pieces get their captions in the list.
  caption.closest('.field').hidden = true;
  form.addEventListener('submit', async event => {
    if (form.dataset.sent || !window.fetch) return;
    event.preventDefault();
    form.dataset.sent = 'yes';
    form.querySelector('.sending').replaceChildren();
    const button = form.querySelector('button');
    button.setAttribute('aria-disabled', 'true');
    let all = true;
    for (const file of input.files) all = await new Upload(form, file).run() && all;
    delete form.dataset.sent;
    button.removeAttribute('aria-disabled');
    input.value = '';
    if (all) location.reload();
  });
}
