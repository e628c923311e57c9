import { printTable } from './print-table.ts';

interface Floor {
  name: string;
  figure: number;
  floor: number;
  /** Whether the figure may be at most or must be at least the floor. */
  bound: 'most' | 'least';
}

const floors: Floor[] = [];

/** Remembers a figure and what it has to be. */
export function recordFloor(name: string, figure: number, bound: Floor['bound'], floor: number): void {
  floors.push({ name, figure, floor, bound });
}

const isMet = ({ figure, floor, bound }: Floor) => (bound === 'most' ? figure <= floor : figure >= floor);

/** Every floor, and whether what was measured in this run meets it. */
export function judgeFloors(): (Floor & { met: boolean })[] {
  return floors.map((floor) => ({ ...floor, met: isMet(floor) }));
}

/** Prints every floor beside what was measured in this run. */
export function printFloors(): void {
  const shown = (value: number) =>
    value >= 1000
      ? Math.round(value).toLocaleString('en')
      : String(Number(value.toPrecision(value >= 10 ? 4 : 3)));
  printTable(
    `Floors: ${floors.filter(isMet).length} of ${floors.length} met in this run`,
    ['', 'measured', '', 'floor', ''],
    floors.map((floor) => [
      floor.name,
      shown(floor.figure),
      `at ${floor.bound}`,
      shown(floor.floor),
      isMet(floor) ? 'met' : 'MISSED',
    ]),
  );
}
