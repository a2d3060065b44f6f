// Incidents: what belongs together, in the order in which it happened.
import { h } from './preact.js';
import { listed, path } from './api.js';
import { graph } from './draw.js';
import { Ago, Page, choice, copied, count, e, empty, goesOn, icon, keyOf, level, more, plural, rank, scoreBar, section, sentence, signed, subjectLink, technique, to, when, whose } from './parts.js';

const PAGE = 200;
const MEMBERS_SHOWN = 12;
const STATES = { open: 'Open', closed: 'Closed', all: 'All' };

/** Those it is about, the worst first; sessions are their owners'. */
export function named({ members }) {
  const names = [...new Set(members.toSorted((a, b) => b.score - a.score).map((one) => (one.owner ?? one.subject).id))];
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ');
}

const strongest = ({ timeline }) => timeline.reduce((best, one) => (one.evidence > best.evidence ? one : best));

export class Incidents extends Page {
  state = { data: null, error: null, which: 'open', pages: 1 };
  every = 60_000;

  componentDidMount() {
    super.componentDidMount();
    this.hear('incident', () => this.soon());
    this.hear('start', () => this.soon());
  }

  ask(get) {
    const { which, pages } = this.state;
    return listed(get, (cursor) => path(['tenants', this.props.tenant, 'incidents'], { state: which, limit: PAGE, cursor }), 'incidents', pages);
  }

  show(data, { tenant }, { which, pages }) {
    const { incidents, next } = data;
    return [
      e.header({ class: 'top' }, e.h1('Incidents'), choice('State', STATES, which, (chosen) => this.setState({ which: chosen, pages: 1 }, this.load))),
      copied(data),
      e.section({ class: 'card list', 'aria-label': 'Incidents' }, incidents.length === 0
        ? empty(which === 'open' ? 'No open incident' : 'None', 'Subjects that rise to HIGH or CRITICAL and are linked become one incident. It closes when it has been quiet.')
        : e.ol({ class: 'rows' }, incidents.map((one) => e.li({ key: one.id, class: 'row incident', 'data-level': one.level },
          level(one.level),
          e.span({ class: 'who' }, e.a({ class: 'cover', href: to(tenant, 'incident', one.id) }, named(one)),
            e.small(one.title)),
          scoreBar(one.score, one.level),
          e.span({ class: 'chips' }, one.techniques.slice(0, 4).map(technique), one.techniques.length > 4 && e.span({ class: 'quiet' }, `+${one.techniques.length - 4}`)),
          e.span({ class: 'quiet' }, plural(one.members.length, 'subject'), one.status !== 'open' && e.span({ class: 'chip' }, one.status)),
          e.span({ class: 'age' }, h(Ago, { at: one.last }))))),
      next !== null && goesOn(`The ${count(incidents.length)} that changed last.`, this)),
    ];
  }
}

export class IncidentPage extends Page {
  every = 60_000;

  componentDidMount() {
    super.componentDidMount();
    this.hear('incident', (incident) => incident.id === this.props.args[0] && this.soon());
  }

  ask(get) {
    return get(path(['tenants', this.props.tenant, 'incidents', this.props.args[0]]));
  }

  head({ tenant }) {
    return e.a({ class: 'back', href: to(tenant, 'incidents') }, icon('back'), 'Incidents');
  }

  show(data, { tenant }, { all }) {
    const { incident } = data;
    const members = subjects(incident.members);
    return [
      this.head({ tenant }),
      copied(data),
      e.header({ class: 'hero', 'data-level': incident.level },
        e.div({ class: 'id' }, e.p({ class: 'quiet' }, `Incident ${incident.id}`), e.h1(named(incident)),
          e.p({ class: 'reason' }, sentence(strongest(incident).why))),
        e.div({ class: 'gauge' }, e.span(level(incident.level), e.small(incident.status, ' · opened ', when(incident.opened), ' · last seen ', h(Ago, { at: incident.last }), ' ago'))),
        e.div({ class: 'chips' }, incident.techniques.map(technique))),
      e.div({ class: 'split' },
        section('Timeline', e.span({ class: 'quiet' }, plural(incident.timeline.length, 'thing'), ' seen'), e.ol({ class: 'timeline' },
          incident.timeline.map((one) => e.li({ key: one.at + one.detector + keyOf(whose(one)), 'data-strong': String(one.evidence >= 3) },
            when(one.at, true),
            e.span({ class: 'what' }, e.span(sentence(one.why)), e.small(subjectLink(tenant, whose(one)), one.detector, technique(one.technique))),
            e.span({ class: 'num' }, signed(one.evidence)))))),
        e.div({ class: 'side' },
          section('Linked subjects', e.span({ class: 'quiet' }, plural(members.length, 'subject')), graph(tenant, members, pairs(incident.links, members)),
            e.ul({ class: 'brief' }, members.toSorted((a, b) => rank(b.level) - rank(a.level) || b.score - a.score).slice(0, all ? undefined : MEMBERS_SHOWN).map((one) =>
              e.li({ key: one.key }, level(one.level), subjectLink(tenant, one), one.sessions > 0 && e.small(plural(one.sessions, 'session'))))),
            members.length > MEMBERS_SHOWN && more(all ? 'Show fewer' : `Show all ${count(members.length)}`, () => this.setState({ all: !all }))))),
    ];
  }
}

/** Who is in it; sessions are counted with their owners, whose risk is theirs. */
function subjects(members) {
  const byKey = new Map();
  for (const member of members) {
    const subject = member.owner ?? member.subject;
    const key = keyOf(subject);
    const known = byKey.get(key) ?? { ...subject, key, level: 'LOW', score: 0, sessions: 0 };
    const higher = member.score > known.score ? member : known;
    byKey.set(key, { ...known, level: higher.level, score: higher.score, sessions: known.sessions + (member.owner ? 1 : 0) });
  }
  return [...byKey.values()];
}

/** Pairs of keys: who have events in common; who has none hangs on the one that came first. */
function pairs(links, members) {
  const known = links.map(({ one, other }) => [keyOf(one), keyOf(other)]);
  const linked = new Set(known.flat());
  return [...known, ...members.slice(1).filter((one) => !linked.has(one.key)).map((one) => [members[0].key, one.key])];
}
