import { type Block, type Finder, folded, type Piece, piecesOf, type Turn } from '@hearth/shared/session'
import { decodeTurn } from '../store/codec.ts'
import { SEARCH_CHUNK, SEARCH_WHOLE } from './limits.ts'
import { partsOfStored } from './parts.ts'
import type { Slices } from './slices.ts'

/** A word as JSON writes it inside of a string. */
const inJson = (word: string): string => JSON.stringify(word).slice(1, -1)

/** An escape inside of JSON that is itself inside of a string: what it stands for is seen only when it is read. */
const NESTED_ESCAPE = '\\\\u'

/**
 * UTF-8, read as if each byte were a character, in which something may fold to ASCII: Latin letters with marks, marks
 * of any script, and a few signs. What is left out are signs, dashes, quotes, boxes, ideographs and pictures.
 */
const FOLDS = /[\xc3-\xe1\xe3\xea-\xef\xf1-\xf4]|\xf0(?!\x9f)|\xe2(?![\x80\x81\x94-\xaa]|\x86[\x90-\x99])/

const isAscii = (word: string): boolean => !/[^\0-\x7f]/.test(word)

/** A test for a folded word in bytes of which none folds to ASCII. */
const plainTest = (word: string): RegExp => new RegExp(word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'i')

/** What a stored turn is looked at for before it is read. */
export interface Glance {
  /**
   * May the turn have all words? Looks at its JSON without reading it: much may that has not, nothing has that may not.
   */
  mayHave(body: Buffer, slices: Slices): Promise<boolean>
}

export const createGlance = (finder: Finder): Glance => {
  const words = finder.words.map(inJson)
  const tests = words.map((word) => ({ word, plain: plainTest(word) }))
  const overlap = 4 + Math.max(...words.map((word) => Buffer.byteLength(word)))
  const plainOnly = words.every(isAscii)
  /** The words that the text does not show. */
  const without = (missing: typeof tests, chunk: Buffer): typeof tests => {
    const bytes = chunk.toString('latin1')
    if (plainOnly && !FOLDS.test(bytes)) return missing.filter(({ plain }) => !plain.test(bytes))
    const text = folded(chunk.toString())
    return missing.filter(({ word }) => !text.includes(word))
  }
  return {
    async mayHave(body, slices) {
      if (body.includes(NESTED_ESCAPE)) return true
      let missing = tests
      for (let at = 0; at < body.length; at += SEARCH_CHUNK) {
        if (at > 0) await slices.rest()
        missing = without(missing, body.subarray(Math.max(0, at - overlap), at + SEARCH_CHUNK))
        if (missing.length === 0) return true
      }
      return false
    },
  }
}

/** The pieces of a turn that have all words. */
const search = async (turn: Turn, { finder, slices }: Looking): Promise<Piece[]> => {
  const found: Piece[] = []
  for (const piece of piecesOf(turn)) {
    if (finder.isIn(piece.text)) found.push(piece)
    await slices.rest()
  }
  return found
}

/** Block by block: what it takes to read all at once would be felt. */
const searchLarge = async (body: Buffer, looking: Looking): Promise<Piece[]> => {
  const { blocks, rest } = partsOfStored(body)
  const turn = decodeTurn(Buffer.from(rest))
  const found = await search(turn, looking)
  const own = found.filter(({ by }) => by === 'person')
  const failed = found.filter(({ by }) => by === 'agent')
  for (const { start, end } of blocks) {
    const block = JSON.parse(body.toString('utf8', start, end)) as Block
    const pieces = await search({ ...turn, blocks: [block] }, looking)
    own.push(...pieces.filter((piece) => piece.block !== null))
  }
  return [...own, ...failed]
}

/** What a search looks with. */
export interface Looking {
  readonly finder: Finder
  readonly glance: Glance
  readonly slices: Slices
}

/** The pieces of a stored turn that have all words. @throws HearthError `host.store` where the row is damaged */
export const findsInStored = async (body: Buffer, looking: Looking): Promise<Piece[]> => {
  if (!(await looking.glance.mayHave(body, looking.slices))) return []
  return body.length > SEARCH_WHOLE ? searchLarge(body, looking) : search(decodeTurn(body), looking)
}
