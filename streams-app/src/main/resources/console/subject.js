// Why, exactly: one subject's risk, how it came about, what it adds up from, and what is usual.
import { h } from './preact.js';
import { about, listed } from './api.js';
import { Measured, RiskChart, amount, bars, heatMap, scaleOf, seasons, step, terms, told } from './draw.js';
import {
  Ago, LEVELS, MAY, Page, TYPE, choice, clock, copied, count, e, empty, exact, icon, keyOf, level, loading, micros, more, plural, problem, rank, score,
  section, sentence, signed, span, subjectLink, technique, to, when, whose,
} from './parts.js';
import { VERDICTS, VerdictDialog } from './verdict.js';

const RANGES = { 1: '1 h', 6: '6 h', 24: '24 h', 168: '7 d', 720: '30 d' };
const HOUR = 3_600_000;
const SHOWN = 8; // of signals and of sessions, until one wants more
const SIGNALS = 100;

const FAMILIES = { prior: 'Before any evidence: few accounts are taken over', criticality: 'How much this subject matters' };
const PEERS = { directory: 'by the directory', learned: 'as they behave alike' };
const HABITS = { countries: 'Countries, by days', networks: 'Networks, by days', devices: 'Devices, by days', clients: 'Clients, by days' };
const RATES = 3; // shown at once, those nearest to their limit first

/** How near to unusual it is now, and after that how much is known of it. */
const nearness = ({ seasons: all, now, windowsLearned }) => now.seen / (all[now.season].unusualFrom ?? Infinity) + windowsLearned / 1e9;

export class SubjectPage extends Page {
  every = 30_000;
  rows = 10;

  constructor(props) {
    super(props);
    const [type, id, ownerType, ownerId] = props.args;
    this.subject = { type, id, owner: ownerType && { type: ownerType, id: ownerId } };
    Object.assign(this.state, { hours: '6', judging: null, said: null, all: false, pages: 1, allSessions: false });
  }

  componentDidMount() {
    super.componentDidMount();
    const mine = keyOf(this.subject);
    this.hear('risk', (update) => {
      if (keyOf(whose(update)) === mine || update.owner?.id === this.subject.id) this.soon(200);
    });
    this.hear('start', () => this.soon());
  }

  async ask(get) {
    const { tenant } = this.props;
    const { subject } = this;
    const at = (what, query) => get(about(tenant, subject, what, query));
    // The risk is the page; what is around it may be missing, and then says so in its place.
    const around = (question) => question.catch((error) => {
      if (error.name === 'AbortError' || error.status === 401) throw error;
      return { error };
    });
    const from = new Date(Date.now() - Number(this.state.hours) * HOUR).toISOString();
    const isPrincipal = subject.type === 'user' || subject.type === 'service';
    const [risk, series, signals, sessions, habits] = await Promise.all([
      at('risk', { with: 'coverage,counterfactual' }),
      around(at('series', { from, points: 240 })),
      around(listed(get, (cursor) => about(tenant, subject, 'signals', { limit: SIGNALS, cursor }), 'signals', this.state.pages)),
      isPrincipal ? around(at('sessions')) : null,
      around(at('habits')),
    ]);
    return { asOf: risk.asOf, risk, series, signals, sessions, habits };
  }

  judge = (about) => this.setState({ judging: about });

  said = (verdict) => {
    this.setState({ judging: null, said: `${VERDICTS[verdict].name}: taken. The risk is read anew.` });
    setTimeout(() => this.setState({ said: null }), 6_000);
    this.soon(500);
    setTimeout(() => this.soon(0), 2_000);
  };

  head({ tenant }) {
    return e.a({ class: 'back', href: to(tenant, 'board') }, icon('back'), 'Risk');
  }

