import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catSideView } from '#skeletons/cat-side-view.ts';
import { readTaskPage } from './read-task-page.ts';

const escapeHtml = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;');

describe('reading a worker page', () => {
  it('finds the skeleton and the image of a pose task', () => {
    const html = `<!doctype html><script>const tag = '<gt-keypoint src="wrong">';</script>
      <crowd-form><gt-keypoint
        name="annotatedResult" required
        src="http://127.0.0.1:4100/b/a%20b.jpg?X-Amz-Date=1&amp;X-Amz-Signature=2"
        skeleton="${escapeHtml(JSON.stringify(catSideView))}"><short-instructions>x</short-instructions></gt-keypoint></crowd-form>`;
    expect(readTaskPage(html)).toEqual({
      task: 'keypoint',
      name: 'annotatedResult',
      src: 'http://127.0.0.1:4100/b/a%20b.jpg?X-Amz-Date=1&X-Amz-Signature=2',
      skeleton: catSideView,
    });
  });

  it('finds the labels of a box task in any quotes', () => {
    const html = `<gt-bounding-box name=boxes src='/b/a.jpg' labels='["boat","person"]'></gt-bounding-box>`;
    expect(readTaskPage(html)).toEqual({
      task: 'bounding-box',
      name: 'boxes',
      src: '/b/a.jpg',
      labels: ['boat', 'person'],
    });
  });

  it('finds the categories of a classification, and that it is a verification', () => {
    const html = `<gt-image-classifier name=kind src='/b/a.jpg' categories='["right","loose"]' verify required></gt-image-classifier>`;
    expect(readTaskPage(html)).toEqual({
      task: 'classification',
      name: 'kind',
      src: '/b/a.jpg',
      categories: ['right', 'loose'],
      multiple: false,
      verify: true,
    });
  });

  it('says what it can answer when the page is another', () => {
    expect(() => readTaskPage('<crowd-form><crowd-keypoint src="x"></crowd-keypoint></crowd-form>')).toThrow(
      /<gt-keypoint> or <gt-bounding-box>/,
    );
  });

  it('reads any escaped labels back', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1 }), (labels) => {
        const html = `<gt-bounding-box src="/a.jpg" labels="${escapeHtml(JSON.stringify(labels))}">`;
        expect(readTaskPage(html)).toMatchObject({ labels });
      }),
    );
  });
});
