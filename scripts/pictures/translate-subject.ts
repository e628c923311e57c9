import type { Subject } from '#elements/scenarios/testing/worker-states.ts';

/** What the author of a task writes in the workers' language; the elements' own words come with the template. */
interface Words {
  animal: string;
  headers: Subject['headers'];
  verdicts: Subject['verdicts'];
  labels: Record<string, string>;
  categories: Subject['categories'];
  /** Names of the cat's keypoints, in the skeleton's order. */
  keypoints: readonly string[];
  /** Of the keypoint that the pictures speak of. */
  rightElbow: string;
}

const words: Record<'es' | 'ja', Words> = {
  es: {
    animal: 'gato',
    headers: {
      pose: 'Marca los 14 puntos del gato. Izquierda y derecha son las suyas.',
      boxes: 'Dibuja un recuadro alrededor de cada barco, persona y casa.',
      choice: '¿Qué muestra sobre todo esta parte de la fotografía?',
      checkPoses: '¿Está cada punto del gato en su sitio?',
      checkBoxes: '¿Están marcados los barcos y las personas, y bien ajustados?',
    },
    verdicts: ['todo bien', 'una marca queda suelta o corta algo', 'una etiqueta equivocada', 'falta algo'],
    labels: { boat: 'barco', person: 'persona', house: 'casa' },
    categories: ['puerto con barcos', 'casas', 'personas', 'árboles y colinas'],
    keypoints: [
      'nariz',
      'oreja',
      'cruz',
      'base de la cola',
      'mitad de la cola',
      'punta de la cola',
      'codo izquierdo',
      'pata delantera izquierda',
      'codo derecho',
      'pata delantera derecha',
      'corvejón izquierdo',
      'pata trasera izquierda',
      'corvejón derecho',
      'pata trasera derecha',
    ],
    rightElbow: 'El codo de la pata delantera derecha del gato: por detrás, donde la pata sale del cuerpo.',
  },
  ja: {
    animal: '猫',
    headers: {
      pose: '猫の 14 か所に点を置いてください。左右は猫から見た左右です。',
      boxes: '船、人、家を一つずつ枠で囲んでください。',
      choice: 'この写真に主に写っているのは何ですか。',
      checkPoses: '猫の点はすべて正しい位置にありますか。',
      checkBoxes: '船と人がすべて、ぴったり囲まれていますか。',
    },
    verdicts: ['正しい', '枠が緩い、または対象が切れている', 'ラベルが違う', '足りないものがある'],
    labels: { boat: '船', person: '人', house: '家' },
    categories: ['船のある港', '家並み', '人', '木と丘'],
    keypoints: [
      '鼻',
      '耳',
      'き甲',
      '尾の付け根',
      '尾の中ほど',
      '尾の先',
      '左ひじ',
      '左前足',
      '右ひじ',
      '右前足',
      '左かかと',
      '左後足',
      '右かかと',
      '右後足',
    ],
    rightElbow: '猫の右前脚のひじ。脚が胴から出る所の、後ろ側です。',
  },
};

/** The cat and the harbour as an author would ask about them in another language. */
export function translateSubject(subject: Subject, language: 'es' | 'ja'): Subject {
  const { animal, headers, verdicts, labels, categories, keypoints, rightElbow } = words[language];
  const names = new Map(
    subject.skeleton.keypoints.map(({ name }, index) => [name, keypoints[index] ?? name]),
  );
  const nameOf = (name: string) => names.get(name) ?? name;
  const pairOf = ([from, to]: readonly [string, string]): [string, string] => [nameOf(from), nameOf(to)];
  const labelOf = (label: string) => labels[label] ?? label;
  const { skeleton } = subject;
  return {
    ...subject,
    headers,
    verdicts,
    categories,
    labels: subject.labels.map(labelOf) as unknown as Subject['labels'],
    boxes: subject.boxes.map((box) => ({ ...box, label: labelOf(box.label) })),
    animals: [
      subject.animals[0].map((mark) => ({ ...mark, label: nameOf(mark.label) })),
      subject.animals[1].map((mark) => ({ ...mark, label: nameOf(mark.label) })),
    ],
    skeleton: {
      ...skeleton,
      instance: animal,
      keypoints: skeleton.keypoints.map(({ definition: _, ...keypoint }) => ({
        ...keypoint,
        name: nameOf(keypoint.name),
        ...(keypoint.name === 'right_elbow' ? { definition: rightElbow } : {}),
      })),
      edges: skeleton.edges?.map(pairOf),
      pairs: skeleton.pairs?.map(pairOf),
      axis: skeleton.axis && pairOf(skeleton.axis),
    },
  };
}
