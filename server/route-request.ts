import type { IncomingMessage, ServerResponse } from 'node:http';

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The services behind the one port. */
export interface Services {
  sagemaker: RequestHandler;
  lambda: RequestHandler;
  sts: RequestHandler;
  portal: RequestHandler;
  s3: RequestHandler;
}

/** Which service a request is for, or that a person opened the address in a browser. */
export function routeRequest({ method, url = '/', headers }: IncomingMessage): keyof Services | 'person' {
  const path = url.split('?', 1)[0] ?? '/';
  if (String(headers['x-amz-target'] ?? '').startsWith('SageMaker.')) return 'sagemaker';
  if (path.startsWith('/2015-03-31/')) return 'lambda';
  const isForm = String(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (method === 'POST' && path === '/' && isForm) return 'sts';
  if (path === '/portal' || path.startsWith('/portal/')) return 'portal';
  const signed = headers.authorization !== undefined || url.includes('X-Amz-');
  if (method === 'GET' && path === '/' && !signed) return 'person';
  return 's3';
}
