// What all pages are made of: elements, words, numbers, times, and the states of a question.
import { Component, h } from './preact.js';
import { get } from './api.js';
import { live } from './live.js';

/** Elements by name: `e.div({ class: 'x' }, child, …)`; the properties may be left out. */
export const e = new Proxy({}, {
  get: (_, tag) => (first, ...rest) => {
    // What `h` makes has no constructor, so that no answer of the server can pose as an element.
    const plain = first !== null && typeof first === 'object' && !Array.isArray(first) && first.constructor === Object;
    return plain ? h(tag, first, ...rest) : h(tag, null, first, ...rest);
  },
});

export const LEVELS = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];
export const rank = (level) => LEVELS.indexOf(level);
export const TYPES = { user: 'Users', service: 'Services', session: 'Sessions', device: 'Devices', ip: 'Addresses', resource: 'Resources' };
export const TYPE = { user: 'User', service: 'Service', session: 'Session', device: 'Device', ip: 'Address', resource: 'Resource' };
export const MAY = { go_on: 'Go on', step_up: 'Step up', stop: 'Stop' };

const ICONS = {
  user: 'M8 8.2a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 14c.4-3 2.6-4.6 5.5-4.6S13.1 11 13.5 14',
  service: 'M8 5.3a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4ZM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4',
  session: 'M9.5 2.5h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-3M2.5 8h7.5M7 5l3 3-3 3',
  device: 'M3.5 3h9a1 1 0 0 1 1 1v6h-11V4a1 1 0 0 1 1-1ZM1.5 13h13',
  ip: 'M8 14.5s5-4.3 5-8a5 5 0 0 0-10 0c0 3.7 5 8 5 8ZM8 8.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z',
  resource: 'M3 4c0-1.1 2.2-2 5-2s5 .9 5 2-2.2 2-5 2-5-.9-5-2ZM3 4v8c0 1.1 2.2 2 5 2s5-.9 5-2V4M3 8c0 1.1 2.2 2 5 2s5-.9 5-2',
  board: 'M2.5 13.5V9M6.2 13.5v-11M9.8 13.5v-7M13.5 13.5V4',
  incidents: 'M8 2.5 14 13H2L8 2.5ZM8 6.5v3M8 11.3v.1',
  detectors: 'M2 8c1.5-3 3.5-4.5 6-4.5S12.5 5 14 8c-1.5 3-3.5 4.5-6 4.5S3.5 11 2 8ZM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  letters: 'M2 4.5h12v8H2zM2 5l6 4.5L14 5',
  pipeline: 'M1.5 8h3l2-5 3 10 2-5h3',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  moon: 'M13.5 9.7A6 6 0 0 1 6.3 2.5a6 6 0 1 0 7.2 7.2Z',
  search: 'M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10ZM10.7 10.7 14 14',
  back: 'M9.5 3 4.5 8l5 5',
  flag: 'M3.5 14V2.5h8.5l-2 3 2 3h-8.5',
  check: 'M2.5 8.5 6 12l7.5-8',
  cross: 'M4 4l8 8M12 4l-8 8',
  stop: 'M5.2 2h5.6L14 5.2v5.6L10.8 14H5.2L2 10.8V5.2L5.2 2ZM5.5 8h5',
  step_up: 'M4.5 7.5v-2a3.5 3.5 0 0 1 7 0v2M3 7.5h10v6.5H3z',
  go_on: 'M2.5 8h11M9.5 4l4 4-4 4',
};

