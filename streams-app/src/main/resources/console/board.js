// Who is dangerous now: subjects with evidence, the most dangerous first, as it changes.
import { Component, h } from './preact.js';
import { get, listed, path } from './api.js';
import { sparkline } from './draw.js';
import {
  Ago, LEVELS, Page, TYPES, atLeast, choice, clock, count, e, empty, goesOn, icon, keyOf, level, partial, plural, rank, scoreBar, sentence, subjectLink, to, whose,
} from './parts.js';
import { named } from './incidents.js';

const PAGE = 1000;
const TICK_MILLIS = 250; // updates are drawn together, at most so often
const DRAWN = 100; // rows; more when one comes to their end
const TREND = 32;
const TRENDS_ASKED = 16;

/** One subject. Drawn again only if something about it changed. */
class Row extends Component {
  shouldComponentUpdate(next) {
    return next.item !== this.props.item || next.trend !== this.props.trend;
  }

  render({ tenant, item, trend }) {
    const { owner } = item;
    return e.li({ class: 'row', 'data-level': item.level, 'data-turn': item.turn ? item.turn % 2 : undefined },
      level(item.level),
      e.span({ class: 'who' }, subjectLink(tenant, whose(item), { class: 'subject cover' }),
        owner && item.subject.type === 'session' && e.small(`of ${owner.id}`)),
      scoreBar(item.score, item.level),
      e.span({ class: 'trend' }, sparkline(trend, item.level)),
      e.span({ class: 'why', title: item.reason }, sentence(item.reason)),
      e.span({ class: 'age' }, item.changedAt && h(Ago, { at: item.changedAt })));
  }
}

/** Where a list goes on when it comes into sight. */
class End extends Component {
  componentDidMount() {
    this.observer = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && this.props.seen(), { rootMargin: '1200px' });
    this.observer.observe(this.base);
  }

  componentWillUnmount() {
    this.observer.disconnect();
  }

  render() {
    return e.div({ class: 'end' });
  }
}

export class Board extends Page {
  every = 60_000;
  rows = 9;
  items = new Map();
  trends = new Map();
  asked = new Set();
  feed = [];
  order = [];

  constructor() {
    super();
    Object.assign(this.state, { type: 'all', level: 'LOW', q: '', incidents: null, drawn: DRAWN, pages: 1 });
  }

  componentDidMount() {
    super.componentDidMount();
    this.hear('risk', this.heard);
    this.hear('start', () => this.soon());
    this.hear('incident', () => this.askIncidents());
    this.askIncidents();
  }

  async ask(get) {
    const { type, q, pages } = this.state;
    // Without a kind the server leaves sessions out: they have at least the risk of their principal.
    const query = { limit: PAGE, type: type === 'session' || this.cut ? (type === 'all' ? undefined : type) : undefined, q: q.trim() };
    const answer = await listed(get, (cursor) => path(['tenants', this.props.tenant, 'subjects'], { ...query, cursor }), 'subjects', pages);
    this.incomplete = answer.next !== null;
    this.cut ||= this.incomplete; // from now on each kind is asked for by itself
    const before = this.items;
    this.items = new Map(answer.subjects.map((item) => {
      const key = keyOf(whose(item));
      const old = before.get(key);
      this.remember(key, item);
      return [key, old && old.logOdds === item.logOdds && old.level === item.level ? old : { ...item, turn: old?.turn }];
    }));
    if (this.feed.length === 0) {
      this.feed = answer.subjects
        .filter((item) => item.changedAt && item.level !== 'LOW')
        .sort((a, b) => b.changedAt.localeCompare(a.changedAt))
        .slice(0, 8)
        .map((item) => ({ ...item, at: item.changedAt }));
    }
    return answer;
  }

  async askIncidents() {
    try {
      const { incidents } = await get(path(['tenants', this.props.tenant, 'incidents'], { state: 'open', limit: 4 }));
      this.setState({ incidents });
    } catch {
      this.setState({ incidents: null }); // the page of incidents says what is wrong
    }
  }

