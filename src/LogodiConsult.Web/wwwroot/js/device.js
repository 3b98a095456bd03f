// Copies of unsaved text on this device, in localStorage: it is written at once, also while a tab is being closed. One copy for each person,
// plan, section and open page; removed when the server has confirmed the text, or on signing out.

const root = 'logodi.draft/';

// The copies under a name such as "person/plan/section" or "person/plan", newest first.
function copiesOf(name) {
  const found = [];
  try {
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i);
      if (!key.startsWith(`${root}${name}/`)) continue;
      const [, , , section, page] = key.split('/');
      try {
        found.push({ ...JSON.parse(localStorage.getItem(key)), key, section, page });
      } catch {
        // Not one of ours.
      }
    }
  } catch {
    // The browser keeps nothing for this site.
  }
  return found.sort((a, b) => b.at - a.at);
}

export const forget = copy => localStorage.removeItem(copy.key);

/** Copies whose page is gone: nobody else will send them. */
export async function orphansOf(name) {
  const orphans = [];
  for (const copy of copiesOf(name)) if (await isGone(copy.page)) orphans.push(copy);
  return orphans;
}

/** Copies of the very words that a page shows are needed no more, even where the page that made them is only just being left. */
export function forgetSame(name, content, own) {
  for (const copy of copiesOf(name)) if (copy.page !== own.page && copy.content === content) forget(copy);
}

// An open page holds the lock of its name for as long as it lives.
function isGone(page) {
  if (!navigator.locks) return true;
  // A page that is just being left lets go a moment later.
  const patience = AbortSignal.timeout(700);
  return navigator.locks.request(root + page, { signal: patience }, () => true).catch(() => false);
}

/** This page's own copy of one section. */
export function deviceCopy(name) {
  const page = Array.from(crypto.getRandomValues(new Uint32Array(3)), n => n.toString(36)).join('');
  const key = `${root}${name}/${page}`;
  navigator.locks?.request(root + page, () => new Promise(() => {}));
  return {
    page,
    /** True when the text is on the device now. */
    keep(content, base) {
      try {
        localStorage.setItem(key, JSON.stringify({ content, base, at: Date.now() }));
        return true;
      } catch {
        return false;
      }
    },
    drop() {
      try {
        localStorage.removeItem(key);
      } catch {
        // Nothing was kept.
      }
    },
  };
}
