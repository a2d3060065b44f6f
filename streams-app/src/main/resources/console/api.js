// Asks the server this page came from. Every answer is JSON; every refusal becomes a Problem.

const TOKEN = 'vedette.token';
const RETRY_SECONDS = 3;

/** A refusal (RFC 9457), or no answer at all (status 0). */
export class Problem extends Error {
  constructor(status, title, detail, retryAfter) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.retryAfter = retryAfter;
  }

  /** Whether the same question may be answered a little later. */
  get passes() {
    return this.status === 0 || this.status === 429 || this.status === 503;
  }
}

let token = sessionStorage.getItem(TOKEN);

/** Keeps a token for as long as this tab is open, and nowhere else. */
export function signIn(value) {
  token = value;
  sessionStorage.setItem(TOKEN, value);
}

/** Forgets the token. */
export function signOut() {
  token = null;
  sessionStorage.removeItem(TOKEN);
}

export const isSignedIn = () => token !== null;

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

/** Sends a request and returns the response if it is a good one. */
export async function send(address, options = {}) {
  const headers = { ...options.headers };
  if (token !== null) headers.Authorization = 'Bearer ' + token;
  let response;
  try {
    response = await fetch(address, { ...options, headers, credentials: 'omit', cache: 'no-store' });
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
export const post = async (address, body) =>
  read(await send(address, {
    method: 'POST',
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  }));
