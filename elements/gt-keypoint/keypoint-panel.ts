import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { type Drawing, icon, icons } from '#elements/stage/icon.ts';
import { toolButton } from '#elements/stage/tool-button.ts';
import type { GtKeypoint } from './gt-keypoint.ts';
import { poseColor } from './keypoint-colors.ts';
import { countMarks, isPlaced, markAt } from './keypoint-document.ts';
import { dotColor, markState, renderKeypointMap } from './keypoint-map.ts';
import { spokenName } from './keypoint-words.ts';
import { clearMark, describeMark, markAbsent, toggleOccluded } from './mark-actions.ts';
import { duplicatePose, putAside, removePose, renamePose } from './pose-actions.ts';
import { canDrop, dropAdvice, toggleDropping } from './rest-pose.ts';

/** The side panel: what to do now, the skeleton as a map and as a list, the instances. */
export function renderKeypointPanel(element: GtKeypoint, problem: unknown): TemplateResult {
  const { document } = element;
  const started = document.poses.some((pose) => countMarks(pose) > 0);
  return html`
    ${document.nothing ? renderNothing(element) : renderCard(element, problem)}
    ${document.nothing ? nothing : html`<div class="skeleton">${renderKeypointMap(element)} ${renderList(element)}</div>`}
    ${document.nothing ? nothing : renderPoses(element)}
    ${
      started || document.nothing || element.disabled
        ? nothing
        : html`<button class="plain quiet" @click=${() => element.setNothing(true)}>${msg(str`No ${element.noun} in this picture`)}</button>`
    }`;
}

function renderNothing(element: GtKeypoint): TemplateResult {
  return html`<section class="card">
    <h2>${msg(str`No ${element.noun} in this picture`)}</h2>
    <p class="definition">${msg('You can submit now.')}</p>
    <button class="plain" ?disabled=${element.disabled} @click=${() => element.setNothing(false)}>${msg('There is one after all')}</button>
  </section>`;
}

/** The one next thing: which keypoint, where exactly it is, and how to say that it can't be seen. */
function renderCard(element: GtKeypoint, problem: unknown): TemplateResult {
  const { rig, selected, document, shortcuts } = element;
  const keypoint = rig.keypoints[selected.keypoint];
  const mark = markAt(document, selected);
  const pose = document.poses[selected.pose];
  const complete = mark !== null && element.armed === undefined;
  const hidden = mark === null ? element.occludeNext : mark.visibility === 'occluded';
  const absent = mark?.visibility === 'absent';
  const place = isPlaced(mark) ? msg(str`Placed at ${mark.x}, ${mark.y}`) : '';
  const several = document.poses.length > 1;
  const poseName = element.poseName(selected.pose);
  const position = selected.keypoint + 1;
  const total = rig.keypoints.length;
  return html`<section class="card" aria-label=${msg('Current keypoint')}>
    <p class="order">${several ? `${poseName}: ` : ''}${msg(str`${position} of ${total}`)}</p>
    <h2>${dropAdvice(element) || html`<span class="swatch" style="background:${dotColor(element.poseStyle.colors[selected.keypoint])}"></span>${spokenName(keypoint?.name ?? '')}`}</h2>
    ${keypoint?.definition && !element.dropping ? html`<p class="definition">${keypoint.definition}</p>` : nothing}
    ${problem}
    <div class="choices">
      ${renderChoice(element, icons.hidden, msg('Hidden behind something'), msg('Shift+click where it must be.'), shortcuts.key('occluded'), hidden, () => toggleOccluded(element))}
      ${renderChoice(element, icons.absent, msg('Not in the picture'), msg('Or nobody could tell where.'), shortcuts.key('absent'), absent, () => (absent ? clearMark(element) : markAbsent(element)))}
    </div>
    ${
      canDrop(element) && countMarks(pose) === 0
        ? html`<button class="link" @click=${() => toggleDropping(element)}>${element.dropping ? msg('Place one by one') : msg('Place all in a box')}</button>`
        : nothing
    }
    ${
      mark === null
        ? nothing
        : html`<p class="state"><span>${place}</span><button class="link" ?disabled=${element.disabled} title=${shortcuts.tip(msg('Remove the mark'), 'delete')} @click=${() => clearMark(element)}>${msg('Place again')}</button></p>`
    }
    ${
      complete
        ? html`<p class="done">${icon(icons.check)}<span>${several ? msg(str`All ${total} points of ${poseName} are marked. Drag a point to correct it.`) : msg(str`All ${total} points are marked. Drag a point to correct it.`)}</span></p>`
        : nothing
    }
  </section>`;
}

