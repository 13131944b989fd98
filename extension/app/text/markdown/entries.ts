import { setLoose } from './blocks.ts'
import type { Drawing } from './inline.ts'
import type { Unit } from './units.ts'

/** A unit on the page. */
export interface Entry {
  unit: Unit
  node: HTMLElement
  /** Text was appended past the grammar: draw it anew at the next chance. */
  dirty: boolean
  /** It names a label that nothing defined when it was drawn. */
  unresolved: boolean
  group: { same: string; host: HTMLElement; entries: Entry[] } | null
}

/** Draws what named labels without a definition once more; of a table only its head, for its rows are entries. */
export const resolve = (entry: Entry, drawing: Drawing): void => {
  if (entry.unit.group === undefined) return redraw(entry, drawing)
  const head = entry.unit.group.frame(drawing).root.querySelector('thead')
  if (head !== null) entry.node.querySelector('thead')?.replaceWith(head)
}

const redraw = (entry: Entry, drawing: Drawing): void => {
  const fresh = enter(entry.unit, drawing)
  entry.node.replaceWith(fresh.node)
  Object.assign(entry, fresh)
}

const enter = (unit: Unit, drawing: Drawing): Entry => {
  drawing.unresolved = false
  if (unit.group === undefined) {
    const node = unit.draw(drawing)
    return { unit, node, dirty: false, unresolved: drawing.unresolved, group: null }
  }
  const { root, host } = unit.group.frame(drawing)
  const entry = {
    unit,
    node: root,
    dirty: false,
    unresolved: drawing.unresolved,
    group: { same: unit.group.same, host, entries: [] },
  }
  reconcile(entry.group.entries, unit.group.units, host, drawing)
  return entry
}

/**
 * Makes the last children of `parent` show `units`: what has not changed keeps its nodes.
 * @param keepRest leave entries beyond those of `units`: they are looked at later
 */
export const reconcile = (
  entries: Entry[],
  units: readonly Unit[],
  parent: HTMLElement,
  drawing: Drawing,
  keepRest = false,
): void => {
  for (const [n, unit] of units.entries()) {
    const entry = entries[n]
    if (entry === undefined) {
      const made = enter(unit, drawing)
      entries.push(made)
      parent.append(made.node)
    } else if (entry.group !== null && unit.group !== undefined && entry.group.same === unit.group.same) {
      setLoose(entry.node, unit.group.loose)
      reconcile(entry.group.entries, unit.group.units, entry.group.host, drawing)
      entry.unit = unit
    } else if (
      entry.dirty ||
      entry.group !== null ||
      unit.group !== undefined ||
      entry.unit.key !== unit.key
    ) {
      entry.unit = unit
      redraw(entry, drawing)
    } else entry.unit = unit
  }
  if (keepRest) return
  for (const { node } of entries.splice(units.length)) node.remove()
}
