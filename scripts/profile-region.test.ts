import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { profileRegion } from './profile-region.ts';

const home = mkdtempSync(join(tmpdir(), 'gtkit-profile-'));

beforeAll(() => {
  mkdirSync(join(home, '.aws'));
  writeFileSync(
    join(home, '.aws', 'config'),
    `[default]
output = json
region = eu-west-1

[profile lab]
sso_session = lab
s3 =
  region = nested
region=us-west-2

[sso-session lab]
sso_region = us-east-1
[profile bare]
output = json
`,
  );
});

afterAll(() => rmSync(home, { recursive: true }));

it.each([
  [{}, 'eu-west-1'],
  [{ AWS_PROFILE: 'lab' }, 'us-west-2'],
  [{ AWS_PROFILE: 'bare' }, undefined],
  [{ AWS_PROFILE: 'nobody' }, undefined],
  [{ AWS_CONFIG_FILE: join(home, 'missing') }, undefined],
])('%o is in %s', (environment, region) => {
  expect(profileRegion({ HOME: home, ...environment })).toBe(region);
});
