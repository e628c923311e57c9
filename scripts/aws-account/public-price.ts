import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt } from '#contracts/parse.ts';

/** A price of the old public workforce as CreateLabelingJob takes it. */
export interface PublicPrice {
  Dollars: number;
  Cents: number;
  TenthFractionsOfACent: number;
}

/** The prices that AWS documents for a custom task, in tenths of a cent. */
const allowed = [12, 24, 36, 48, 60, 72, 120, 240, 360, 480, 600, 720, 840, 960, 1080, 1200];

const dollars = (tenths: number) => (tenths / 1000).toFixed(3);

/**
 * A price in dollars as exact fields: "0.012" is 0 dollars, 1 cent and 2 tenths. It is read as text, because
 * 0.29 dollars as a floating-point number loses a cent.
 * @throws {GroundTruthError} `invalid-argument` for a price that AWS does not take
 */
export function encodePublicPrice(text: string): PublicPrice {
  const match = /^(\d)(?:\.(\d{1,3}))?$/.exec(text.trim());
  const tenths = match ? Number(match[1]) * 1000 + Number((match[2] ?? '').padEnd(3, '0')) : Number.NaN;
  if (!allowed.includes(tenths)) {
    throw new GroundTruthError(
      'invalid-argument',
      `The price of one answer has to be one of ${allowed.map(dollars).join(', ')} dollars, found ${excerpt(text)}.`,
    );
  }
  return {
    Dollars: Math.floor(tenths / 1000),
    Cents: Math.floor((tenths % 1000) / 10),
    TenthFractionsOfACent: tenths % 10,
  };
}

/** The same in dollars. */
export function priceInDollars({ Dollars, Cents, TenthFractionsOfACent }: Partial<PublicPrice>): number {
  return ((Dollars ?? 0) * 1000 + (Cents ?? 0) * 10 + (TenthFractionsOfACent ?? 0)) / 1000;
}

/** ARN of the public workforce's only team. */
export const publicWorkteamArn = (region: string): string =>
  `arn:aws:sagemaker:${region}:394669845002:workteam/public-crowd/default`;
