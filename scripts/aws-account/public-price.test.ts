import { expect, it } from 'vitest';
import { encodePublicPrice, priceInDollars } from './public-price.ts';

it('encodes every price that AWS takes without losing a tenth of a cent', () => {
  for (const text of ['0.012', '0.024', '0.036', '0.048', '0.06', '0.072', '0.12', '0.84', '1.080', '1.2']) {
    expect(priceInDollars(encodePublicPrice(text))).toBe(Number(text));
  }
  expect(encodePublicPrice('1.08')).toEqual({ Dollars: 1, Cents: 8, TenthFractionsOfACent: 0 });
});

it.each(['0.29', '0', '', '-0.012', '0.0120', '12', 'a lot'])('refuses "%s" as a price', (text) => {
  expect(() => encodePublicPrice(text)).toThrow(/one of 0.012/);
});