  heard = (update) => {
    const key = keyOf(whose(update));
    const old = this.items.get(key);
    if (!old && update.subject.type === 'session' && this.state.type !== 'session') return;
    const changed = update.previousLevel && update.previousLevel !== update.level;
    const at = new Date().toISOString();
    this.remember(key, update);
    this.items.set(key, { ...old, ...update, changedAt: changed ? at : old?.changedAt, turn: (old?.turn ?? 0) + 1 });
    if (changed && update.subject.type !== 'session') this.feed = [{ ...update, at }, ...this.feed].slice(0, 12);
    this.tick ??= setTimeout(() => {
      this.tick = null;
      this.setState({});
    }, TICK_MILLIS);
  };

  /** Keeps a little of how a subject's risk went; its list is replaced, so that rows can compare. */
  remember(key, item) {
    const trend = this.trends.get(key) ?? [];
    if (trend.at(-1) !== item.logOdds) this.trends.set(key, [...trend.slice(1 - TREND), item.logOdds]);
  }

  /** The last hour of those at the top, one after the other. */
  async askTrends(keys) {
    if (this.asking) return;
    this.asking = true;
    for (const key of keys) {
      if (this.asked.has(key) || !this.items.has(key)) continue;
      this.asked.add(key);
      const [type, id, ownerType, ownerId] = key.split('\n');
      const query = { points: TREND, from: new Date(Date.now() - 3_600_000).toISOString(), owner: ownerId && `${ownerType}:${ownerId}` };
      try {
        const { points } = await get(path(['tenants', this.props.tenant, 'subjects', type, id, 'series'], query));
        this.trends.set(key, points.map((point) => point.logOdds));
        this.setState({});
      } catch {
        this.asked.delete(key);
        break; // a trend is no reason to complain; it is asked for again
      }
    }
    this.asking = false;
  }

  componentDidUpdate() {
    this.askTrends(this.order.slice(0, TRENDS_ASKED).filter((key) => this.items.get(key)?.level !== 'LOW'));
  }

  /** Those that are asked for, in order; while somebody points at the list nothing moves under them. */
  chosen({ type, level: least, q }) {
    const text = q.trim().toLowerCase();
    const held = this.held ? new Map(this.order.map((key, place) => [key, place])) : null;
    const keys = [];
    for (const [key, item] of this.items) {
      if ((type === 'all' ? item.subject.type !== 'session' : item.subject.type === type) &&
        rank(item.level) >= rank(least) && (!text || item.subject.id.toLowerCase().includes(text))) keys.push(key);
    }
    const risk = (key) => this.items.get(key).logOdds;
    keys.sort((a, b) => (held && (held.get(a) ?? this.items.size) - (held.get(b) ?? this.items.size)) || risk(b) - risk(a) || (a < b ? -1 : 1));
    return (this.order = keys);
  }

  hold = (held) => {
    if (this.held === held) return;
    this.held = held;
    this.setState({});
  };

