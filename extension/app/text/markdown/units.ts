import type { Token, Tokens } from 'marked'
import { drawBlock, drawItem, drawList, drawRow, drawTable } from './blocks.ts'
import type { Drawing } from './inline.ts'

/** Something that is drawn, and drawn anew only when its source changed. */
export interface Unit {
  readonly key: string
  draw(drawing: Drawing): HTMLElement
  /** For lists and tables: their items or rows are units of their own, below `host`. */
  readonly group?: Group
}

export interface Group {
  /** Lists or tables with the same value go on in one another. */
  readonly same: string
  readonly loose: boolean
  readonly units: readonly Unit[]
  frame(drawing: Drawing): { root: HTMLElement; host: HTMLElement }
}

const listUnit = (token: Tokens.List): Unit => {
  const mark = /\d([.)])|[-+*]/.exec(token.raw)
  return {
    key: token.raw.trimEnd(),
    draw: (drawing) => drawBlock(token, drawing) ?? drawList(token),
    group: {
      same: `list ${mark?.[1] ?? mark?.[0]}`,
      loose: token.loose,
      units: token.items.map((item) => ({
        key: item.raw.trimEnd(),
        draw: (drawing) => drawItem(item, drawing),
      })),
      frame: () => {
        const list = drawList(token)
        return { root: list, host: list }
      },
    },
  }
}

const tableUnit = (token: Tokens.Table): Unit => ({
  key: token.raw.trimEnd(),
  draw: (drawing) => drawTable(token, drawing).root,
  group: {
    same: `table ${token.raw.split('\n', 2).join('\n')}`,
    loose: false,
    units: token.rows.map((row) => ({
      key: JSON.stringify(row.map(({ text }) => text)),
      draw: (drawing) => drawRow(row, drawing),
    })),
    frame: (drawing) => {
      const { root, body } = drawTable(token, drawing)
      return { root, host: body }
    },
  },
})

/** What tokens become on the page. Blank lines and definitions become nothing. */
export const unitsOf = (tokens: readonly Token[]): Unit[] =>
  tokens.flatMap((token): Unit[] => {
    if (token.type === 'space' || token.type === 'def') return []
    if (token.type === 'list') return [listUnit(token as Tokens.List)]
    if (token.type === 'table') return [tableUnit(token as Tokens.Table)]
    return [
      {
        key: `${token.type} ${token.raw.trimEnd()}`,
        draw: (drawing) => drawBlock(token, drawing) ?? document.createElement('p'),
      },
    ]
  })
