import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { Subject } from '#elements/scenarios/testing/worker-states.ts';
import { drawMouseImage } from '#examples/mice/draw-mouse-image.ts';
import { mouseTopView } from '#skeletons/mouse-top-view.ts';
import { projectRoot } from '../project-root.ts';

/** Sizes of the templates' example pictures. */
const catSize = { width: 990, height: 654 };
const harbourSize = { width: 1000, height: 560 };
/** One of the drawn pictures in which the mice meet. */
const MICE = 16;
const mice = { left: 276, top: 200, width: 590, height: 380 };

const exampleOf = (template: string, file: string) =>
  readFile(join(projectRoot, 'templates', template, file));

async function inputOf(template: string) {
  return JSON.parse((await exampleOf(template, 'example.json')).toString());
}

/** A cat from the side and a harbour: pictures, skeleton and marks of the templates' own examples. */
export async function photographs(): Promise<Subject> {
  const [poses, boxes, drawing, choice] = await Promise.all(
    ['pose-verification', 'box-verification', 'bounding-box', 'image-classification'].map(inputOf),
  );
  const { skeleton, value } = poses.overlay.keypoint;
  // The example has one point in the wrong place, for the checker to find.
  const cat = (value as KeypointAnswer['keypoints']).map((mark) => ({
    ...mark,
    ...(mark.label === 'tail_tip' ? { x: 187, y: 149 } : {}),
    instance: '1',
  }));
  return {
    skeleton,
    animals: [cat, cat],
    labels: drawing.labels,
    // First comes the boat in the middle, whole and with its mast.
    boxes: boxes.overlay.boundingBox.value.toSorted(
      (a: { top: number }, b: { top: number }) => a.top - b.top,
    ),
    categories: choice.labels,
    verdicts: boxes.labels,
    headers: {
      pose: 'Mark the 14 points of the cat. Left and right are its own.',
      boxes: drawing.header,
      choice: choice.header,
      checkPoses: poses.header,
      checkBoxes: boxes.header,
    },
    pictures: {
      pose: { size: catSize, image: await exampleOf('keypoint-pose', 'example.jpg') },
      boxes: { size: harbourSize, image: await exampleOf('bounding-box', 'example.jpg') },
    },
  };
}

/** Two mice from above that meet, drawn with the truth, and the part of the cage that they are in. */
export async function drawnMice(): Promise<Subject> {
  const { image, truth } = await drawMouseImage({ index: MICE, seed: 1 });
  const marksOf = (id: string) =>
    truth.keypoints
      .filter(({ instance }) => instance === id)
      .map((mark) => ({ ...mark, x: mark.x - mice.left, y: mark.y - mice.top }));
  const others = await photographs();
  const { width, height } = mice;
  const picture = { size: { width, height }, image: await sharp(image).extract(mice).jpeg().toBuffer() };
  return {
    ...others,
    skeleton: mouseTopView,
    animals: [marksOf('1'), marksOf('2')],
    headers: { ...others.headers, pose: 'Mark the 7 points of both mice, the black one first.' },
    pictures: { pose: picture, boxes: picture },
  };
}
