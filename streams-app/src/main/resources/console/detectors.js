// Detectors: what is looked for, in whom, what was said of late, and how often that was right.
import { path } from './api.js';
import { Page, TYPES, choice, count, e, empty, icon, partial, plural, technique } from './parts.js';

const MODES = { all: 'All', judged: 'With verdicts', shadow: 'In shadow' };
const said = (one) => {
  const strong = one.atLeastNats[4];
  return one.signals === 0 ? 'Silent for 30 days' : `${one.mode === 'shadow' ? 'Would have raised ' : ''}${plural(one.signals, 'signal')} in 30 days${strong ? `, ${count(strong)} of 4 nats or more` : ''}`;
};
const judged = (one) => one.truePositives + one.falsePositives + one.benignExpected;

export class Detectors extends Page {
  state = { data: null, error: null, which: 'all', q: '' };
  every = 60_000;

  ask(get) {
    return get(path(['tenants', this.props.tenant, 'detectors']));
  }

  show(data, props, { which, q }) {
    const { detectors } = data;
    const text = q.trim().toLowerCase();
    const list = detectors
      .filter((one) => (which !== 'shadow' || one.mode === 'shadow') && (which !== 'judged' || judged(one) > 0))
      .filter((one) => !text || [one.detector, one.title, one.sees, one.technique, one.family].join(' ').toLowerCase().includes(text))
      .sort((a, b) => judged(b) - judged(a) || b.signals - a.signals || a.title.localeCompare(b.title));
    return [
      e.header({ class: 'top' }, e.h1('Detectors'), e.p({ class: 'quiet' }, `${count(detectors.length)} look at every event. Precision is the share of true positives among all that somebody found out about.`, partial(data))),
      e.section({ class: 'card list', 'aria-label': 'Detectors' },
        e.div({ class: 'filters' }, choice('Which', MODES, which, (next) => this.setState({ which: next })),
          e.label({ class: 'search' }, e.span({ class: 'sr' }, 'Search detectors'), e.input({ id: 'search', type: 'search', placeholder: 'Title, family or technique', value: q, onInput: (event) => this.setState({ q: event.target.value }) }), e.kbd('/'))),
        list.length === 0 ? empty('None', which === 'judged' ? 'Nobody has given a verdict on a signal yet.' : 'No detector is like this.') : e.ul({ class: 'rows' },
          list.map((one) => e.li({ key: one.detector, class: 'row detector' },
            e.span({ class: 'who' }, e.b(one.title), one.mode === 'shadow' && e.span({ class: 'chip' }, 'shadow'), e.small({ class: 'mono' }, one.detector)),
            e.span({ class: 'sees' }, one.sees, e.small(said(one))),
            e.span({ class: 'chips' }, e.span({ class: 'chip' }, one.family), technique(one.technique), e.span({ class: 'icons' }, one.subjects.map((type) => e.span({ key: type, title: TYPES[type] }, icon(type), e.span({ class: 'sr' }, TYPES[type]))))),
            judged(one) > 0
              ? e.span({ class: 'precision' }, e.svg({ viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, e.rect({ class: 'track', width: 100, height: 6 }), e.rect({ class: 'fill', width: one.precision * 100, height: 6 })),
                e.b(`${Math.round(one.precision * 100)} %`), e.small(`of ${plural(judged(one), 'verdict')}`))
              : e.span({ class: 'precision quiet' }, 'no verdicts yet'))))),
    ];
  }
}
