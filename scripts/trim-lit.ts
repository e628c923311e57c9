import type { Plugin } from 'vite';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';

/** A text of one of Lit's files, and what stands in its place. */
type Cut = readonly [text: string, instead?: string];

/**
 * What the kit's elements have no use for: hooks of polyfills and of server rendering, trusted types and nonces, directives, standard
 * decorators, part markers in comments, style sheets that are no results of `css`, converters of JSON (they bring their own).
 */
const cuts: Record<string, readonly Cut[]> = {
  '@lit/reactive-element/reactive-element.js': [
    ['static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}'],
    [',this.constructor.l?.forEach(t=>t(this))'],
    ['void 0!==t.l&&(this.l=[...t.l]),'],
    ['removeController(t){this._$EO?.delete(t)}'],
    ['Symbol.metadata??=Symbol("metadata"),a.litPropertyMetadata??=new WeakMap;'],
    [
      'const t=this[Symbol.metadata];if(null!==t){const s=litPropertyMetadata.get(t);if(void 0!==s)for(const[t,i]of s)this.elementProperties.set(t,i)}',
    ],
    ['c=a.trustedTypes,l=c?c.emptyScript:"",', 'l="",'],
    [',p=a.reactiveElementPolyfillSupport'],
    [',p?.({ReactiveElement:y}),(a.reactiveElementVersions??=[]).push("2.1.2")'],
    ['case Object:case Array:t=null==t?t:JSON.stringify(t)'],
    ['case Object:case Array:try{i=JSON.parse(t)}catch(t){i=null}'],
    // Accessors of one's own, defaults that are told from values, other comparisons.
    ['this.prototype.hasOwnProperty(t)&&((s=Object.create(s)).wrapped=!0),'],
    [
      'const{get:e,set:r}=h(this.prototype,t)??{get(){return this[s]},set(t){this[s]=t}};return{get:e,set(s){const h=e?.call(this);r?.call(this,s),this.requestUpdate(t,h,i)}',
      'return{get(){return this[s]},set(e){const h=this[s];this[s]=e,this.requestUpdate(t,h,i)}',
    ],
    [
      '!((i.hasChanged??f)(h,s)||i.useDefault&&i.reflect&&h===this._$Ej?.get(t)&&!this.hasAttribute(r._$Eu(t,i)))',
      '!f(h,s)',
    ],
    [
      'C(t,s,{useDefault:i,reflect:e,wrapped:h},r){i&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,r??s??this[t]),!0!==h||void 0!==r)||(this._$AL.has(t)||(this.hasUpdated||i||(s=void 0),this._$AL.set(t,s)),',
      'C(t,s,{reflect:e}){(this._$AL.has(t)||(this.hasUpdated||(s=void 0),this._$AL.set(t,s)),',
    ],
    [
      'const t=this.constructor.elementProperties;if(t.size>0)for(const[s,i]of t){const{wrapped:t}=i,e=this[s];!0!==t||this._$AL.has(s)||void 0===e||this.C(s,void 0,i,e)}',
    ],
    [
      '"function"==typeof t.converter?{fromAttribute:t.converter}:void 0!==t.converter?.fromAttribute?t.converter:u',
      't.converter??u',
    ],
    ['r??this._$Ej?.get(e)??r', 'r'],
    [',reflect:!1,useDefault:!1,hasChanged:f'],
    // Hooks that nobody overrides, styles that are no list.
    [
      'static finalizeStyles(s){const i=[];if(Array.isArray(s)){const e=new Set(s.flat(1/0).reverse());for(const s of e)i.unshift(t(s))}else void 0!==s&&i.push(t(s));return i}',
    ],
    ['let t=!1;const s=this._$AL;', 'const s=this._$AL;'],
    ['t=this.shouldUpdate(s),t?(', '('],
    ['throw t=!1,this._$EM(),s}t&&this._$AE(s)', 'throw this._$EM(),s}this._$AE(s)'],
    [',this.update(s)):this._$EM()}', ',this.update(s))}'],
    ['shouldUpdate(t){return!0}'],
    [
      'const t=this.scheduleUpdate();return null!=t&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}',
      'this.performUpdate();return!this.isUpdatePending}',
    ],
    [
      'get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}',
      'get updateComplete(){return this._$ES}',
    ],
    [
      ',!s.noAccessor){const i=Symbol(),h=this.getPropertyDescriptor(t,i,s);void 0!==h&&e(this.prototype,t,h)}}',
      ',1)e(this.prototype,t,this.getPropertyDescriptor(t,Symbol(),s))}',
    ],
    [
      'const t=this.properties,s=[...r(t),...o(t)];for(const i of s)this.createProperty(i,t[i])',
      'const t=this.properties;for(const i of r(t))this.createProperty(i,t[i])',
    ],
    ['(void 0!==i.converter?.toAttribute?i.converter:u)', '(i.converter??u)'],
    ['this._$EO?.forEach(t=>t.hostUpdated?.()),'],
    [',this.requestUpdate(t,h,i)},configurable:!0,enumerable:!0}', ',this.requestUpdate(t,h,i)}}'],
    ['"string"==typeof t?t.toLowerCase():void 0', 't.toLowerCase()'],
    // What is called from one place.
    ['s.state&&(s.attribute=!1),this._$Ei(),', 's.state&&(s.attribute=!1),'],
    ['if(this.renderRoot??=this.createRenderRoot(),this._$Ep)', 'if(this._$Ep)'],
    ['enableUpdating(t){}'],
    ['attributeChangedCallback(t,s,i){this._$AK(t,i)}'],
    ['_$AK(t,s){const i=this.constructor', 'attributeChangedCallback(t,o,s){const i=this.constructor'],
    ['this.finalizeStyles(this.styles)', 'this.styles??[]'],
    // Updates are asked for by a property, or without one.
    ['i??=r.getPropertyOptions(t),'],
    [
      'this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions)',
      'this.attachShadow({mode:"open"})',
    ],
    ['y.shadowRootOptions={mode:"open"},'],
    [
      'requestUpdate(t,s,i,e=!1,h){if(void 0!==t){const r=this.constructor;if(!1===e&&(h=this[t]),',
      'requestUpdate(t,s,i){if(void 0!==t){const r=this.constructor,h=this[t];if(',
    ],
  ],
  '@lit/reactive-element/css-tag.js': [
    // Pages that have light-dark(), as the tokens ask for, have adopted style sheets for years.
    [
      'e=t.ShadowRoot&&(void 0===t.ShadyCSS||t.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype',
      'e=!0',
    ],
    [
      'constructor(t,e,o){if(this._$cssResult$=!0,o!==s)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}',
      'constructor(t){this.cssText=t}',
    ],
    // One result of each template.
    [
      'let t=this.o;const s=this.t;if(e&&void 0===t){const e=void 0!==s&&1===s.length;e&&(t=o.get(s)),void 0===t&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),e&&o.set(s,t))}return t',
      'return this.o||(this.o=new CSSStyleSheet).replaceSync(this.cssText),this.o',
    ],
    ['new n("string"==typeof t?t:t+"",void 0,s)', 'new n(t)'],
    ['t instanceof CSSStyleSheet?t:t.styleSheet', 't.styleSheet'],
    ['toString(){return this.cssText}'],
  ],
  'lit-html/lit-html.js': [
    [
      'let h=void 0!==e?s._$Co?.[e]:s._$Cl;const o=a(i)?void 0:i._$litDirective$;return h?.constructor!==o&&(h?._$AO?.(!1),void 0===o?h=void 0:(h=new o(t),h._$AT(t,s,e)),void 0!==e?(s._$Co??=[])[e]=h:s._$Cl=h),void 0!==h&&(i=M(t,h._$AS(t,i.values),h,e)),i',
      'return i',
    ],
    ['else{let t=-1;for(;-1!==(t=r.data.indexOf(o,t+1));)d.push({type:7,index:l}),t+=o.length-1}', ''],
    ['get startNode(){return this._$AA}get endNode(){return this._$AB}'],
    ['get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}'],
    ['get _$AU(){return this._$AM?._$AU??this._$Cv}'],
    [',this._$Cv=e?.isConnected??!0'],
    [
      'get parentNode(){let t=this._$AA.parentNode;const i=this._$AM;return void 0!==i&&11===t?.nodeType&&(t=i.parentNode),t}',
    ],
    ['get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}'],
    ['setConnected(t){void 0===this._$AM&&(this._$Cv=t,this._$AP?.(t))}'],
    ['this._$AP?.(!1,!0,s)', ''],
    // Templates compiled ahead, bindings on an element as such, pieces of SVG and MathML, options of listeners.
    [
      '"number"==typeof s?this._$AC(t):(void 0===s.el&&(s.el=S.createElement(V(s.h,s.h[0]),this.options)),s)',
      'this._$AC(t)',
    ],
    // Expressions inside textareas and titles.
    [
      'if(y.test(r.tagName)){const t=r.textContent.split(o),i=t.length-1;if(i>0){r.textContent=s?s.emptyScript:"";for(let s=0;s<i;s++)r.append(t[s],c()),P.nextNode(),d.push({type:2,index:++l});r.append(t[i],c())}}',
    ],
    // Comments and tags that are put together.
    [
      'v=/<(?:(!--|\\/[^a-zA-Z])|(\\/?[a-zA-Z][^>\\s]*)|(\\/?$))/g,_=/-->/g,m=/>/g,',
      'v=/<\\/?[a-z][^>\\s]*/g,',
    ],
    [
      '"!--"===u[1]?c=_:void 0!==u[1]?c=m:void 0!==u[2]?(y.test(u[2])&&(n=RegExp("</"+u[2],"g")),c=p):void 0!==u[3]&&(c=p)',
      'c=p',
    ],
    [',f="[ \\t\\n\\f\\r]"'],
    [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Lit's text.
      'p=RegExp(`>|${f}(?:([^\\\\s"\'>=/]+)(${f}*=${f}*(?:[^ \\t\\n\\f\\r"\'\\`<>=]|("|\')|))|$)`,"g")',
      'p=/>|\\s(?:([^\\s"\'>=/]+)(\\s*=\\s*(?:[^\\s"\'`<>=]|("|\'))|)|$)/g',
    ],
    ['(c=n??v,d=-1)', '(c=v,d=-1)'],
    ['c===$||c===g?c=p:c===_||c===m?c=v:(c=p,n=void 0)', 'c=p'],
    ['let n,l=2===i?"<svg>":3===i?"<math>":"",c=v', 'let l="",c=v'],
    ['const x=c===p&&t[i+1].startsWith("/>")?" ":"";'],
    ['+h+s.slice(d)+o+x):s+o+(-2===d?i:x)', '+h+s.slice(d)+o):s+o'],
    ['void 0===u[1]?d=-2:(', '('],
    ['s=t.trustedTypes,e=s?s.createPolicy("lit-html",{createHTML:t=>t}):void 0,'],
    ['return void 0!==e?e.createHTML(i):i', 'return i'],
    ['if(!u(t)||!t.hasOwnProperty("raw"))throw Error("invalid template strings array");'],
    ['else t.startsWith(o)&&(d.push({type:6,index:l}),r.removeAttribute(t))', ''],
    [
      '1===r.type?i=new r.ctor(h,r.name,r.strings,this,t):6===r.type&&(i=new Z(h,this,t))',
      'i=new r.ctor(h,r.name,r.strings,t)',
    ],
    [
      'void 0!==s&&(void 0!==s.strings?(s._$AI(t,s,i),i+=s.strings.length-2):s._$AI(t[i]))',
      'void 0!==s.strings?(s._$AI(t,s,i),i+=s.strings.length-2):s._$AI(t[i])',
    ],
    ['+(2===i?"</svg>":3===i?"</math>":"")', ''],
    [
      'if(this.el=S.createElement(f,e),P.currentNode=this.el.content,2===i||3===i){const t=this.el.content.firstChild;t.replaceWith(...t.childNodes)}',
      '(this.el=document.createElement("template")).innerHTML=f,P.currentNode=this.el.content;',
    ],
    // So that a module that wants them does not build.
    ['w=x(2),T=x(3),'],
    ['T as mathml,'],
    [',w as svg'],
    ['(t?.creationScope??l)', 'l'],
    [
      'e=t===A&&s!==A||t.capture!==s.capture||t.once!==s.once||t.passive!==s.passive,h=t!==A&&(s===A||e)',
      'e=t===A&&s!==A,h=t!==A&&s===A',
    ],
    [
      '"function"==typeof this._$AH?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)',
      'this._$AH.call(this.options.host,t)',
    ],
    [',B=t.litHtmlPolyfillSupport'],
    [',F:Z}', '}'],
    // What a directive would give, "no change", parents and kinds of parts that are there for directives.
    ['t=M(this,t,i),a(t)?', 'a(t)?'],
    ['t!==this._$AH&&t!==E&&this._(t)', 't!==this._$AH&&this._(t)'],
    ['t=M(this,t,i,0),o=!a(t)||t!==this._$AH&&t!==E,', 'o=!a(t)||t!==this._$AH,'],
    ['r=M(this,e[s+n],i,n),r===E&&(r=this._$AH[n]),', 'r=e[s+n],'],
    ['_$AI(t,i=this){if((t=M(this,t,i,0)??A)===E)return;const s=', '_$AI(t){t??=A;const s='],
    ['o&&!e&&this.j(t)', 'o&&this.j(t)'],
    ['E=Symbol.for("lit-noChange"),'],
    ['E as noChange,'],
    ['const s=i(t).nextSibling;i(t).remove(),t=s', 'const s=t.nextSibling;t.remove(),t=s'],
    ['return[V(t,l+(t[s]||"<?>")', 'return[(l+(t[s]||"<?>")'],
    ['constructor(){super(...arguments),this.type=3}'],
    ['constructor(){super(...arguments),this.type=4}'],
    ['constructor(t,i,s,e,h){super(t,i,s,e,h),this.type=5}'],
    [
      'constructor(t,i,s,e,h){this.type=1,this._$AH=A,this._$AN=void 0,this.element=t,this.name=i,this._$AM=e,this.options=h,',
      'constructor(t,i,s,h){this.element=t,this.name=i,this.options=h,',
    ],
    [
      'constructor(t,i){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=i}',
      'constructor(t){this._$AV=[],this._$AD=t}',
    ],
    ['new R(e,this)', 'new R(e)'],
    [
      'constructor(t,i,s,e){this.type=2,this._$AH=A,this._$AN=void 0,this._$AA=t,this._$AB=i,this._$AM=s,this.options=e',
      'constructor(t,i,e){this._$AH=A,this._$AA=t,this._$AB=i,this.options=e',
    ],
    ['new k(h,h.nextSibling,this,t)', 'new k(h,h.nextSibling,t)'],
    ['new k(this.O(c()),this.O(c()),this,this.options)', 'new k(this.O(c()),this.O(c()),this.options)'],
    ['static createElement(t,i){const s=l.createElement("template");return s.innerHTML=t,s}'],
    // Lists are arrays.
    ['d=t=>u(t)||"function"==typeof t?.[Symbol.iterator]', 'd=u'],
    // Roots that are empty at first.
    [
      'const e=s?.renderBefore??i;let h=e._$litPart$;if(void 0===h){const t=s?.renderBefore??null;e._$litPart$=h=new k(i.insertBefore(c(),t),t,void 0,s??{})}return h._$AI(t),h',
      '(i._$litPart$??=new k(i.appendChild(c()),null,s))._$AI(t)',
    ],
    ['B?.(S,k),(t.litHtmlVersions??=[]).push("3.3.3");'],
  ],
  'lit-element/lit-element.js': [
    ['this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),'],
    [
      'connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}',
    ],
    [
      'createRenderRoot(){const t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}',
    ],
    [',this._$Do=void 0'],
    ['this._$Do=e(', 'e('],
    [',noChange as r}', '}'],
    ['render(){return r}'],
    ['i._$litElement$=!0,'],
    [',s.litElementHydrateSupport?.({LitElement:i})'],
    ['const o=s.litElementPolyfillSupport;o?.({LitElement:i});'],
    ['(s.litElementVersions??=[]).push("4.2.2");'],
  ],
};

