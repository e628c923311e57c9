/** The simulated workers and their answers, in one place for the commands that need all three. */
export { simulateBoundingBoxAnswer } from './simulated-boxes.ts';
export { simulateKeypointAnswer } from './simulated-pose.ts';
export { createSimulatedWorkers, type SimulatedWorker } from './simulated-worker.ts';
