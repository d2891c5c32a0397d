import { Problems } from '../../core/project/problems.ts';
import { loadRules } from '../../core/rules/load-rules.ts';
import { shippedModels } from '../index.ts';

const files = Object.entries(shippedModels).map(([path, text]) => [path.slice(2), text] as const);

/** The rules that ship. */
export const shippedRules = loadRules(new Map(files), new Problems());
