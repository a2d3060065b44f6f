// The frame around the pages: who asks, for which tenant, which page, in which theme.
import { Component, h, render } from './preact.js';
import { get, hasSession, isSignedIn, signOut } from './api.js';
import { live } from './live.js';
import { leaveForGood, returned, SignIn } from './signin.js';
import { e, icon, loading, problem, to } from './parts.js';
import { Board } from './board.js';
import { SubjectPage } from './subject.js';
import { IncidentPage, Incidents } from './incidents.js';
import { Letters } from './letters.js';
import { Pipeline } from './pipeline.js';
import { Detectors } from './detectors.js';

const PAGES = {
  board: { title: 'Risk', page: Board },
  incidents: { title: 'Incidents', page: Incidents },
  detectors: { title: 'Detectors', page: Detectors },
  letters: { title: 'Dead letters', page: Letters },
  pipeline: { title: 'Pipeline', page: Pipeline },
};
const DETAILS = { subject: ['board', SubjectPage], incident: ['incidents', IncidentPage] };
const STATES = { live: 'Live', connecting: 'Connecting', waiting: 'Reconnecting', off: 'Not connected' };

/** `#/tenant/page/argument/…` */
function route() {
  const [tenant, name = 'board', ...args] = location.hash.replace(/^#\/?/, '').split('/').map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  return { tenant: tenant || null, name: name in PAGES || name in DETAILS ? name : 'board', args };
}

const isDark = () =>
  (document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';

function switchTheme() {
  const next = isDark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem('vedette.theme', next);
  } catch {
    // Then it lasts as long as the page.
  }
}

class App extends Component {
  state = { route: route(), me: null, error: null, refused: false, live: live.state };

  componentDidMount() {
    addEventListener('hashchange', () => {
      this.setState({ route: route() });
      document.querySelector('main')?.focus({ preventScroll: true });
      scrollTo(0, 0);
    });
    addEventListener('keydown', this.key);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.setState({}));
    live.on('state', (state) => this.setState({ live: state }));
    this.arrive();
  }

  /** At first, or from the provider, back to where one was. */
  async arrive() {
    const wrong = await returned();
    this.setState({ route: route() });
    if (wrong && !isSignedIn()) this.setState({ refused: true, wrong });
    else this.meet();
  }

  /** Who asks, and what there is to see. */
  meet = async () => {
    clearTimeout(this.timer);
    try {
      const me = await get('/v1/me');
      this.setState({ me, error: null, refused: false, wrong: null, other: false });
    } catch (error) {
      if (error.status === 401 || (error.status === 403 && hasSession())) this.refused(error);
      else this.setState({ error });
      if (error.passes) this.timer = setTimeout(this.meet, error.retryAfter * 1000);
    }
  };

  /** Asks to sign in, and says why. */
  refused = (error) => {
    const signedIn = hasSession();
    const { me } = this.state;
    if (isSignedIn()) {
      const wrong =
        me !== null ? 'Your session has ended. Sign in again to go on where you were.'
        : !signedIn ? 'The server does not accept this token.'
        : error?.status === 403 ? 'You signed in, but your account may see nothing here: it lacks the role reader.'
        : 'You signed in, but this server does not accept the token that the provider gave: its issuer or its audience is another. Whoever runs the server can mend that.';
      this.setState({ wrong, other: signedIn && me === null });
    }
    signOut();
    live.follow(null);
    this.setState({ refused: true, me: null });
  };

  leave = () => {
    live.follow(null);
    this.setState({ refused: true, wrong: null, other: false, me: null });
    leaveForGood();
  };

  /** `/` looks for a subject from wherever one is. */
  key = (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches('input, textarea, select, dialog *')) return;
    event.preventDefault();
    const field = document.getElementById('search');
    if (field) field.focus();
    else {
      location.hash = to(this.tenant(), 'board');
      setTimeout(() => document.getElementById('search')?.focus(), 50);
    }
  };

  tenant() {
    const { me, route: { tenant } } = this.state;
    return tenant ?? me?.tenants?.[0] ?? me?.tenantsSeen?.[0] ?? 'default';
  }

  render(_, { route: { name, args }, me, error, refused, wrong, other, live: state }) {
    if (refused) return h(SignIn, { wrong, other, done: this.meet });
    if (me === null) {
      return e.main({ class: 'alone' }, error ? problem(error, this.meet) : loading(3));
    }
    const tenant = this.tenant();
    live.follow(tenant);
    const [section, page] = DETAILS[name] ?? [name, PAGES[name].page];
    document.title = `${PAGES[section].title} · Vedette`;
    return [
      e.a({ class: 'skip', href: '#main', onClick: (event) => {
        event.preventDefault();
        document.querySelector('main').focus();
      } }, 'To the content'),
      e.aside({ class: 'rail' },
        e.a({ class: 'brand', href: to(tenant, 'board') },
          e.svg({ viewBox: '0 0 32 32', 'aria-hidden': 'true' }, e.rect({ width: 32, height: 32, rx: 8 }),
            e.path({ d: 'M8 9l8 15 8-15' }), e.circle({ cx: 16, cy: 10, r: 2.6 })), 'Vedette'),
        e.nav({ 'aria-label': 'Pages' }, Object.entries(PAGES).map(([key, { title }]) =>
          e.a({ key, href: to(tenant, key), 'aria-current': key === section ? 'page' : undefined }, icon(key), e.span(title)))),
        e.div({ class: 'foot' },
          h(Tenants, { me, tenant, section }),
          e.span({ class: 'state', 'data-state': state, role: 'status' }, e.i(), STATES[state]),
          e.button({ type: 'button', class: 'bare', 'aria-label': isDark() ? 'Light theme' : 'Dark theme', title: isDark() ? 'Light theme' : 'Dark theme', onClick: () => {
            switchTheme();
            this.setState({});
          } }, icon(isDark() ? 'sun' : 'moon')),
          isSignedIn() && e.button({ type: 'button', class: 'bare', onClick: this.leave }, 'Sign out'))),
      e.main({ id: 'main', tabIndex: -1 },
        h(page, { key: [tenant, name, ...args].join('/'), tenant, args, me, refused: this.refused })),
    ];
  }
}

/** Which tenant; a plain word if there is one only. */
function Tenants({ me, tenant, section }) {
  const known = [...new Set([tenant, ...(me.tenants ?? []), ...(me.tenantsSeen ?? [])])].sort();
  if (known.length === 1) return e.span({ class: 'tenant', title: 'Tenant' }, tenant);
  return e.select({ class: 'tenant', 'aria-label': 'Tenant', value: tenant, onChange: (event) => {
    location.hash = to(event.target.value, section);
  } }, known.map((name) => e.option({ value: name, key: name }, name)));
}

render(h(App), document.getElementById('app'));
