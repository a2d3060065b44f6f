// What a person found out: a dialog that posts a verdict on a signal, a detector, or all of a subject.
import { Component, createRef } from './preact.js';
import { path, post } from './api.js';
import { e, icon } from './parts.js';

export const VERDICTS = {
  true_positive: { name: 'True positive', sign: 'check', text: 'It was an attack. The evidence stands, and is not suppressed.' },
  false_positive: { name: 'False positive', sign: 'cross', text: 'The detector was wrong. The evidence is withdrawn, and the risk falls.' },
  benign_expected: { name: 'Benign, expected', sign: 'go_on', text: 'It happened, and it is meant to. The evidence does not count until then.' },
};
const DAYS = { 1: 'a day', 7: 'a week', 30: '30 days', 90: '90 days', 365: 'a year' };

export class VerdictDialog extends Component {
  box = createRef();

  constructor(props) {
    super(props);
    this.state = { verdict: props.about.verdict, error: null, busy: false };
    // Said twice is said once: a second try after no answer has the same name.
    this.id = `console-${crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint32Array(4))].join('-')}`;
  }

  componentDidMount() {
    this.box.current.showModal();
  }

  submit = async (event) => {
    event.preventDefault();
    const { tenant, subject, about, done } = this.props;
    const given = new FormData(event.target);
    const { signal } = about;
    const scope = given.get('scope');
    const until = new Date(Date.now() + Number(given.get('days')) * 86_400_000).toISOString().replace(/\.\d+/, '');
    const meant = signal?.subject ?? subject;
    const owner = signal ? signal.owner ?? (meant.type === 'session' ? (subject.type === 'session' ? subject.owner : subject) : undefined) : subject.owner;
    const text = (name) => given.get(name)?.trim() || undefined;
    this.setState({ busy: true, error: null });
    try {
      await post(path(['tenants', tenant, 'verdicts']), {
        id: this.id,
        subject: { type: meant.type, id: meant.id },
        owner: owner && { type: owner.type, id: owner.id },
        verdict: this.state.verdict,
        detector: scope === 'signal' || scope === 'detector' ? signal.detector : undefined,
        window: scope === 'signal' ? signal.window : undefined,
        until: scope === 'signal' ? undefined : until,
        by: text('by'), // who shows a token is who it says
        note: text('note'),
      });
      done(this.state.verdict);
    } catch (error) {
      this.setState({ error, busy: false });
    }
  };

  render({ me, subject, about: { signal }, close }, { verdict, error, busy }) {
    const expected = verdict === 'benign_expected';
    return e.dialog({ ref: this.box, class: 'card', 'aria-labelledby': 'verdict-title', onClose: close,
      onClick: (event) => event.target === this.box.current && this.box.current.close() },
    e.form({ onSubmit: this.submit },
      e.h2({ id: 'verdict-title' }, 'Verdict on ', e.span({ class: 'mono' }, subject.id)),
      signal && e.blockquote(signal.why),
      e.fieldset(e.legend('What was it?'), Object.entries(VERDICTS).map(([value, { name, sign, text }]) =>
        e.label({ key: value, class: 'option' },
          e.input({ type: 'radio', name: 'verdict', value, checked: value === verdict, autofocus: value === verdict, onChange: () => this.setState({ verdict: value }) }),
          e.span(e.b(icon(sign), name), e.small(text))))),
      e.div({ class: 'fields' },
        e.label('What is meant', e.select({ name: 'scope' },
          signal && e.option({ value: 'signal' }, 'This signal only'),
          signal && e.option({ value: 'detector' }, `All of ${signal.detector}`),
          e.option({ value: 'subject' }, 'All of this subject'))),
        e.label('Holds for', e.select({ name: 'days', value: '1' }, Object.entries(DAYS).map(([days, text]) => e.option({ key: days, value: days }, text)))),
        me.name === null && e.label('Your name', e.input({ name: 'by', maxlength: 256, autocomplete: 'name' })),
        e.label({ class: 'wide' }, expected ? 'Reason' : 'Note', e.input({ name: 'note', maxlength: 2000, required: expected, placeholder: expected ? 'Why it is expected' : '' }))),
      error && e.p({ class: 'wrong', role: 'alert' }, error.message),
      e.footer(
        e.button({ type: 'button', onClick: () => this.box.current.close() }, 'Cancel'),
        e.button({ class: 'main', disabled: busy }, busy ? 'Sending …' : VERDICTS[verdict].name))));
  }
}
