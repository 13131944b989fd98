import { attributeOf, elementOf, nameOf, parentOf } from '../dom/node.ts'
import { PAGE_LIMITS } from '../limits.ts'

/** Steps from an element up to one that is named. */
const STEPS = 6

/** Ids and classes that a person wrote, not ones that a program made up. */
const isWritten = (name: string): boolean =>
  /^[a-z][\w-]{1,40}$/i.test(name) && !/\d{3}|__|--[a-z\d]{5}/i.test(name)

const isAlone = (document: Document, selector: string): boolean =>
  Document.prototype.querySelectorAll.call(document, selector).length === 1

const stepOf = (element: Element): string => {
  const name = nameOf(element)
  const classes = (attributeOf(element, 'class') ?? '').split(/\s+/).filter(isWritten).slice(0, 2)
  const own = `${name}${classes.map((one) => `.${CSS.escape(one)}`).join('')}`
  const parent = parentOf(element)
  const alike =
    parent === null
      ? []
      : [...parent.childNodes].filter((node) => node instanceof Element && nameOf(node) === name)
  return alike.length < 2 ? own : `${own}:nth-of-type(${alike.indexOf(element) + 1})`
}

/** A selector that somebody can read and that leads to this element alone, as far as its page allows. */
export const selectorOf = (element: Element): string => {
  const steps: string[] = []
  let at: Element | null = element
  while (at !== null && steps.length < STEPS) {
    const id = attributeOf(at, 'id') ?? ''
    if (isWritten(id)) {
      steps.unshift(`#${CSS.escape(id)}`)
      break
    }
    steps.unshift(stepOf(at))
    if (isAlone(element.ownerDocument, steps.join(' > '))) break
    const above: Node | null = parentOf(at)
    at = above === null ? null : elementOf(above)
  }
  return steps.join(' > ').slice(0, PAGE_LIMITS.pickSelector.value)
}

/** Styles that say how an element looks and why it stands where it does; those of no effect are left out. */
const STYLES: Readonly<Record<string, RegExp>> = {
  display: /^(inline|block)$/,
  position: /^static$/,
  inset: /^auto$/,
  'z-index': /^auto$/,
  float: /^none$/,
  width: /^auto$/,
  height: /^auto$/,
  'max-width': /^none$/,
  margin: /^0px$/,
  padding: /^0px$/,
  border: /^0px/,
  'border-radius': /^0px$/,
  'box-shadow': /^none$/,
  'background-color': /^rgba\(0, 0, 0, 0\)$/,
  color: /^$/,
  'font-family': /^$/,
  'font-size': /^$/,
  'font-weight': /^400$/,
  'line-height': /^normal$/,
  'text-align': /^start$/,
  overflow: /^visible$/,
  'flex-flow': /^row nowrap$/,
  'grid-template-columns': /^none$/,
  gap: /^normal$/,
}

/** Longest value told. */
const VALUE = 160

export const stylesOf = (view: Window, element: Element): string[] => {
  const style = view.getComputedStyle(element)
  return Object.entries(STYLES)
    .map(([name, dull]) => ({ name, value: style.getPropertyValue(name), dull }))
    .filter(({ value, dull }) => value !== '' && !dull.test(value))
    .slice(0, PAGE_LIMITS.pickStyles.value)
    .map(({ name, value }) => `${name}: ${value.slice(0, VALUE)}`)
}