function renderChoice(
  { disabled }: GtKeypoint,
  drawing: Drawing,
  text: string,
  explanation: string,
  key: string,
  pressed: boolean,
  run: () => void,
): TemplateResult {
  return html`<button class="choice" aria-pressed=${pressed} ?disabled=${disabled} @click=${run}>${icon(drawing)}<span>${text}<small>${explanation}</small></span><kbd>${key}</kbd></button>`;
}

function renderList(element: GtKeypoint): TemplateResult {
  const { rig, document, selected } = element;
  return html`<div class="list" role="group" aria-label=${msg('Keypoints')}>
    ${rig.keypoints.map(({ name }, keypoint) => {
      const spot = { pose: selected.pose, keypoint };
      const current = keypoint === selected.keypoint;
      return html`<button
        class="item ${markState(markAt(document, spot))}"
        style="--color:${dotColor(element.poseStyle.colors[keypoint])}"
        aria-label=${describeMark(element, spot)}
        aria-current=${current}
        tabindex=${current ? 0 : -1}
        @click=${() => element.select(spot)}
      ><i></i><span>${spokenName(name)}</span></button>`;
    })}
  </div>`;
}

/** Chips of the animals; one alone needs none. */
function renderPoses(element: GtKeypoint): TemplateResult | typeof nothing {
  const { document, selected, rig, shortcuts } = element;
  const total = rig.keypoints.length;
  const several = document.poses.length > 1;
  const { noun, disabled } = element;
  // Before the first one is begun, another one is no question.
  const offered = element.canAdd && countMarks(document.poses.at(-1)) > 0;
  if (!several && !offered) return nothing;
  return html`<section class="poses" aria-label=${msg('Instances')}>
    ${
      several
        ? document.poses.map((pose, index) => {
            const current = index === selected.pose;
            const poseName = element.poseName(index);
            const aside = element.aside.get(pose.id);
            const name = html`<span class="swatch" style="background:${poseColor(index)}"></span>`;
            const count = html`<span class="count">${msg(str`${countMarks(pose)} of ${total}`)}</span>`;
            return html`<div class="pose" ?data-current=${current}>${
              current
                ? html`<label>${name}<input aria-label=${msg(str`Name of this ${noun}`)} placeholder=${poseName} .value=${pose.name ?? ''} ?disabled=${disabled} @change=${(event: Event) => renamePose(element, index, (event.currentTarget as HTMLInputElement).value)} />${count}</label>
                    <div>
                      ${toolButton(element, icons.lock, 'lock', () => putAside(element, 'locked'), !disabled)}
                      ${toolButton(element, icons.hidden, 'conceal', () => putAside(element, 'hidden'), !disabled)}
                      ${toolButton(element, icons.copy, 'duplicate', () => duplicatePose(element), element.canAdd)}
                      ${toolButton(element, icons.remove, '', () => removePose(element, index), !disabled, msg(str`Remove ${poseName}`))}
                    </div>`
                : html`<button @click=${() => element.selectPose(index)}>${name}${poseName}${aside ? icon(aside === 'locked' ? icons.lock : icons.hidden) : nothing}${count}</button>`
            }</div>`;
          })
        : nothing
    }
    ${
      offered
        ? html`<button class="plain quiet" title=${shortcuts.tip(msg(str`Add another ${element.noun}`), 'add')} @click=${() => element.addPose()}>${icon(icons.in)}${msg(str`Add another ${element.noun}`)}</button>`
        : nothing
    }
  </section>`;
}
