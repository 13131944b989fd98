import { SearchHit, SessionSummary, WIRE_LIMITS } from '@hearth/shared/protocol'
import type { Command } from 'commander'
import * as v from 'valibot'
import { runCommand, wholeNumber, withControl } from '../context.ts'
import { Exit } from '../exit.ts'
import { safeLine } from '../format/escape.ts'
import { type Style, styleFor } from '../format/style.ts'
import { ago } from '../format/table.ts'

const Found = v.object({ hits: v.array(SearchHit), more: v.boolean() })
type Found = v.InferOutput<typeof Found>

const USUAL_HITS = 20

const hitText = ({ turn, by, text, from, to, at }: SearchHit, style: Style, now: number): string => {
  const line = `${safeLine(text.slice(0, from))}${style.strong(safeLine(text.slice(from, to)))}${safeLine(text.slice(to))}`
  return `  ${style.quiet(`turn ${turn}, ${by === 'person' ? 'asked' : 'answered'}, ${ago(at, now)}`)}\n    ${line}`
}

/** Hits under their sessions, in the order in which they came. */
const foundText = ({ hits }: Found, sessions: readonly SessionSummary[], style: Style): string[] => {
  const titles = new Map(sessions.map(({ id, title }) => [id, title]))
  const lines: string[] = []
  hits.forEach((hit, i) => {
    if (hits[i - 1]?.session !== hit.session)
      lines.push(`${hit.session.slice(0, 8)}  ${safeLine(titles.get(hit.session) || 'Untitled session')}`)
    lines.push(hitText(hit, style, Date.now()))
  })
  return lines
}

/** `hearth search` */
export const addSearch = (program: Command): void => {
  program
    .command('search')
    .description('find words in what was said in all sessions, the newest first')
    .argument(
      '<words...>',
      'all must stand in one prompt, answer or tool call; "in quotes" with their spaces',
    )
    .option('--limit <n>', `hits at most, up to ${WIRE_LIMITS.searchHits.value}`, wholeNumber, USUAL_HITS)
    .addHelpText('after', '\nExamples:\n  hearth search flaky login\n  hearth --json search \'"not found"\'')
    .action((words: string[], { limit }: { limit: number }, command: Command) =>
      runCommand(command, (context) =>
        withControl(context, async (control) => {
          const query = words.join(' ')
          const found = v.parse(Found, await control.call('search', { query, limit, session: null }))
          for (const hit of found.hits) context.out.value(hit)
          const sessions = v.parse(v.array(SessionSummary), await control.call('sessions'))
          const style = styleFor(process.stdout.isTTY, process.env)
          for (const line of foundText(found, sessions, style)) context.out.line(line)
          if (found.hits.length === 0) context.out.line('Nothing was found.')
          if (found.more)
            context.out.note('There may be more: more words, or a higher --limit, narrow it down.')
          return Exit.ok
        }),
      ),
    )
}
