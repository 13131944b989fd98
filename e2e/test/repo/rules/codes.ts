import type { Source } from './sources.ts'

/** Tests in which a code only stands in a list, so that it proves nothing about what gives it. */
const LISTS = [
  'shared/src/protocol/error.test.ts',
  'host-agent/src/cli/cli.test.ts',
  'e2e/test/repo/codes.test.ts',
]

const isEvidence = (path: string): boolean =>
  !LISTS.includes(path) && (path.endsWith('.test.ts') || /^(shared|relay)\/src\/testing\//.test(path))

const isProgram = (path: string): boolean =>
  /^([a-z-]+\/src|extension\/(app|entrypoints))\/.*\.tsx?$/.test(path) &&
  !/\.test\.tsx?$/.test(path) &&
  !/\/testing\//.test(path)

const mentions = (sources: readonly Source[], code: string): boolean =>
  sources.some(({ text }) => text.includes(`'${code}'`))

/**
 * Codes that no test expects, or that nothing gives.
 * @param home the file that lists them, which is no evidence for either
 * @param room the folder whose tests count; codes that are plain words would be found anywhere else
 */
export function unprovoked(
  sources: readonly Source[],
  codes: readonly string[],
  home: string,
  room = '',
): string[] {
  const own = sources.filter(({ path }) => path !== home && path.startsWith(room))
  const tests = own.filter(({ path }) => isEvidence(path))
  const programs = own.filter(({ path }) => isProgram(path))
  return codes.flatMap((code) => [
    ...(mentions(tests, code) ? [] : [`no test provokes ${code}`]),
    ...(mentions(programs, code) ? [] : [`nothing gives ${code}`]),
  ])
}