  show(data, { tenant, me }, state) {
    const { risk: answer, series, signals, sessions, habits } = data;
    const { risk, levels, falls } = answer;
    const { subject } = this;
    const reached = LEVELS.findLast((name) => name === 'LOW' || risk.logOdds >= levels[name] - levels.hysteresis);
    return [
      this.head({ tenant }),
      copied(answer, series, signals, sessions, habits),
      e.header({ class: 'hero', 'data-level': risk.level },
        e.div({ class: 'id' },
          e.p({ class: 'quiet' }, icon(subject.type), TYPE[subject.type], risk.owner && [' of ', subjectLink(tenant, risk.owner)], ` · ${tenant}`),
          e.h1(subject.id),
          e.p({ class: 'reason' }, sentence(risk.reason))),
        e.div({ class: 'gauge', 'data-testid': 'risk', 'data-score': risk.score }, e.b({ class: 'big', 'data-level': reached }, score(risk.score)), e.span(level(risk.level),
          e.small(answer.levelSince ? ['since ', when(answer.levelSince)] : '', falls[0] && ` · ${falls[0].level} at ${clock(falls[0].at)} if nothing is seen`),
          rank(reached) < rank(risk.level) && e.small(`The risk is ${reached} already; a level is kept for ${span(levels.dwellSeconds * 1000)}.`))),
        e.div({ class: 'acts', role: 'group', 'aria-label': 'Verdict' },
          Object.entries(VERDICTS).map(([verdict, { name, sign }]) =>
            e.button({ type: 'button', key: verdict, 'data-verdict': verdict, onClick: () => this.judge({ verdict }) }, icon(sign), name)))),
      e.p({ class: 'toast', role: 'status', 'data-shown': String(state.said !== null) }, state.said),
      e.div({ class: 'split' },
        e.div({ class: 'stack' },
          this.course(series, levels, falls, risk, state),
          this.waterfall(risk, levels),
          this.signals(signals, tenant, state)),
        e.div({ class: 'side' },
          this.hangs(answer.counterfactual),
          sessions && this.sessions(sessions, tenant, state),
          this.habits(habits, answer.coverage))),
      state.judging && h(VerdictDialog, { me, tenant, subject, about: state.judging, done: this.said, close: () => this.setState({ judging: null }) }),
    ];
  }

  course(series, levels, falls, risk, { hours }) {
    const ranges = choice('How far back', RANGES, hours, (next) => this.setState({ hours: next }, this.load));
    if (series.error) return section('Risk over time', ranges, problem(series.error, this.load));
    const points = series.points.map((point) => ({ ...point, time: Date.parse(point.at) }));
    const now = { time: Date.parse(risk.at), score: risk.score, logOdds: risk.logOdds, level: risk.level };
    while (points.length && points.at(-1).time >= now.time) points.pop();
    points.push(now);
    const seen = series.signals.map((one) => ({ ...one, time: Date.parse(one.at) }));
    return section('Risk over time', ranges, h(Measured, {
      draw: (width) => h(RiskChart, { points, signals: seen, levels, falls, from: now.time - Number(hours) * HOUR, to: now.time, width }),
    }), e.p({ class: 'quiet' }, 'As it is known now: evidence counts from the beginning of its window. Dots are what was seen, when it was seen.'));
  }

