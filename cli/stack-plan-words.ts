import type { PlannedChange } from '#scripts/deploy/change-set.ts';
import type { StackPlan } from '#scripts/deploy/deploy-template.ts';

const signs = { Add: '+', Modify: '~', Remove: '-' } as const;

/** A plan for a person: one line a resource, and what it all comes to. */
export function stackPlanWords({ stackName, kind, changes }: StackPlan, place: string): string {
  const idWidth = Math.max(0, ...changes.map(({ logicalId }) => logicalId.length));
  const typeWidth = Math.max(0, ...changes.map(({ type }) => shortType(type).length));
  const lines = changes.map((change) =>
    `  ${signs[change.action]} ${change.logicalId.padEnd(idWidth)}  ${shortType(change.type).padEnd(typeWidth)}  ${noteOf(change)}`.trimEnd(),
  );
  const count = (action: PlannedChange['action']) =>
    changes.filter((change) => change.action === action).length;
  const sum = `${count('Add')} to add, ${count('Modify')} to change, ${count('Remove')} to remove.`;
  const verb = { create: 'create', update: 'change', delete: 'delete' }[kind];
  return [`To ${verb} the stack ${stackName} in ${place}:`, ...lines, sum].join('\n');
}

const shortType = (type: string) => type.replace(/^AWS::/, '');

function noteOf({ details, replacement }: PlannedChange): string {
  const again = { yes: 'made anew', perhaps: 'perhaps made anew', no: '' }[replacement];
  return [details.join(', '), again].filter((part) => part !== '').join('; ');
}
