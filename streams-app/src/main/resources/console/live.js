// Follows a tenant's updates: Server-Sent Events read with fetch, because EventSource sends no token.
import { path, send } from './api.js';

const SILENCE_MILLIS = 25_000; // the server says something every ten seconds
const PAUSES_MILLIS = [500, 1_000, 2_000, 5_000, 10_000];

/** One stream for all pages; tells `risk`, `incident` and `state` to whoever listens. */
class Live extends EventTarget {
  state = 'off'; // off · connecting · live · waiting
  #tenant = null;
  #last = null;
  #abort = null;

  /** Follows this tenant and no other. */
  follow(tenant) {
    if (tenant === this.#tenant) return;
    this.#abort?.abort();
    this.#tenant = tenant;
    this.#last = null;
    this.#abort = new AbortController();
    if (tenant === null) this.#become('off');
    else this.#run(tenant, this.#abort.signal);
  }

  /** Calls back until the function that is returned is called. */
  on(name, listener) {
    const call = (event) => listener(event.detail);
    this.addEventListener(name, call);
    return () => this.removeEventListener(name, call);
  }

  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new CustomEvent('state', { detail: state }));
  }

  async #run(tenant, signal) {
    for (let failures = 0; !signal.aborted; failures++) {
      this.#become(failures === 0 ? 'connecting' : 'waiting');
      try {
        const began = performance.now();
        await this.#read(tenant, signal);
        if (performance.now() - began > 5_000) failures = 0;
      } catch {
        // Whatever it was, the pages' own questions say it; here only time helps.
      }
      if (signal.aborted) return;
      this.#become('waiting');
      const pause = PAUSES_MILLIS[Math.min(failures, PAUSES_MILLIS.length - 1)];
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  async #read(tenant, outer) {
    const silence = new AbortController();
    const signal = AbortSignal.any([outer, silence.signal]);
    let timer = setTimeout(() => silence.abort(), SILENCE_MILLIS);
    try {
      const headers = { Accept: 'text/event-stream' };
      if (this.#last !== null) headers['Last-Event-ID'] = this.#last;
      const response = await send(path(['tenants', tenant, 'updates']), { headers, signal });
      const resumed = this.#last !== null;
      this.#become('live');
      if (!resumed) this.dispatchEvent(new CustomEvent('start'));
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE_MILLIS);
        const blocks = (rest + value).split(/\r?\n\r?\n/);
        rest = blocks.pop();
        blocks.forEach((block) => this.#event(block));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #event(block) {
    let name = 'message';
    let data = '';
    for (const line of block.split(/\r?\n/)) {
      const colon = line.indexOf(':');
      if (colon <= 0) continue; // a comment, or nothing
      const field = line.slice(0, colon);
      const value = line.slice(colon + 1).replace(/^ /, '');
      if (field === 'event') name = value;
      else if (field === 'data') data += (data && '\n') + value;
      else if (field === 'id') this.#last = value;
    }
    // After a reset what was missed is not told: pages ask anew, as at the start.
    if (name === 'reset') this.dispatchEvent(new CustomEvent('start'));
    else if (data) this.dispatchEvent(new CustomEvent(name, { detail: JSON.parse(data) }));
  }
}

export const live = new Live();
