// Pipeline health: whether it runs, how far it is behind, and whether its accounts close.
import { path } from './api.js';
import { Page, count, e, empty, icon, plural, section, span } from './parts.js';

const words = (name) => name.replace(/([A-Z])/g, ' $1').replace(/^./, (first) => first.toUpperCase()).toLowerCase().replace(/^./, (first) => first.toUpperCase());

const LATENCIES = { process: 'To process records', commit: 'To commit' };

export class Pipeline extends Page {
  every = 2_000;

  ask(get) {
    return get(path(['pipeline']));
  }

  show(data) {
    const topics = new Map();
    for (const one of data.partitions) topics.set(one.topic, [...(topics.get(one.topic) ?? []), one]);
    const behind = data.partitions.reduce((sum, one) => sum + one.lag, 0);
    const asked = data.instances.find((one) => one.asked);
    const most = Math.max(...data.partitions.map((one) => one.lag), 100);
    return [
      e.header({ class: 'top' }, e.h1('Pipeline'), e.p({ class: 'quiet' }, `${asked ? `Of the instance ${asked.instance} alone` : 'Of the instance that answered'}; asked every two seconds.`)),
      e.div({ class: 'tiles figures' },
        e.div({ class: 'tile', 'data-good': String(data.state === 'RUNNING') }, e.b(words(data.state.toLowerCase())), e.span('State')),
        e.div({ class: 'tile', 'data-good': String(data.threads > 0) }, e.b(count(data.threads)), e.span('Stream threads')),
        e.div({ class: 'tile', 'data-good': String(behind < 10_000) }, e.b(count(behind)), e.span('Records behind')),
        Object.entries(data.latencies).map(([name, { meanMillis, maxMillis }]) =>
          e.div({ class: 'tile', key: name }, e.b(latency(meanMillis)), e.span(LATENCIES[name] ?? words(name)), maxMillis !== undefined && e.small(`at most ${latency(maxMillis)}`)))),
      data.instances.length > 1 && section('Instances', e.span({ class: 'quiet' }, 'behind a load balancer another may answer next'), e.ul({ class: 'chips instances' },
        data.instances.map((one) => e.li({ key: one.instance, class: 'chip', 'data-state': one.state }, one.instance, one.asked ? ' · asked' : one.state !== 'reachable' && ' · does not answer')))),
      data.unread?.partitions.length > 0 && section('Read by nobody', e.span({ class: 'quiet' }, 'what waits here is judged by no instance'), e.ul({ class: 'unread', role: 'alert' },
        data.unread.partitions.map((one) => e.li({ key: `${one.topic} ${one.partition}` }, e.b(one.topic), ` partition ${one.partition}: ${plural(one.records, 'record')}, nothing read for ${span(one.stillMillis)}.`)))),
      e.div({ class: 'split even' },
        section('Accounts', e.span({ class: 'quiet' }, 'what came in, and what became of it'), data.accounts ? accounts(data.accounts) : empty('Cannot be read', 'State is moving between instances.')),
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

const latency = (millis) => (millis === undefined ? '–' : millis < 0.1 ? '< 0.1 ms' : millis < 1000 ? `${millis.toFixed(millis < 10 ? 1 : 0)} ms` : span(millis));

/** Two sums: what was read, and what became of what was accepted. */
function accounts({ ingested, judged, sources, causes }) {
  return [
    account('Ingested', ['Read', ingested.read], { Accepted: ingested.accepted, 'Too late': ingested.tooLate, 'Ignored by a rule': ingested.ignored, 'Dead letters': ingested.deadLettered }),
    account('Judged', ['Accepted', ingested.accepted], { Scored: judged.scored, Duplicates: judged.duplicates }),
    sources.length > 1 && account('By source', null, Object.fromEntries(sources.map((one) => [one.source, one.read]))),
    causes.length > 0 && account('Refused or ignored, why', null, Object.fromEntries(causes.map((one) => [`${one.source}: ${one.name}`, one.count]))),
  ];
}

/** A whole and its parts, and whether they are the whole. */
function account(name, whole, parts) {
  const sum = Object.values(parts).reduce((so, value) => so + value, 0);
  const most = Math.max(whole?.[1] ?? 0, ...Object.values(parts), 1);
  const row = (text, value, props) => e.tr({ key: text, ...props }, e.th({ scope: 'row' }, text),
    e.td(e.svg({ viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, e.rect({ class: 'track', width: 100, height: 6 }), value > 0 && e.rect({ class: 'fill', width: Math.max((value / most) * 100, 0.5), height: 6 }))),
    e.td({ class: 'num' }, count(value)));
  return e.div({ class: 'account', key: name },
    e.h3(name),
    e.table(e.caption({ class: 'sr' }, name), e.tbody(whole && row(...whole, { class: 'whole' }), Object.entries(parts).map(([text, value]) => row(text, value)))),
    whole && e.p({ class: 'proof', 'data-adds-up': String(sum === whole[1]) }, icon(sum === whole[1] ? 'check' : 'pipeline'),
      sum === whole[1] ? `The account closes: ${count(sum)} of ${count(whole[1])}.` : `${count(sum)} of ${count(whole[1])} so far; ${count(Math.abs(whole[1] - sum))} under way.`));
}
