import type { ManifestLine } from '#contracts/manifest-line.ts';

/** A job that runs as it is: images, what the workers are asked, and the truth to measure the labels with. */
export interface Example {
  name: string;
  task: 'keypoint' | 'bounding-box';
  /** Writes the images (and the truth) to `outDir`, which is created; running it again gives the same files. */
  prepare(outDir: string): Promise<PreparedExample>;
}

/** What a prepared example gives a labeling job. */
export interface PreparedExample {
  name: string;
  task: 'keypoint' | 'bounding-box';
  /** Absolute paths, in the order of the manifest. */
  imageFiles: string[];
  /** The manifest line of one image, once it is known where it was uploaded to. */
  manifestLine(file: string, sourceRef: string): ManifestLine;
  /** JSON lines `{"source-ref": "<file name>", "answer": KeypointAnswer | BoundingBoxAnswer}`. */
  truthFile: string;
  /** Title, description and keywords of the labeling job, as workers see them in the portal. */
  title: string;
  description: string;
  keywords: string[];
}
