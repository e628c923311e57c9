import type { LabelingJobStatus } from '#contracts/labeling-api.ts';

/*
 * Tables, the same in SQLite and PostgreSQL: text (JSON is text), and whole numbers. Times are milliseconds
 * since 1970. Every `...Key` is a lower-case name, because AWS's names are unique regardless of case.
 */

export interface JobTable {
  jobKey: string;
  name: string;
  arn: string;
  status: LabelingJobStatus;
  failureReason: string | null;
  /** The CreateLabelingJob request as JSON. */
  request: string;
  referenceCode: string;
  /** Last part of the workteam's ARN, lower case. */
  workteamKey: string;
  /** Distinct workers asked per object. */
  workersPerObject: number;
  createdAt: number;
  modifiedAt: number;
  /** The worker template as it was when the job started. */
  template: string | null;
  /** Label names as a JSON array, when the job has a label category file. */
  labelCategories: string | null;
  /** S3 URI of the output manifest, once it is written. */
  outputManifest: string | null;
}

/**
 * waiting: not yet opened · open: workers can take it · answered: no more answers come, not yet merged ·
 * consolidating: in a batch · labeled, failed: done · skipped: needs no work · stopped: left without a label.
 */
export type ObjectState =
  | 'waiting'
  | 'open'
  | 'answered'
  | 'consolidating'
  | 'labeled'
  | 'failed'
  | 'skipped'
  | 'stopped';

export interface ObjectTable {
  jobKey: string;
  /** 0-based line of the input manifest; the datasetObjectId. */
  position: number;
  line: string;
  state: ObjectState;
  /** `task.input` as JSON, once the pre-annotation function gave it. */
  taskInput: string | null;
  /** Answers that this object shall have, once it needs more than the job's workers per object. */
  wanted: number | null;
  /** Leases in force plus answers: never more than `wanted`, else than the job's workers per object. */
  taken: number;
  answers: number;
  declines: number;
  expiresAt: number | null;
  /** When the last answer came. */
  answeredAt: number | null;
  /** When an object that was opened again had its first answers complete: the file's name stays the same. */
  firstAnsweredAt: number | null;
  batchId: string | null;
  /** The line of the output manifest; null means the input line as it is. */
  outputLine: string | null;
  failureReason: string | null;
}

/** accepted is a lease in force; the others are how it ended. */
export type TaskState = 'accepted' | 'submitted' | 'declined' | 'released' | 'expired';

/** One worker's lease on one object. */
export interface TaskTable {
  taskId: string;
  jobKey: string;
  position: number;
  workerId: string;
  state: TaskState;
  acceptedAt: number;
  expiresAt: number;
  submittedAt: number | null;
  /** answerContent as JSON text. */
  answer: string | null;
}

/** One invocation of a consolidation function, recorded before it happens. */
export interface BatchTable {
  batchId: string;
  jobKey: string;
  /** `YYYY-MM-DD_HH:MM:SS`, unique in its job: the name of the request and the response file. */
  fileTime: string;
  state: 'requested' | 'done';
}

export interface WorkteamTable {
  workteamKey: string;
  name: string;
  arn: string;
  /** Everything else of CreateWorkteam, as JSON. */
  definition: string;
  createdAt: number;
  modifiedAt: number;
}

export interface WorkforceTable {
  workforceKey: string;
  name: string;
  arn: string;
  definition: string;
  createdAt: number;
  modifiedAt: number;
}

export interface TagTable {
  resourceArn: string;
  key: string;
  value: string;
}

export interface SessionTable {
  /** SHA-256 of the cookie, so that the database gives no session away. */
  tokenHash: string;
  workerId: string;
  workerName: string;
  createdAt: number;
}

export interface Schema {
  jobs: JobTable;
  objects: ObjectTable;
  tasks: TaskTable;
  batches: BatchTable;
  workteams: WorkteamTable;
  workforces: WorkforceTable;
  tags: TagTable;
  sessions: SessionTable;
}