  /** Up and down go from subject to subject. */
  step = (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!way) return;
    const links = [...event.currentTarget.querySelectorAll('a.cover')];
    const next = links[links.indexOf(document.activeElement) + way];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  };

  search = (event) => {
    this.setState({ q: event.target.value, drawn: DRAWN }); // what is here is filtered at once
    this.soon(); // and the server knows those without evidence, too
  };

  show(data, { tenant }, state) {
    const { type, level: least, q, incidents } = state;
    const keys = this.chosen(state);
    const counts = Object.fromEntries(LEVELS.map((name) => [name, 0]));
    for (const item of this.items.values()) {
      if (type === 'all' ? item.subject.type !== 'session' : item.subject.type === type) counts[item.level]++;
    }
    // Of a list that goes on, the last one's level and lower ones are not counted to their end.
    const last = this.incomplete ? rank(data.subjects.at(-1).level) : -1;
    return [
      e.header({ class: 'top' },
        e.h1('Who is dangerous now'),
        e.p({ class: 'quiet' }, data.dataTime ? `Events up to ${clock(data.dataTime, true)}` : 'No events yet', partial(data))),
      e.div({ class: 'tiles', role: 'group', 'aria-label': 'Least level' }, LEVELS.toReversed().map((name) =>
        e.button({ type: 'button', key: name, class: 'tile', 'data-level': name, 'data-some': String(counts[name] > 0), 'aria-pressed': String(least === name),
          title: name === 'LOW' ? 'Show all' : `Show ${name} and above`, onClick: () => this.setState({ level: least === name ? 'LOW' : name }) },
        e.b(atLeast(counts[name], rank(name) <= last)), e.span(name)))),
      e.div({ class: 'split' },
        e.section({ class: 'card list', 'aria-label': 'Subjects' },
          e.div({ class: 'filters' },
            choice('Kind of subject', { all: 'All', ...TYPES }, type, (next) => {
              const other = (next === 'session') !== (type === 'session') || this.cut;
              this.setState({ type: next, pages: 1 }, () => other && this.load());
            }),
            e.label({ class: 'search' }, icon('search'), e.span({ class: 'sr' }, 'Search by name'),
              e.input({ id: 'search', type: 'search', placeholder: 'Search', value: q, onInput: this.search }), e.kbd('/'))),
          keys.length === 0
            ? empty(q || least !== 'LOW' || type !== 'all' ? 'Nobody matches' : 'Nobody has given cause',
              q || least !== 'LOW' || type !== 'all' ? 'No subject with evidence is of this kind, level and name.' : 'A subject is listed once there is evidence about it.')
            : [
              e.div({ class: 'row heads', 'aria-hidden': 'true' }, ['Level', 'Subject', 'Risk', 'Trend', 'Why', 'Told'].map((name) => e.span({ key: name }, name))),
              e.ol({ class: 'rows', onKeyDown: this.step, onPointerEnter: () => this.hold(true), onPointerLeave: () => this.hold(false), onFocusIn: () => this.hold(true), onFocusOut: () => this.hold(false) },
                keys.slice(0, state.drawn).map((key) => h(Row, { key, tenant, item: this.items.get(key), trend: this.trends.get(key) }))),
              keys.length > state.drawn && h(End, { key: state.drawn, seen: () => this.setState({ drawn: state.drawn + 2 * DRAWN }) }),
            ],
          this.incomplete && goesOn(`The ${count(data.subjects.length)} with the highest risk.`, this),
          e.footer({ class: 'quiet' }, plural(keys.length, 'subject'), type === 'all' && ', sessions apart', this.held && keys.length > 1 && ' · order held while you are in the list')),
        e.div({ class: 'side' },
          e.section({ class: 'card', 'aria-label': 'Open incidents' },
            e.header(e.h2('Open incidents'), e.a({ href: to(tenant, 'incidents') }, 'All')),
            incidents?.length
              ? e.ul({ class: 'brief' }, incidents.map((one) => e.li({ key: one.id },
                e.a({ href: to(tenant, 'incident', one.id) }, level(one.level), e.span(named(one))),
                e.small(plural(one.members.length, 'subject'), ' · ', h(Ago, { at: one.last }), ' ago'))))
              : empty('None', incidents ? 'Rises that belong together become one incident.' : 'They cannot be read at present.')),
          e.section({ class: 'card', 'aria-label': 'Changes of level' },
            e.header(e.h2('Changes of level')),
            this.feed.length
              ? e.ol({ class: 'brief feed' }, this.feed.map((change) => e.li({ key: keyOf(whose(change)) + change.at },
                e.span({ class: 'move', 'data-level': change.level, 'data-way': rank(change.level) < rank(change.previousLevel ?? 'LOW') ? 'down' : 'up' }, change.level),
                subjectLink(tenant, whose(change)), e.small(h(Ago, { at: change.at })))))
              : empty('Quiet', 'Nothing has changed its level lately.')))),
    ];
  }
}
