// Signing in: at an OpenID provider, by an authorization code with PKCE (RFC 7636), or with a token.
// The server redeems the code: this page asks nobody else.
import { Component } from './preact.js';
import { ask, get, keep, post, signIn, signOut } from './api.js';
import { e, loading } from './parts.js';

const ATTEMPT = 'vedette.sign-in';
const HOME = '/console/';
const redirectUri = location.origin + HOME;

const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

function go(endpoint, parameters) {
  const address = new URL(endpoint);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) address.searchParams.set(name, value);
  }
  location.assign(address);
}

/** Goes to the provider; `other` wants it to ask who it is, even if it knows. */
async function leave(provider, other) {
  const attempt = { state: random(), verifier: random(), hash: location.hash };
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(attempt.verifier));
  sessionStorage.setItem(ATTEMPT, JSON.stringify(attempt));
  go(provider.authorizationEndpoint, {
    response_type: 'code',
    client_id: provider.clientId,
    redirect_uri: redirectUri,
    scope: provider.scope,
    state: attempt.state,
    code_challenge: base64url(digest),
    code_challenge_method: 'S256',
    prompt: other ? 'login' : undefined,
  });
}

/** Takes what the provider answered, if this page was opened by it; says what went wrong, or null. */
export async function returned() {
  const answer = new URLSearchParams(location.search);
  if (!answer.has('state')) return null;
  const attempt = JSON.parse(sessionStorage.getItem(ATTEMPT));
  sessionStorage.removeItem(ATTEMPT);
  const known = attempt !== null && answer.get('state') === attempt.state;
  history.replaceState(null, '', HOME + (known ? attempt.hash : location.hash));
  if (!known) return 'This sign-in was not begun in this tab, or is over. Sign in again.';
  const code = answer.get('code');
  if (code === null) return `The provider refused: ${answer.get('error_description') ?? answer.get('error')}.`;
  try {
    keep(await post('/v1/sign-in/token', { code, verifier: attempt.verifier, redirectUri }, ask));
    return null;
  } catch (failure) {
    return failure.message;
  }
}

/** Forgets who it is, here and, if it was asked, at the provider. */
export async function leaveForGood() {
  sessionStorage.removeItem(ATTEMPT);
  const session = signOut();
  if (session === null) return;
  const provider = await get('/v1/sign-in').catch(() => null);
  if (!provider?.endSessionEndpoint) return;
  go(provider.endSessionEndpoint, {
    client_id: provider.clientId,
    post_logout_redirect_uri: redirectUri,
    id_token_hint: session.idToken,
  });
}

/** Asked to sign in, or for a token, where the server wants one. */
export class SignIn extends Component {
  state = { provider: undefined, error: null };

  componentDidMount() {
    this.look();
  }

  look = async () => {
    try {
      this.setState({ provider: await get('/v1/sign-in'), error: null });
    } catch (error) {
      this.setState({ provider: null, error: error.passes ? error : null });
    }
  };

  submit = (event) => {
    event.preventDefault();
    signIn(new FormData(event.target).get('token').trim());
    this.props.done();
  };

  render({ wrong, other }, { provider, error }) {
    if (provider === undefined) return e.main({ class: 'alone' }, loading(3));
    const form = this.form(wrong, provider === null);
    return e.main({ class: 'alone' },
      e.div({ class: 'card sign-in' },
        e.h1('Vedette'),
        provider && e.p(`You sign in at ${new URL(provider.authorizationEndpoint).host}, and come back to this page.`),
        wrong && e.p({ class: 'wrong', id: 'wrong', role: 'alert' }, wrong),
        error && [e.p({ class: 'wrong', role: 'alert' }, error.message), e.button({ type: 'button', onClick: this.look }, 'Try again')],
        provider && e.button({ type: 'button', class: 'main', disabled: !isSecureContext, onClick: () => leave(provider, other) }, 'Sign in'),
        provider && !isSecureContext && e.p({ class: 'wrong' }, 'That needs https: open this page by it.'),
        provider ? e.details(e.summary('With a token instead'), form) : form));
  }

  form = (wrong, alone) =>
    e.form({ onSubmit: this.submit },
      e.p(`${alone ? 'This server asks for a token. ' : ''}It is kept until this tab is closed, and sent to this server only.`),
      e.label('Token', e.input({ name: 'token', type: 'password', autocomplete: 'off', required: true, 'aria-invalid': wrong && alone ? 'true' : undefined, 'aria-describedby': wrong && alone ? 'wrong' : undefined })),
      e.button({ class: alone ? 'main' : undefined }, alone ? 'Sign in' : 'Use the token'));
}