/** A line drawing; it says nothing to those who do not see it. */
export const icon = (name) =>
  e.svg({ class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' }, e.path({ d: ICONS[name] ?? '' }));

/** A level, told by word, shape and colour. */
export const level = (name) => e.span({ class: 'level', 'data-level': name }, name ?? 'LOW');

/** 0.2 · 6.0 · 47 · 100: as many digits as tell two scores apart at a glance. */
export const score = (value) => (value < 9.95 ? value.toFixed(1) : value.toFixed(0));

/** A score as a bar and a number. */
export const scoreBar = (value, name) =>
  e.span({ class: 'score', 'data-level': name },
    e.svg({ class: 'score-bar', viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      e.rect({ class: 'track', width: 100, height: 6 }),
      e.rect({ class: 'fill', width: Math.max(value, 0.8), height: 6 })),
    e.b(score(value)));

/** Nats as the integer of millionths that they are. */
export const micros = (nats) => Math.round(nats * 1e6);
export const signed = (nats, digits = 2) => (nats < 0 ? '−' : '+') + Math.abs(nats).toFixed(digits);
export const exact = (micronats) => signed(micronats / 1e6, 6);
export const sentence = (text) => (text ? text[0].toUpperCase() + text.slice(1) : '');
export const count = (number) => Number(number).toLocaleString('en');
export const plural = (number, one, many = one + 's') => `${count(number)} ${number === 1 ? one : many}`;

/** Milliseconds, rounded as people say them. */
export function span(millis) {
  const seconds = Math.max(0, millis / 1000);
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

const two = (number) => String(number).padStart(2, '0');

/** Time of day here, with the day where it is not today. */
export function clock(at, seconds = false) {
  const time = new Date(at);
  const text = `${two(time.getHours())}:${two(time.getMinutes())}${seconds ? ':' + two(time.getSeconds()) : ''}`;
  return time.toDateString() === new Date().toDateString()
    ? text
    : `${time.toLocaleDateString('en', { day: 'numeric', month: 'short' })} ${text}`;
}

/** A time, with the whole of it where one points. */
export const when = (at, seconds) => e.time({ datetime: at, title: new Date(at).toISOString() }, clock(at, seconds));

/** How long ago, kept current. */
export class Ago extends Component {
  componentDidMount() {
    this.timer = setInterval(() => this.setState({}), 5_000);
  }

  componentWillUnmount() {
    clearInterval(this.timer);
  }

  render({ at }) {
    return at ? e.time({ datetime: at, title: new Date(at).toISOString() }, span(Date.now() - Date.parse(at))) : '';
  }
}

/** The fragment that leads to a page. */
export const to = (tenant, ...parts) => '#/' + [tenant, ...parts].map(encodeURIComponent).join('/');

/** Of an item of a list, the subject with its owner. */
export const whose = (item) => ({ ...(item.subject ?? item.session), owner: item.owner });

export function toSubject(tenant, subject) {
  const { owner } = subject;
  return to(tenant, 'subject', subject.type, subject.id, ...(subject.type === 'session' && owner ? [owner.type, owner.id] : []));
}

export const keyOf = (subject) =>
  [subject.type, subject.id, ...(subject.owner ? [subject.owner.type, subject.owner.id] : [])].join('\n');

/** A subject's name that leads to its page. */
export const subjectLink = (tenant, subject, props = {}) =>
  e.a({ class: 'subject', href: toSubject(tenant, subject), ...props },
    icon(subject.type), e.span({ class: 'sr' }, TYPE[subject.type] + ' '), e.span({ class: 'name', title: subject.id }, subject.id));

export const technique = (id) => (id ? e.span({ class: 'chip mono', title: 'ATT&CK technique' }, id) : null);

/** One of several, as buttons that can be pressed. */
export const choice = (label, options, chosen, choose) =>
  e.div({ class: 'choice', role: 'group', 'aria-label': label },
    Object.entries(options).map(([value, text]) =>
      e.button({ type: 'button', key: value, 'aria-pressed': String(value === chosen), onClick: () => choose(value) }, text)));

/** A part of a page with a heading. */
export const section = (title, aside, ...content) =>
  e.section({ class: 'card', 'aria-label': title }, e.header(e.h2(title), aside), ...content);

/** Says how old the oldest of answers is that copies of the state gave; nothing where all are of who works on it. */
export function copied(...answers) {
  const copies = answers.map((answer) => answer?.from).filter((from) => from?.role === 'standby');
  if (copies.length === 0) return null;
  const oldest = copies.reduce((so, from) => (from.ageMillis > so.ageMillis ? from : so));
  const behind = Math.max(...copies.map((from) => from.behindRecords ?? 0));
  return e.p({ class: 'quiet copied', title: oldest.instance }, `From a copy, ${span(oldest.ageMillis)} old.`, behind > 0 && ` ${plural(behind, 'record waits', 'records wait')} to be judged.`);
}

/** Said behind what was asked of all instances: who did not answer, and what nobody looked at, are two. */
export const partial = (answer) => answer.partial && ' · partial: ' + [
  (answer.missing || !answer.cutAfter) && 'not every instance answered',
  answer.cutAfter && `more match than the ${count(answer.cutAfter)} that each instance looks at, search for more of the name`,
].filter(Boolean).join('; ');

/** Shows more of a list than is shown. */
export const more = (text, onClick, busy = false) => e.button({ type: 'button', class: 'more', 'aria-busy': String(busy), onClick }, text);

/** How many there are, or how many at least. */
export const atLeast = (number, goesOn) => count(number) + (goesOn ? '+' : '');

/** The foot of a list that goes on: what is shown of it, and more. */
export const goesOn = (text, page) => e.footer({ class: 'goes-on' }, e.span({ class: 'quiet' }, text), more(page.state.further ? 'Asking …' : 'More', page.further, page.state.further));

/** Nothing to show, and why. */
export const empty = (title, text) => e.div({ class: 'empty' }, e.p(e.b(title)), text && e.p(text));

/** Placeholders as high as what will come. */
export const loading = (rows = 6) =>
  e.div({ class: 'loading', role: 'status', 'aria-label': 'Loading' }, Array.from({ length: rows }, () => e.i()));

/** Asks again by itself, and says when. */
export const problem = (error, again) =>
  e.div({ class: 'problem', role: 'alert' },
    e.p(e.b(error.status === 503 && !error.type?.endsWith(':issuer-unavailable') ? 'State is moving between instances' : error.title ?? 'This page failed')),
    e.p(error.message),
    error.passes
      ? e.p({ class: 'quiet' }, `Asking again every ${error.retryAfter} s.`)
      : e.button({ type: 'button', onClick: again }, 'Try again'));

/** A thin line above what was known last, while it cannot be renewed. */
export const stale = (error, asOf) =>
  error && e.p({ class: 'stale', role: 'status' }, `Not current: ${error.message} Shown as of ${clock(asOf, true)}; asking again every ${error.retryAfter} s.`);

/**
 * A page that asks something, shows the answer, and keeps it current. A subclass says what to `ask`
 * (with a signal to give up by), and `show`s the answer.
 */
export class Page extends Component {
  state = { data: null, error: null };
  every = 0; // milliseconds between two questions; 0: only when told
  rows = 6;
  leave = [];

  componentDidMount() {
    this.load();
    if (this.every) {
      const timer = setInterval(() => document.hidden || this.load(), this.every);
      this.leave.push(() => clearInterval(timer));
    }
  }

  componentWillUnmount() {
    this.abort?.abort();
    clearTimeout(this.timer);
    clearTimeout(this.due);
    this.leave.forEach((leave) => leave());
  }

  /** Listens to updates while the page is shown. */
  hear(name, listener) {
    this.leave.push(live.on(name, listener));
  }

  /** Asks soon; called often it asks once, and not before the last answer is here. */
  soon(millis = 300) {
    this.due ??= setTimeout(() => {
      this.due = null;
      if (this.busy) this.soon(millis);
      else this.load();
    }, millis);
  }

  /** One page more of the list that is shown. */
  further = () => this.setState(({ pages }) => ({ pages: pages + 1, further: true }), this.load);

  load = async () => {
    this.abort?.abort();
    clearTimeout(this.timer);
    const abort = (this.abort = new AbortController());
    this.busy = true;
    try {
      const data = await this.ask((address) => get(address, abort.signal));
      if (!abort.signal.aborted) this.setState({ data, error: null, further: false });
    } catch (error) {
      if (abort.signal.aborted) return;
      if (error.status === 401) this.props.refused();
      this.setState({ error, further: false });
      if (error.passes) this.timer = setTimeout(this.load, error.retryAfter * 1000);
      else if (error.status === undefined) console.error(error);
    } finally {
      if (this.abort === abort) this.busy = false;
    }
  };

  render(props, state) {
    const { data, error } = state;
    if (data === null) {
      return e.div({ class: 'page' }, this.head?.(props, state) ?? null, error ? problem(error, this.load) : loading(this.rows));
    }
    return e.div({ class: 'page' }, stale(error, data.asOf ?? data.risk?.asOf ?? Date.now()), this.show(data, props, state));
  }
}
