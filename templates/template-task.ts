/** What the build, the preview and the publishing need to know of a template; one `task.ts` in each folder. */
export interface TemplateTask {
  /** Name of the folder and of the built files. */
  name: string;
  /** Whose answers the template collects; decides which Lambdas and which consolidation belong to it. */
  task: 'keypoint' | 'bounding-box' | 'classification';
  /** Tags of the elements in the template; each is `elements/<tag>/<tag>.ts`. */
  elements: readonly string[];
  /** Name under which the element answers. */
  answerName: string;
  /** Title that workers see in their list; a job may give its own. */
  title: string;
  /** What a worker is asked to do, in a sentence. */
  description: string;
  keywords: readonly string[];
}