  waterfall(risk, levels) {
    const all = terms(risk.contributions);
    const total = micros(risk.logOdds);
    const sum = all.reduce((so, term) => so + term.nats, 0);
    const scale = scaleOf(all, levels);
    let from = 0;
    return section('Why, exactly', e.span({ class: 'quiet' }, 'in nats: +2.3 is ten times as likely under attack'),
      e.ol({ class: 'waterfall', 'aria-label': told(all, total) },
        all.map((term, i) => {
          const { part } = term;
          const start = from;
          from += term.nats;
          const before = part ? start + micros(part.evidence) : undefined;
          const decayed = part && micros(part.evidence) !== term.nats;
          return e.li({ key: part ? part.detector + part.window + part.subject.id : term.name + term.kind, 'data-term': term.nats },
            e.span({ class: 'what' },
              e.span(part ? sentence(part.why) : (term.kind === 'rest' ? `${term.name}: what else counts in this family` : FAMILIES[term.name] ?? sentence(term.name))),
              part && e.small(e.b(term.name), part.detector, technique(part.technique), when(part.events[0]?.time ?? part.window),
                decayed && e.span({ title: 'Decayed since, or cut by the cap of its family' }, `was ${signed(part.evidence)}`))),
            step(scale, start, from, before, i === 0 ? 'first' : undefined),
            e.span({ class: 'num' }, exact(term.nats)),
            part
              ? e.button({ type: 'button', class: 'bare', 'aria-label': `Verdict on ${part.detector}`, title: 'Verdict on this signal', onClick: () => this.judge({ verdict: 'false_positive', signal: part }) }, icon('flag'))
              : e.span());
        }),
        e.li({ class: 'sum' },
          e.span({ class: 'what' }, e.b('Log-odds'), e.small(`100 / (1 + e^−L) = ${risk.score.toFixed(4)} of 100`)),
          step(scale, 0, total, undefined, 'sum'), e.span({ class: 'num', 'data-testid': 'total' }, exact(total)), e.span())),
      e.p({ class: 'proof', 'data-adds-up': String(sum === total) }, icon(sum === total ? 'check' : 'cross'),
        sum === total ? `${plural(all.length, 'term adds', 'terms add')} up to the log-odds to the millionth of a nat.` : `The terms add up to ${exact(sum)}, not to the log-odds: please report this.`));
  }

  signals(answer, tenant, { all, pages }) {
    if (answer.error) return section('What was seen', null, problem(answer.error, this.load));
    const { length } = answer.signals;
    const list = all ? answer.signals : answer.signals.slice(0, SHOWN);
    return section('What was seen', e.span({ class: 'quiet' }, 'newest first'),
      list.length === 0 ? empty('Nothing', 'No detector has found anything about this subject.') : e.ul({ class: 'seen-list' },
        list.map((one) => e.li({ key: one.detector + one.window.start + keyOf(whose(one)), 'data-withdrawn': String(one.effective !== one.evidence) },
          when(one.events[0]?.time ?? one.window.start),
          e.span({ class: 'what' }, e.span(sentence(one.why)), e.small(e.b(one.family), one.detector, technique(one.technique),
            one.verdict && e.span({ class: 'chip' }, VERDICTS[one.verdict].name),
            one.effective !== one.evidence && e.span({ class: 'chip' }, one.effective === 0 ? 'suppressed' : `counts ${signed(one.effective)}`))),
          e.span({ class: 'num' }, signed(one.evidence))))),
      list.length === length && answer.next !== null && more(`More than the newest ${count(length)}`, this.further, this.state.further),
      length > SHOWN && more(all ? 'Show fewer' : `Show ${answer.next === null ? 'all' : 'the newest'} ${count(length)}`, () => this.setState({ all: !all })));
  }

  hangs(found) {
    if (!found || found.level === 'LOW' || (found.possible && found.signals.length === 0)) return null;
    return section('What the level hangs on', null, found.possible
      ? [
        e.p(`Without ${found.signals.length === 1 ? 'this signal' : `these ${found.signals.length} signals`} it would be `, level(found.without), ` (log-odds ${signed(found.logOdds)}). No smaller set does it.`),
        e.ul({ class: 'hangs' }, found.signals.map((one) => e.li({ key: one.detector + one.window.start }, e.span(sentence(one.why)), e.b({ class: 'num' }, signed(one.evidence))))),
      ]
      : e.p('No set of named signals would lower it by itself.'));
  }

  sessions(answer, tenant, { allSessions }) {
    if (answer.error) return section('Sessions', null, problem(answer.error, this.load));
    const order = { active: 0, idle: 1, ended: 2 };
    const list = answer.sessions.toSorted((a, b) => (order[a.state] ?? 3) - (order[b.state] ?? 3) || (b.seenAt ?? '').localeCompare(a.seenAt ?? ''));
    return section('Sessions', e.span({ class: 'quiet' }, 'what an enforcement point is told'),
      list.length === 0 ? empty('None', 'No session of this subject is known.') : e.ul({ class: 'sessions' }, list.slice(0, allSessions ? undefined : SHOWN).map((one) => e.li({ key: one.session.id, 'data-state': one.state },
        e.span({ class: 'may', 'data-may': one.may }, icon(one.may), MAY[one.may] ?? one.may),
        e.span(subjectLink(tenant, whose(one)), e.small(one.state, one.device && ` · ${one.device}`, one.seenAt && [' · seen ', h(Ago, { at: one.seenAt }), ' ago'])),
        e.span({ class: 'num' }, score(one.score))))),
      list.length > SHOWN && more(allSessions ? 'Show fewer' : `Show all ${count(list.length)}`, () => this.setState({ allSessions: !allSessions })));
  }

