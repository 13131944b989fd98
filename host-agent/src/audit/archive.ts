import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { KEEP_AUDIT_FILES } from './limits.ts'

/** The log's name under HEARTH_HOME. It exists from the first start on. */
export const AUDIT_FILE = 'audit.log'
/** The signed head's. */
export const AUDIT_HEAD_FILE = 'audit-head.json'

/** An audit file that was put away: its first and last entry are in its name. */
export interface ArchivedAudit {
  readonly path: string
  readonly first: number
  readonly last: number
}

const NAME = /^audit-(\d{12})-(\d{12})\.log$/
const digits = (n: number): string => String(n).padStart(12, '0')

/** Where a file with these entries is put away. */
export const archivePath = (home: string, first: number, last: number): string =>
  join(home, `audit-${digits(first)}-${digits(last)}.log`)

/** The files that were put away, oldest first. */
export const archives = (home: string): ArchivedAudit[] =>
  readdirSync(home)
    .flatMap((name) => {
      const [, first, last] = NAME.exec(name) ?? []
      return first === undefined || last === undefined
        ? []
        : [{ path: join(home, name), first: Number(first), last: Number(last) }]
    })
    .sort((a, b) => a.first - b.first)

/** The first entry that is kept where a file begins after entry `last`: those of the last `files` that lead up to it without a gap. */
export const keptFrom = (home: string, last: number, files = KEEP_AUDIT_FILES): number => {
  let from = last + 1
  for (const file of archives(home).reverse().slice(0, files)) {
    if (file.last !== from - 1) break
    from = file.first
  }
  return from
}

/** Removes what is beyond the number of files that are kept. */
export const dropOld = (home: string): void => {
  for (const { path } of archives(home).slice(0, -KEEP_AUDIT_FILES)) rmSync(path, { force: true })
}
