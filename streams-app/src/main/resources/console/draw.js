// Pictures: own SVG, coloured by the stylesheet, each with words for those who do not see it.
import { Component } from './preact.js';
import { LEVELS, TYPE, clock, e, exact, micros, rank, score, sentence, signed, toSubject } from './parts.js';

/** How wide it may be drawn, kept current; `draw(width)` makes the picture. */
export class Measured extends Component {
  state = { width: 0 };

  componentDidMount() {
    this.observer = new ResizeObserver(([{ contentRect }]) => this.setState({ width: Math.floor(contentRect.width) }));
    this.observer.observe(this.base);
  }

  componentWillUnmount() {
    this.observer.disconnect();
  }

  render({ draw, ...props }, { width }) {
    return e.div({ class: 'measured', ...props }, width > 0 ? draw(width) : null);
  }
}

/** The way of log-odds, from −6 to +6, without axes. */
export function sparkline(values, level) {
  if (!values || values.length < 2) return e.svg({ class: 'spark', viewBox: '0 0 100 24', 'aria-hidden': 'true' });
  const x = (i) => (i / (values.length - 1)) * 96 + 2;
  const y = (value) => 20 - (Math.min(Math.max(value, -6), 6) + 6) * 1.4;
  const line = values.map((value, i) => `${x(i).toFixed(1)} ${y(value).toFixed(1)}`).join('L');
  return e.svg({ class: 'spark', 'data-level': level, viewBox: '0 0 100 24', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    e.path({ class: 'area', d: `M${line}L98 24L2 24Z` }), e.path({ class: 'line', d: `M${line}` }));
}

const STEPS = [60, 300, 600, 900, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200, 86_400, 172_800, 432_000].map((s) => s * 1000);

/** Instants at round local times. */
function ticks(from, to, most) {
  const step = STEPS.find((one) => (to - from) / one <= most) ?? STEPS.at(-1);
  const shift = new Date(from).getTimezoneOffset() * 60_000;
  const all = [];
  for (let at = Math.ceil((from - shift) / step) * step + shift; at <= to; at += step) all.push(at);
  return { all, days: step >= 86_400_000 };
}

/** Risk over time: log-odds with the levels' thresholds, what was seen, and how it will fall. */
export class RiskChart extends Component {
  state = { at: null };

  /** The point and the signals next to an instant. */
  near(at) {
    const { points, signals } = this.props;
    const point = points.reduce((best, one) => (Math.abs(one.time - at) < Math.abs(best.time - at) ? one : best));
    const reach = (points.at(-1).time - points[0].time) / 60;
    return { point, seen: signals.filter((one) => Math.abs(one.time - at) <= reach).sort((a, b) => Math.abs(a.time - at) - Math.abs(b.time - at)) };
  }

  key = (event) => {
    const { points } = this.props;
    const way = { ArrowLeft: -1, ArrowRight: 1, Home: -1e6, End: 1e6 }[event.key];
    if (!way) return;
    event.preventDefault();
    const now = points.findIndex((one) => one.time === (this.state.at ?? points.at(-1).time));
    const next = Math.min(Math.max((now < 0 ? points.length - 1 : now) + way, 0), points.length - 1);
    this.setState({ at: points[next].time });
  };

  render({ points, signals, levels, falls, from, to, width }, { at }) {
    const [height, left, lane] = [236, 8, 34];
    const bottom = height - 22 - lane;
    const end = to + (to - from) * 0.1;
    const x = (time) => left + ((time - from) / (end - from)) * (width - left - 8);
    // Above CRITICAL the scale is a logarithm: the levels stay apart, however certain it is.
    const squeeze = (nats) => (nats <= levels.CRITICAL ? nats : levels.CRITICAL + 2 * Math.log1p((nats - levels.CRITICAL) / 2));
    const highest = squeeze(Math.max(levels.CRITICAL, ...points.map((one) => one.logOdds))) + 0.8;
    const lowest = Math.min(-6, ...points.map((one) => one.logOdds)) - 0.6;
    const y = (nats) => 8 + ((highest - squeeze(nats)) / (highest - lowest)) * (bottom - 8);
    const line = points.map((one) => `${x(one.time).toFixed(1)} ${y(one.logOdds).toFixed(1)}`).join('L');
    const last = points.at(-1);
    const ahead = [last, ...falls.map((fall) => ({ time: Date.parse(fall.at), logOdds: fall.logOdds })).filter((fall) => fall.time < end)];
    const tell = at === null ? null : this.near(at);
    const chosen = tell?.point ?? last;
    const words = `${clock(chosen.time, true)}, ${score(chosen.score)} of 100, ${chosen.level}, log-odds ${signed(chosen.logOdds)}`;
    const { all, days } = ticks(from, to, Math.max(2, width / 110));
    const stops = LEVELS.toReversed().flatMap((name, i, names) => [
      e.stop({ 'data-level': name, offset: i === 0 ? 0 : y(levels[names[i - 1]]) / bottom }),
      e.stop({ 'data-level': name, offset: name === 'LOW' ? 1 : y(levels[name]) / bottom }),
    ]);
    return e.div({ class: 'risk-chart' },
      e.p({ class: 'readout' },
        e.b({ 'data-level': chosen.level }, `${score(chosen.score)} ${chosen.level}`), ` at ${clock(chosen.time, true)}`,
        e.span(tell?.seen.length ? ` · ${sentence(tell.seen[0].why)}` : tell ? '' : ' · now')),
      e.svg({
        class: 'chart', width, height, role: 'slider', tabIndex: 0, 'aria-label': 'Risk over time', 'aria-valuemin': from, 'aria-valuemax': to, 'aria-valuenow': chosen.time, 'aria-valuetext': words,
        onKeyDown: this.key, onPointerLeave: () => this.setState({ at: null }), onBlur: () => this.setState({ at: null }),
        onPointerMove: (event) => this.setState({ at: from + ((event.offsetX - left) / (width - left - 8)) * (end - from) }),
      },
      e.defs(e.linearGradient({ id: 'levels', gradientUnits: 'userSpaceOnUse', x1: 0, x2: 0, y1: 0, y2: bottom }, stops)),
      ['MEDIUM', 'HIGH', 'CRITICAL'].map((name) => e.g({ class: 'threshold', 'data-level': name },
        e.line({ x1: left, x2: width - 8, y1: y(levels[name]), y2: y(levels[name]) }),
        e.text({ x: left + 2, y: y(levels[name]) - 4 }, name))),
      e.path({ class: 'area', d: `M${line}L${x(last.time)} ${bottom}L${x(points[0].time)} ${bottom}Z` }),
      e.path({ class: 'line', d: `M${line}` }),
      ahead.length > 1 && e.path({ class: 'ahead', d: 'M' + ahead.map((one) => `${x(one.time)} ${y(one.logOdds)}`).join('L') }),
      e.line({ class: 'now', x1: x(to), x2: x(to), y1: 4, y2: bottom + lane }),
      e.circle({ class: 'last', 'data-level': last.level, cx: x(last.time), cy: y(last.logOdds), r: 4.5 }),
      tell && e.line({ class: 'cursor', x1: x(tell.point.time), x2: x(tell.point.time), y1: 4, y2: bottom + lane }),
      e.line({ class: 'axis', x1: left, x2: width - 8, y1: bottom, y2: bottom }),
      signals.map((one) => e.circle({
        class: 'seen', 'data-near': tell?.seen[0] === one ? 'true' : undefined, 'data-sign': one.evidence < 0 ? 'less' : 'more',
        cx: x(one.time), cy: bottom + lane / 2, r: Math.min(3 + Math.abs(one.evidence) * 1.3, 11),
      })),
      all.map((time) => e.text({ class: 'tick', x: x(time), y: height - 6 }, days ? new Date(time).toLocaleDateString('en', { day: 'numeric', month: 'short' }) : clockOf(time)))),
    );
  }
}

function clockOf(time) {
  const date = new Date(time);
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

/**
 * The terms of the sum in the order in which they are drawn: `{ name, kind, nats, part? }` in
 * integer millionths of a nat. Their sum is the log-odds, or the server's answer is wrong.
 */
export function terms(contributions) {
  return contributions.flatMap((one) => {
    if (!one.signals) return micros(one.nats) === 0 && one.name !== 'prior' ? [] : [{ name: one.name, kind: 'term', nats: micros(one.nats) }];
    const parts = one.signals.map((part) => ({ name: one.name, kind: 'signal', nats: micros(part.nats), part }));
    return micros(one.rest) === 0 ? parts : [...parts, { name: one.name, kind: 'rest', nats: micros(one.rest) }];
  });
}

/** One step of the waterfall: from where to where, and what it was before it decayed. */
export function step(scale, from, to, before, kind) {
  const x = (nats) => `${(((nats - scale.low) / (scale.high - scale.low)) * 100).toFixed(3)}%`;
  const bar = (a, b, attributes) => e.rect({ x: x(Math.min(a, b)), width: `${((Math.abs(b - a) / (scale.high - scale.low)) * 100).toFixed(3)}%`, y: '50%', height: 14, ...attributes });
  const line = (nats, y1, y2, attributes) => e.line({ x1: x(nats), x2: x(nats), y1, y2, ...attributes });
  return e.span({ class: 'step' }, e.svg({ 'aria-hidden': 'true' },
    scale.levels.map(([name, nats]) => line(nats, 0, '100%', { class: 'threshold', 'data-level': name })),
    line(0, 0, '100%', { class: 'zero' }),
    kind !== 'sum' && line(to, '50%', '100%', { class: 'joint' }),
    kind !== 'first' && kind !== 'sum' && line(from, 0, '50%', { class: 'joint' }),
    before !== undefined && before !== to && bar(from, before, { class: 'before' }),
    bar(from, to, { class: 'bar', 'data-kind': kind ?? (to < from ? 'less' : 'more') })));
}

/** The scale that all steps of a waterfall share. */
export function scaleOf(all, levels) {
  let sum = 0;
  const ends = [0, ...all.map((term) => (sum += term.nats)), ...['MEDIUM', 'HIGH', 'CRITICAL'].map((name) => micros(levels[name]))];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const room = (high - low) * 0.02;
  return { low: low - room, high: high + room, levels: ['MEDIUM', 'HIGH', 'CRITICAL'].map((name) => [name, micros(levels[name])]) };
}

/** The waterfall in words. */
export const told = (all, total) =>
  all.map((term) => `${term.part?.why ?? term.name}: ${exact(term.nats)}`).join('; ') + `; in all ${exact(total)}.`;

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** A week of hours, from Monday, 0:00 UTC: the stronger, the more usual. */
export function heatMap(weights) {
  const most = Math.max(...weights, 1e-9);
  const busiest = weights.map((weight, hour) => ({ weight, hour })).sort((a, b) => b.weight - a.weight).slice(0, 3)
    .map(({ hour }) => `${DAYS[Math.floor(hour / 24)]} ${hour % 24}:00`).join(', ');
  const cell = (hour, attributes, ...more) =>
    e.rect({ x: 28 + (hour % 24) * 11, y: 14 + Math.floor(hour / 24) * 15, width: 9.5, height: 13, rx: 2, ...attributes }, ...more);
  return e.svg({ class: 'heat', viewBox: '0 0 292 120', role: 'img', 'aria-label': `Usual hours of the week, in UTC. Busiest: ${busiest}.` },
    [0, 6, 12, 18].map((hour) => e.text({ x: 28 + hour * 11, y: 9 }, String(hour).padStart(2, '0'))),
    DAYS.map((day, i) => e.text({ x: 0, y: 25 + i * 15 }, day)),
    weights.map((weight, hour) => [
      cell(hour, { class: 'cell' }),
      weight > 0 && cell(hour, { class: 'heat-cell', 'fill-opacity': (0.15 + 0.85 * Math.sqrt(weight / most)).toFixed(2) },
        e.title(`${DAYS[Math.floor(hour / 24)]} ${hour % 24}:00 UTC: ${weight.toFixed(2)}`)),
    ]));
}

/** Values with their weights, the greatest first. */
export function bars(list, most = 6) {
  const sorted = list.toSorted((a, b) => b.weight - a.weight);
  const top = Math.max(...sorted.map((one) => one.weight), 1e-9);
  return e.ul({ class: 'bars' }, sorted.slice(0, most).map(({ value, weight }) => e.li({ key: value },
    e.span({ class: 'name', title: value }, value),
    e.svg({ viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, e.rect({ class: 'track', width: 100, height: 6 }), e.rect({ class: 'fill', width: Math.max((weight / top) * 100, 1), height: 6 })),
    e.span({ class: 'num' }, weight < 10 && weight % 1 ? weight.toFixed(1) : Math.round(weight)))),
  sorted.length > most && e.li({ class: 'quiet' }, `and ${sorted.length - most} more`));
}

const MARK_WIDTH = 292;
const BYTES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** An amount as one says it: 12, 3.4k, 45 MB. */
export function amount(value, unit) {
  let step = 0;
  let rest = value;
  while (rest >= 999.5 && step < BYTES.length - 1) {
    rest /= 1000;
    step++;
  }
  const digits = rest < 9.95 && (step > 0 || rest % 1 !== 0) ? rest.toFixed(1) : rest.toFixed(0);
  return unit === 'bytes' ? `${digits} ${BYTES[step]}` : digits + ['', 'k', 'M', 'G', 'T', 'P'][step];
}

const hours = ({ fromHour, toHour }) => `${String(fromHour).padStart(2, '0')}–${String(toHour).padStart(2, '0')} h`;
const DAYS_OF = { workday: 'Workdays', weekend: 'Weekends' };

/**
 * What is usual by season, as columns, below the amount from which on it is unusual: on the scale
 * of logarithms, since the two are far apart. Hollow columns were not seen, only inferred.
 */
export function seasons({ seasons: all, unit, now }) {
  const [height, top, foot] = [92, 16, 30];
  const bottom = height - foot;
  const log = (value) => Math.log10(1 + (unit === 'bytes' ? value / 1000 : value));
  const most = Math.max(...all.map((one) => log(one.unusualFrom ?? one.usual)), log(now.seen), 1e-9) * 1.12;
  const y = (value) => bottom - (log(value) / most) * (bottom - top);
  const width = MARK_WIDTH / all.length;
  const words = all.map((one) => `${DAYS_OF[one.days]} ${hours(one)}: usually ${amount(one.usual, unit)}` +
    (one.windows === 0 ? ' by the other hours' : '') + (one.unusualFrom === null ? '' : `, unusual from ${amount(one.unusualFrom, unit)}`)).join('; ');
  const firsts = Object.entries(DAYS_OF).map(([days, name]) => ({ name, at: all.findIndex((one) => one.days === days) })).filter(({ at }) => at >= 0);
  return e.svg({ class: 'seasons', viewBox: `0 0 ${MARK_WIDTH} ${height}`, role: 'img', 'aria-label': `${words}. Now ${amount(now.seen, unit)}.` },
    all.map((one, i) => {
      const [x, wide] = [i * width + 2, width - 4];
      return e.g(
        one.unusualFrom !== null && e.rect({ class: 'unusual', x, width: wide, y: top - 6, height: Math.max(y(one.unusualFrom) - top + 6, 1) }),
        one.unusualFrom !== null && e.line({ class: 'limit', x1: x, x2: x + wide, y1: y(one.unusualFrom), y2: y(one.unusualFrom) }),
        e.rect({ class: 'usual', 'data-inferred': String(one.windows === 0), x: x + wide / 4, width: wide / 2, y: y(one.usual), height: Math.max(bottom - y(one.usual), 1) }),
        i === now.season && now.seen > 0 && e.circle({ class: 'seen-now', cx: x + wide / 2, cy: y(now.seen), r: 4 }),
        e.text({ class: 'tick', x: x + wide / 2, y: bottom + 11 }, hours(one).replace(' h', '')),
        e.title(`${DAYS_OF[one.days]} ${hours(one)} UTC: usually ${amount(one.usual, unit)}` + (one.unusualFrom === null ? '' : `, unusual from ${amount(one.unusualFrom, unit)}`)));
    }),
    e.line({ class: 'axis', x1: 0, x2: MARK_WIDTH, y1: bottom, y2: bottom }),
    firsts.map(({ name, at }) => e.text({ x: at * width + 2, y: height - 5 }, name)));
}

/** Linked subjects: the one with the highest risk in the middle, lines where they have events in common. */
export function graph(tenant, members, links) {
  const [width, height] = [300, members.length > 9 ? 320 : members.length > 3 ? 270 : 200];

  const sorted = members.toSorted((a, b) => b.score - a.score);
  const inner = sorted.slice(1, 9);
  const outer = sorted.slice(9, 25);
  const ring = (list, radius, turn) => list.map((one, i) => {
    const angle = turn + (i / list.length) * 2 * Math.PI + (list.length < 3 ? Math.PI / 2 + Math.PI / 8 : 0);
    return { one, x: width / 2 + Math.cos(angle) * radius * 1.08, y: height / 2 + Math.sin(angle) * radius };
  });
  const nodes = [{ one: sorted[0], x: width / 2, y: height / 2 }, ...ring(inner, 92, -Math.PI / 2), ...ring(outer, 118, -Math.PI / 2.4)].filter((node) => node.one);
  const place = new Map(nodes.map((node) => [node.one.key, node]));
  const short = (text) => (text.length > 16 ? text.slice(0, 15) + '…' : text);
  return e.svg({ class: 'graph', viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': `Linked subjects: ${members.map((one) => one.id).join(', ')}` },
    links.map(([a, b]) => place.has(a) && place.has(b) &&
      e.line({ x1: place.get(a).x, y1: place.get(a).y, x2: place.get(b).x, y2: place.get(b).y })),
    nodes.map(({ one, x, y }, i) => e.a({ href: toSubject(tenant, one), 'data-level': one.level, 'aria-label': `${TYPE[one.type]} ${one.id}, ${one.level}` },
      e.title(`${TYPE[one.type]} ${one.id}: ${score(one.score)}, ${one.level}`),
      e.circle({ cx: x, cy: y, r: i === 0 ? 19 : 10 + rank(one.level) }),
      e.text({ class: 'kind', x, y: y + 3.5 }, TYPE[one.type].slice(0, 1)),
      e.text({ x, y: y + (i === 0 ? 33 : 26) }, short(one.id)),
      one.sessions > 0 && e.text({ class: 'more', x, y: y + (i === 0 ? 46 : 39) }, one.sessions === 1 ? '1 session' : `${one.sessions} sessions`))),
    sorted.length > 25 && e.text({ x: width / 2, y: height - 6 }, `and ${sorted.length - 25} more`));
}