  rates(all) {
    if (all.length === 0) return null;
    const drawn = (rate) => {
      const { detector, name, unit, now, windowHours, judgedHours, windowsLearned } = rate;
      const { unusualFrom, usual } = rate.seasons[now.season];
      const spans = (hours, number = 1) => (hours % 24 === 0 ? plural(number * hours / 24, 'day') : plural(number * hours, 'hour'));
      return e.li({ key: detector + name, 'data-rate': detector },
        e.p(e.b(sentence(name)), e.span({ class: 'quiet' }, ` · ${spans(windowHours, windowsLearned)} learned`)),
        seasons(rate),
        e.p({ class: 'quiet' }, `Now ${amount(now.seen, unit)} in ${spans(judgedHours)}; `,
          unusualFrom === null ? `usually ${amount(usual, unit)} in ${spans(windowHours)}; not judged yet.` : `usually ${amount(usual, unit)} in ${spans(windowHours)}, unusual from ${amount(unusualFrom, unit)}.`));
    };
    const sorted = all.toSorted((a, b) => nearness(b) - nearness(a));
    return [
      e.h3('How much is usual, by season (UTC)'),
      e.ul({ class: 'rates' }, sorted.slice(0, RATES).map(drawn)),
      e.p({ class: 'quiet key' }, e.i({ class: 'usual' }), 'usual ', e.i({ class: 'inferred' }), 'by other hours ', e.i({ class: 'unusual' }), 'unusual · dot: now · scale of logarithms'),
      sorted.length > RATES && e.details({ class: 'blind' }, e.summary(`${sorted.length - RATES} more`), e.ul({ class: 'rates' }, sorted.slice(RATES).map(drawn))),
    ];
  }

  habits(answer, coverage) {
    if (answer?.error) return section('Habits', null, problem(answer.error, this.load));
    if (!answer) return section('Habits', null, loading(3));
    const lists = Object.entries(answer).filter(([, value]) => Array.isArray(value) && value[0]?.weight !== undefined);
    const blind = answer.unscoreable;
    return section('Habits', e.span({ class: 'quiet' }, 'what is usual for this one'),
      answer.hourOfWeek?.some((weight) => weight > 0) && [e.h3('Hours of the week, UTC'), heatMap(answer.hourOfWeek)],
      e.div({ class: 'habits' }, lists.map(([name, list]) => e.div({ key: name }, e.h3(HABITS[name] ?? name), bars(list)))),
      answer.devices.length + answer.clients.length > 0 && e.p({ class: 'quiet' }, 'Of devices and clients only hashes are kept: these are their first digits.'),
      this.rates(answer.rates),
      lists.length === 0 && !answer.hourOfWeek && answer.rates.length === 0 && empty('Not known yet', 'Habits are told once there are some days of them.'),
      Object.keys(answer.known).length > 0 && [e.h3('Known by now'),
        e.ul({ class: 'chips' }, Object.entries(answer.known).map(([what, number]) => e.li({ key: what, class: 'chip' }, `${number} ${what}`)))],
      answer.peers && [e.h3('Peers'), e.p(answer.peers.group, e.span({ class: 'quiet' }, ` · ${plural(answer.peers.size, 'member')}, ${PEERS[answer.peers.source]}`))],
      coverage && e.details({ class: 'blind' },
        e.summary(`${coverage.scoring} of ${plural(coverage.detectors, 'detection')} can judge this one`),
        e.ul(blind.map((one) => e.li({ key: one.detector }, e.b(one.title), ': ', one.reason)))));
  }
}
