import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';

// On Lambda the SDK is part of the runtime; here it is found by its path.
const s3Client = createRequire(import.meta.url).resolve('@aws-sdk/client-s3');

/** Functions in a few lines each, by the name of their zip. They are told what to do by the data. */
const sources: Record<string, string> = {
  // Gives the manifest line on; throws, answers rubbish or skips when the line says so.
  'test-pre': `exports.handler = async (event) => {
    const line = event.dataObject;
    if (line.pre === 'throw') throw new Error('the pre function does not like this line');
    if (line.pre === 'rubbish') return { nothing: true };
    return { taskInput: { taskObject: line['source-ref'] ?? line.source, event }, isHumanAnnotationRequired: line.pre === 'skip' ? 'False' : true };
  };`,
  // Counts the answers of each object; reads the payload as any S3 client does.
  'test-post': `const { S3Client, GetObjectCommand } = require(${JSON.stringify(s3Client)});
  exports.handler = async (event) => {
    const [, bucket, key] = /^s3:\\/\\/([^/]+)\\/(.*)$/.exec(event.payload.s3Uri);
    const client = new S3Client({ forcePathStyle: true });
    const got = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const payload = JSON.parse(await got.Body.transformToString());
    return payload
      .filter((object) => !object.annotations.some((a) => JSON.parse(a.annotationData.content).omit))
      .map((object) => {
        if (object.annotations.some((a) => JSON.parse(a.annotationData.content).poison)) throw new Error('the post function does not like this answer');
        if (object.annotations.some((a) => JSON.parse(a.annotationData.content).refuse)) return { datasetObjectId: object.datasetObjectId, consolidatedAnnotation: { content: { [event.labelAttributeName + '-metadata']: { 'failure-reason': 'ClientError: nothing to merge' } } } };
        const { confidence } = JSON.parse(object.annotations.at(-1).annotationData.content);
        const metadata = confidence === undefined ? {} : { [event.labelAttributeName + '-metadata']: { confidence } };
        return { datasetObjectId: object.datasetObjectId, consolidatedAnnotation: { content: { ...metadata, [event.labelAttributeName]: { count: object.annotations.length, dataObject: object.dataObject, event } } } };
      });
  };`,
};

/** Writes the zips; a server that starts with this folder registers them as `<name>-LabelingFunction`. */
export async function writeTestFunctions(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, source] of Object.entries(sources)) {
    await writeFile(join(folder, `${name}.zip`), zipSync({ 'index.js': strToU8(source) }));
  }
}

export const testFunctionArn = (name: 'test-pre' | 'test-post' | 'test-missing') =>
  `arn:aws:lambda:us-east-1:000000000000:function:${name}-LabelingFunction`;
