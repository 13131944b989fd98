import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Message } from './model.ts'

/** Conversations of the plain agent, each a file that is whole at any moment. */
export class Memory {
  private readonly folder: string

  constructor(folder: string) {
    this.folder = folder
    mkdirSync(folder, { recursive: true })
  }

  /** Null where there is no such conversation. */
  read(id: string): Message[] | null {
    if (!/^[\w-]+$/.test(id)) return null
    try {
      return JSON.parse(readFileSync(join(this.folder, id), 'utf8')) as Message[]
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  write(id: string, messages: readonly Message[]): void {
    const path = join(this.folder, id)
    writeFileSync(`${path}.new`, JSON.stringify(messages))
    renameSync(`${path}.new`, path)
  }
}
