import { type ExportParts, exportedTurn, markdownParts, type Turn } from '@hearth/shared/session'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'

export type Format = 'markdown' | 'json'

/** What a copy is made of. */
export interface ExportOf {
  readonly session: { readonly id: string; readonly title: string } & Readonly<Record<string, unknown>>
  readonly turns: readonly Turn[]
  readonly format: Format
  readonly parts: ExportParts
}

/** A copy of a session, and what to know before it is passed on. */
export interface Exported {
  readonly file: File
  /** Places that look like keys or passwords. */
  readonly secrets: number
}

/** Shapes of keys that services give out, and of assignments to what is called a secret. */
const SECRETS =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:sk|rk|pk)[-_][\w-]{16,}|\bgh[pousr]_\w{30,}|\bgithub_pat_\w{30,}|\bAKIA[0-9A-Z]{16}\b|\bxox[baprs]-[\w-]{10,}|\bAIza[\w-]{30,}|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+|(?:passw(?:or)?d|secret|token|api[_-]?key)["']?\s*[:=]\s*["']?[^\s"'<>]{8,}/gi

const pause = (): Promise<void> => new Promise((done) => setTimeout(done))

function* jsonParts({ session, turns, parts }: ExportOf): Generator<string> {
  yield `{\n"session": ${JSON.stringify(session)},\n"turns": [`
  let first = true
  for (const turn of turns) {
    yield `${first ? '' : ','}\n${JSON.stringify(exportedTurn(turn, parts))}`
    first = false
  }
  yield '\n]\n}\n'
}

function* markdown({ session, turns, parts }: ExportOf): Generator<string> {
  function* kept(): Generator<Turn> {
    for (const turn of turns) yield exportedTurn(turn, parts)
  }
  yield* markdownParts(session.title || session.id, kept())
  yield '\n'
}

const KINDS = {
  markdown: { ending: 'md', type: 'text/markdown', parts: markdown },
  json: { ending: 'json', type: 'application/json', parts: jsonParts },
} as const

const nameOf = (title: string, ending: string): string => {
  const slug = title
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, SESSION_SCREEN_LIMITS.fileName.value)
  return `hearth-${slug || 'session'}.${ending}`
}

/** Makes the copy piece by piece, so that the page can draw meanwhile. @throws `signal.reason` when it was ended */
export const exportFile = async (of: ExportOf, signal: AbortSignal): Promise<Exported> => {
  const kind = KINDS[of.format]
  const pieces: string[] = []
  let secrets = 0
  let since = performance.now()
  for (const piece of kind.parts(of)) {
    pieces.push(piece)
    secrets += piece.match(SECRETS)?.length ?? 0
    if (performance.now() - since < SESSION_SCREEN_LIMITS.findSlice.value) continue
    await pause()
    signal.throwIfAborted()
    since = performance.now()
  }
  return { file: new File(pieces, nameOf(of.session.title, kind.ending), { type: kind.type }), secrets }
}

/** Can this device hand the file to other apps? */
export const canShare = (file: File): boolean =>
  typeof navigator.share === 'function' && (navigator.canShare?.({ files: [file] }) ?? false)

/** Hands a file to the browser to be saved. */
export const saveFile = (file: File): void => {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = file.name
  link.click()
  // The browser has taken it by the next task.
  setTimeout(() => URL.revokeObjectURL(url))
}
