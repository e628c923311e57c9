/** What the server refused, in its own words; `status` 0 means that it could not be reached. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }

  /** True when the same request may succeed a little later. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** A request that hangs is a lost connection. */
const TIMEOUT_MS = 20_000;

/**
 * Calls a JSON route of the portal.
 * @returns the JSON, or undefined for 204
 * @throws {ApiError}
 */
async function call(method, path, body) {
  let response;
  try {
    response = await fetch(`/portal/api/${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status === 204) return undefined;
    const json = await response.json();
    if (response.ok) return json;
    throw new ApiError(response.status, String(json?.error?.message ?? 'The server did not say why.'));
  } catch (error) {
    if (error instanceof ApiError) throw error;
    // No answer at all, or one that broke off.
    throw new ApiError(response?.ok === false ? response.status : 0, 'The server does not answer.');
  }
}

const part = encodeURIComponent;

/** The portal's routes. */
export const api = {
  whoAmI: () => call('GET', 'session'),
  signIn: (name) => call('POST', 'session', { name }),
  signOut: () => call('DELETE', 'session'),
  jobs: () => call('GET', 'jobs'),
  /** Takes a task of a job, or the one that this worker has already. */
  takeTask: (job) => call('POST', `jobs/${part(job)}/tasks`, {}),
  submit: (id, taskAnswers) => call('POST', `tasks/${part(id)}/submit`, { taskAnswers }),
  decline: (id) => call('POST', `tasks/${part(id)}/decline`, {}),
  release: (id) => call('POST', `tasks/${part(id)}/release`, {}),
};