/** What brings back the need for what is cut. */
const needing =
  /\/(?:lit|lit-html|lit-element|@lit\/reactive-element)\/(?:[\w-]+\/)*(?:directives?|decorators)[\w/-]*\.js$/;

/**
 * Leaves out of Lit what the kit's own elements never reach, 1 KiB of gzip. For bundles of nothing else: an
 * element of somebody's own may use all of Lit. A file of Lit that reads differently is taken as it is.
 * @throws {GroundTruthError} `internal` when a module asks for what is cut
 */
export function trimLit(): Plugin {
  return {
    name: 'trim-lit',
    enforce: 'pre',
    transform(code, id) {
      const path = id.replaceAll('\\', '/').split('?')[0] ?? '';
      if (needing.test(path))
        throw new GroundTruthError(
          'internal',
          `The kit's elements are built without Lit's directives and decorators, and ${path} was asked for.`,
        );
      const file = Object.keys(cuts).find((name) => path.endsWith(`/node_modules/${name}`));
      if (file === undefined) return null;
      const trimmed = (cuts[file] ?? []).reduce(
        (text, [cut, instead = '']) => text.replace(cut, () => instead),
        code,
      );
      return { code: trimmed, map: null };
    },
  };
}

/** Cuts that a file of Lit no longer has, as after an update; for the test. */
export function missingCuts(file: string, code: string): readonly string[] {
  return (cuts[file] ?? []).map(([text]) => text).filter((text) => !code.includes(text));
}

/** The files of Lit that are cut. */
export const trimmedFiles = Object.keys(cuts);
