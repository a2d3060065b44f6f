// Dead letters: what could not be used, why, and another try.
import { Component, createRef, h } from './preact.js';
import { get, listed, path, post } from './api.js';
import { Page, atLeast, choice, count, e, empty, goesOn, loading, plural, problem, when } from './parts.js';

const PAGE = 200;

export class Letters extends Page {
  state = { data: null, error: null, reason: 'all', pages: 1, open: null };
  every = 15_000;
  reasons = {}; // with how many there are of each; the server knows those of the chosen one only

  async ask(get) {
    const { reason, pages } = this.state;
    const chosen = reason === 'all' ? undefined : reason;
    const answer = await listed(get, (cursor) => path(['dead-letters'], { reason: chosen, limit: PAGE, cursor }), 'letters', pages);
    const { letters, next } = answer;
    if (chosen) this.reasons[chosen] = `${chosen} ${atLeast(letters.length, next)}`;
    else {
      this.reasons = { all: `All ${atLeast(letters.length, next)}` };
      for (const [name, some] of Map.groupBy(letters, (one) => one.reason)) this.reasons[name] = `${name} ${atLeast(some.length, next)}`;
    }
    return answer;
  }

  show({ letters, next }, { me }, { reason, pages, open }) {
    const list = letters.filter((one) => reason === 'all' || one.reason === reason);
    return [
      e.header({ class: 'top' }, e.h1('Dead letters'), e.p({ class: 'quiet' }, 'Input that could not be used. Nothing is lost: it is kept with its reason, and can be sent again.')),
      e.section({ class: 'card list', 'aria-label': 'Dead letters' },
        (letters.length > 0 || reason !== 'all') && e.div({ class: 'filters' }, choice('Reason', this.reasons, reason, (chosen) => this.setState({ reason: chosen, pages: 1 }, this.load))),
        list.length === 0
          ? reason !== 'all'
            ? empty('None', 'Nothing was refused for this reason.')
            : me.tenants === null
              ? empty('Nothing was refused', 'All that came could be read, or was ignored by a rule of its format.')
              : empty('Nothing of your tenants', 'What names no tenant that could be read is shown to those who see all.')
          : e.ol({ class: 'rows' }, list.map((one) => e.li({ key: `${one.partition}/${one.offset}`, class: 'row letter' },
            e.span({ class: 'chip' }, one.reason),
            e.span({ class: 'who' }, e.button({ type: 'button', class: 'cover link', onClick: () => this.setState({ open: one }) }, one.detail), e.small([one.source, one.origin].filter(Boolean).join(' · '))),
            e.span({ class: 'mono quiet' }, `${one.partition} @ ${one.offset}`),
            e.span({ class: 'age' }, when(one.at, true))))),
        next !== null && goesOn(`The newest ${count(list.length)}.`, this)),
      open && h(Letter, { letter: open, close: () => this.setState({ open: null }) }),
    ];
  }
}

/** One with its bytes. */
class Letter extends Component {
  box = createRef();
  state = { whole: null, error: null, sent: false };

  componentDidMount() {
    this.box.current.showModal();
    this.load();
  }

  address(...more) {
    const { partition, offset } = this.props.letter;
    return path(['dead-letters', partition, offset, ...more]);
  }

  load = () => get(this.address()).then((whole) => this.setState({ whole, error: null }), (error) => this.setState({ error }));

  replay = () => post(this.address('replay')).then(() => this.setState({ sent: true, error: null }), (error) => this.setState({ error }));

  render({ letter, close }, { whole, error, sent }) {
    const one = whole?.letter;
    const raw = one?.raw ?? one?.rawBase64;
    const facts = [['At', when(letter.at, true)], ['Source', letter.source], ['From', letter.origin], ['Tenant', letter.tenant], ['Kept at', `partition ${letter.partition}, offset ${letter.offset}`]];
    return e.dialog({ ref: this.box, class: 'card wide', 'aria-labelledby': 'letter-title', onClose: close, onClick: (event) => event.target === this.box.current && this.box.current.close() },
      e.h2({ id: 'letter-title' }, e.span({ class: 'chip' }, letter.reason)),
      e.p({ class: 'detail' }, letter.detail),
      e.dl(facts.filter(([, value]) => value).map(([name, value]) => [e.dt(name), e.dd(value)])),
      error ? problem(error, this.load) : one ? [
        e.h3(one.rawBase64 ? 'Raw bytes, as Base64' : 'Raw', one.rawLength !== undefined && e.span({ class: 'quiet' }, ` ${plural(one.rawLength, 'byte')}`)),
        e.pre({ tabIndex: 0, 'aria-label': 'Raw input' }, raw ?? ''),
      ] : loading(3),
      e.footer(
        sent && e.p({ class: 'sent', role: 'status' }, 'Sent again. If it cannot be used still, it comes back here.'),
        e.button({ type: 'button', autofocus: true, onClick: () => this.box.current.close() }, 'Close'),
        e.button({ type: 'button', class: 'main', disabled: sent || !one, onClick: this.replay }, sent ? 'Sent' : 'Send again')));
  }
}
