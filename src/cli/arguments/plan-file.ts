export { readPlanFile } from '../../core/plan-file.ts';
