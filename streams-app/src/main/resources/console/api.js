// Asks the server this page came from. Every answer is JSON; every refusal becomes a Problem.

const TOKEN = 'vedette.token';
const SESSION = 'vedette.session';
const RETRY_SECONDS = 3;
const EARLY_SECONDS = 30; // so long before its end a token is renewed
const LOOK_MILLIS = 5_000;

/** A refusal (RFC 9457), or no answer at all (status 0). */
export class Problem extends Error {
  constructor(status, title, detail, retryAfter, type) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.retryAfter = retryAfter;
    this.type = type;
  }

  /** Whether the same question may be answered a little later. */
  get passes() {
    return this.status === 0 || this.status === 429 || this.status === 503;
  }
}

let token = sessionStorage.getItem(TOKEN);
/** Of who signed in at a provider: until when the token is good, when to renew it, and with what. */
let session = JSON.parse(sessionStorage.getItem(SESSION));
let renewing = null;

/** Keeps a token for as long as this tab is open, and nowhere else. */
export function signIn(value) {
  signOut();
  token = value;
  sessionStorage.setItem(TOKEN, value);
}

/** Keeps what a provider gave: a token, and what it is renewed with. */
export function keep({ accessToken, expiresInSeconds, refreshToken, idToken }) {
  const before = signOut();
  signIn(accessToken);
  session = {
    until: Date.now() + expiresInSeconds * 1000,
    renewAt: Date.now() + Math.max(expiresInSeconds - EARLY_SECONDS, expiresInSeconds / 2) * 1000,
    refreshToken: refreshToken ?? before?.refreshToken,
    idToken: idToken ?? before?.idToken,
  };
  sessionStorage.setItem(SESSION, JSON.stringify(session));
}

/** Forgets the token, and returns the session that it was of, or null. */
export function signOut() {
  const ended = session;
  token = session = null;
  sessionStorage.removeItem(TOKEN);
  sessionStorage.removeItem(SESSION);
  return ended;
}

export const isSignedIn = () => token !== null;
export const hasSession = () => session !== null;

/** Has the token renewed shortly before its end; who asks behind that end waits for the same renewal. */
function renewed() {
  if (!session?.refreshToken || Date.now() < session.renewAt) return null;
  return (renewing ??= renew(session).finally(() => (renewing = null)));
}

async function renew(old) {
  try {
    const answer = await post('/v1/sign-in/token', { refreshToken: old.refreshToken }, ask);
    if (session === old) keep(answer);
  } catch (problem) {
    if (!problem.passes) delete old.refreshToken; // the token is good until its end, and then refused
    else if (Date.now() < old.until) old.renewAt = Date.now() + problem.retryAfter * 1000;
    else throw problem;
  }
}

// Where nothing is asked for a while, somebody may be looking.
setInterval(() => document.hidden || renewed()?.catch(() => {}), LOOK_MILLIS);

/** A path of encoded parts, with those of the query that have a value. */
export function path(parts, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const search = new URLSearchParams(given).toString();
  return '/v1/' + parts.map(encodeURIComponent).join('/') + (search && '?' + search);
}

/** The path of something about a subject. */
export function about(tenant, subject, what, query = {}) {
  const owner = subject.type === 'session' && subject.owner ? `${subject.owner.type}:${subject.owner.id}` : undefined;
  return path(['tenants', tenant, 'subjects', subject.type, subject.id, what], { owner, ...query });
}

/** The first pages of a list as one answer, by `next`; `address(cursor)` is that of a page. */
export async function listed(get, address, name, pages) {
  const first = await get(address());
  const list = [...first[name]];
  let { next = null } = first;
  for (let page = 1; page < pages && next !== null; page++) {
    const more = await get(address(next));
    list.push(...more[name]);
    next = more.next ?? null;
  }
  return { ...first, [name]: list, next };
}

/** Sends a request with the token, and returns the response if it is a good one. */
export async function send(address, options = {}) {
  const renewal = renewed();
  if (renewal !== null && Date.now() < session.until) renewal.catch(() => {});
  else await renewal;
  return ask(address, token === null ? options : { ...options, headers: { ...options.headers, Authorization: 'Bearer ' + token } });
}

/** Sends a request without a token. */
export async function ask(address, options = {}) {
  let response;
  try {
    response = await fetch(address, { ...options, credentials: 'omit', cache: 'no-store' });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw unanswered();
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  const after = Number(response.headers.get('Retry-After'));
  throw new Problem(
    response.status,
    problem.title ?? 'Refused',
    problem.detail ?? `The server answered ${response.status}.`,
    after > 0 ? after : RETRY_SECONDS,
    problem.type,
  );
}

const unanswered = () => new Problem(0, 'No answer', 'Vedette does not answer. It may be starting again.', RETRY_SECONDS);

/** The document of an answer; one that breaks off is none. */
const read = (response) =>
  response.json().catch((failure) => {
    throw failure.name === 'AbortError' ? failure : unanswered();
  });

/** What is at a path. */
export const get = async (address, signal) => read(await send(address, { signal }));

/** Posts a document. */
export const post = async (address, body, by = send) =>
  read(await by(address, {
    method: 'POST',
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  }));
