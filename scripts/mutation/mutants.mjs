import { parseSync } from 'vite'

const BOUNDARY = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' }
const EQUALITY = new Set(['===', '!==', '==', '!='])
/** Calls whose answer is a yes or no, by name. */
const YES_OR_NO =
  /^(is[A-Z]\w*|may[A-Z]\w*|can[A-Z]\w*|has|includes|some|every|test|equal|startsWith|endsWith)$/

/**
 * @typedef {{ file: string, line: number, was: string, now: string, n: number }} Mutant `n` counts from 0 in its file
 * @typedef {{ start: number, end: number, kind: 'value' | 'boundary' | 'statement', mutants: Mutant[],
 *   left?: number, right?: number }} Spot
 */

const nameOf = ({ callee }) => (callee.type === 'MemberExpression' ? callee.property.name : callee.name) ?? ''

const isThrowOnly = ({ type, body }) =>
  type === 'ThrowStatement' ||
  (type === 'BlockStatement' && body.length === 1 && body[0].type === 'ThrowStatement')

/** `this.#x = y`, all that most constructors are: without it nothing would run. */
const isOwnField = ({ type, operator, left, right }) =>
  type === 'AssignmentExpression' &&
  operator === '=' &&
  left.object?.type === 'ThisExpression' &&
  right.type === 'Identifier'

/** Every node below `node`, parents first, with its parent; nothing of types. */
function* walk(node, parent = null) {
  if (node === null || typeof node !== 'object') return
  if (Array.isArray(node)) {
    for (const one of node) yield* walk(one, parent)
    return
  }
  if (typeof node.type !== 'string') return
  if (/^TS(Type|Interface)/.test(node.type)) return
  yield [node, parent]
  for (const [key, value] of Object.entries(node)) if (key !== 'type') yield* walk(value, node)
}

/**
 * Finds the checks of a source and what each may be mutated to: conditions answered by a constant, operands of `&&`
 * and `||` left out, comparisons moved by one, statements that are calls, assignments or throws removed.
 * @param {string} file @param {string} text @returns {Spot[]}
 */
export function findSpots(file, text) {
  const spots = new Map()
  const skipped = new Set()
  const throwsOfIfs = new Set()
  let n = 0
  const lineOf = (at) => text.slice(0, at).split('\n').length
  const put = (node, kind, nows, more = {}) => {
    const key = `${kind} ${node.start} ${node.end}`
    if (spots.has(key) || skipped.has(node)) return
    const was = text.slice(node.start, node.end).replace(/\s+/g, ' ')
    const mutants = nows.map((now) => ({ file, line: lineOf(node.start), was, now, n: n++ }))
    spots.set(key, { start: node.start, end: node.end, kind, mutants, ...more })
  }
  for (const [node, parent] of walk(parseSync(file, text).program)) {
    switch (node.type) {
      case 'ForStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
        // A loop that does not end tells nothing.
        if (node.test) for (const [part] of walk(node.test)) skipped.add(part)
        break
      case 'IfStatement':
        put(node.test, 'value', ['false', 'true'])
        if (node.alternate === null && isThrowOnly(node.consequent))
          throwsOfIfs.add(
            node.consequent.type === 'BlockStatement' ? node.consequent.body[0] : node.consequent,
          )
        break
      case 'ConditionalExpression':
        put(node.test, 'value', ['false', 'true'])
        break
      case 'LogicalExpression':
        if (node.operator === '??') break
        for (const side of [node.left, node.right])
          put(side, 'value', [node.operator === '&&' ? 'true' : 'false'])
        break
      case 'BinaryExpression':
        if (EQUALITY.has(node.operator)) put(node, 'value', ['false', 'true'])
        if (node.operator in BOUNDARY) {
          put(node, 'value', ['false', 'true'])
          put(node, 'boundary', [BOUNDARY[node.operator]], {
            left: node.left.end,
            right: node.right.start,
            operator: node.operator,
          })
        }
        break
      case 'CallExpression':
        if (YES_OR_NO.test(nameOf(node)) && parent?.type !== 'ExpressionStatement')
          put(node, 'value', ['false', 'true'])
        break
      case 'ExpressionStatement':
        if (node.directive || node.expression.callee?.type === 'Super') break
        if (isOwnField(node.expression)) break
        put(node.expression, 'statement', ['removed'])
        break
      case 'ThrowStatement':
        // Where an `if` holds nothing else, `false` for its condition is the same.
        if (!throwsOfIfs.has(node)) put(node, 'throw', ['removed'])
        break
    }
  }
  return [...spots.values()]
}

const ON = (id) => `globalThis.__hearthMutant(${id})`

/** What goes before, between and behind a spot's own text. @param {Spot} spot @param {number} base */
function pieces({ kind, mutants, operator }, base) {
  const id = base + mutants[0].n
  if (kind === 'statement') return [`void (${ON(id)} ? undefined : (`, '))']
  if (kind === 'throw') return [`if (!${ON(id)}) `, '']
  if (kind === 'boundary')
    return ['((a, b) => ', `${ON(id)} ? a ${mutants[0].now} b : a ${operator} b)((`, '), (', '))']
  const constants = mutants.map(({ n, now }) => `${ON(base + n)} ? ${now} : `).join('')
  return [`(${constants}(`, '))']
}

/**
 * The same source with every mutant in it, asleep: `globalThis.__hearthMutant(base + n)` wakes one. Lines stay.
 * @param {string} text @param {readonly Spot[]} spots @param {number} base the number of the file's first mutant
 */
export function render(text, spots, base) {
  /** @type {{ at: number, order: number, text: string, until?: number }[]} */
  const edits = []
  spots.forEach((spot, index) => {
    const parts = pieces(spot, base)
    const size = spot.end - spot.start
    // At one place the outer opens first and closes last; of two on the same text the earlier is the outer.
    const open = -size * 1000 + index
    edits.push({
      at: spot.start,
      order: open,
      text: spot.kind === 'boundary' ? parts[0] + parts[1] : parts[0],
    })
    if (spot.kind === 'boundary')
      edits.push({ at: spot.left, order: Number.MAX_SAFE_INTEGER, text: parts[2], until: spot.right })
    edits.push({ at: spot.end, order: -open - 1e12, text: parts.at(-1), closes: true })
  })
  edits.sort(
    (a, b) => a.at - b.at || Number(b.closes ?? false) - Number(a.closes ?? false) || a.order - b.order,
  )
  let out = ''
  let at = 0
  for (const edit of edits) {
    out += text.slice(at, edit.at) + edit.text
    at = edit.until ?? edit.at
  }
  return out + text.slice(at)
}
