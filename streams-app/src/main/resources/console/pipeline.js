// Pipeline health: whether it runs, how far it is behind, and whether its accounts close.
import { path } from './api.js';
import { Page, count, e, empty, section, span } from './parts.js';

const OUTCOMES = { scored: 'Scored', duplicates: 'Duplicates', duplicate: 'Duplicates', tooLate: 'Too late', ignored: 'Ignored by a rule', deadLettered: 'Dead letters' };
const words = (name) => name.replace(/([A-Z])/g, ' $1').replace(/^./, (first) => first.toUpperCase()).toLowerCase().replace(/^./, (first) => first.toUpperCase());

export class Pipeline extends Page {
  every = 2_000;

  ask(get) {
    return get(path(['pipeline']));
  }

  show(data) {
    const topics = new Map();
    for (const one of data.partitions) topics.set(one.topic, [...(topics.get(one.topic) ?? []), one]);
    const behind = data.partitions.reduce((sum, one) => sum + one.lag, 0);
    const most = Math.max(...data.partitions.map((one) => one.lag), 100);
    return [
      e.header({ class: 'top' }, e.h1('Pipeline'), e.p({ class: 'quiet' }, 'This instance; it asks every two seconds.')),
      e.div({ class: 'tiles figures' },
        e.div({ class: 'tile', 'data-good': String(data.state === 'RUNNING') }, e.b(words(data.state.toLowerCase())), e.span('State')),
        e.div({ class: 'tile', 'data-good': String(data.threads > 0) }, e.b(count(data.threads)), e.span('Stream threads')),
        e.div({ class: 'tile', 'data-good': String(behind < 10_000) }, e.b(count(behind)), e.span('Records behind')),
        Object.entries(data.latencies ?? {}).slice(0, 3).map(([name, value]) => e.div({ class: 'tile', key: name }, e.b(latency(value)), e.span(words(name)), peak(value)))),
      e.div({ class: 'split even' },
        section('Accounts', e.span({ class: 'quiet' }, 'what came in, and what became of it'), Object.entries(data.accounts ?? {}).map(([name, account]) => accountOf(name, account))),
        section('Lag by partition', e.span({ class: 'quiet' }, 'records'), topics.size === 0 ? empty('Nothing is assigned', 'This instance reads no partition at present.') : e.ul({ class: 'lags' },
          [...topics].sort(([a], [b]) => a.localeCompare(b)).map(([topic, list]) => e.li({ key: topic },
            e.span({ class: 'name', title: topic }, topic),
            e.span({ class: 'cells' }, list.toSorted((a, b) => a.partition - b.partition).map((one) =>
              e.span({ key: one.partition, class: 'lag', 'data-behind': String(one.lag > 0), title: `partition ${one.partition}: ${count(one.lag)} behind` },
                e.svg({ viewBox: '0 0 20 20', 'aria-hidden': 'true' }, e.rect({ class: 'track', width: 20, height: 20 }), e.rect({ class: 'fill', width: 20, y: 20 - (one.lag / most) * 20, height: (one.lag / most) * 20 })),
                e.span({ class: 'sr' }, `partition ${one.partition}: ${one.lag}`)))),
            e.span({ class: 'num' }, count(list.reduce((sum, one) => sum + one.lag, 0)))))))),
    ];
  }
}

const seconds = (value) => (typeof value === 'number' ? value : value?.meanSeconds ?? value?.mean ?? value?.p50);
const latency = (value) => {
  const at = seconds(value);
  return at === undefined || at === null ? '–' : at < 0.001 ? '< 1 ms' : at < 1 ? `${(at * 1000).toFixed(at < 0.01 ? 1 : 0)} ms` : span(at * 1000);
};
const peak = (value) => {
  const most = value?.maxSeconds ?? value?.max ?? value?.p99;
  return most === undefined || most === null ? null : e.small(`at most ${latency(most)}`);
};

/** An account as a sum: read = scored + duplicates + … and whether it closes. */
function accountOf(name, account) {
  const entries = Object.entries(account).filter(([, value]) => typeof value === 'number');
  const whole = entries.find(([key]) => key === 'read' || key === 'events' || key === 'observations');
  const rest = entries.filter((entry) => entry !== whole);
  const total = rest.reduce((sum, [key, value]) => sum + (key in OUTCOMES ? value : 0), 0);
  const most = Math.max(...entries.map(([, value]) => value), 1);
  const closes = whole && total === whole[1];
  return e.div({ class: 'account', key: name },
    e.h3(words(name)),
    e.table(e.caption({ class: 'sr' }, words(name)), e.tbody(
      [...(whole ? [whole] : []), ...rest].map(([key, value]) => e.tr({ key, class: whole?.[0] === key ? 'whole' : undefined },
        e.th({ scope: 'row' }, OUTCOMES[key] ?? words(key)),
        e.td(e.svg({ 'aria-hidden': 'true', viewBox: '0 0 100 6', preserveAspectRatio: 'none' }, e.rect({ class: 'track', width: 100, height: 6 }), value > 0 && e.rect({ class: 'fill', width: Math.max((value / most) * 100, 0.5), height: 6 }))),
        e.td({ class: 'num' }, count(value)))))),
    whole && e.p({ class: 'proof', 'data-adds-up': String(closes) }, closes ? `The account closes: ${count(total)} of ${count(whole[1])}.` : `${count(total)} of ${count(whole[1])} accounted for; ${count(whole[1] - total)} under way.`));
}
