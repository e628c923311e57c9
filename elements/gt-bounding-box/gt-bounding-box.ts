import { GtBoundingBox } from './bounding-box-element.ts';
import { BoxList } from './box-list.ts';

if (!customElements.get('gt-box-list')) customElements.define('gt-box-list', BoxList);
if (!customElements.get('gt-bounding-box')) customElements.define('gt-bounding-box', GtBoundingBox);

declare global {
  interface HTMLElementTagNameMap {
    'gt-bounding-box': GtBoundingBox;
    'gt-box-list': BoxList;
  }
}
